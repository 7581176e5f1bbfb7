"""A database that is away: told from a bug, said in one line, and waited for where nobody else could write it."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from bot.storage.store import Store
from bot.storage.tx import Tx

AGAIN = 1.0  # seconds between two tries to write down what has to be
TOLD_EVERY = 60.0  # seconds between two lines of the same words about a database that is away
_told: dict[str, float] = {}  # when, by the system's monotonic seconds


def is_away(problem: BaseException) -> bool:
    """Whether the database could not be had just now: gone, cut off, locked, its disk full. Trying again may help."""
    if isinstance(problem, DBAPIError) and problem.connection_invalidated:
        return True
    return isinstance(problem, OperationalError | InterfaceError | NoConnection)


def reason(problem: BaseException) -> str:
    """The driver's own first line, which for these failures quotes nothing that anybody typed."""
    words = str(getattr(problem, "orig", None) or "").strip()
    return words.splitlines()[0] if words else type(problem).__name__


def note(log: logging.Logger, problem: Exception, what: str, *values: object) -> None:
    """Log a failure of what is tried again: with its stack trace if it is a bug, in a line while the database is away,
    and that once a minute: it may be a long night, and many wait."""
    if not is_away(problem):
        log.error(what, *values, exc_info=problem)
    elif time.monotonic() - _told.get(what, -TOLD_EVERY) >= TOLD_EVERY:
        _told[what] = time.monotonic()
        log.warning(f"{what}: %s", *values, reason(problem))  # noqa: G004 - the words are our own


async def insist(store: Store, work: Callable[[Tx], Any], log: logging.Logger, ends: Callable[[], bool]) -> None:
    """Write what only this process knows, however long the database is away, or until `ends` says that we end."""
    while True:
        try:
            await store.write(work)
        except Exception as problem:
            if not is_away(problem):
                raise
            note(log, problem, "what came of letters is written down later")
        else:
            return
        if ends():
            return
        await asyncio.sleep(AGAIN)
