"""Asks platforms, a few minutes before a group's card, whether some of its members are still there.

It costs no card anything: questions go out beside the letters, through what these leave of the send budget, and what
is not answered before the card changes the card afterwards or is asked another day. No transaction is open meanwhile.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.app.courier import Later, Undeliverable, Unsure
from bot.app.presence import told
from bot.core.days import local_day
from bot.core.people import Address, Chat, Platform
from bot.core.presence import ASKED_AHEAD, MOST_ASKED, NAMED_LATELY, to_ask
from bot.shards import Shards
from bot.storage.presences import Asked
from bot.storage.store import Store
from bot.storage.tx import Tx
from bot.tasks import Crew

log = logging.getLogger("pacekeeper.roll")
EVERY = 20.0  # seconds between two looks
PATIENCE = 5.0  # seconds for one answer


class Lookout(Protocol):
    """Asks one platform who is where. Both raise Undeliverable when it does not answer."""

    async def places(self, chat: Address) -> tuple[str, ...]:
        """The ids of all chats in which those are who are in this one; none if it cannot be asked after anybody."""
        ...

    async def is_there(self, chat: Address, person: str) -> bool | None:
        """Whether somebody is in a chat; None if the platform does not say."""
        ...


class Roll:
    """Asks again and again. One instance serves all platforms of a process."""

    def __init__(
        self,
        store: Store,
        lookouts: Mapping[Platform, Lookout],
        clock: Callable[[], datetime],
        wake: Callable[[], None],
        *,
        every: float = EVERY,
        shards: Shards | None = None,
    ) -> None:
        self._store = store
        self._lookouts = lookouts
        self._clock = clock
        self._wake = wake
        self._every = every
        self._shards = shards  # of Discord, where several processes share it

    async def run(self) -> None:
        """Ask until cancelled, each platform beside the others."""
        async with Crew(patience=0) as crew:
            for platform in self._lookouts:
                crew.start(self._forever(platform))
            await asyncio.Event().wait()

    async def look(self, platform: Platform) -> int:
        """Ask for each card that comes soon; returns how many were asked after."""
        asked = 0
        while (chat := await self._store.write(lambda tx: self._take(tx, platform))) is not None:
            until = self._clock() + ASKED_AHEAD
            try:
                places = await self._places(chat, until)
            except (Later, Unsure, TimeoutError) as problem:  # the platform is out of reach: the next look tries again
                await self._failed(chat, problem)
                await self._store.write(lambda tx: tx.presences.give_back(chat.id))
                break
            asked += await self._people(chat, places, until) if places else 0
        return asked

    async def _forever(self, platform: Platform) -> None:
        while True:
            try:
                await self.look(platform)
            except Exception as problem:  # noqa: BLE001  # the next look is as good; a question's words may be theirs
                log.warning("asking who is still there failed: %s", type(problem).__name__)
            await asyncio.sleep(self._every)

    def _take(self, tx: Tx, platform: Platform) -> Chat | None:
        now = self._clock()
        shards = self._shards if platform is Platform.DISCORD else None
        return tx.presences.take(platform, now + ASKED_AHEAD, now - 2 * ASKED_AHEAD, now, shards)

    async def _places(self, chat: Chat, until: datetime) -> tuple[str, ...]:
        if not await self._allowed(chat, None, until):
            return ()
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._lookouts[chat.address.platform].places(chat.address)
        except (Later, Unsure):
            raise
        except Undeliverable:  # of this chat alone: its card will tell
            return ()

    async def _people(self, chat: Chat, places: tuple[str, ...], until: datetime) -> int:
        asked = 0
        try:
            for each in await self._store.read(lambda tx: self._chosen(tx, chat)):
                if not await self._allowed(chat, each, until):
                    break
                asked += 1
                await self._ask(chat, places, each)
        except (Undeliverable, TimeoutError) as problem:  # whoever comes next would only wait for the same
            await self._failed(chat, problem)
        return asked

    async def _failed(self, chat: Chat, problem: Exception) -> None:
        """A failure changes nothing; where it was a 429 the budget hears of it."""
        log.info("who is still in chat %d is asked another time: %s", chat.id, type(problem).__name__)
        if isinstance(problem, Later) and problem.throttled:
            seconds = problem.seconds
            await self._store.write(lambda tx: tx.budgets.empty(chat.address.platform, self._clock(), seconds))

    async def _ask(self, chat: Chat, places: tuple[str, ...], each: Asked) -> None:
        at = self._clock()
        async with asyncio.timeout(PATIENCE):
            there = await self._lookouts[chat.address.platform].is_there(chat.address, each.person)
        if there is None:
            return
        address = chat.address

        def keep(tx: Tx) -> None:
            if told(tx, address.platform, places, each.person, there=there, at=at, now=self._clock(), asked=True):
                tx.after_commit(self._wake)

        await self._store.write(keep)

    def _chosen(self, tx: Tx, chat: Chat) -> tuple[Asked, ...]:
        group, now = tx.groups.get(chat.group), self._clock()
        if group is None:
            return ()
        since = local_day(now, ZoneInfo(group.zone)) - NAMED_LATELY
        return to_ask(
            tx.presences.doubtful(chat.id, MOST_ASKED),
            tx.presences.named(chat.id, since, MOST_ASKED),
            tx.presences.others(chat.id, MOST_ASKED),
        )

    async def _allowed(self, chat: Chat, each: Asked | None, until: datetime) -> bool:
        """Wait for what letters leave of the budget, no longer than for the card; who is asked after is noted then."""

        def spent(tx: Tx) -> float:
            wait = tx.budgets.spare(chat.address.platform, self._clock())
            if not wait and each is not None:
                tx.presences.asking(chat.id, each, self._clock())
            return wait

        while self._clock() < until:
            wait = await self._store.write(spent)
            if not wait:
                return True
            await asyncio.sleep(wait)
        return False
