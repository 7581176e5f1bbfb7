"""A focus timer over a kill -9, through the real clients on both platforms."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.storage.rhythms import Rhythm
from bot.storage.tables import timers
from bot.storage.tx import Tx
from tests.process.learners import logged, on_discord, on_telegram
from tests.process.people import Person
from tests.process.scene import Scene

pytestmark = pytest.mark.asyncio(loop_scope="session")

NUDGE = "25 min of focus, well spent"


@pytest.mark.slow
async def test_a_timer_outlives_kill_9_and_ends_with_one_nudge(scene: Scene) -> None:
    """Issue 4, point 2; R18, R20: killed while it runs, the end comes meanwhile; then one nudge and one log each."""
    (ana,), (ben,) = await on_discord(scene), await on_telegram(scene)
    bot = await scene.start()
    for shown in await asyncio.gather(ana.say("focus", {"minutes": "25"}), ben.say("focus", {"minutes": "25"})):
        assert "Focus: " in shown.words
        assert shown.private

    await bot.kill()
    scene.stored(let_the_minutes_pass)
    last = await scene.start()
    await asyncio.gather(takes_the_nudge(ana), takes_the_nudge(ben))

    direct = await scene.discord("world.conversation", user_id=ana.id)
    on_the_one = await scene.discord("watch.messages", channel_id=direct)
    on_the_other = await scene.telegram.do("deliveries", chat_id=ben.id)
    assert sum(NUDGE in each["content"] for each in on_the_one) == 1
    assert sum(NUDGE in each["message"].get("text", "") for each in on_the_other) == 1
    assert (await last.end()).code == 0
    assert logged(scene) == [25, 25]


def let_the_minutes_pass(tx: Tx) -> None:
    """The timers end a minute before now."""
    by = timedelta(minutes=26)
    for row in tx.connection.execute(select(timers)).all():
        started_at = row.started_at - by
        tx.connection.execute(update(timers).where(timers.c.id == row.id).values(started_at=started_at))
        rhythm = tx.rhythms.get("focus", row.id)
        assert rhythm is not None
        assert rhythm.at is not None
        tx.rhythms.put([Rhythm("focus", row.id, rhythm.day, rhythm.at - by)])


async def takes_the_nudge(person: Person) -> None:
    """One press logs; another one says so and logs nothing."""
    nudge = await person.letter(NUDGE)
    assert list(nudge.labels) == ["Log 25 min", "Log it, day done", "Log it, another round", "I went on"]
    assert "Logged 25 min for" in (await person.press(nudge, "Log 25 min")).words
    assert "Logged already: 25 min" in (await person.press(nudge, "Log 25 min")).words
