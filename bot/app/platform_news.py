"""What platforms tell without being asked: chats that are lost, found, moved, and who is in them."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.app import chats, presence
from bot.core.people import Address, Platform
from bot.storage.store import Store
from bot.storage.tx import Tx


class PlatformNews:
    """Takes such news in. `wake` is called after a commit that left something to deliver."""

    def __init__(self, store: Store, clock: Callable[[], datetime], wake: Callable[[], None]) -> None:
        self._store = store
        self._clock = clock
        self._wake = wake

    async def address_closed(self, address: Address, because: str) -> None:
        """An address is gone: a bot removed, a channel deleted, a person who blocked us."""
        await self._store.write(lambda tx: chats.close(tx, address, self._clock(), because, whole=True))

    async def arrived(self, platform: Platform, places: Sequence[str]) -> None:
        """The bot came to a server's channels or a group, perhaps again: the study groups there go on as they were."""
        await self._store.write(lambda tx: chats.reopen(tx, platform, places, self._clock()))

    async def opened(self, address: Address) -> None:
        """One thread of a group takes messages again; the others are as they were."""
        thread = address.thread
        await self._store.write(
            lambda tx: chats.reopen(tx, address.platform, [address.chat], self._clock(), thread=thread)
        )

    async def lost(self, platform: Platform) -> tuple[Address, ...]:
        """The groups' chats on a platform that could not be written to lately."""
        return await self._store.read(lambda tx: tx.groups.lost(platform))

    async def introduces(self, platform: Platform, place: str, places: Sequence[str]) -> bool:
        """Whether the bot should say who it is in a server or a group: once, and not where a study group meets."""
        return await self._store.write(lambda tx: chats.introduces(tx, platform, place, places, self._clock()))

    async def departed(self, platform: Platform, place: str) -> None:
        """The bot was removed from a server or a group."""
        await self._store.write(lambda tx: tx.places.depart(platform, place, self._clock()))

    async def came(self, platform: Platform, place: str, person: str) -> None:
        """A platform tells that somebody is in a chat, perhaps again."""
        await self._store.write(lambda tx: self._attended(tx, platform, place, person, there=True))

    async def went(self, platform: Platform, place: str, person: str) -> None:
        """A platform tells that somebody is in a chat no longer."""
        await self._store.write(lambda tx: self._attended(tx, platform, place, person, there=False))

    async def role_gone(self, server: str, role: str) -> None:
        """A role was deleted on Discord."""
        if await self._store.read(lambda tx: tx.rewards.gives(server, role)):
            await self._store.write(lambda tx: tx.rewards.lose(server, role))

    async def chat_moved(self, platform: Platform, old: str, new: str) -> None:
        """A chat has a new id."""
        await self._store.write(lambda tx: chats.move(tx, platform, old, new, self._clock()))

    def _attended(self, tx: Tx, platform: Platform, place: str, person: str, *, there: bool) -> None:
        now = self._clock()
        if presence.told(tx, platform, [place], person, there=there, at=now, now=now):
            tx.after_commit(self._wake)
