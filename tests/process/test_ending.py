"""SIGTERM and SIGINT: the bot ends soon, in order, and nothing is lost."""

import asyncio
import signal
import sqlite3

import pytest

from tests.process.bulk import SEND, Bulk
from tests.process.learners import logged, on_discord, on_telegram
from tests.process.scene import Scene

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.slow
async def test_letters_under_way_at_sigterm_are_sent_once_or_still_wait(scene: Scene) -> None:
    """Issue 2, point 5: within 5 s, code 0; whoever was written to is noted as sent, everybody else's letter waits."""
    bulk = Bulk(scene, people=90, groups=10)
    await bulk.prepare()
    await bulk.slow_answers()
    bot = await scene.start()
    await bulk.wait_for(20)

    ended = await bot.end(signal.SIGTERM)

    assert ended.code == 0
    assert ended.seconds < bot.ends_within
    arrived, fates = await bulk.arrived(), bulk.fates()
    assert {fate.state for fate in fates} == {"sent", "ready"}
    assert len(fates) == 200
    for fate in fates:
        assert arrived[fate.platform][fate.chat] == (1 if fate.state == "sent" else 0), fate


@pytest.mark.slow
async def test_a_command_under_way_is_answered_before_the_end(scene: Scene) -> None:
    """Issue 2, point 5: nothing is lost: what somebody typed a moment before takes effect, and they read so."""
    (ana,), (ben,) = await on_discord(scene), await on_telegram(scene)
    bot = await scene.start()

    with sqlite3.connect(scene.database, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")  # no turn can be written until this ends
        answers = asyncio.gather(ana.say("log", {"minutes": "50"}), ben.say("log", {"minutes": "40"}))
        await asyncio.sleep(0.7)
        ending = asyncio.ensure_future(bot.end(signal.SIGINT))
        await asyncio.sleep(0.3)
        other.execute("ROLLBACK")
    other.close()
    said, ended = await answers, await ending

    assert ended.code == 0
    assert ended.seconds < bot.ends_within
    assert "Logged 50 min for today" in said[0].words
    assert "Logged 40 min for today" in said[1].words
    assert (await scene.telegram.do("counts"))["waiting_updates"] == 0


@pytest.mark.slow
async def test_the_end_does_not_wait_for_platforms_that_are_silent(scene: Scene) -> None:
    """Issue 2, point 5: within 5 s also while no letter, no answer and no poll is answered. What was typed is kept, and
    the letters are taken up at the next start."""
    (ana,), (ben,) = await on_discord(scene), await on_telegram(scene)
    bulk = Bulk(scene, people=4, groups=2)
    await bulk.prepare()
    await scene.discord("faults.hang", route=SEND, times=100, taken=True)
    await scene.discord("faults.hang", route="POST /interactions/*", times=10)
    await scene.telegram.do("fault", fault="silence", method="sendMessage", times=100, acted=True)
    bot = await scene.start()
    await bulk.wait_for_calls(6)
    await scene.telegram.do("fault", fault="silence", method="getUpdates", times=100)
    await ana.ask("log", {"minutes": "30"})
    await scene.telegram.act(ben.id, "tell", text="/log 20")
    await asyncio.sleep(0.5)

    ended = await bot.end(signal.SIGTERM)

    assert ended.code == 0
    assert ended.seconds < bot.ends_within
    assert {fate.state for fate in bulk.fates()} == {"sending"}
    assert sorted(logged(scene)) == [20, 30]
