"""What really goes out to both platforms when everybody's words try to call, to link and to mark up."""

import asyncio
from typing import Any

import pytest

from tests.platforms.test_hostile_texts import HOSTILE
from tests.process.places import discord_place, telegram_place
from tests.process.scene import Scene
from tests.process.test_journeys import LOOK_BACK, joined_on_discord, joined_on_telegram

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

WORDS = " ".join(HOSTILE[kind] for kind in ("mentions", "links", "addresses", "html", "taps"))
SHOWS_TEXT = ("sendMessage", "editMessageText")


def pinging(body: Any) -> list[Any]:
    """What a request says of mentions: as it is sent, and within an answer to an interaction."""
    if not isinstance(body, dict):
        return []
    own = [body["allowed_mentions"]] if "allowed_mentions" in body else []
    return own + pinging(body.get("data"))


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
        written = await person.fill(await person.say("review"), "Write the review", {"text": WORDS})
        assert "Week 1 is closed" in (await person.press(written, "Nothing, go on")).words
        await person.form("checkin", {name: WORDS[:150] if len(text) > 4 else text for name, text in LOOK_BACK.items()})
        await person.say("history")
    assert (await bot.end()).code == 0

    bodies = [each["body"] for each in await scene.discord("watch.requests")]
    told = [each for body in bodies for each in pinging(body)]
    assert len(told) > 10
    assert all(each["parse"] == [] and not each.get("users") and not each.get("roles") for each in told)
    contents = [body for body in bodies if isinstance(body, dict) and body.get("content")]
    assert all(body.get("flags", 0) & 4 for body in contents if "nonce" in body)
    messages = await scene.discord("watch.messages", channel_id=discord.channel)
    assert all(each.get("mentions", []) == [] and not each.get("mention_everyone") for each in messages)

    sent = [each for each in await scene.telegram.do("calls", since=calls) if each["method"] in SHOWS_TEXT]
    assert len(sent) > 10
    assert [each for each in sent if each["params"].get("link_preview_options") != {"is_disabled": True}] == []
