"""The files of an embedded database are for their owner alone, whatever the umask, also those from before."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.opening import BOTS, open_store
from bot.storage.tx import Tx

ENDS = ("", "-wal", "-shm", ".lock")


@pytest.fixture
def generous() -> Iterator[None]:
    """A umask that lets everybody read and write what is new."""
    before = os.umask(0)
    yield
    os.umask(before)


def modes(database: Path) -> dict[str, int]:
    """Who may what with each file of a database."""
    files = {end: database.with_name(database.name + end) for end in ENDS}
    return {end: stat.S_IMODE(file.stat().st_mode) for end, file in files.items() if file.exists()}


def writes(tx: Tx) -> None:
    tx.requests.set_fact("a", "b")


@pytest.mark.usefixtures("generous")
def test_new_files_and_their_folder_are_for_the_owner(tmp_path: Path) -> None:
    """Issue 6, 3: the file, SQLite's logs beside it and the lock, while the bot runs."""
    database = tmp_path / "data" / "pacekeeper.db"
    store = open_store(str(database), BOTS)
    try:
        store.write_now(writes)
        assert modes(database) == dict.fromkeys(ENDS, 0o600)
    finally:
        store.close_now()
    assert stat.S_IMODE(database.parent.stat().st_mode) == 0o700


@pytest.mark.usefixtures("generous")
def test_files_that_others_could_read_are_closed_to_them(tmp_path: Path) -> None:
    """A copy, a restore by hand, an older version: at the next start it is right again. The folder stays as its owner
    made it."""
    database = tmp_path / "pacekeeper.db"
    open_store(str(database), BOTS).close_now()
    tmp_path.chmod(0o755)
    for end in ENDS:
        file = database.with_name(database.name + end)
        if end in ("", ".lock"):
            file.chmod(0o666)
    store = open_store(str(database), BOTS)
    try:
        store.write_now(writes)
        assert set(modes(database).values()) == {0o600}
    finally:
        store.close_now()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


@pytest.mark.usefixtures("generous")
def test_logs_that_a_kill_left_open_to_others_are_closed_to_them(tmp_path: Path) -> None:
    """They hold what was written last."""
    database = tmp_path / "pacekeeper.db"
    store = open_store(str(database), BOTS)
    store.write_now(writes)
    for file in tmp_path.iterdir():
        file.chmod(0o644)
    store._lock.close()  # type: ignore[union-attr]  # as when the process was killed: nothing else is tidied
    other = open_store(str(database), BOTS)
    try:
        assert set(modes(database).values()) == {0o600}
    finally:
        other.close_now()
        store.close_now()
