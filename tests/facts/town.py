"""A bot with both doors open on servers of our own, whose days pass when a test says so."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.answers import recall, remember
from bot.app.app import App
from bot.app.courier import Courier
from bot.app.post import PostOffice
from bot.app.rooms import Rooms
from bot.app.shelf import Shelf
from bot.core.people import Address, Chat, Platform
from bot.heartbeat import beat, tidy
from bot.platforms.discord.door import open_discord
from bot.storage.store import Store
from tests.fakes.discord import DiscordServer
from tests.fakes.telegram import TelegramServer
from tests.platforms.discord.stage import Marks
from tests.platforms.telegram.parts import Around, door_on
from tests.world import StoppedClock


@dataclass(slots=True)
class Town:
    """The running bot."""

    store: Store
    clock: StoppedClock
    shelf: Shelf
    app: App
    discord: DiscordServer
    telegram: TelegramServer
    couriers: dict[Platform, Courier] = field(default_factory=dict)
    post: PostOffice = field(init=False)

    def __post_init__(self) -> None:
        self.post = PostOffice(self.store, self.couriers, self.shelf, self.clock)

    async def live(self) -> None:
        """Decide and deliver what is due at this moment."""
        await beat(self.store, self.clock)
        await self.post.deliver_due()

    async def until(self, wall: str) -> None:
        """Live on to a time, UTC, in steps of ten minutes on the last day, of an hour before."""
        end = datetime.fromisoformat(wall).replace(tzinfo=self.clock.now.tzinfo)
        while self.clock.now < end:
            step = timedelta(minutes=10) if end - self.clock.now <= timedelta(hours=12) else timedelta(hours=1)
            self.clock.now = min(self.clock.now + step, end)
            await self.live()
        await self.store.write(lambda tx: tidy(tx, self.clock()))

    async def chat(self, platform: Platform, chat: int, thread: int = 0) -> Chat | None:
        """A group's chat as it is set down."""
        address = Address(platform, str(chat), str(thread) if thread else "")
        return await self.store.read(lambda tx: tx.groups.chat_at(address))

    async def closed(self, platform: Platform, chat: int, thread: int = 0) -> str:
        """Why a chat is given up; empty if it is not."""
        found = await self.chat(platform, chat, thread)
        assert found is not None
        return found.closed_because

    async def states(self, kind: str) -> dict[str, int]:
        """How many letters of a kind are in each state."""
        rows = await self.store.read(
            lambda tx: tx.connection.exec_driver_sql(
                f"SELECT state, count(*) FROM letters WHERE kind = '{kind}' GROUP BY state"  # noqa: S608 - our own word
            ).all()
        )
        return {str(row[0]): int(row[1]) for row in rows}


class Wired(Around):
    """What the Telegram door is wired to, as in the assembly."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app

    async def chat_closed(self, address: Address, reason: str) -> None:
        """It is the app's."""
        await self._app.news.address_closed(address, reason)

    async def chat_moved(self, old: str, new: str) -> None:
        """It is the app's."""
        await self._app.news.chat_moved(Platform.TELEGRAM, old, new)

    async def door_opened(self, asker: object) -> None:
        """It is the app's."""
        await self._app.door_opened(asker)  # type: ignore[arg-type]  # an asker


@asynccontextmanager
async def town_on(store: Store, clock: StoppedClock, shelf: Shelf) -> AsyncIterator[Town]:
    """Open it; nothing that it sent was against a platform's description when it closes."""
    app = App(store, shelf, clock, remember=remember, recall=recall)
    marks = Marks()
    async with DiscordServer() as discord, TelegramServer() as telegram:
        town = Town(store, clock, shelf, app, discord, telegram)
        async with (
            open_discord(
                app=app,
                rooms=Rooms(store, clock),
                token=discord.token,
                remembered=marks.recall,
                remember=marks.keep,
                api_url=discord.api_url,
                gateway_url=discord.gateway_url,
            ) as one,
            door_on(telegram, app, Wired(app)) as other,
        ):
            await one.ready.wait()
            town.couriers |= {Platform.DISCORD: one.courier, Platform.TELEGRAM: other.courier}
            app.inspectors |= {Platform.DISCORD: one.inspector, Platform.TELEGRAM: other.inspector}
            town.post = PostOffice(store, town.couriers, shelf, clock)
            yield town
        assert discord.watch.violations == []
    assert telegram.violations == []
