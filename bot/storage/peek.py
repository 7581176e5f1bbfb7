"""A look into a database that somebody else may be using: nothing is locked, changed or brought up to date."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.engine import URL

from bot.storage.tx import Tx

WAITS = 5  # seconds for whoever writes, or for a server that does not answer


@contextmanager
def peeking(url: URL) -> Iterator[Tx]:
    """A transaction that cannot write. Raises FileNotFoundError where there is no file."""
    if url.get_backend_name() == "sqlite":
        file = Path(url.database or "")
        if not file.is_file():
            raise FileNotFoundError(file)
        address = f"{file.resolve().as_uri()}?mode=ro"
        engine = create_engine("sqlite+pysqlite://", creator=lambda: sqlite3.connect(address, uri=True, timeout=WAITS))
    else:
        arguments = {"prepare_threshold": None, "connect_timeout": WAITS}
        engine = create_engine(url, connect_args=arguments).execution_options(postgresql_readonly=True)
    try:
        with engine.connect() as connection:
            yield Tx(connection)
    finally:
        engine.dispose()
