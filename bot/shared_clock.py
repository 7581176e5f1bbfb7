"""The database's clock, for processes on many hosts: theirs need not agree, and may be set at will."""

import asyncio
import logging
from datetime import datetime, timedelta
from time import monotonic

from bot.storage.store import Store

log = logging.getLogger("pacekeeper")
EVERY = 60.0  # seconds between two looks
LOOKS = 3  # of which the quickest is the most exact


class SharedClock:
    """Shows what the database's clock shows. Between two looks it is moved on by this machine's steady counter."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._shown: datetime | None = None
        self._counter = 0.0

    def __call__(self) -> datetime:
        """Now, in UTC. Only after the first `look`."""
        if self._shown is None:
            raise RuntimeError("the clock was not looked at yet")
        return self._shown + timedelta(seconds=monotonic() - self._counter)

    async def look(self) -> None:
        """Ask the database. Raises what it raises."""
        best = float("inf")
        for _ in range(LOOKS):
            before = monotonic()
            shown = await self._store.instant()
            took = monotonic() - before
            if took < best:
                best, self._shown, self._counter = took, shown, before + took / 2

    async def follow(self) -> None:
        """Look again each minute; a database that is away changes nothing."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.look()
            except Exception as problem:  # noqa: BLE001  # whatever it is, the counter goes on
                log.warning("the database's clock cannot be read now: %s", type(problem).__name__)
