"""Databases to measure on: on either engine as a host would run it, with writes that wait for the disk."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.storage.engine import database_url
from tests.databases import POSTGRES, Databases


@contextmanager
def engines() -> Iterator[Callable[[str], str]]:
    """A function that gives the `DATABASE_URL` of a database that nobody has used on an engine, until the block ends;
    all on one server."""
    with tempfile.TemporaryDirectory() as folder:
        databases, careful_by_now = Databases(Path(folder)), False

        def fresh(engine: str) -> str:
            nonlocal careful_by_now
            url = databases.fresh(engine, Path(tempfile.mkdtemp(dir=folder)))
            if engine == POSTGRES and not careful_by_now:
                careful(url)
                careful_by_now = True
            return url

        try:
            yield fresh
        finally:
            databases.close()


def careful(url: str) -> None:
    """Take back what tests spare their server: it waits for the disk at each commit, and vacuums."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM RESET ALL")
        connection.execute("SELECT pg_reload_conf()")


def size_mib(url: str) -> float:
    """What a database takes on the disk; of SQLite with its write-ahead log."""
    address = database_url(url)
    if address.get_backend_name() == "sqlite":
        file = Path(address.database or "")
        return sum(each.stat().st_size for each in file.parent.glob(f"{file.name}*")) / 2**20
    import psycopg

    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return int(row[0]) / 2**20 if row else 0.0
