"""100,000 learners due at the same minute: until all letters are decided, the event loop's longest pause, memory.

Ours on both engines, and beside it what a user would pick: APScheduler with one job per learner in its own
SQLAlchemyJobStore on SQLite, set so that no run is missed. Its jobs do nothing at all, ours decide letters for real. Each
is measured in a process of its own. Of its jobs there are 10,000 unless `all` is said, which takes some minutes more.
"""

import asyncio
import json
import pickle
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.opening import BOTS, open_store
from tests.bench.bots import forget_peak, part, peak_mib, told_to_go
from tests.bench.engines import engines
from tests.databases import ENGINES

LEARNERS, JOBS = 100_000, 10_000
QUICK = 10
WATCHED_EVERY = 0.005  # seconds
CHUNK = 5_000
ran = 0


@dataclass(slots=True)
class Pauses:
    """The event loop's longest pause, in seconds."""

    longest: float = 0.0

    async def watch(self) -> None:
        """Look until cancelled."""
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(WATCHED_EVERY)
            self.longest = max(self.longest, time.perf_counter() - begun - WATCHED_EVERY)


@asynccontextmanager
async def watched() -> AsyncIterator[Pauses]:
    """Watch the loop until the block ends."""
    pauses = Pauses()
    watching = asyncio.ensure_future(pauses.watch())
    await asyncio.sleep(0.1)
    try:
        yield pauses
    finally:
        await asyncio.sleep(0)  # a pause that ends just now is seen
        await asyncio.sleep(2 * WATCHED_EVERY)
        watching.cancel()


async def main(*wanted: str) -> None:
    """`quick` with a tenth; `all` with as many of APScheduler's jobs as learners."""
    if not set(wanted) <= {"quick", "all"}:
        sys.exit("known: quick, all")
    learners = LEARNERS // (QUICK if "quick" in wanted else 1)
    jobs = learners if "all" in wanted else JOBS // (QUICK if "quick" in wanted else 1)
    print(f"| who | due | s | for 10,000 s | to ours | longest pause ms | peak MiB | of that when it began |\n{'|---' * 8}|")
    least = 0.0
    with engines() as fresh, tempfile.TemporaryDirectory() as folder:
        for engine in ENGINES:
            found = await _measured("ours", fresh(engine), learners)
            least = least or found["seconds"] / learners
            _print(f"ours, {engine}", learners, found, least)
        found = await _measured("jobs", f"sqlite:///{Path(folder) / 'jobs.db'}", jobs)
        _print("APScheduler, a job each, SQLite", jobs, found, least)


async def _measured(who: str, url: str, count: int) -> dict[str, Any]:
    async with part("tests.bench.due", who, url, str(count)) as measuring:
        await measuring.ready(900)
        measuring.go()
        return await measuring.found(3600)


def _print(name: str, count: int, found: dict[str, Any], least: float) -> None:
    each = found["seconds"] / count
    print(
        f"| {name} | {count:,} | {found['seconds']:.1f} | {each * 10_000:.2f} | {each / least:.1f} "
        f"| {found['pause'] * 1e3:.0f} | {found['peak']:.0f} | {found['before']:.0f} |",
        flush=True,
    )


async def ours(url: str, count: int) -> dict[str, float]:
    """Decide so many letters in the beats that the scheduler makes."""
    from bot.heartbeat import beat
    from bot.storage.rhythms import Rhythm
    from tests.bench.tick import START, fill

    store = open_store(url, BOTS)
    fill(store, 1, count + 1)
    for low in range(1, count + 1, CHUNK):
        due = [Rhythm("prompt", n, START.date(), START) for n in range(low, min(low + CHUNK, count + 1))]
        store.write_now(lambda tx, due=due: tx.rhythms.put(due))  # type: ignore[misc]
    told_to_go()
    before = forget_peak()
    async with watched() as pauses:
        begun = time.perf_counter()
        decided = await beat(store, lambda: START)
        took = time.perf_counter() - begun
    queued = store.write_now(lambda tx: tx.letters.states())
    await store.close()
    if decided != count or queued != {"ready": count}:
        raise AssertionError(f"{decided} of {count}: {queued}")
    return {"seconds": took, "pause": pauses.longest, "peak": peak_mib(), "before": before}


async def run_one(learner: int) -> None:
    """What APScheduler calls for each learner."""
    global ran
    ran += 1


async def jobs(url: str, count: int) -> dict[str, float]:
    """Let APScheduler run a job for each learner."""
    from apscheduler.events import EVENT_JOB_MISSED
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    missed = 0

    def note(event: object) -> None:
        nonlocal missed
        missed += 1

    scheduler = AsyncIOScheduler(timezone="UTC", jobstores={"default": SQLAlchemyJobStore(url=url)})
    scheduler.add_listener(note, EVENT_JOB_MISSED)
    scheduler.start(paused=True)
    _stock(scheduler, count)
    told_to_go()
    before = forget_peak()
    async with watched() as pauses:
        begun = time.perf_counter()
        scheduler.resume()
        while ran + missed < count:
            await asyncio.sleep(0.01)
        took = time.perf_counter() - begun
    scheduler.shutdown(wait=False)
    if missed:
        raise AssertionError(f"{missed} were missed")
    return {"seconds": took, "pause": pauses.longest, "peak": peak_mib(), "before": before}


def _stock(scheduler: Any, count: int) -> None:
    """A daily job for each learner that is due now: the first is added as ever, the others are its rows again, since
    adding 100,000 one by one takes two minutes."""
    from sqlalchemy import insert

    due = datetime.now(UTC) - timedelta(seconds=1)  # noqa: TID251 - what APScheduler goes by
    every = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1, "next_run_time": due}
    first = scheduler.add_job(run_one, "interval", [0], hours=24, id="0", **every)
    store, state = scheduler._jobstores["default"], first.__getstate__()
    at = due.timestamp()
    rows = [
        {"id": str(n), "next_run_time": at, "job_state": pickle.dumps(state | {"id": str(n), "args": (n,)})}
        for n in range(1, count)
    ]
    with store.engine.begin() as connection:
        for low in range(0, len(rows), CHUNK):
            connection.execute(insert(store.jobs_t), rows[low : low + CHUNK])


if __name__ == "__main__":
    from tests.bench import due  # so that APScheduler finds the job by a name that it can import

    print(json.dumps(asyncio.run({"ours": due.ours, "jobs": due.jobs}[sys.argv[1]](sys.argv[2], int(sys.argv[3])))))
