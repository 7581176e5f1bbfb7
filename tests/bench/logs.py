"""300 `/log` a second for a minute: p50, p99 and errors, on SQLite, and on PostgreSQL in two processes.

Open loop: each request starts at its time whether or not those before it have ended, and its latency counts from that
time. What is measured is the core with a real store (`App.handle`: the turn, its transaction and its commit, which
waits for the disk) without a platform and without drawing; the requests are made in the process that is measured.

1,000 learners take turns: new ones, and those with a year of logs in groups of 25 without and with a board. Beside it
stands what a user would write instead: a handler that inserts one row and commits it, with aiosqlite, or SQLAlchemy on
PostgreSQL.
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete

from bot import memory
from bot.answers import Answers
from bot.app.app import App
from bot.app.asker import Asker
from bot.app.commands import LogFlow
from bot.app.said import Logged
from bot.app.shelf import Shelf
from bot.core.people import Address, Platform
from bot.curriculum_file import load
from bot.opening import BOTS, open_store
from bot.storage.tables import logs, members
from tests.bench.board import CURRICULUM, NOW, fill
from tests.bench.bots import part, told_to_go
from tests.bench.engines import engines
from tests.databases import ENGINES, POSTGRES, SQLITE

RATE, SECONDS = 300, 60
QUICK = 6
GROUPS, CREW = 40, 25
PROCESSES = {SQLITE: 1, POSTGRES: 2}
WARM_UP = 200
HANDLERS = ("bare", "new", "no board", "board")
Handle = Callable[[int, str], Awaitable[bool]]
NOTE = "matrices and their products"


async def main(*wanted: str) -> None:
    """Engines and handlers may be named; `quick` is a sixth of a minute; a number is another rate."""
    rate = next((int(each) for each in wanted if each.isdecimal()), RATE)
    seconds = SECONDS // (QUICK if "quick" in wanted else 1)
    kinds = [each for each in HANDLERS if each.replace(" ", "-") in wanted] or HANDLERS
    print(f"{rate} a second for {seconds} s")
    print(f"| engine | processes | handler | p50 ms | p99 ms | longest ms | errors | processor |\n{'|---' * 8}|")
    with engines() as fresh:
        for engine in [each for each in ENGINES if each in wanted] or ENGINES:
            for kind in kinds:
                url = fresh(engine)
                if kind != "bare":
                    _fill(url, kind)
                await _measure(engine, url, kind, rate, seconds)


def _fill(url: str, kind: str) -> None:
    store = open_store(url, BOTS)
    for nth in range(GROUPS):
        group = fill(store, CREW, 1 + nth * CREW, Shelf(load(CURRICULUM)).first.id)
        store.write_now(lambda tx, group=group: tx.groups.change(group, board=kind == "board"))  # type: ignore[misc]
    for table in (logs, members) if kind == "new" else ():
        store.write_now(lambda tx, table=table: tx.connection.execute(delete(table)))  # type: ignore[misc]
    store.close_now()


async def _measure(engine: str, url: str, kind: str, rate: int, seconds: int) -> None:
    processes = PROCESSES[engine]
    async with AsyncExitStack() as stack:
        parts = []
        for nth in range(processes):
            words = (url, kind, str(rate / processes), str(seconds), str(nth), str(GROUPS * CREW))
            parts.append(await stack.enter_async_context(part("tests.bench.logs", *words)))
        await asyncio.gather(*(each.ready() for each in parts))
        for each in parts:
            each.go()
        found = await asyncio.gather(*(each.found() for each in parts))
    times = sorted(ms for each in found for ms in each["ms"])
    errors = sum(each["errors"] for each in found)
    processor = sum(each["processor"] for each in found) / seconds
    print(
        f"| {engine} | {processes} | {kind} | {statistics.median(times):.1f} | {times[int(len(times) * 0.99)]:.1f} "
        f"| {times[-1]:.0f} | {errors} | {processor:.2f} |",
        flush=True,
    )


# --- in the process that is measured


async def load_with(url: str, kind: str, rate: float, seconds: int, nth: int, people: int) -> dict[str, Any]:
    """Make so many requests a second by so many people; what came of each. `nth` tells the processes apart."""
    async with AsyncExitStack() as stack:
        handle = await (_bare(stack, url) if kind == "bare" else _ours(stack, url, people, nth * people // 2))
        for n in range(WARM_UP):
            await handle(n, f"w{nth}:{n}")
        memory.keep()
        told_to_go()
        begun, used = time.perf_counter(), time.process_time()
        taken: list[float] = []
        errors = 0

        async def one(n: int, planned: float) -> None:
            nonlocal errors
            try:
                fine = await handle(n, f"{nth}:{n}")
            except Exception:  # noqa: BLE001 - whatever it is, it counts
                fine = False
            errors += not fine
            taken.append((time.perf_counter() - planned) * 1e3)

        asked = []
        for n in range(int(rate * seconds)):
            planned = begun + n / rate
            if (early := planned - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            asked.append(asyncio.ensure_future(one(n, planned)))
        await asyncio.gather(*asked)
        return {"ms": taken, "errors": errors, "processor": time.process_time() - used}


async def _ours(stack: AsyncExitStack, url: str, people: int, first: int) -> Handle:
    store = open_store(url, BOTS)
    stack.push_async_callback(store.close)
    shelf = Shelf(load(CURRICULUM))
    answers = Answers(shelf)
    app = App(store, shelf, lambda: NOW, remember=answers.remember, recall=answers.recall)

    async def handle(n: int, request: str) -> bool:
        person = str(1 + (first + n * 7) % people)
        asker = Asker(Platform.TELEGRAM, person, "x", Address(Platform.TELEGRAM, person, person=person), True, request)
        return isinstance((await app.handle(LogFlow(10, NOTE), asker)).said, Logged)

    return handle


async def _bare(stack: AsyncExitStack, url: str) -> Handle:
    return await (_sqlalchemy(stack, url) if "://" in url else _aiosqlite(stack, url))


async def _aiosqlite(stack: AsyncExitStack, url: str) -> Handle:
    import aiosqlite

    connection = await stack.enter_async_context(aiosqlite.connect(url))
    await connection.execute("PRAGMA journal_mode=WAL")
    await connection.execute("PRAGMA synchronous=FULL")
    await connection.execute("CREATE TABLE bare (person TEXT, minutes INTEGER, note TEXT, at TEXT)")

    async def handle(n: int, request: str) -> bool:
        values = (str(n), 10, NOTE, datetime.now(UTC).isoformat())  # noqa: TID251 - as one would write it
        await connection.execute("INSERT INTO bare VALUES (?, ?, ?, ?)", values)
        await connection.commit()
        return True

    return handle


async def _sqlalchemy(stack: AsyncExitStack, url: str) -> Handle:
    from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, insert
    from sqlalchemy.ext.asyncio import create_async_engine

    from bot.storage.engine import database_url

    engine = create_async_engine(database_url(url), pool_size=8)
    stack.push_async_callback(engine.dispose)
    columns = (Column("minutes", Integer), Column("note", String), Column("at", DateTime(timezone=True)))
    bare = Table("bare", MetaData(), Column("person", String), *columns)
    async with engine.begin() as connection:
        await connection.exec_driver_sql("SELECT pg_advisory_xact_lock(1)")  # two processes come at once
        await connection.run_sync(bare.metadata.create_all)

    async def handle(n: int, request: str) -> bool:
        values = {"person": str(n), "minutes": 10, "note": NOTE, "at": datetime.now(UTC)}  # noqa: TID251 - as above
        async with engine.begin() as connection:
            await connection.execute(insert(bare), values)
        return True

    return handle


if __name__ == "__main__":
    _url, _kind, _rate, *_numbers = sys.argv[1:]
    print(json.dumps(asyncio.run(load_with(_url, _kind, float(_rate), *map(int, _numbers)))))
