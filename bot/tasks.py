"""Background tasks that are kept, whose failures are logged, and that end with their owner."""

import asyncio
import logging
from collections.abc import Coroutine
from types import TracebackType
from typing import Any

log = logging.getLogger("pacekeeper.tasks")


class Crew:
    """Tasks that live as long as the `async with` block; on the way out they are given `patience` seconds to end."""

    def __init__(self, *, patience: float = 3.0) -> None:
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
        ends_at = now() + self._patience
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
