"""`python -m bot` on a clock that its test moves: `python -m tests.process.stories.clockwork INSTANT`.

The clock runs on from the instant, for half a minute at most, so that a slow machine shows no other time. A line of
standard input names a later one, or none: then what is due is decided and delivered, in place of the heartbeat, and a
line of standard output names when the next thing comes due.
"""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

from bot import __main__, assembly, cli
from bot.core.days import A_DAY
from bot.core.people import Platform
from bot.heartbeat import Keeper, beat, tidy
from bot.opening import utc_clock
from bot.platforms.terminal.clock import MovedClock
from bot.storage.store import Store
from bot.storage.tx import Tx

SETTLED = "SETTLED "
NOTHING = "-"  # nothing comes due any more
RUNS_FOR = timedelta(seconds=30)


class HeldClock(MovedClock):
    """A clock that soon waits to be moved."""

    def __call__(self) -> datetime:
        """The instant that is now."""
        return min(super().__call__(), self._shown + RUNS_FOR)


@contextlib.asynccontextmanager
async def beating(
    store: Store,
    clock: Callable[[], datetime],
    wake: Callable[[], None],
    keeper: Keeper | None = None,
    **elsewhere: object,
) -> AsyncIterator[None]:
    """Beat when a line asks for it; back-ups and several processes have tests of their own."""
    del keeper, elsewhere
    assert isinstance(clock, MovedClock)
    listening = asyncio.get_running_loop().create_task(_listen(store, clock, wake))
    try:
        yield
    finally:
        listening.cancel()
        await asyncio.wait([listening])


async def _listen(store: Store, clock: MovedClock, wake: Callable[[], None]) -> None:
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    tidied = clock()
    async for line in lines:
        if instant := line.decode().strip():
            clock.move_to(datetime.fromisoformat(instant))
        if clock() - tidied >= A_DAY:
            await store.write(lambda tx: tidy(tx, clock()))
            tidied = clock()
        await beat(store, clock)
        wake()
        at = await _settled(store, clock)
        sys.stdout.write(f"{SETTLED}{at.isoformat() if at else NOTHING}\n")
        sys.stdout.flush()


async def _settled(store: Store, clock: MovedClock) -> datetime | None:
    """Wait until nothing is due any more; when the next thing will be."""
    while True:
        at = await store.read(_next_due)
        if at is None or at > clock():
            return at
        await asyncio.sleep(0.01)


def _next_due(tx: Tx) -> datetime | None:
    """When the next thing is to be decided or delivered; what is being sent counts as due."""
    if tx.letters.states().get("sending"):
        return datetime.min.replace(tzinfo=utc_clock().tzinfo)
    due = (tx.rhythms.next_at(), *map(tx.letters.next_due, Platform), tx.cards.next_edit(), tx.ask_posts.next_edit())
    return min((at for at in due if at is not None), default=None)


if __name__ == "__main__":
    vars(cli)["utc_clock"] = HeldClock(datetime.fromisoformat(sys.argv.pop(1)), utc_clock)
    vars(assembly)["beating"] = beating
    __main__.main()
