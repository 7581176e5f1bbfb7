"""Whether this process is well: its event loop, its database, and its way to each platform."""

import asyncio
import time
from collections.abc import Callable, Mapping

from bot.storage.store import Store
from bot.storage.tx import Tx

ANSWERS_WITHIN = 1.0  # seconds
CUT_FOR = 60.0  # seconds for which a platform may be out of reach: a gateway resumes by itself in less
LOOKS_EVERY = 0.5  # seconds
FORGOTTEN_AFTER = 10.0  # seconds: a stall that is over is told for so long


class Vitals:
    """Looks twice a second how late the event loop runs and which platforms are connected.

    `connected` holds an event for each platform, set while it is. `lagged` hears each look's lateness in seconds, and
    `seconds` is a clock that is never set.
    """

    def __init__(
        self,
        store: Store,
        connected: Mapping[str, asyncio.Event],
        lagged: Callable[[float], None] = lambda _: None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._connected = connected
        self._lagged = lagged
        self._seconds = seconds
        self._seen: dict[str, float] = {}  # when a platform was last seen connected
        self._stalled_at: float | None = None
        self._asking: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Look until cancelled."""
        try:
            while True:
                due = self._seconds() + LOOKS_EVERY
                await asyncio.sleep(LOOKS_EVERY)
                self.look(max(0.0, self._seconds() - due))
        finally:
            if self._asking is not None:
                self._asking.cancel()

    def look(self, late: float) -> None:
        """One look, which came so many seconds late."""
        self._lagged(late)
        if late > ANSWERS_WITHIN:
            self._stalled_at = self._seconds()
        for platform, event in self._connected.items():
            if event.is_set():
                self._seen[platform] = self._seconds()

    async def unwell(self) -> list[str]:
        """What does not answer within a second."""
        wrong = []
        if self._stalled_at is not None and self._seconds() - self._stalled_at < FORGOTTEN_AFTER:
            wrong.append("event loop")
        if not await self._database_answers():
            wrong.append("database")
        return wrong

    def cut_off(self) -> list[str]:
        """The platforms that are not connected: not yet, or not for more than a minute."""
        now = self._seconds()
        return [
            platform
            for platform, event in self._connected.items()
            if not event.is_set() and now - self._seen.get(platform, -CUT_FOR) >= CUT_FOR
        ]

    async def _database_answers(self) -> bool:
        """One question at a time: what hangs is not asked again."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.get_running_loop().create_task(self._ask())
        done, _ = await asyncio.wait({self._asking}, timeout=ANSWERS_WITHIN)
        return bool(done) and not self._asking.cancelled() and self._asking.exception() is None

    async def _ask(self) -> None:
        """Whoever reads and whoever writes: either may hang alone."""
        await self._store.read(_nothing)
        await self._store.write(_nothing)


def _nothing(tx: Tx) -> None:
    tx.connection.exec_driver_sql("SELECT 1")
