"""A database that is away: told from a bug, said in one line, and waited for where nobody else could write it."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from bot.storage.store import Store, Tx

AGAIN = 1.0  # seconds between two tries to write down what has to be


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
    """Log a failure of what is tried again: a line while the database is away, with its stack trace if it is a bug."""
    if is_away(problem):
        log.warning(f"{what}: %s", *values, reason(problem))  # noqa: G004 - the words are our own
    else:
        log.error(what, *values, exc_info=problem)


async def insist(store: Store, work: Callable[[Tx], Any], log: logging.Logger, ends: Callable[[], bool]) -> None:
    """Write what only this process knows, however long the database is away, or until `ends` says that we end."""
    told = False
    while True:
        try:
            await store.write(work)
        except Exception as problem:
            if not is_away(problem):
                raise
            if not told:
                log.warning("what came of a letter is written down later: %s", reason(problem))
            told = True
        else:
            return
        if ends():
            return
        await asyncio.sleep(AGAIN)
