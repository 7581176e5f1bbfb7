"""How much may come from one key: so many at once, then one more every so often.

A bucket is kept as one instant, the one at which it is full again. That is exact, and a full bucket needs no memory.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

K = TypeVar("K")

FEW = 256  # buckets below which nobody looks for full ones


@dataclass(frozen=True, slots=True)
class Allowance:
    """`burst` at once, and one more each `every`: never more than burst + span / every within a span of time."""

    burst: int
    every: timedelta

    @property
    def whole(self) -> timedelta:
        """How long an empty bucket takes to fill."""
        return self.burst * self.every


class Buckets(Generic[K]):
    """A bucket for each key. Remembers those alone that are not full, and `most` of them at most.

    Beyond `most` the fullest are forgotten, which lets somebody do more than was meant, never less.
    """

    def __init__(self, allowance: Allowance, most: int = 10_000) -> None:
        self._allowance = allowance
        self._most = most
        self._look_at = min(FEW, most)
        self._full_at: dict[K, datetime] = {}

    def __len__(self) -> int:
        return len(self._full_at)

    def take(self, key: K, at: datetime) -> bool:
        """Take one if there is one at this moment. Who is refused loses nothing by having tried."""
        free = not self.wait(key, at)
        full_at = self._full(key, at)
        self._full_at[key] = full_at + self._allowance.every if free else full_at
        if len(self._full_at) > self._look_at:
            self._forget(at)
        return free

    def wait(self, key: K, at: datetime, count: int = 1) -> timedelta:
        """How long until so many (`burst` at most) are there; zero if they are."""
        room = (self._allowance.burst - count) * self._allowance.every
        return max(timedelta(), self._full(key, at) - at - room)

    def is_before(self, key: K, at: datetime) -> bool:
        """Whether a moment lies further back than anything is known of the bucket."""
        return self._full_at.get(key, at) - self._allowance.whole > at

    def _full(self, key: K, at: datetime) -> datetime:
        """When the bucket is full again. A clock that was set back leaves it empty at the worst."""
        return min(max(self._full_at.get(key, at), at), at + self._allowance.whole)

    def _forget(self, at: datetime) -> None:
        waiting = [(key, full_at) for key, full_at in self._full_at.items() if full_at > at]
        if len(waiting) > self._most:
            waiting = sorted(waiting, key=lambda each: each[1])[-(self._most // 2) :]
        self._full_at = dict(waiting)
        self._look_at = min(max(FEW, 2 * len(waiting)), self._most)
