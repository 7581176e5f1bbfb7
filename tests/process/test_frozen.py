"""Issue 6, 2: a process stands still for ten minutes, and goes on.

SIGSTOP is real. Of the ten minutes half a one is, longer than any send may take; the machine's clock is moved by the
rest, and Discord forgets its nonces. What happens where another process delivers meanwhile stands in `test_many.py`.
"""

import asyncio
from pathlib import Path

import psycopg
import pytest

from bot.core.people import Platform
from tests.process.bulk import Bulk
from tests.process.fleet import end, freeze, settled, start, thaw
from tests.process.harness import Bot, until
from tests.process.learners import logged, on_discord, on_telegram
from tests.process.moved import set_clock
from tests.process.scene import Scene
from tests.process.test_clock_set import started
from tests.process.test_kills import check, silent_chats
from tests.process.test_thousands import held_in_file

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow, pytest.mark.timeout(300)]

STILL = 30.0  # seconds that really pass
TEN_MINUTES = 600.0


async def ten_minutes(scene: Scene, clock: Path, bot: Bot) -> set[tuple[str, int]]:
    """It stands still for ten minutes; which letters it held."""
    freeze(bot)
    held = held_in_file(scene)
    await asyncio.sleep(STILL)
    set_clock(clock, TEN_MINUTES - STILL)
    await scene.discord("settings.change", nonce_seconds=0.0)
    await asyncio.sleep(0.1)
    await scene.telegram.do("clear_faults")
    thaw(bot)
    return held


async def test_the_only_process_stands_still_in_the_middle_of_sending(scene: Scene) -> None:
    """SQLite: nobody takes over. Afterwards each letter is sent, once: also those in flight, of which the answers have
    arrived meanwhile. Only what Telegram never answers stands twice, as stack.md 5f allows it, and of a group's cards
    none. What was typed meanwhile on Telegram counts."""
    clock = scene.folder / "ahead"
    set_clock(clock, 0)
    bulk = Bulk(scene, people=150, groups=20)
    await bulk.prepare()
    await bulk.slow_answers(0.6)
    (ana,), (ben,) = await on_discord(scene), await on_telegram(scene)
    silent = await silent_chats(scene, bulk)
    bot = await started(scene, clock)
    await bulk.wait_for(40)

    await scene.telegram.act(ben.id, "tell", text="/log 40")
    held = await ten_minutes(scene, clock, bot)
    assert {platform for platform, _ in held} == {Platform.DISCORD, Platform.TELEGRAM}
    await ben.letter("Logged 40 min")
    await bulk.all_settled()
    await scene.discord("settings.change", nonce_seconds=120.0)
    assert "Logged 50 min for today" in (await ana.say("log", {"minutes": "50"})).words
    assert (await bot.end()).code == 0

    assert sorted(logged(scene)) == [40, 50]
    unanswered = {(each.platform, each.chat): each for each in bulk.fates() if each.chat in silent}
    check(await bulk.arrived(), bulk.fates(), unanswered)


async def test_a_tick_stands_still_in_the_middle_of_deciding(scene: Scene, postgres: str) -> None:
    """The database takes its transaction away after half a minute; another tick decides all of it, once. Thawed, it
    works again."""
    scene.database = postgres
    assert (await (await scene.run("migrate")).ended()).code == 0
    bulk = Bulk(scene, people=100, groups=10)
    await bulk.prepare()
    with psycopg.connect(postgres) as other:
        other.execute("LOCK TABLE letters IN SHARE MODE")
        (frozen,) = await start(scene, "tick")
        await asyncio.sleep(2)  # it has taken what is due, and waits for the table
        freeze(frozen)
        other.rollback()
    bots = await start(scene, "tick", "deliver")
    await settled(bulk, 120)
    thaw(frozen)
    lines = len(frozen.lines)
    check(await bulk.arrived(), bulk.fates(), {})
    again = Bulk(scene, people=10, groups=2)
    await again.prepare()
    await end(bots[0])
    await settled(again, 60)
    await end(frozen, bots[1])
    assert any("decided what was due" in line for line in frozen.lines[lines:]), frozen.output


async def test_the_gateway_s_process_stands_still(scene: Scene, postgres: str) -> None:
    """Discord hears no heartbeat and ends the connection and the session; letters go on meanwhile. Thawed, it connects
    anew and answers."""
    scene.database = postgres
    assert (await (await scene.run("migrate")).ended()).code == 0
    (ana,) = await on_discord(scene)
    bulk = Bulk(scene, people=20, groups=2)
    await bulk.prepare()
    await scene.discord("settings.change", heartbeat_seconds=2.0, resume_seconds=1.0)
    try:
        (frozen,) = await start(scene, "discord")
        assert "Logged 30 min" in (await ana.say("log", {"minutes": "30"})).words
        freeze(frozen)
        (other,) = await start(scene, "telegram,tick,deliver")
        await asyncio.sleep(4)
        await scene.discord("gateway.cut")
        await asyncio.sleep(2)  # longer than the session can be taken up again
        await settled(bulk, 60)
        before = await scene.discord("gateway.counts")
        thaw(frozen)

        async def there_again() -> bool:
            counts = await scene.discord("gateway.counts")
            return bool(counts != before)

        await until(there_again, within=60)
        await asyncio.sleep(2)
        assert "Logged 50 min" in (await ana.say("log", {"minutes": "50"})).words
        await end(frozen, other)
    finally:
        await scene.discord("settings.change", heartbeat_seconds=41.25, resume_seconds=180.0)
    assert sorted(logged(scene)) == [30, 50]
    check(await bulk.arrived(), bulk.fates(), {})
