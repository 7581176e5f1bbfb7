"""The server's clock, which tests may move."""

import time


class Clock:
    """The machine's time plus what a test added; dates, limits and the age of presses all read it."""

    __slots__ = ("_ahead",)

    def __init__(self) -> None:
        self._ahead = 0.0

    def unix(self) -> int:
        """Seconds since 1970, as Telegram writes dates."""
        return int(time.time_ns() / 1e9 + self._ahead)

    def steady(self) -> float:
        """Seconds that never run backwards, for intervals."""
        return time.monotonic() + self._ahead

    def advance(self, seconds: float) -> None:
        """Move on by seconds; timers of the event loop don't move."""
        self._ahead += seconds
