"""Days that pass: everything that comes due is decided and delivered in its time, to couriers that note it down."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

import pytest

from bot.app.courier import Delivered, Parcel
from bot.app.post import PostOffice
from bot.app.said import Said
from bot.app.shelf import Shelf
from bot.core.people import Address, Platform
from bot.heartbeat import beat
from bot.storage.letters import Letter
from bot.storage.store import Store
from bot.storage.tx import Tx
from tests.databases import POSTGRES, SQLITE
from tests.world import StoppedClock

T = TypeVar("T")
# Whole weeks are lived on the embedded engine by default; the statements behind them are proved on both.
mostly_embedded = pytest.mark.parametrize(
    "engine", [SQLITE, pytest.param(POSTGRES, marks=pytest.mark.slow)], indirect=True
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that a courier took, or an edit of one."""

    at: datetime
    address: Address
    said: Said
    key: str
    message: str
    language: str = ""


@dataclass(slots=True)
class Bag:
    """A courier that takes everything and notes it down, unless it was told to fail first."""

    clock: Callable[[], datetime]
    sent: list[Sent] = field(default_factory=list)
    edits: list[Sent] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)
    fails_for: dict[str, Exception] = field(default_factory=dict)
    tried: list[str] = field(default_factory=list)
    opens: str = ""
    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def deliver(self, parcel: Parcel) -> Delivered:
        """Post a new message."""
        self.tried.append(parcel.key)
        self._fail(parcel.address)
        message = f"m{len(self.sent) + 1}"
        self.sent.append(Sent(self.clock(), parcel.address, parcel.said, parcel.key, message, parcel.language))
        self.came.set()
        return Delivered(message, self.opens)

    async def edit(self, address: Address, message: str, said: Said, language: str = "") -> None:
        """Replace a message's content."""
        self.tried.append(message)
        self._fail(address)
        self.edits.append(Sent(self.clock(), address, said, "", message, language))

    def _fail(self, address: Address) -> None:
        problem = self.fails_for.get(address.chat) or (self.fails.pop(0) if self.fails else None)
        if problem is not None:
            raise problem


@dataclass(slots=True)
class Life:
    """A bot that runs while the clock is moved."""

    store: Store
    clock: StoppedClock
    shelf: Shelf
    telegram: Bag = field(init=False)
    discord: Bag = field(init=False)
    post: PostOffice = field(init=False)

    def __post_init__(self) -> None:
        self.telegram, self.discord = Bag(self.clock), Bag(self.clock)
        self.restart()

    def restart(self) -> None:
        """A new process on the same database."""
        couriers = {Platform.TELEGRAM: self.telegram, Platform.DISCORD: self.discord}
        self.post = PostOffice(self.store, couriers, self.shelf, self.clock)

    async def now(self) -> None:
        """Decide and deliver what is due at this moment; only as much as fits into a burst of the budget."""
        async with asyncio.timeout(30):
            await beat(self.store, self.clock)
            await self.post.deliver_due()

    async def until(self, wall: str, zone: str = "UTC") -> None:
        """Live on, from event to event, until a zone's wall clock shows a date and time."""
        begin = self.clock.now
        end = self.clock.show(wall, zone)
        self.clock.now = begin
        await self.now()
        while (following := await self.store.read(_next_event)) is not None and following <= end:
            self.clock.now = max(self.clock.now, following)
            await self.now()
        self.clock.now = end
        await self.now()

    async def down_until(self, wall: str, zone: str = "UTC") -> None:
        """Be switched off meanwhile."""
        self.clock.show(wall, zone)
        self.restart()
        await self.post.recover()
        await self.now()

    async def decided(self, wall: str) -> list[Letter]:
        """What is due at a time, UTC: decided, and not yet delivered."""
        self.clock.show(wall)
        await beat(self.store, self.clock)
        now = self.clock.now
        return await self.store.read(lambda tx: [it for each in Platform for it in tx.letters.due(each, now, 99)])

    async def states(self) -> dict[str, int]:
        """How many letters there are in each state."""
        return await self.store.read(lambda tx: tx.letters.states())

    def sent(self) -> list[Sent]:
        """All new messages, on both platforms, in order."""
        return sorted([*self.telegram.sent, *self.discord.sent], key=lambda it: it.at)

    def heard(self, kind: type[T]) -> list[T]:
        """What was said of one kind."""
        return [it.said for it in self.sent() if isinstance(it.said, kind)]

    def times(self, kind: type[object]) -> list[str]:
        """When something of one kind was sent, in UTC."""
        return [f"{it.at:%a %d %b %H:%M}" for it in self.sent() if isinstance(it.said, kind)]


def _next_event(tx: Tx) -> datetime | None:
    edits = (tx.cards.next_edit(), tx.ask_posts.next_edit())
    due = (tx.rhythms.next_at(), *map(tx.letters.next_due, Platform), *edits)
    return min((at for at in due if at is not None), default=None)
