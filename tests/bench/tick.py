"""The scheduler's tick with nothing due, and with 10,000 due, at 1,000, 100,000 and 1,000,000 learners."""

import asyncio
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import insert

from bot.app.due import BATCH
from bot.heartbeat import beat
from bot.opening import BOTS, open_store
from bot.storage.rhythms import Rhythm
from bot.storage.store import Store
from bot.storage.tables import accounts, learners, plans, rhythms, zones
from bot.storage.tx import Tx

SIZES = (1_000, 100_000, 1_000_000)
START = datetime(2026, 3, 3, 12, tzinfo=UTC)
MONDAY = date(2026, 3, 2)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "America/Sao_Paulo", "Asia/Kolkata", "Africa/Cairo")
IDLE_BEATS = 200
DUE = 10_000


def fill(store: Store, first: int, last: int) -> None:
    """Add learners who are prompted daily, none of them due before tomorrow."""
    for low in range(first, last, 20_000):
        store.write_now(partial(_rows, range(low, min(last, low + 20_000))))


def _rows(ids: range, tx: Tx) -> None:
    connection = tx.connection
    person = {"hour": "18:00", "prompts": True, "joined": MONDAY, "curriculum": "ml-46", "created_at": START}
    connection.execute(insert(learners), [{"id": n, "name": f"Learner {n}", **person} for n in ids])
    zone = [{"learner_id": n, "since": START - timedelta(days=1), "zone": ZONES[n % len(ZONES)]} for n in ids]
    connection.execute(insert(zones), zone)
    connection.execute(insert(plans), [{"learner_id": n, "from_monday": MONDAY, "weekdays": "01234"} for n in ids])
    account = [
        {"platform": "telegram", "external_id": str(n), "learner_id": n, "name": "x", "used_at": START} for n in ids
    ]
    connection.execute(insert(accounts), account)
    later = START + timedelta(days=1)
    rows = [
        {"kind": kind, "owner": n, "day": MONDAY, "next_at": later + timedelta(seconds=n % 86_400)}
        for n in ids
        for kind in ("prompt", "checkin")
    ]
    connection.execute(insert(rhythms), rows)


async def _idle(store: Store) -> list[float]:
    times = []
    for _ in range(IDLE_BEATS):
        begun = time.perf_counter()
        await beat(store, lambda: START)
        times.append((time.perf_counter() - begun) * 1e3)
    return times


async def _due(store: Store, count: int) -> tuple[float, float]:
    """Seconds to decide `count` prompts due at once, and the event loop's longest stall meanwhile in ms."""

    def make_due(tx: Tx) -> None:
        tx.rhythms.put([Rhythm("prompt", n, START.date(), START) for n in range(1, count + 1)])

    await store.write(make_due)
    worst = 0.0

    async def watch() -> None:
        nonlocal worst
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(0.005)
            worst = max(worst, time.perf_counter() - begun - 0.005)

    watching = asyncio.get_running_loop().create_task(watch())
    begun = time.perf_counter()
    decided = await beat(store, lambda: START)
    took = time.perf_counter() - begun
    watching.cancel()
    if decided != count:
        raise AssertionError(f"{decided} decided of {count}")
    return took, worst * 1e3


async def main() -> None:
    """Measure and print."""
    print(f"batch {BATCH}; {IDLE_BEATS} idle beats each")
    print("| learners | idle p50 ms | idle p99 ms | 10,000 due s | stall ms |")
    print("|---|---|---|---|---|")
    medians = []
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(str(Path(folder) / "bench.db"), BOTS)
        filled = 1
        for size in SIZES:
            fill(store, filled, size + 1)
            filled = size + 1
            times = sorted(await _idle(store))
            medians.append(statistics.median(times))
            took, stall = await _due(store, min(DUE, size))
            print(
                f"| {size:,} | {medians[-1]:.2f} | {times[int(len(times) * 0.99)]:.2f} "
                f"| {took:.2f} ({min(DUE, size):,}) | {stall:.0f} |",
                flush=True,
            )
        await store.close()
    print(f"growth of the idle beat from {SIZES[0]:,} to {SIZES[-1]:,} learners: {medians[-1] / medians[0]:.2f} times")
