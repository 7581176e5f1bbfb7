"""How long `pacekeeper move-to` takes for 999 learners with a year, beside a bare copy of the same rows.

Those are copies of a group of three that lived its year through the app (`copies.py`). The server is on this machine
and waits for no disk; the bare copy reads with sqlite3 and writes with COPY, and proves nothing.
"""

import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from bot.backup import back_up
from bot.opening import BOTS, check, open_store, reach
from bot.storage.engine import database_url
from bot.storage.moving import Move
from bot.storage.store import Store
from bot.storage.tables import metadata
from tests.bench.copies import copy, everything
from tests.bench.stored import COPIES
from tests.bench.year import CREW, WEEKS, live
from tests.databases import POSTGRES, SQLITE, Databases
from tests.world import StoppedClock


async def main(*wanted: str) -> None:
    """A year, or as many weeks as are named."""
    weeks = next((int(each) for each in wanted if each.isdecimal()), WEEKS)
    with tempfile.TemporaryDirectory() as folder:
        databases, clock = Databases(Path(folder)), StoppedClock(datetime(2026, 3, 1, tzinfo=UTC))
        (lived := Path(folder) / "lived").mkdir()
        (many := Path(folder) / "many").mkdir()
        store = Store(database_url(databases.fresh(SQLITE, lived)))
        await live(store, clock, weeks)
        rows = everything(store)
        await store.close()
        file = databases.fresh(SQLITE, many)
        store = open_store(file, BOTS)
        copy(rows, store, COPIES[-1])
        store.close_now()
        print(f"{CREW * COPIES[-1]} learners, {weeks} weeks")
        _measure(Path(file), databases.fresh(POSTGRES, many, migrated=False))
        _bare(Path(file), databases.fresh(POSTGRES, many))
        databases.close()


def _measure(file: Path, url: str) -> None:
    began = time.perf_counter()
    back_up(file, file.parent / "backups", datetime.now(UTC))  # noqa: TID251
    _told("back-up, read through", began)
    source, target = reach(str(file)), reach(url)
    check(source, BOTS)
    move, began = Move(source, target, "there"), time.perf_counter()
    move.begin()
    copied = began

    def hear(line: str) -> None:
        nonlocal copied
        if line.endswith(" copied"):
            copied = time.perf_counter()

    total = move.run("there", hear)
    ended = time.perf_counter()
    print(f"{total:,} rows: copied in {copied - began:.1f} s, proved equal in {ended - copied:.1f} s")
    source.close_now()
    target.close_now()


def _bare(file: Path, url: str) -> None:
    began = time.perf_counter()
    with closing(sqlite3.connect(file)) as ours, psycopg.connect(url) as theirs:
        theirs.execute("SET session_replication_role = replica")
        for table in metadata.sorted_tables:
            columns = sql.SQL(", ").join(map(sql.Identifier, table.c.keys()))
            flags = [n for n, column in enumerate(table.c) if column.type.python_type is bool]
            query = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), columns)
            with theirs.cursor().copy(query) as to:
                for row in ours.execute(f"SELECT {columns.as_string(None)} FROM {table.name}"):  # noqa: S608
                    to.write_row([bool(it) if n in flags and it is not None else it for n, it in enumerate(row)])
    _told("a bare copy", began)


def _told(what: str, began: float) -> None:
    print(f"{what}: {time.perf_counter() - began:.1f} s")
    sys.stdout.flush()
