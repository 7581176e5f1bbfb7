"""What `due` measures, each in a process of its own: our beats, and APScheduler with a job for each learner.

`python -m tests.bench.deciding ours|jobs DATABASE_URL COUNT` gets everything ready, waits for "go", and ends once all
who are due were seen to.
"""

import asyncio
import json
import pickle
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.heartbeat import beat
from bot.opening import BOTS, open_store
from bot.storage.rhythms import Rhythm
from tests.bench.bots import forget_peak, peak_mib, told_to_go
from tests.bench.tick import START, fill

WATCHED_EVERY = 0.005  # seconds
CHUNK = 5_000


@dataclass(slots=True)
class Done:
    """For whom APScheduler has run a job."""

    wanted: int = 0
    learners: set[int] = field(default_factory=set)
    all: asyncio.Event = field(default_factory=asyncio.Event)


done = Done()


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


async def ours(url: str, count: int) -> dict[str, float]:
    """Decide so many letters in the beats that the scheduler makes."""
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
    done.learners.add(learner)
    if len(done.learners) == done.wanted:
        done.all.set()


async def jobs(url: str, count: int) -> dict[str, float]:
    """Let APScheduler run a job for each learner."""
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    done.wanted = count
    scheduler = AsyncIOScheduler(timezone="UTC", jobstores={"default": SQLAlchemyJobStore(url=url)})
    scheduler.start(paused=True)
    _stock(scheduler, count)
    told_to_go()
    before = forget_peak()
    async with watched() as pauses:
        begun = time.perf_counter()
        scheduler.resume()
        await done.all.wait()
        took = time.perf_counter() - begun
    scheduler.shutdown(wait=False)
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
    _who, _url, _count = sys.argv[1:]
    print(json.dumps(asyncio.run({"ours": ours, "jobs": jobs}[_who](_url, int(_count)))))
