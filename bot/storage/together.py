"""Transactions that wait for the one writer at the same time are committed together.

A durable commit waits for the disk, on a small server for some milliseconds; a busy moment would wait once for each.
Each transaction keeps its own all-or-nothing (a savepoint), and nobody hears of an effect before the common commit.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine

LEAST = 0.002  # seconds of work that a commit is always worth waiting for
WORTH = 4  # else as many times the last commit's: the disk then takes a fifth of the time, and nobody waits for many
Work = Callable[[Connection], Any]
Outcome = tuple[Any, BaseException | None]


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

    def __init__(self, engine: Engine, thread: ThreadPoolExecutor, committed: Callable[[float], None]) -> None:
        self._engine = engine
        self._thread = thread
        self._committed = committed  # told how long each commit took, in seconds
        self._queue: deque[Waiting] = deque()
        self._lock = Lock()  # for what follows, which both threads change
        self._at_work = False
        self._last_commit = 0.0  # seconds

    async def run(self, work: Work) -> Any:
        """Run a transaction; returns or raises once it is committed or rolled back."""
        loop = asyncio.get_running_loop()
        waiting = Waiting(work, loop, loop.create_future())
        with self._lock:
            self._queue.append(waiting)
            begins, self._at_work = not self._at_work, True
        if begins:
            self._thread.submit(self._all)
        return await waiting.future

    def _all(self) -> None:
        """Commit until nothing waits."""
        while self._some():
            pass

    def _some(self) -> bool:
        """Commit what waits, as much as one commit is worth. False if nothing waited."""
        with self._lock:
            self._at_work = bool(self._queue)
            if not self._at_work:
                return False
            batch = [self._queue.popleft()]
        outcomes: list[Outcome] = []
        try:
            with self._engine.begin() as connection:
                self._work(connection, batch, outcomes)
                worked = time.monotonic()
            self._last_commit = time.monotonic() - worked
            self._committed(self._last_commit)
        except BaseException as failed:  # noqa: BLE001 - it is raised to those who wait
            outcomes = [(None, failed)] * len(batch)
        _tell(batch, outcomes)
        return True

    def _work(self, connection: Connection, batch: list[Waiting], outcomes: list[Outcome]) -> None:
        """Run what waits until a commit is worth it. The first has nobody before it to be kept apart from."""
        until = time.monotonic() + max(LEAST, WORTH * self._last_commit)
        outcomes.append((batch[0].work(connection), None))
        while self._queue and time.monotonic() < until:
            batch.append(self._queue.popleft())
            outcomes.append(_apart(connection, batch[-1].work))


def _tell(batch: Sequence[Waiting], outcomes: Sequence[Outcome]) -> None:
    """Hand the outcomes to the event loops that wait for them."""
    told = list(zip(batch, outcomes, strict=True))
    for loop in {waiting.loop for waiting in batch}:
        with suppress(RuntimeError):  # it has ended: nobody waits any more
            loop.call_soon_threadsafe(_hand_over, [each for each in told if each[0].loop is loop])


def _hand_over(told: Sequence[tuple[Waiting, Outcome]]) -> None:
    for waiting, outcome in told:
        waiting.tell(*outcome)


def _apart(connection: Connection, work: Work) -> Outcome:
    """Run one of several so that its failure takes nothing of the others back."""
    connection.exec_driver_sql("SAVEPOINT apart")
    try:
        outcome = work(connection)
    except Exception as failed:  # noqa: BLE001 - it is raised to who waits
        connection.exec_driver_sql("ROLLBACK TO apart")
        connection.exec_driver_sql("RELEASE apart")
        return None, failed
    connection.exec_driver_sql("RELEASE apart")
    return outcome, None
