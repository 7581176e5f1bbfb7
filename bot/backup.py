"""Back-ups of the embedded database: taken while it runs, checked, kept for some days, and brought back.

SQLite alone. PostgreSQL has tools of its own (`deploy/BACKUP.md`); what is due meanwhile is settled in the same way.
"""

import asyncio
import logging
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.opening import BOTS, PURPOSE
from bot.settings import Settings
from bot.storage.erased import MARK
from bot.storage.migrate import is_newer

log = logging.getLogger("pacekeeper.backup")
EVERY = timedelta(hours=24)
STEPS = 5_000  # of SQLite's machine between two looks whether to give up: about a millisecond
KEPT_AT_LEAST = 3  # the newest, however old: a bot that was off for months must not come back to an empty folder
_NAME = "pacekeeper-%Y-%m-%dT%H%M%SZ.db"
_PARTS = ("-wal", "-shm", "")  # the files of one database; the last is the one that would miss the others


class BadBackup(Exception):
    """A file that cannot be used as a back-up. The text is one clear line."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A back-up in a folder, and the instant (UTC) that its name tells."""

    file: Path
    at: datetime


def backup_folder(settings: Settings, database: Path) -> Path:
    """Where back-ups of a database lie."""
    return settings.backups or database.parent / "backups"


def back_up(database: Path, folder: Path, now: datetime, ends: Callable[[], bool] = lambda: False) -> Taken:
    """Write a checked copy of a database into a folder, while others read and write it.

    The copy is compact, so nothing that was erased lies in free pages of it. It appears under its name only once it
    is whole. `ends` is asked now and then whether to give up. Raises BadBackup, also where the disk is full; then the
    folder is as it was.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        raise BadBackup(f"The folder {folder} cannot be made: {problem.strerror}.") from None
    file = folder / now.astimezone(UTC).strftime(_NAME)
    partial = file.with_suffix(".partial")
    try:
        partial.unlink(missing_ok=True)
        partial.touch(mode=0o600)  # what people write is for its owner only
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True, timeout=30)) as source:
            source.set_progress_handler(ends, STEPS)
            source.execute("VACUUM INTO ?", (str(partial),))
        check(partial, ends)
        with partial.open("rb") as whole:
            os.fsync(whole.fileno())
        partial.replace(file)
    except (sqlite3.Error, OSError) as problem:
        raise BadBackup(f"No back-up could be written to {folder}: {problem}.") from None
    finally:
        partial.unlink(missing_ok=True)
    return Taken(file, now)


def check(file: Path, ends: Callable[[], bool] = lambda: False) -> str:
    """Read a back-up through; returns the schema it has. Raises BadBackup for one that is damaged or not ours."""
    if not file.is_file():
        raise BadBackup(f"There is no file {file}.")
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
            copy.set_progress_handler(ends, STEPS)
            (found,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
            if found != "ok" or copy.execute("PRAGMA foreign_key_check").fetchone():
                raise BadBackup(f"{file} is damaged. Take an earlier back-up.")
            (schema,) = copy.execute("SELECT version_num FROM alembic_version").fetchone()
            purpose = copy.execute("SELECT value FROM meta WHERE key = ?", (PURPOSE,)).fetchone()
    except (sqlite3.Error, TypeError, ValueError):
        raise BadBackup(f"{file} is no back-up of Pacekeeper, or damaged.") from None
    if purpose is not None and purpose[0] != BOTS:
        raise BadBackup(f"{file} belongs to the terminal chat, not to the bots.")
    if is_newer(schema):
        raise BadBackup(f"{file} was written by a newer version (schema {schema}). Install that or a later one.")
    return str(schema)


def taken_in(folder: Path) -> list[Taken]:
    """The back-ups in a folder, the newest first. Files with other names are not ours to count or delete."""
    found = []
    for file in folder.glob("pacekeeper-*.db"):
        try:
            found.append(Taken(file, datetime.strptime(file.name, _NAME).replace(tzinfo=UTC)))
        except ValueError:
            continue
    return sorted(found, key=lambda it: it.at, reverse=True)


def newest_in(folder: Path) -> float:
    """When the newest back-up in a folder was taken, in seconds since 1970; 0 if there is none.

    PostgreSQL's own tools write `pacekeeper-*.dump` there, and the time of the file tells when.
    """
    moments = [it.at.timestamp() for it in taken_in(folder)]
    for dump in folder.glob("pacekeeper-*.dump"):
        with suppress(FileNotFoundError):
            moments.append(dump.stat().st_mtime)
    return max(moments, default=0.0)


def erased_in(database: Path, *folders: Path) -> dict[str, str]:
    """The marks of who was erased (`storage/erased.py`), as far as they can be read: in a database, in those that were
    put aside beside it, and in the back-ups of some folders."""
    aside = database.parent.glob(f"{database.stem}-replaced-*{database.suffix}")
    marks: dict[str, str] = {}
    for file in (database, *aside, *(it.file for folder in folders for it in taken_in(folder))):
        if file.is_file():
            with (
                suppress(sqlite3.Error),
                closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as it,
            ):
                marks |= it.execute("SELECT key, value FROM meta WHERE key LIKE ?", (f"{MARK}%",)).fetchall()
    return marks


def is_due(taken: list[Taken], now: datetime) -> bool:
    """Whether the newest is a day old. One from the future (a clock set back) counts as none."""
    return not any(now - EVERY < it.at <= now for it in taken)


def prune(folder: Path, kept: timedelta, now: datetime) -> int:
    """Delete back-ups older than `kept`, but never the newest three; returns how many went."""
    old = [it for it in taken_in(folder)[KEPT_AT_LEAST:] if it.at < now - kept]
    for it in old:
        it.file.unlink(missing_ok=True)
    for left in folder.glob("pacekeeper-*.partial"):  # by a process that was killed
        if left.stat().st_mtime < (now - EVERY).timestamp():
            left.unlink(missing_ok=True)
    return len(old)


def put_back(file: Path, database: Path, now: datetime) -> Path | None:
    """Put a checked back-up in a database's place; returns where the one that was there lies now.

    Nobody may have the database open: its lock is held by the caller. A stop in the middle leaves either of them
    whole, and the same call again goes on. Raises BadBackup.
    """
    check(file)
    arriving = database.with_name(database.name + ".restoring")
    aside = database.with_name(f"{database.stem}-replaced-{now.astimezone(UTC):%Y-%m-%dT%H%M%SZ}{database.suffix}")
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        arriving.unlink(missing_ok=True)
        arriving.touch(mode=0o600)
        shutil.copyfile(file, arriving)
        with arriving.open("rb") as whole:
            os.fsync(whole.fileno())
        moved = _move_aside(database, aside)
        arriving.replace(database)
    except OSError as problem:
        raise BadBackup(f"The back-up cannot be put at {database}: {problem.strerror}.") from None
    return aside if moved else None


def _move_aside(database: Path, aside: Path) -> bool:
    """Its logs go first: one that stayed would be read into the database that arrives."""
    had = database.exists() and database.stat().st_size > 0
    for end in _PARTS:
        part = database.with_name(database.name + end)
        if part.exists():
            part.replace(aside.with_name(aside.name + end))
    return had


class Keeper:
    """Takes a back-up when one is due and lets old ones go, in a thread beside the bot."""

    def __init__(self, database: Path, folder: Path, kept: timedelta, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._folder = folder
        self._kept = kept
        self._clock = clock
        self._ending = threading.Event()

    async def look(self) -> None:
        """Take a back-up if the newest is a day old. What fails is logged and tried again at the next look."""
        try:
            taken = await asyncio.to_thread(self._keep)
        except BadBackup as problem:
            if not self._ending.is_set():
                log.warning("the daily back-up failed: %s", problem)
        else:
            if taken is not None:
                log.info("backed up to %s", taken.file)

    def end(self) -> None:
        """The bot ends: a back-up that is being written is given up at once."""
        self._ending.set()

    def _keep(self) -> Taken | None:
        now = self._clock()
        if self._ending.is_set() or not is_due(taken_in(self._folder), now):
            return None
        taken = back_up(self._database, self._folder, now, self._ending.is_set)
        prune(self._folder, self._kept, now)
        return taken
