"""The server's clock, which tests may move, and the ids that carry its time."""

import time
from datetime import UTC, datetime
from itertools import count

DISCORD_EPOCH_MS = 1_420_070_400_000


class Clock:
    """Wall time plus what a test added: deadlines, tokens, nonces and limits all read it."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time_ns() / 1e9 + self._ahead

    def advance(self, seconds: float) -> float:
        """Move the clock forward by seconds and return the new time; asyncio's timers don't move."""
        self._ahead += seconds
        return self.now()

    def stamp(self, *, ago: float = 0.0) -> str:
        """The time as Discord writes it in messages, or that of so many seconds ago."""
        return datetime.fromtimestamp(self.now() - ago, UTC).isoformat()


class Snowflakes:
    """Ids that grow and hold the real time of their making, since discord.py reads it back."""

    def __init__(self) -> None:
        self._last = 0
        self._turn = count()

    def next(self) -> int:
        """A new id, greater than every one before."""
        moment = (time.time_ns() // 1_000_000 - DISCORD_EPOCH_MS) << 22
        self._last = max(self._last + 1, moment | (next(self._turn) & 0xFFF))
        return self._last
