"""Issue 6, 2: the database is gone, slow, or cuts its connections while letters go out and people log their flows.

Whoever types meanwhile gets one sentence or, later, their receipt; no credit is lost; letters go on by themselves.
"""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from bot.core.people import Platform
from tests.databases import NoPostgres, Server
from tests.process.bulk import Bulk
from tests.process.fleet import end, sent, settled, start
from tests.process.harness import Bot
from tests.process.learners import logged, on_discord, on_telegram
from tests.process.on_discord import OnDiscord
from tests.process.on_telegram import OnTelegram
from tests.process.scene import Scene
from tests.process.wire import wired

pytestmark = pytest.mark.asyncio(loop_scope="session")

GONE_FOR = 60.0  # seconds
LINES = 80  # that a process may write in such a minute
SORRY = "Sorry, something went wrong on my side."
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> %s"


@pytest.fixture
def server(scene: Scene) -> Iterator[Server]:
    """A PostgreSQL server of this test's own, and an empty database on it in which what is committed stays."""
    try:
        own = Server()
    except NoPostgres as problem:
        pytest.skip(f"no PostgreSQL: {problem}")
    scene.database = own.create(migrated=True)
    own.durable(scene.database)
    yield own
    own.close()


async def bulk_of(scene: Scene, people: int, groups: int) -> Bulk:
    """Letters of which some are always under way."""
    bulk = Bulk(scene, people=people, groups=groups)
    await bulk.prepare()
    await bulk.slow_answers()
    return bulk


async def assert_once(bulk: Bulk) -> None:
    """Each letter stands once. Only of a Telegram group's may nobody know: held as the connection was cut, it is not
    tried again (stack.md 5f)."""
    arrived = await bulk.arrived()
    for fate in bulk.fates():
        count = arrived[fate.platform][fate.chat]
        unknown = fate.card and fate.platform == Platform.TELEGRAM and fate.state == "unknown" and count <= 1
        assert unknown or (fate.state, count) == ("sent", 1), fate


def warnings(bot: Bot, since: int) -> list[str]:
    """What it complained of, from a line on."""
    return [line for line in bot.lines[since:] if " WARNING " in line or " ERROR " in line]


def alive(*bots: Bot) -> bool:
    """Whether none of them has ended."""
    return all(bot.child.returncode is None for bot in bots)


@pytest.mark.slow
@pytest.mark.timeout(400)
async def test_the_database_crashes_and_is_gone_for_a_minute(scene: Scene, server: Server) -> None:
    """Issue 6, 2; R20: on Discord one sentence, and nothing is changed; Telegram keeps what was typed, and it counts
    once. No process ends or fills its log, and letters go on by themselves, each once."""
    bulk = await bulk_of(scene, people=140, groups=10)
    (ana,), (ben,) = await on_discord(scene), await on_telegram(scene)
    bots = await start(scene, "tick", "deliver", "discord,telegram")
    await bulk.wait_for(30)
    written = [len(bot.lines) for bot in bots]

    server.die()
    began = time.monotonic()
    refused = await ana.say("log", {"minutes": "99"})
    await ben.catch_up()
    await scene.telegram.act(ben.id, "tell", text="/log 40")
    await asyncio.sleep(GONE_FOR - (time.monotonic() - began))
    complaints = [len(warnings(bot, before)) for bot, before in zip(bots, written, strict=True)]
    assert alive(*bots)
    server.rise()

    assert (SORRY in refused.words, refused.private) == (True, True)
    print(f"warnings in that minute: {complaints}")
    assert max(complaints) < LINES
    async with asyncio.timeout(30):
        receipt = await ben.letter("Logged 40 min")
    assert "for today" in receipt.words
    assert "Logged 50 min for today" in (await ana.say("log", {"minutes": "50"})).words
    await settled(bulk, 240)
    assert alive(*bots)
    await end(*bots)
    assert sorted(logged(scene)) == [40, 50]
    await assert_once(bulk)


@contextmanager
def locked(scene: Scene) -> Iterator[None]:
    """Somebody holds the tables that everything needs."""
    with psycopg.connect(scene.database) as other:
        other.execute("LOCK TABLE letters, logs, rhythms IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


@pytest.mark.slow
async def test_the_database_is_slow(scene: Scene, server: Server) -> None:
    """Issue 6, 2: hot tables are locked for six seconds: Discord is told that an answer is on its way, both get their
    receipts, and each letter goes out once."""
    del server
    bulk = await bulk_of(scene, people=60, groups=10)
    (ana,), (ben,) = await on_discord(scene), await on_telegram(scene)
    bot = await scene.start()
    await bulk.wait_for(20)
    with locked(scene):
        answers = asyncio.gather(ana.say("log", {"minutes": "50"}), ben.say("log", {"minutes": "40"}))
        await asyncio.sleep(6)
        assert not answers.done()
    said = await answers
    assert "Logged 50 min for today" in said[0].words
    assert "Logged 40 min for today" in said[1].words
    await settled(bulk, 150)
    assert (await bot.end()).code == 0
    assert sorted(logged(scene)) == [40, 50]
    await assert_once(bulk)


async def logs_on(person: OnDiscord | OnTelegram, minutes: range) -> list[int]:
    """Somebody logs again and again; the minutes of which they read that they count."""
    credited = []
    for each in minutes:
        seen = await person.say("log", {"minutes": str(each)})
        if f"Logged {each} min" in seen.words:
            credited.append(each)
        else:
            assert SORRY in seen.words, seen.words
    return credited


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_every_connection_is_cut_again_and_again(scene: Scene, server: Server) -> None:
    """Issue 6, 2; R20: transactions end in the middle. What people read is what counts; each letter goes out once."""
    del server
    bulk = await bulk_of(scene, people=90, groups=10)
    (ana,), (ben,) = await on_discord(scene), await on_telegram(scene)
    bot = await scene.start()
    await bulk.wait_for(10)
    lines = len(bot.lines)
    logging = asyncio.gather(logs_on(ana, range(30, 50)), logs_on(ben, range(5, 25)))
    with psycopg.connect(scene.database, autocommit=True) as other:
        for _ in range(40):
            other.execute(CUT, [other.info.backend_pid])
            await asyncio.sleep(0.25)
    credited = [*(await logging)[0], *(await logging)[1]]
    assert alive(bot)
    await sent(bulk, 150)
    assert (await bot.end()).code == 0
    print(f"{len(credited)} of 40 logs were credited at once, with {len(warnings(bot, lines))} warnings")
    assert sorted(logged(scene)) == sorted(credited)
    assert len(credited) > 35
    await assert_once(bulk)


@pytest.mark.slow
async def test_the_answer_to_a_commit_is_lost(scene: Scene, server: Server) -> None:
    """Issue 6, 2; R20: the database took a log, and the connection broke before it could say so. Nobody is told that
    nothing was changed: the turn is found to be done, and each log counts once."""
    del server
    (ana,), (ben,) = await on_discord(scene), await on_telegram(scene)
    async with wired(scene.database) as (wire, address):
        bot = await scene.start(DATABASE_URL=address)
        for person, minutes in ((ana, "50"), (ben, "40")):
            wire.breaks_on = {b"INSERT INTO logs"}
            assert f"Logged {minutes} min for today" in (await person.say("log", {"minutes": minutes})).words
            assert not wire.breaks_on
        assert (await bot.end()).code == 0
    assert sorted(logged(scene)) == [40, 50]
