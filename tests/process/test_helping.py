"""A question in a group calls who agreed to help, through the real clients, and nothing else calls anybody."""

import asyncio

import pytest

from tests.fakes.discord.contents import words_of
from tests.process.harness import until
from tests.process.on_discord import OnDiscord
from tests.process.on_telegram import OnTelegram
from tests.process.people import Json, Person, Seen
from tests.process.places import DiscordPlace, TelegramPlace, discord_place, telegram_place
from tests.process.scene import Scene
from tests.process.test_journeys import EXPLAINED, joined_on_discord, joined_on_telegram

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

LOOK_BACK = {
    "went_well": "Mornings worked",
    "in_the_way": "@everyone I always get shapes (3,) and (3, 1), and do not see why.",
    "after": "breakfast",
    "i_will": "open the notebook",
    "confidence": "4",
}
BLOCKER = LOOK_BACK["in_the_way"]


async def test_only_who_agreed_is_called_and_only_by_the_question(scene: Scene) -> None:
    """Issue 5, 5 and 8; R22, R23: from a check-in's blocker to a post that was seen word for word first."""
    await scene.start()
    discord, telegram = await asyncio.gather(discord_place(scene), telegram_place(scene))
    ana, mia = [await joined_on_discord(discord, name) for name in ("ana", "mia")]
    ben, kim = [await joined_on_telegram(telegram, name) for name in ("Ben", "<b>@Kim</b>")]
    await asyncio.gather(agrees(mia), agrees(kim))

    await asyncio.gather(asks_on_discord(ana), asks_on_telegram(ben))
    message = await posted_on_discord(discord)
    assert [each["id"] for each in message["mentions"]] == [str(mia.id)]
    assert (message["mention_everyone"], message["mention_roles"]) == (False, [])
    post = await telegram.platform.do("message", chat_id=telegram.group, matching="about week 1", within=20)
    assert [each["user"]["id"] for each in entities(post, "text_mention")] == [kim.id]

    await nothing_else_calls(discord, mia)
    await nothing_else_calls_on_telegram(telegram, post)


async def agrees(person: Person) -> None:
    """Explain week 1, show one's name and agree to be asked."""
    written = await person.fill(await person.say("review"), "Write the review", {"text": EXPLAINED})
    assert "Week 1 is closed" in (await person.press(written, "Nothing, go on")).words
    settings = await person.say("settings")
    (label,) = [each for each in settings.labels if each.startswith("You in")]
    known = await person.press(settings, label)
    if "Show my name" in known.labels:
        known = await person.press(known, "Show my name")
    assert "Ask me no more" in (await person.press(known, "Others may ask me")).labels


async def asks_on_discord(person: OnDiscord) -> None:
    """The form begins with the blocker; submitting it posts nothing yet."""
    kept = await person.form("checkin", LOOK_BACK)
    modal = await person.modal(kept, "Ask my group")
    assert await person.filled(modal) == [BLOCKER]
    await person.submit(modal, {"text": BLOCKER})
    await posts(person, await person.shown())


async def asks_on_telegram(person: OnTelegram) -> None:
    """The question shows the blocker, and one press takes it."""
    kept = await person.form("checkin", LOOK_BACK)
    question = await person.press(kept, "Ask my group")
    assert f"You wrote: {BLOCKER}" in question.words.replace("\u2060", "")
    await posts(person, await person.press(question, "Use these words"))


async def posts(person: Person, shown: Seen) -> None:
    assert "agreed to help and will be mentioned" in shown.words
    assert shown.private
    assert "is on its way" in (await person.press(shown, "Post it")).words


async def posted_on_discord(place: DiscordPlace) -> Json:
    """The question, once everybody in the channel sees it."""
    found: list[Json] = []

    async def there() -> bool:
        found[:] = [each for each in await place.messages() if "about week 1" in words_of(each)]
        return bool(found)

    await until(there)
    return found[0]


async def nothing_else_calls(place: DiscordPlace, helper: OnDiscord) -> None:
    """All that was sent to Discord: one body allows one account, and none allows anything else."""
    bodies = [each["body"] for each in await place.platform("watch.requests")]
    bodies = [body.get("data") or body for body in bodies if isinstance(body, dict)]
    allowed = [body["allowed_mentions"] for body in bodies if "allowed_mentions" in body]
    assert [each for each in allowed if each != {"parse": []}] == [{"parse": [], "users": [helper.id]}]
    said = [body for body in bodies if body.get("content") or (body.get("components") and "title" not in body)]
    assert len(allowed) >= len(said) > 10


async def nothing_else_calls_on_telegram(place: TelegramPlace, post: Json) -> None:
    """All that Telegram showed of the bot."""
    found = [each["message"] for each in await place.platform.do("deliveries")]
    assert len(found) > 10
    assert [each["message_id"] for each in found if entities(each, "text_mention")] == [post["message_id"]]
    assert [each for each in found if entities(each, "mention")] == []


def entities(message: Json, kind: str) -> list[Json]:
    return [each for each in message.get("entities", ()) if each["type"] == kind]
