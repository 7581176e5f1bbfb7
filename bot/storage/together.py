"""Transactions that wait for the one writer at the same time are committed together.

A durable commit waits for the disk, on a small server for some milliseconds; a busy moment would wait once for each.
Each transaction keeps its own all-or-nothing (a savepoint), and nobody hears of an effect before the common commit.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine

MOST = 32  # transactions in one commit
Work = Callable[[Connection], Any]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A transaction to run, and who waits for it."""

    work: Work
    loop: asyncio.AbstractEventLoop
    future: "asyncio.Future[Any]"

    def tell(self, outcome: Any, problem: BaseException | None) -> None:
        """Hand the outcome over; somebody who was cancelled meanwhile does not hear of it."""
        if self.future.done():
            return
        if problem is None:
            self.future.set_result(outcome)
        else:
            self.future.set_exception(problem)


class Together:
    """Runs transactions in one thread, those that wait together in one commit."""

    def __init__(self, engine: Engine, thread: ThreadPoolExecutor) -> None:
        self._engine = engine
        self._thread = thread
        self._queue: deque[Waiting] = deque()

    async def run(self, work: Work) -> Any:
        """Run a transaction; returns or raises once it is committed or rolled back."""
        loop = asyncio.get_running_loop()
        waiting = Waiting(work, loop, loop.create_future())
        self._queue.append(waiting)
        self._thread.submit(self._take)
        return await waiting.future

    def _take(self) -> None:
        """Commit what waits. Each call answers one submission, but the first may have taken the others' work along."""
        batch = [self._queue.popleft() for _ in range(min(MOST, len(self._queue)))]
        if not batch:
            return
        outcomes: list[tuple[Any, BaseException | None]] = []
        try:
            with self._engine.begin() as connection:
                if len(batch) == 1:
                    outcomes.append((batch[0].work(connection), None))
                else:
                    outcomes.extend(_alone(connection, each.work) for each in batch)
        except BaseException as failed:  # noqa: BLE001 - it is raised to those who wait
            outcomes = [(None, failed)] * len(batch)
        for waiting, (outcome, problem) in zip(batch, outcomes, strict=True):
            with suppress(RuntimeError):  # its loop has ended: nobody waits any more
                waiting.loop.call_soon_threadsafe(waiting.tell, outcome, problem)


def _alone(connection: Connection, work: Work) -> tuple[Any, BaseException | None]:
    """Run one of several so that its failure takes nothing of the others back."""
    connection.exec_driver_sql("SAVEPOINT alone")
    try:
        outcome = work(connection)
    except Exception as failed:  # noqa: BLE001 - it is raised to who waits
        connection.exec_driver_sql("ROLLBACK TO alone")
        connection.exec_driver_sql("RELEASE alone")
        return None, failed
    connection.exec_driver_sql("RELEASE alone")
    return outcome, None
