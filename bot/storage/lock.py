"""One process for an SQLite file, which is for its owner alone."""

import fcntl
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import IO


class AlreadyRunning(Exception):
    """Another process has the SQLite file open."""


def lock_beside(database: Path) -> IO[str]:
    """Hold the file beside the database for this process: two writers on one file would send everything twice.

    Raises AlreadyRunning. The system lets go of it when the process ends, however it ends.
    """
    database.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    database.touch(mode=0o600)  # what people write is for its owner only
    lock = database.with_name(f"{database.name}.lock")
    held = lock.open("a+")
    for file in (database, lock, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))):
        _for_owner_only(file)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.seek(0)
        by = held.read().strip()
        held.close()
        raise AlreadyRunning(by) from None
    held.truncate(0)
    held.write(str(os.getpid()))
    held.flush()
    return held


def _for_owner_only(file: Path) -> None:
    """Take everybody else's rights to a file away, whatever the umask or a copy left; SQLite's logs follow the file."""
    with suppress(OSError):  # it is not there, or somebody else's to protect
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            file.chmod(0o600)
