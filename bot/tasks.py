"""Background tasks that are kept, whose failures are logged, and that end with their owner."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any

log = logging.getLogger("pacekeeper.tasks")


class Grace:
    """How long all parts together may take to end. They end one after the other, so what one takes the next has not."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._ends_at: float | None = None

    def begin(self) -> None:
        """The end has come: from now on the time runs."""
        self._ends_at = asyncio.get_running_loop().time() + self._seconds

    def left(self, most: float) -> float:
        """Seconds that one part may still wait for something; `most` as long as nothing ends."""
        if self._ends_at is None:
            return most
        return min(most, max(0.0, self._ends_at - asyncio.get_running_loop().time()))


class Crew:
    """Tasks that live as long as the `async with` block; on the way out they are given `patience` seconds to end."""

    def __init__(self, *, patience: float | Callable[[], float] = 3.0) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._patience = patience

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run something beside; a failure is logged, not lost."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def __len__(self) -> int:
        return len(self._tasks)

    async def idle(self) -> None:
        """Wait until nothing runs."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def __aenter__(self) -> "Crew":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        now = asyncio.get_running_loop().time
        ends_at = now() + (self._patience() if callable(self._patience) else self._patience)
        try:
            while self._tasks and now() < ends_at:  # again and again: what ends may have started something
                await asyncio.wait(self._tasks, timeout=ends_at - now())
        finally:  # also if the owner's patience ends first
            for task in list(self._tasks):
                task.cancel()
            if self._tasks:
                await asyncio.wait(self._tasks)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (problem := task.exception()) is not None:
            log.error("a background task failed", exc_info=problem)


async def woken_within(event: asyncio.Event, seconds: float) -> None:
    """Wait until somebody sets the event, but no longer than so many seconds."""
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
