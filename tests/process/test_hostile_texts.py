"""What really goes out to both platforms when everybody's words try to call, to link and to mark up."""

import asyncio
from typing import Any

import pytest
from discord import InteractionResponseType

from tests.platforms.test_hostile_texts import HOSTILE
from tests.process.places import discord_place, telegram_place
from tests.process.scene import Scene
from tests.process.test_journeys import LOOK_BACK, joined_on_discord, joined_on_telegram

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

WORDS = " ".join(HOSTILE[kind] for kind in ("mentions", "links", "addresses", "html", "taps"))
ANSWERED = InteractionResponseType.channel_message.value
ANSWERS = 7  # on each platform: the setting up, the joining, and five to what is said below
SHOWS_TEXT = ("sendMessage", "editMessageText")


def written(body: Any) -> list[dict[str, Any]]:
    """The messages that a request writes: as it is sent, or within an answer to an interaction."""
    if not isinstance(body, dict):
        return []
    data = body["data"] if body.get("type") == ANSWERED else body
    return [data] if "content" in data or "components" in data else []


async def test_nobody_is_called_and_nothing_is_previewed(scene: Scene) -> None:
    """Section 4; issue 6, 3: every message to Discord allows no mention, and those that might show a preview forbid
    it; every text to Telegram has its preview switched off."""
    bot = await scene.start()
    calls = (await scene.telegram.do("counts"))["calls"]
    discord, telegram = await asyncio.gather(discord_place(scene), telegram_place(scene))
    ana, ben = await asyncio.gather(
        joined_on_discord(discord, "@everyone <@1>"), joined_on_telegram(telegram, "@durov /wipe")
    )
    for person in (ana, ben):
        assert (
            "Logged 25 min" in (await person.say("log", {"minutes": "25", "note": WORDS[:400].replace('"', "")})).words
        )
        review = await person.fill(await person.say("review"), "Write the review", {"text": WORDS})
        assert "Week 1 is closed" in (await person.press(review, "Nothing, go on")).words
        await person.form("checkin", {name: WORDS[:150] if len(text) > 4 else text for name, text in LOOK_BACK.items()})
        await person.say("history")
    assert (await bot.end()).code == 0

    bodies = [each["body"] for each in await scene.discord("watch.requests")]
    messages = [each for body in bodies for each in written(body)]
    assert len(messages) >= ANSWERS
    told = [each["allowed_mentions"] for each in messages]
    assert all(each["parse"] == [] and not each.get("users") and not each.get("roles") for each in told)
    contents = [body for body in bodies if isinstance(body, dict) and body.get("content")]
    assert all(body.get("flags", 0) & 4 for body in contents if "nonce" in body)
    shown = await scene.discord("watch.messages", channel_id=discord.channel)
    assert all(each.get("mentions", []) == [] and not each.get("mention_everyone") for each in shown)

    sent = [each for each in await scene.telegram.do("calls", since=calls) if each["method"] in SHOWS_TEXT]
    assert len(sent) >= ANSWERS
    assert [each for each in sent if each["params"].get("link_preview_options") != {"is_disabled": True}] == []
