"""Letters a second where no limit holds them back: SQLite in its one process, PostgreSQL with 1, 2 and 4 processes.

`engine`: to nobody (`taker.py`), so that what is measured is ours: claims, drawing, budget, outcomes, and on PostgreSQL
the queue. `wire`: real `run --roles deliver` through the platforms' libraries to servers without limits, beside so many
processes of the bare library that only send (`sender.py`). Processes, PostgreSQL and the server share the machine.
"""

import asyncio
import json
import sqlite3
import sys
import tempfile
import time
from contextlib import AsyncExitStack, closing
from pathlib import Path

from bot.core.people import Platform
from tests.bench import fleet
from tests.bench.bots import part
from tests.bench.engines import engines
from tests.bench.letters import Side, fill
from tests.databases import ENGINES, POSTGRES, SQLITE

PROCESSES = {SQLITE: (1,), POSTGRES: (1, 2, 4)}
LETTERS, ON_WIRE = 4_000, 1_500
QUICK = 10
TABLE = "| to nobody | processes | letters | s | a second | to one process | processor ms each | lost | doubled |"
GIVES_UP = 300.0
_OPEN = "SELECT count(*) FROM letters WHERE state IN ('ready', 'sending')"


async def main(*wanted: str) -> None:
    """Both, or the one that is named; `quick` with a tenth of the letters."""
    few = QUICK if "quick" in wanted else 1
    kinds = [each for each in ("engine", "wire") if each in wanted] or ["engine", "wire"]
    if not set(wanted) <= {"engine", "wire", "quick"}:
        sys.exit("known: engine, wire, quick")
    with engines() as fresh:
        if "engine" in kinds:
            print(f"{TABLE}\n{'|---' * 9}|")
            for engine in ENGINES:
                first = 0.0
                for processes in PROCESSES[engine]:
                    rate = await to_nobody(engine, fresh(engine), processes, LETTERS // few, first)
                    first = first or rate
        if "wire" in kinds:
            print(f"\n| over the wire | processes | letters | s | a second | bare | to bare |\n{'|---' * 7}|")
            for platform in (Platform.DISCORD, Platform.TELEGRAM):
                for processes in PROCESSES[POSTGRES]:
                    await on_wire(platform, fresh(POSTGRES), processes, ON_WIRE // few)


async def to_nobody(engine: str, url: str, processes: int, letters: int, first: float) -> float:
    """Measure one engine with so many processes; letters a second."""
    fill(url, [Side(Platform.TERMINAL, [(who, who) for who in range(1, letters + 1)], [])])
    async with AsyncExitStack() as stack:
        parts = [await stack.enter_async_context(part("tests.bench.taker", url)) for _ in range(processes)]
        await asyncio.gather(*(each.ready() for each in parts))
        begun = time.perf_counter()
        for each in parts:
            each.go()
        await _none_open(url, engine)
        took = time.perf_counter() - begun
        for each in parts:
            each.stop()
        found = [await each.found() for each in parts]
    sent, used = (sum(each[name] for each in found) for name in ("sent", "processor"))
    rate = letters / took
    print(
        f"| {engine} | {processes} | {letters:,} | {took:.1f} | {rate:.0f} | {rate / (first or rate):.2f} "
        f"| {used / letters * 1e3:.2f} | {max(0, letters - sent)} | {max(0, sent - letters)} |",
        flush=True,
    )
    return rate


async def _none_open(url: str, engine: str) -> None:
    """Wait until no letter is open; of SQLite's file another process may read, but not write."""
    ends_at = time.perf_counter() + GIVES_UP
    while time.perf_counter() < ends_at:
        await asyncio.sleep(0.1)
        if not _open(url, engine):
            return
    raise TimeoutError("letters are left")


def _open(url: str, engine: str) -> int:
    if engine == SQLITE:
        with closing(sqlite3.connect(f"file:{url}?mode=ro", uri=True)) as database:
            return int(database.execute(_OPEN).fetchone()[0])
    import psycopg

    with psycopg.connect(url) as connection:
        row = connection.execute(_OPEN).fetchone()
    return int(row[0]) if row else 0


async def on_wire(platform: Platform, url: str, processes: int, letters: int) -> None:
    """Measure one platform with so many processes: ours, and the bare library."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        async with fleet.platforms(limits=False) as both:
            side = await both.side(platform, letters, 0)
            (ours,) = await fleet.deliver(both, folder, url, [side], processes, program="tests.bench.unlimited")
        async with fleet.platforms(limits=False) as both:
            bare = await _bare(both, folder, platform, processes, letters)
    print(
        f"| {platform} | {processes} | {letters:,} | {ours.seconds:.1f} | {ours.rate:.0f} | {bare:.0f} "
        f"| {ours.rate / bare:.2f} |",
        flush=True,
    )


async def _bare(both: fleet.Platforms, folder: Path, platform: Platform, processes: int, letters: int) -> float:
    side = await both.side(platform, letters, 0)
    chats = [chat for _, chat in side.people]
    async with AsyncExitStack() as stack:
        parts = []
        for nth in range(processes):
            file = folder / f"chats{nth}.json"
            file.write_text(json.dumps(chats[nth::processes]), "utf-8")
            running = part("tests.bench.sender", platform, str(file), settings=both.settings(platform))
            parts.append(await stack.enter_async_context(running))
        await asyncio.gather(*(each.ready() for each in parts))
        begun = time.perf_counter()
        for each in parts:
            each.go()
        await asyncio.gather(*(each.found() for each in parts))
        return letters / (time.perf_counter() - begun)
