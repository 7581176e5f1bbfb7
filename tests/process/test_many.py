"""Issue 6, point 1: many processes on PostgreSQL, each with a part of the work; what a killed or frozen one leaves."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from bot.core.people import Platform
from tests.process.bulk import Bulk
from tests.process.fleet import LEASE, Letters, end, freeze, sent, settled, start, thaw
from tests.process.harness import until
from tests.process.learners import logged, on_discord, on_telegram
from tests.process.scene import Scene
from tests.process.test_kills import check, silent_chats

pytestmark = pytest.mark.asyncio(loop_scope="session")

RECOVERED = LEASE + 60 + 30  # seconds: the lease, the sweep and what is sent then


@pytest.fixture(autouse=True)
def _on_postgres(scene: Scene, postgres: str) -> None:
    scene.database = postgres


@contextmanager
def held_budget(scene: Scene, platform: str) -> Iterator[None]:
    """Somebody holds the row of a platform's budget, so that no claim gets through."""
    with psycopg.connect(scene.database) as other:
        other.execute("INSERT INTO budgets VALUES (%s, 4, now()) ON CONFLICT DO NOTHING", [platform])
        other.commit()
        other.execute("SELECT 1 FROM budgets WHERE platform = %s FOR UPDATE", [platform])
        yield
        other.rollback()


@pytest.mark.slow
async def test_every_role_by_itself_and_two_of_some(scene: Scene) -> None:
    """Point 1: two ticks, two that deliver, the gateway and the poller apart: commands are answered, each letter goes
    out once, and nothing is left in the queue."""
    bulk = Bulk(scene, people=25, groups=5)
    await bulk.prepare()
    (ana,), (ben,) = await on_discord(scene), await on_telegram(scene)
    bots = await start(scene, "tick", "tick", "deliver", "deliver", "discord", "telegram")
    await settled(bulk, 90)
    arrived = await bulk.arrived()
    assert "Logged 30 min" in (await ana.say("log", {"minutes": "30"})).words
    assert "Logged 20 min" in (await ben.tell("/log 20")).words
    await end(*bots)

    check(arrived, bulk.fates(), {})
    assert sorted(logged(scene)) == [20, 30]


@pytest.mark.slow
async def test_one_process_with_all_roles_uses_the_queue_too(scene: Scene) -> None:
    """The database decides how letters are handed over, not the number of processes."""
    bulk = Bulk(scene, people=8, groups=2)
    await bulk.prepare()
    bot = await scene.start()
    await settled(bulk, 60)
    assert (await bot.end()).code == 0
    check(await bulk.arrived(), bulk.fates(), {})


@pytest.mark.slow
@pytest.mark.timeout(400)
async def test_one_that_delivers_is_killed_among_400_letters(scene: Scene) -> None:
    """stack.md 5f: lost 0; doubled only on Telegram and only what was in flight; the other one goes on meanwhile and
    takes up what was held once the lease is over."""
    bulk = Bulk(scene, people=180, groups=20)
    await bulk.prepare()
    await bulk.slow_answers()
    silent = await silent_chats(scene, bulk)
    dying, other, tick = await start(scene, "deliver", "deliver", "tick")
    await bulk.wait_for(60)
    held = Letters(scene).held()
    await dying.kill()
    assert held
    await scene.telegram.do("clear_faults")
    await settled(bulk, RECOVERED + 60)
    await end(other, tick)

    uncertain = {*held, *Letters(scene).held(), *((Platform.TELEGRAM.value, chat) for chat in silent)}
    arrived, fates = await bulk.arrived(), bulk.fates()
    assert {fate.state for fate in fates} <= {"sent", "unknown"}
    for fate in fates:
        count = arrived[fate.platform][fate.chat]
        if fate.platform == Platform.DISCORD or (fate.platform, fate.chat) not in uncertain:
            assert (fate.state, count) == ("sent", 1), fate
        elif fate.card:
            assert count <= 1, fate
        else:
            assert count >= 1, fate


@pytest.mark.slow
async def test_a_tick_is_killed_while_it_decides(scene: Scene) -> None:
    """A transaction that was open is as if it had never been: the other tick decides all of it, once."""
    bulk = Bulk(scene, people=100, groups=10)
    await bulk.prepare()
    dying = await scene.run("run", "--roles", "tick")
    await dying.says(r"ready$")
    await dying.kill()
    bots = await start(scene, "tick", "deliver")
    await settled(bulk, 90)
    await end(*bots)
    check(await bulk.arrived(), bulk.fates(), {})


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_one_is_killed_between_the_job_and_the_claim(scene: Scene) -> None:
    """Sweep: a job that died with its worker is found by the missing heartbeat, and its letter sent, once."""
    bulk = Bulk(scene, people=6, groups=1)
    await bulk.prepare()
    letters = Letters(scene)
    with held_budget(scene, Platform.TELEGRAM):
        dying, tick = await start(scene, "deliver", "tick", DISCORD_TOKEN="")

        async def all_taken() -> bool:
            return letters.jobs().get("doing", 0) == 2  # the prompts', and the card's

        await until(all_taken, within=30)
        assert letters.states() == {"ready": 14}
        await dying.kill()
    (other,) = await start(scene, "deliver")
    await settled(bulk, 30 + 60 + 30)
    await end(other, tick)
    check(await bulk.arrived(), bulk.fates(), {})


@pytest.mark.slow
@pytest.mark.timeout(400)
async def test_one_stands_still_for_longer_than_its_lease(scene: Scene) -> None:
    """stack.md 5f: what it held is sent by the other one; once it goes on it sends nothing that is not its own any
    more, and works again."""
    bulk = Bulk(scene, people=60, groups=5)
    await bulk.prepare()
    await bulk.slow_answers()
    frozen, other, tick = await start(scene, "deliver", "deliver", "tick")
    await bulk.wait_for(10)
    freeze(frozen)
    held = Letters(scene).held()
    await sent(bulk, 2 * RECOVERED)  # on a busy machine
    thaw(frozen)
    await settled(bulk, 90)
    await end(other, frozen, tick)

    arrived, fates = await bulk.arrived(), bulk.fates()
    for fate in fates:
        count = arrived[fate.platform][fate.chat]
        if fate.platform == Platform.DISCORD or (fate.platform, fate.chat) not in held:
            assert (fate.state, count) == ("sent", 1), fate
        else:  # in flight as it froze: a learner's is repeated, a group's is not
            assert count <= (1 if fate.card else 2), fate
            assert fate.state in ("sent", "unknown"), fate
