"""A database that is away is told from a bug, said in a line, and waited for where nobody else knows what to write."""

import logging
import sqlite3
from collections.abc import Callable

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from bot.storage import troubles
from bot.storage.store import Store, T
from bot.storage.troubles import insist, is_away, note
from bot.storage.tx import Tx

log = logging.getLogger("pacekeeper.test")
FULL = OperationalError("INSERT … a secret of hers", {}, sqlite3.OperationalError("database or disk is full\nmore"))


class Away(Store):
    """A database that comes back after some tries."""

    def __init__(self, tries: int, problem: Exception = FULL) -> None:  # the real one opens a file
        self.tries = tries
        self.problem = problem

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Fail, or pretend."""
        del work
        self.tries -= 1
        if self.tries >= 0:
            raise self.problem
        return None  # type: ignore[return-value]


@pytest.fixture(autouse=True)
def _nothing_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(troubles, "_told", {})


@pytest.mark.parametrize(
    ("problem", "away"),
    [
        (FULL, True),
        (NoConnection(), True),
        (IntegrityError("", {}, sqlite3.IntegrityError()), False),
        (IntegrityError("", {}, sqlite3.IntegrityError(), connection_invalidated=True), True),
        (ValueError(), False),
    ],
)
def test_what_is_away(problem: Exception, away: bool, caplog: pytest.LogCaptureFixture) -> None:
    """Issue 6, 2 and 5: one line that names the reason and nothing that was typed; a bug with its stack trace."""
    assert is_away(problem) is away
    for _ in range(3):
        note(log, problem, "letter %d waits", 3)
    assert [each.exc_info is None for each in caplog.records] == ([True] if away else [False] * 3)
    assert "letter 3 waits" in caplog.text
    if problem is FULL:
        assert "letter 3 waits: database or disk is full" in caplog.text
        assert "secret" not in caplog.text


async def test_what_only_we_know_is_written_in_the_end(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """stack.md 5f: a letter that went out is not sent again because the database was away; said once."""
    monkeypatch.setattr(troubles, "AGAIN", 0.0)
    store = Away(tries=5)
    await insist(store, lambda tx: None, log, lambda: False)
    assert store.tries == -1
    assert caplog.text.count("written down later") == 1


async def test_the_end_waits_for_no_database() -> None:
    """Issue 2, point 5; a bug is raised."""
    store = Away(tries=5)
    await insist(store, lambda tx: None, log, lambda: True)
    assert store.tries == 4
    with pytest.raises(IntegrityError):
        await insist(Away(1, IntegrityError("", {}, sqlite3.IntegrityError())), lambda tx: None, log, lambda: False)
