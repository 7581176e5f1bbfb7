"""Moves the clock through everything that comes due on the way, each at its own time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.app.due import BATCH, decide
from bot.app.post import PostOffice
from bot.core.people import Platform
from bot.platforms.terminal.clock import MovedClock
from bot.storage.store import Store
from bot.storage.tx import Tx

A_STEP = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Due:
    """When the next thing comes due: something to decide, and something to deliver. None if nothing will."""

    decide: datetime | None
    deliver: datetime | None

    @property
    def first(self) -> datetime | None:
        """The earlier of the two."""
        return min((at for at in (self.decide, self.deliver) if at is not None), default=None)


class Travel:
    """The terminal's heartbeat: looks at what is due when the clock moves or something was said."""

    def __init__(self, store: Store, post: PostOffice, clock: MovedClock) -> None:
        self._store = store
        self._post = post
        self._clock = clock

    async def settle(self) -> datetime | None:
        """Decide and deliver what is due now; returns when the next thing comes due."""
        now = self._clock()
        due = await self._store.read(_next_due)
        if due.decide is not None and due.decide <= now:
            while await self._store.write(lambda tx: decide(tx, now)) >= BATCH:
                pass
            due = await self._store.read(_next_due)
        if due.deliver is not None and due.deliver <= now:
            await self._post.deliver_due()
            due = await self._store.read(_next_due)
        return due.first

    async def to(self, target: datetime) -> None:
        """Move on to an instant, halting wherever something comes due before it."""
        due = await self.settle()
        stuck = A_STEP
        while due is not None and due <= target and self._clock() < target:
            if due > self._clock():
                self._clock.move_to(due)
                stuck = A_STEP
            else:  # something is due that could not be done: go on in ever longer steps
                self._clock.move_to(min(self._clock() + stuck, target))
                stuck *= 2
            due = await self.settle()
        self._clock.move_to(target)


def _next_due(tx: Tx) -> Due:
    sends = (tx.letters.next_due(Platform.TERMINAL), tx.cards.next_edit(), tx.ask_posts.next_edit())
    return Due(tx.rhythms.next_at(), min((at for at in sends if at is not None), default=None))
