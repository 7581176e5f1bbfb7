"""A facilitator's right that is really taken away on the platform, between a screen and the press of its buttons."""

import pytest

from tests.process.on_telegram import OnTelegram
from tests.process.people import Seen
from tests.process.places import discord_place, telegram_place
from tests.process.scene import BOT_NAME, Scene

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

NO = "Only those who manage this place"
ASKED = ("Attach another chat", "Settings", "Likes a hello")


def there(shown: Seen) -> list[str]:
    """The buttons of a group's screen that are pressed here."""
    return [label for label in shown.labels if label in ASKED]


async def test_discord_says_with_each_press_what_its_presser_may(scene: Scene) -> None:
    """Section 1; issue 6, 3: Manage Server is taken from their role; every button that stands there says no, to them
    alone, and works again with the right."""
    await scene.start()
    place = await discord_place(scene)
    shown = await place.host.say("group")
    assert len(there(shown)) >= 2, shown.labels
    (role,) = await scene.discord("roles.held", guild_id=place.guild, user_id=place.host.id)
    before = len(await place.messages())
    await scene.discord("roles.change", guild_id=place.guild, role_id=role, permissions=0)
    for label in there(shown):
        refused = await place.host.press(shown, label)
        assert NO in refused.words, label
        assert refused.private
    assert NO in (await place.host.say("group")).words
    assert len(await place.messages()) == before
    await scene.discord("roles.change", guild_id=place.guild, role_id=role, permissions=1 << 5)
    assert "-" in (await place.host.press(shown, "Attach another chat")).words


async def test_telegram_is_asked_at_each_press(scene: Scene) -> None:
    """The same where the platform says nothing with a press: it is asked, and not believed for a while."""
    await scene.start()
    place = await telegram_place(scene)
    zed = await place.person("Zed")
    await scene.telegram.act(place.host.id, "promote", chat_id=place.group, user_id=zed.id)
    await place.said_in_group(place.host, f"/group@{BOT_NAME}")  # the list is asked for anew, and now has both
    shown = await place.said_in_group(zed, f"/group@{BOT_NAME}")
    assert len(there(shown)) >= 2, shown.labels
    given = await pressed(zed, shown, "Attach another chat")
    assert NO not in given
    await scene.telegram.act(place.host.id, "promote", chat_id=place.group, user_id=zed.id, status="member")
    for label in there(shown):
        assert NO in await pressed(zed, shown, label), label


async def pressed(who: OnTelegram, shown: Seen, label: str) -> str:
    """Press under a group's message; what the alert says."""
    alert = await who.press_forged(shown, shown.buttons[label]["callback_data"])
    return str(alert.get("text", ""))
