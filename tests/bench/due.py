"""100,000 learners due at the same minute: until all letters are decided, the event loop's longest pause, memory.

Ours on both engines, and beside it what a user would pick: APScheduler with one job per learner in its own
SQLAlchemyJobStore on SQLite, set so that no run is missed. Its jobs do nothing at all, ours decide letters for real.
Each is measured in a process of its own (`deciding.py`). Of its jobs there are 10,000 unless `all` is said, which takes
some minutes more.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.bots import part
from tests.bench.engines import engines
from tests.databases import ENGINES

LEARNERS, JOBS = 100_000, 10_000
QUICK = 10


async def main(*wanted: str) -> None:
    """`quick` with a tenth; `all` with as many of APScheduler's jobs as learners."""
    if not set(wanted) <= {"quick", "all"}:
        sys.exit("known: quick, all")
    learners = LEARNERS // (QUICK if "quick" in wanted else 1)
    jobs = learners if "all" in wanted else JOBS // (QUICK if "quick" in wanted else 1)
    print(f"| who | due | s | for 10,000 s | to ours | pause ms | peak MiB | MiB when it began |\n{'|---' * 8}|")
    least = 0.0
    with engines() as fresh, tempfile.TemporaryDirectory() as folder:
        for engine in ENGINES:
            found = await _measured("ours", fresh(engine), learners)
            least = least or found["seconds"] / learners
            _print(f"ours, {engine}", learners, found, least)
        found = await _measured("jobs", f"sqlite:///{Path(folder) / 'jobs.db'}", jobs)
        _print("APScheduler, a job each, SQLite", jobs, found, least)


async def _measured(who: str, url: str, count: int) -> dict[str, Any]:
    async with part("tests.bench.deciding", who, url, str(count)) as measuring:
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
