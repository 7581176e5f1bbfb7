"""Both databases compared in the simplest way, by their drivers alone: no models, no order, no batches."""

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

MARKS = ("moving", "moved")
Rows = Counter[tuple[Any, ...]]


def same(file: Path, url: str) -> dict[str, int]:
    """How many rows each table has. AssertionError with the tables that are not the same."""
    with closing(sqlite3.connect(file)) as ours, psycopg.connect(url) as theirs:
        tables = {row[0] for row in ours.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        tables -= {"sqlite_sequence"}
        found = theirs.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        assert {row[0] for row in found if not row[0].startswith("procrastinate_")} == tables
        counts, wrong = {}, []
        for table in sorted(tables):
            columns = [row[1] for row in ours.execute(f'PRAGMA table_info("{table}")')]
            here, there = _of_file(ours, table, columns), _of_server(theirs, table, columns)
            if here != there:
                wrong.append(f"{table}: {here - there} became {there - here}")
            counts[table] = here.total()
    assert wrong == []
    return counts


def _of_file(ours: sqlite3.Connection, table: str, columns: list[str]) -> Rows:
    names = ", ".join(f'"{name}"' for name in columns)
    return Counter(row for row in ours.execute(f'SELECT {names} FROM "{table}"') if not _is_mark(table, row))  # noqa: S608


def _of_server(theirs: psycopg.Connection[Any], table: str, columns: list[str]) -> Rows:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    rows = theirs.execute(sql.SQL("SELECT {} FROM {}").format(names, sql.Identifier(table)))
    plain = (tuple(map(_as_sqlite_has_it, row)) for row in rows)
    return Counter(row for row in plain if not _is_mark(table, row))


def _is_mark(table: str, row: tuple[Any, ...]) -> bool:
    return table == "meta" and row[0] in MARKS


def _as_sqlite_has_it(value: Any) -> Any:
    match value:
        case bool():
            return int(value)
        case datetime():
            return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
        case date():
            return value.isoformat()
    return value
