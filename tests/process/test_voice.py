"""A visit to a study voice channel over a kill -9, through the real client and the gateway's own events."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.storage.rhythms import Rhythm
from bot.storage.tables import visits
from bot.storage.tx import Tx
from tests.fakes.discord.things import VOICE
from tests.process.harness import until
from tests.process.learners import logged
from tests.process.on_discord import OnDiscord
from tests.process.places import DiscordPlace, discord_place
from tests.process.scene import Scene

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]


async def study_room(scene: Scene, place: DiscordPlace) -> int:
    """A voice channel that the facilitator names."""
    room: int = await scene.discord("world.add_channel", guild_id=place.guild, name="Study", kind=VOICE)
    named = await place.host.say("setup", {"zone": scene.zone, "room": room})
    assert "their time in Study; nothing counts by itself" in named.words
    return room


async def prompted(place: DiscordPlace, name: str, zone: str) -> OnDiscord:
    """A member who said yes to prompts."""
    person = await place.person(name)
    await person.say("join", {"zone": zone})
    await person.say("settings", {"prompts": True})
    return person


def states(scene: Scene) -> list[str]:
    """What is kept of each visit, read beside the bot that runs."""
    with closing(sqlite3.connect(f"file:{scene.database}?mode=ro", uri=True)) as reader:
        return [state for (state,) in reader.execute("SELECT state FROM visits ORDER BY id")]


async def kept(scene: Scene, *expected: str) -> None:
    """Wait until this is kept."""

    async def so() -> bool:
        return states(scene) == list(expected)

    await until(so)


def earlier(began: float, seen: float) -> Callable[[Tx], None]:
    """Every visit began, and was seen last, so many minutes earlier."""

    def move(tx: Tx) -> None:
        for row in tx.connection.execute(select(visits)).all():
            seen_at = row.seen_at - timedelta(minutes=seen)
            values: dict[str, Any] = {"started_at": row.started_at - timedelta(minutes=began), "seen_at": seen_at}
            tx.connection.execute(update(visits).where(visits.c.id == row.id).values(**values))
            rhythm = tx.rhythms.get("visit", row.id)
            assert rhythm is not None
            assert rhythm.at is not None
            tx.rhythms.put([Rhythm("visit", row.id, None, rhythm.at - timedelta(minutes=seen))])

    return move


async def test_a_visit_outlives_kill_9_and_is_offered_once(scene: Scene) -> None:
    """Issue 4, point 2; R16, R20: still in the room at the restart, it is the same visit; then one message, one log."""
    bot = await scene.start(TELEGRAM_TOKEN="")
    place = await discord_place(scene)
    room = await study_room(scene, place)
    ana = await prompted(place, "ana", scene.zone)
    stranger = await place.person("stranger")
    for person in (ana, stranger):
        await scene.discord("voices.enter", user_id=person.id, channel_id=room)
    await kept(scene, "here")

    await bot.kill()
    scene.stored(earlier(began=52, seen=0))
    bot = await scene.start(TELEGRAM_TOKEN="")
    await scene.discord("voices.mute", user_id=ana.id)
    await scene.discord("voices.leave", user_id=ana.id)
    await kept(scene, "away")
    assert (await bot.end()).code == 0

    scene.stored(earlier(began=5, seen=5))
    bot = await scene.start(TELEGRAM_TOKEN="")
    offer = await ana.letter("You were in Study for 52 min")
    assert list(offer.labels) == ["Log 52 min", "Not this time", "Never offer this"]
    assert "Logged 52 min for" in (await ana.press(offer, "Log 52 min")).words
    assert "Logged already: 52 min" in (await ana.press(offer, "Log 52 min")).words
    direct = await scene.discord("world.conversation", user_id=ana.id)
    messages = await scene.discord("watch.messages", channel_id=direct)
    assert sum("You were in Study" in each["content"] for each in messages) == 1
    assert (await bot.end()).code == 0
    assert logged(scene) == [52]


async def test_who_left_while_the_bot_was_dead_was_there_until_the_last_look(scene: Scene) -> None:
    """Issue 4, point 2: no minute that nobody saw; who is still there begins anew."""
    bot = await scene.start(TELEGRAM_TOKEN="")
    place = await discord_place(scene)
    room = await study_room(scene, place)
    ana, ben = [await prompted(place, name, scene.zone) for name in ("ana", "ben")]
    for person in (ana, ben):
        await scene.discord("voices.enter", user_id=person.id, channel_id=room)
    await kept(scene, "here", "here")

    await bot.kill()
    scene.stored(earlier(began=60, seen=40))
    await scene.discord("voices.leave", user_id=ana.id)
    bot = await scene.start(TELEGRAM_TOKEN="")
    for person in (ana, ben):
        offer = await person.letter("You were in Study for 20 min")
        assert "Nothing counts unless you say so." in offer.words
    await kept(scene, "over", "over", "here")
    never = await ben.press(await ben.letter("You were in Study for 20 min"), "Never offer this")
    assert "time there is not offered to you" in never.words
    await kept(scene, "over", "settled")
    assert (await bot.end()).code == 0
    assert logged(scene) == []


async def test_a_deleted_room_is_told_to_its_facilitator_once(scene: Scene) -> None:
    """Section 4: recognised while the bot is there, and while it is not."""
    bot = await scene.start(TELEGRAM_TOKEN="")
    place = await discord_place(scene)
    for dead in (False, True):
        room = await study_room(scene, place)
        if dead:
            await bot.kill()
        await scene.discord("world.delete_channel", channel_id=room)
        if dead:
            bot = await scene.start(TELEGRAM_TOKEN="")

        async def told() -> bool:
            return "The study room Study is gone" in (await place.host.say("help")).words

        await until(told)
        assert "is gone" not in (await place.host.say("help")).words
    assert (await bot.end()).code == 0
