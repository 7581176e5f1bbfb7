"""Issue 6, 2: a clock is set back and forward by an hour while letters go out: none twice, none lost, one card a day.

On SQLite it is the machine's clock. On PostgreSQL it is the database's: the machines' clocks may show what they like.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
from sqlalchemy import make_url

from bot.core.days import local_day
from bot.core.people import ChatId
from bot.opening import utc_clock
from bot.storage.tx import Tx
from tests.process.bulk import Bulk
from tests.process.fleet import end, settled
from tests.process.harness import Bot
from tests.process.learners import logged, on_discord, on_telegram
from tests.process.moved import set_clock
from tests.process.scene import Scene
from tests.process.stock import Stock

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow, pytest.mark.timeout(300)]

HOUR = 3600.0
MOVED = "tests.process.moved"
A_BEAT = 20.0  # seconds


@pytest.fixture
def clock(scene: Scene) -> Path:
    """What the machine's clock is ahead by, in seconds."""
    file = scene.folder / "ahead"
    set_clock(file, 0)
    return file


async def started(scene: Scene, clock: Path, *words: str) -> Bot:
    """A bot on that machine."""
    bot = await scene.run(str(clock), "run", *words, program=MOVED)
    await bot.ready()
    return bot


async def bulk_of(scene: Scene, people: int, groups: int) -> Bulk:
    """Letters of which some are always under way; a card waits in each group, and comes due there once more."""
    bulk = Bulk(scene, people=people, groups=groups)
    await bulk.prepare()
    await bulk.slow_answers(0.6)

    def cards_too(tx: Tx) -> None:
        chats = tx.connection.exec_driver_sql("SELECT id FROM chats").scalars()
        Stock(tx, scene.zone).due("card", [ChatId(each) for each in chats])

    scene.stored(cards_too)
    return bulk


async def assert_once(bulk: Bulk, more: int = 0) -> None:
    """Each letter, and so many more than the bulk's, stands once."""
    arrived, fates = await bulk.arrived(), bulk.fates()
    assert len(fates) == 2 * (bulk.people + bulk.groups) + more
    for fate in fates:
        assert (fate.state, arrived[fate.platform][fate.chat]) == ("sent", 1), fate


def comes_due(scene: Scene, person: int, ahead: float) -> None:
    """Let somebody's prompt come due in five seconds, by a clock that is ahead by so much."""
    at = utc_clock() + timedelta(seconds=ahead + 5)
    day = local_day(at, ZoneInfo(scene.zone))
    with closing(sqlite3.connect(scene.database, isolation_level=None)) as other:
        other.execute(
            "INSERT INTO rhythms (kind, owner, day, next_at)"
            " SELECT 'prompt', learner_id, ?, ? FROM accounts WHERE external_id = ?",
            (f"{day}", f"{at:%F %T.%f}", str(person)),
        )


async def test_the_machine_s_clock_is_set_back_and_forward(scene: Scene, clock: Path) -> None:
    """R17, R18, R24: what was decided is not decided again; what comes due while the clock is behind is not held up by
    the scheduler, which had planned its next look an hour ahead; a letter whose lease the clock ends is still ours."""
    bulk = await bulk_of(scene, people=150, groups=20)
    (ana,), (ben, late) = await on_discord(scene), await on_telegram(scene, 2)
    bot = await started(scene, clock)
    await bulk.wait_for(20)

    set_clock(clock, -HOUR)
    comes_due(scene, late.id, -HOUR)
    assert "Logged 50 min for today" in (await ana.say("log", {"minutes": "50"})).words
    await scene.telegram.do("message", chat_id=late.id, within=5 + 2 * A_BEAT + 5)

    set_clock(clock, 0)
    await bulk.wait_for(60)
    set_clock(clock, HOUR)
    assert "Logged 40 min for today" in (await ben.tell("/log 40")).words
    await bulk.all_settled()
    set_clock(clock, -HOUR)
    await asyncio.sleep(A_BEAT + 5)
    set_clock(clock, HOUR)
    await asyncio.sleep(A_BEAT + 5)
    assert (await bot.end()).code == 0

    assert sorted(logged(scene)) == [40, 50]
    assert "clock was set back" in bot.output
    await assert_once(bulk, more=1)


@contextmanager
def database_clock(address: str) -> Iterator[Callable[[float], None]]:
    """Let every session that begins from now on see a clock that can be set, seconds ahead of the real one."""
    name = make_url(address).database
    with psycopg.connect(address, autocommit=True) as other:
        other.execute("CREATE SCHEMA moved")
        other.execute("CREATE TABLE moved.clock AS SELECT interval '0' AS ahead")
        for shows in ("now", "clock_timestamp"):
            made = f"CREATE FUNCTION moved.{shows}() RETURNS timestamptz LANGUAGE sql"
            shown = f"(SELECT pg_catalog.{shows}() + ahead FROM moved.clock)"  # noqa: S608 - the names are our own
            other.execute(f"{made} RETURN {shown}".encode())
        other.execute(f"ALTER DATABASE {name} SET search_path = moved, public, pg_catalog".encode())

        def put(ahead: float) -> None:
            other.execute("UPDATE moved.clock SET ahead = %s", [timedelta(seconds=ahead)])

        yield put
        other.execute(f"ALTER DATABASE {name} RESET search_path".encode())
        other.execute("DROP SCHEMA moved CASCADE")


async def test_the_database_s_clock_is_set_back_and_forward(scene: Scene, clock: Path, postgres: str) -> None:
    """stack.md 5f: the same for processes that share a database; their own clocks are wrong by hours, and set too."""
    scene.database = postgres
    assert (await (await scene.run("migrate")).ended()).code == 0
    bulk = await bulk_of(scene, people=100, groups=15)
    (ana,), (ben,) = await on_discord(scene), await on_telegram(scene)
    with database_clock(postgres) as put:
        set_clock(clock, -5 * HOUR)
        roles = ("tick", "deliver", "discord,telegram")
        bots = [await started(scene, clock, "--roles", each) for each in roles]
        await bulk.wait_for(20)

        set_clock(clock, 7 * HOUR)
        put(HOUR)
        await bulk.wait_for(60)
        put(-HOUR)
        await asyncio.sleep(3)
        assert "Logged 50 min for today" in (await ana.say("log", {"minutes": "50"})).words
        assert "Logged 40 min for today" in (await ben.tell("/log 40")).words
        put(0)
        await settled(bulk, 120)
        await end(*bots)
    assert sorted(logged(scene)) == [40, 50]
    await assert_once(bulk)
