"""Bytes stored for a learner and a year, by table, on both engines, for 99 and for 999 learners.

One group of three lives its year through the app (`year.py`); the others are copies of all its rows (`copies.py`). One
copy is proved equal to what the app wrote, row by row, and in the last of many the app goes on as in the first.
"""

import sys
import tempfile
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from bot.answers import Answers
from bot.app.app import App
from bot.app.commands import Progress, Today
from bot.app.shelf import Shelf
from bot.curriculum_file import built_in, load
from bot.storage.engine import database_url
from bot.storage.store import Store
from bot.storage.tx import Tx
from tests.bench.copies import Rows, copy, everything
from tests.bench.year import CREW, PERSON, WEEKS, live
from tests.databases import ENGINES, SQLITE, Databases
from tests.world import Person, StoppedClock

COPIES = (33, 333)
LISTED = 0.01  # tables below this share of the whole are added up as "others"
SQLITE_BYTES = "SELECT m.tbl_name, sum(d.pgsize) FROM dbstat d JOIN sqlite_master m ON m.name = d.name GROUP BY 1"
POSTGRES_BYTES = "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"  # noqa: E501
Sizes = Counter[str]


async def main(*wanted: str) -> None:
    """A year, or as many weeks as are named."""
    weeks = next((int(each) for each in wanted if each.isdecimal()), WEEKS)
    with tempfile.TemporaryDirectory() as folder:
        databases, clock = Databases(Path(folder)), StoppedClock(datetime(2026, 3, 1, tzinfo=UTC))
        (lived := Path(folder) / "lived").mkdir()
        store = Store(database_url(databases.fresh(SQLITE, lived)))
        await live(store, clock, weeks)
        rows = everything(store)
        await store.scrub()
        as_it_is, packed = _sizes(store)["file"], _vacuumed(store)["file"]
        await store.close()
        print(f"{weeks} weeks of {CREW} learners as the app left them: {_kib(as_it_is)} KiB; packed {_kib(packed)} KiB")
        found: dict[str, list[Sizes]] = {}
        for engine in ENGINES:
            for number, copies in enumerate((0, 1, *COPIES)):
                (place := Path(folder) / f"{engine}{number}").mkdir()
                url = databases.fresh(engine, place)
                store = Store(database_url(url))
                if copies:
                    copy(rows, store, copies)
                await _check(store, rows, copies, clock)
                found.setdefault(engine, []).append(_sizes(store))
                if engine == SQLITE:
                    found.setdefault("sqlite, after VACUUM", []).append(_vacuumed(store))
                await store.close()
                if engine == SQLITE:  # the server goes with all of its databases
                    databases.drop(url)
        databases.close()
    for name, (empty, _, *sizes) in found.items():
        _report(name, empty, sizes)


async def _check(store: Store, rows: Rows, copies: int, clock: StoppedClock) -> None:
    """One copy is what the app wrote; in the last of several the app says what it says in the first."""
    if copies == 1 and (other := [name for name, its in everything(store).items() if its != rows[name]]):
        raise AssertionError(f"a copy is not what the app wrote: {other}")
    if copies < 2:
        return
    shelf = Shelf(load(built_in()))
    answers = Answers(shelf)
    app = App(store, shelf, clock, remember=answers.remember, recall=answers.recall)
    first, last = (Person(app, f"{PERSON + 1_000 * nth}", "Member 0") for nth in (0, copies - 1))
    for ask in (Progress(), Today()):
        if (await first.says(ask)).said != (await last.says(ask)).said:
            raise AssertionError(f"{ask} differs in a copy")


def _sizes(store: Store) -> Sizes:
    """Bytes by table with its indexes, and of the whole file (PostgreSQL: of all tables)."""

    def read(tx: Tx) -> Sizes:
        query = SQLITE_BYTES if store.embedded else POSTGRES_BYTES
        sizes: Sizes = Counter({name: int(size) for name, size in tx.connection.execute(text(query))})
        whole = sum(sizes.values())
        if store.embedded:
            pages, each = (
                tx.connection.execute(text(f"PRAGMA {it}")).scalar_one() for it in ("page_count", "page_size")
            )
            whole = int(pages) * int(each)
        return sizes | Counter({"file": whole})

    return store.write_now(read)


def _vacuumed(store: Store) -> Sizes:
    """The same once everything is packed."""
    connection = store._writer.raw_connection()
    connection.cursor().execute("VACUUM")
    connection.close()
    return _sizes(store)


def _report(name: str, empty: Sizes, sizes: list[Sizes]) -> None:
    learners = [CREW * copies for copies in COPIES]
    own = [{table: (size[table] - empty[table]) / n for table in size} for size, n in zip(sizes, learners, strict=True)]
    print(f"\n| {name}: KiB a learner | {' | '.join(f'{n} learners' for n in learners)} | ratio |\n|---|---|---|---|")
    others: dict[int, float] = defaultdict(float)
    for table in sorted(own[-1], key=lambda it: -own[-1][it]):
        if own[-1][table] < LISTED * own[-1]["file"]:
            for nth, each in enumerate(own):
                others[nth] += each.get(table, 0)
        else:
            _line("all" if table == "file" else table, [each.get(table, 0) for each in own])
    _line("others", [others[nth] for nth in range(len(own))])
    sys.stdout.flush()


def _line(name: str, values: list[float]) -> None:
    ratio = f"{values[-1] / values[0]:.2f}" if values[0] else "-"
    print(f"| {name} | {' | '.join(map(_kib, values))} | {ratio} |")


def _kib(size: float) -> str:
    return f"{size / 1024:.1f}"
