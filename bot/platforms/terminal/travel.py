"""Moves the clock through everything that comes due on the way, each at its own time."""

from datetime import datetime, timedelta

from bot.app.due import BATCH, decide
from bot.app.post import PostOffice
from bot.core.people import Platform
from bot.platforms.terminal.clock import MovedClock
from bot.storage.store import Store, Tx

A_STEP = timedelta(minutes=1)


class Travel:
    """The terminal's heartbeat: looks at what is due when the clock moves or something was said."""

    def __init__(self, store: Store, post: PostOffice, clock: MovedClock) -> None:
        self._store = store
        self._post = post
        self._clock = clock

    async def settle(self) -> None:
        """Decide and deliver what is due now."""
        now = self._clock()
        while await self._store.write(lambda tx: decide(tx, now)) >= BATCH:
            pass
        await self._post.deliver_due()

    async def to(self, target: datetime) -> None:
        """Move on to an instant, halting wherever something comes due before it."""
        stuck = A_STEP
        while (due := await self._store.read(_next_due)) is not None and due <= target:
            if due > self._clock():
                self._clock.move_to(due)
                stuck = A_STEP
            else:  # something is due that could not be done: go on in ever longer steps
                self._clock.move_to(min(self._clock() + stuck, target))
                stuck *= 2
            await self.settle()
            if self._clock() >= target:
                break
        self._clock.move_to(target)


def _next_due(tx: Tx) -> datetime | None:
    found = (tx.rhythms.next_at(), tx.letters.next_due(Platform.TERMINAL), tx.cards.next_edit())
    return min((at for at in found if at is not None), default=None)
