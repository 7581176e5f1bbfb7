"""The event loop of the bots: while the process stands still no time-out runs."""

import asyncio
import time

LOOK = 1.0  # seconds between two looks at the clock, where nothing else makes one
STILL = 3.0  # seconds without any look, after which the process is taken to have stood still


class SteadyLoop(asyncio.SelectorEventLoop):
    """A loop that does not count the time in which the process stood still (SIGSTOP, a paused virtual machine, a
    starved host).

    Otherwise it would find all of its time-outs run out when it goes on, before it reads the answers that have long
    arrived; a letter that was in flight would then be taken for unsure, and sent again.
    """

    def __init__(self, *, look: float = LOOK, still: float = STILL) -> None:
        self._look, self._still = look, still
        self._lost = 0.0
        self._seen = time.monotonic()
        super().__init__()
        self._look_again()

    def time(self) -> float:
        """Seconds that this process was awake, from any beginning."""
        now = time.monotonic()
        gone = now - self._seen
        if gone > self._still:
            self._lost += gone - self._look
        self._seen = now
        return now - self._lost

    def _look_again(self) -> None:
        self.call_later(self._look, self._look_again)
