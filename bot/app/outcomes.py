"""Writes down what came of sends: those that come while a transaction runs share the next one."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.app.claims import Claimed, settle
from bot.app.courier import Delivered, Undeliverable
from bot.storage.store import Store
from bot.storage.troubles import insist

log = logging.getLogger("pacekeeper.post")


@dataclass(frozen=True, slots=True)
class _Outcome:
    claimed: Claimed
    outcome: Delivered | Undeliverable
    written: "asyncio.Future[None]"


class Outcomes:
    """One instance serves all sends of a process. `ends` tells whether it ends, and cannot wait for a database."""

    def __init__(self, store: Store, clock: Callable[[], datetime], ends: Callable[[], bool]) -> None:
        self._store = store
        self._clock = clock
        self._ends = ends
        self._waiting: list[_Outcome] = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, claimed: Claimed, outcome: Delivered | Undeliverable) -> None:
        """Write one down; returns once it is committed. Raises what the database raises."""
        loop = asyncio.get_running_loop()
        written = loop.create_future()
        self._waiting.append(_Outcome(claimed, outcome, written))
        if self._writing is None:
            # A task of its own, so that nobody who is cancelled takes the outcomes of others along.
            self._writing = loop.create_task(self._write_all())
        await written

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                some, self._waiting = self._waiting, []
                await self._together(some)
        finally:
            self._writing = None

    async def _together(self, some: Sequence[_Outcome]) -> None:
        """In one transaction; what fails there is tried apart, so that one failure stays its own."""
        try:
            outcomes = [(it.claimed, it.outcome) for it in some]
            # If nobody wrote it down, a letter would go out once more.
            await insist(self._store, lambda tx: settle(tx, outcomes, self._clock()), log, self._ends)
        except Exception as problem:  # noqa: BLE001 - it is raised to who waits
            if len(some) > 1:
                for each in some:
                    await self._together([each])
                return
            _tell(some[0], problem)
        else:
            for each in some:
                _tell(each, None)


def _tell(outcome: _Outcome, problem: Exception | None) -> None:
    """Whoever was cancelled meanwhile does not hear of it."""
    if outcome.written.done():
        return
    if problem is None:
        outcome.written.set_result(None)
    else:
        outcome.written.set_exception(problem)
