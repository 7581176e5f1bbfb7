"""Many letters due at once, and what became of each: in the database, and on the platforms."""

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from bot.core.people import Platform
from bot.opening import utc_clock
from bot.storage.tx import Tx
from tests.process.harness import until
from tests.process.scene import Scene
from tests.process.stock import Stock

SEND = "POST /channels/{channel_id}/messages"


@dataclass(frozen=True, slots=True)
class Fate:
    """A letter in the database: where it goes, whether to a group, and its state."""

    platform: str
    chat: int
    card: bool
    state: str


@dataclass(slots=True)
class Bulk:
    """So many learners and groups on each platform, one letter each. Of learners on Telegram there may be `fewer`."""

    scene: Scene
    people: int
    groups: int
    fewer: int = 0
    chats: dict[str, list[int]] = field(default_factory=dict)
    before: tuple[int, int] = (0, 0)
    """How many messages stood on Discord and on Telegram."""
    calls_before: int = 0

    async def prepare(self) -> None:
        """Everybody exists on the platforms, and their letters are due."""
        discord, telegram = self.scene.discord, self.scene.telegram
        guild = await discord("world.add_guild", name="Bulk")
        members = await discord("world.add_users", count=self.people, guild_id=guild)
        doors = [await discord("world.conversation", user_id=each) for each in members]
        channels = [await discord("world.add_channel", guild_id=guild, name=f"g{n}") for n in range(self.groups)]
        known = await telegram.do("people", count=self.people - self.fewer, started=True)
        places = [await telegram.do("group", title=f"G{n}", owner=known[0], bot="member") for n in range(self.groups)]
        self.chats = {Platform.DISCORD: [*doors, *channels], Platform.TELEGRAM: [*known, *places]}
        self.before = await self._counted()
        self.calls_before = (await telegram.do("counts"))["calls"]

        def fill(tx: Tx) -> None:
            stock = Stock(tx, self.scene.zone)
            learners = [
                stock.learner(Platform.DISCORD, who, direct=door) for who, door in zip(members, doors, strict=True)
            ]
            learners += [stock.learner(Platform.TELEGRAM, each) for each in known]
            stock.due("prompt", learners)
            cards = [stock.group(Platform.DISCORD, each)[1] for each in channels]
            cards += [stock.group(Platform.TELEGRAM, each)[1] for each in places]
            stock.waiting_cards(cards)

        self.scene.stored(fill)

    async def slow_answers(self, seconds: float = 0.3) -> None:
        """Discord takes its time, so that some messages are always under way."""
        await self.scene.discord("faults.slow", route=SEND, seconds=seconds, times=100_000)

    async def arrived(self) -> dict[str, Counter[int]]:
        """How many messages stand in each chat of its own; answers to commands and introductions to other servers,
        which a kill may cut off, are left out."""
        mine = self.chats[Platform.DISCORD]
        posted = {
            (_chat(each), each["answer"]["id"])
            for each in await self.scene.discord("watch.requests", route=SEND)
            if each["status"] == 200 and _chat(each) in mine
        }
        stand = await self.scene.discord("watch.standing", channel_ids=mine)
        assert stand == len(posted), f"{stand} messages stand on Discord, {len(posted)} were answered for"
        telegram = await self.scene.telegram.do("deliveries", since=self.before[1])
        return {
            Platform.DISCORD: Counter(chat for chat, _ in posted),
            Platform.TELEGRAM: Counter(int(each["message"]["chat"]["id"]) for each in telegram),
        }

    async def wait_for(self, count: int, *, within: float = 60.0) -> None:
        """Wait until so many messages were posted on each platform."""

        async def enough() -> bool:
            discord, telegram = await self._counted()
            return min(discord - self.before[0], telegram - self.before[1]) >= count

        await until(enough, within=within)

    async def _counted(self) -> tuple[int, int]:
        discord, telegram = await self.scene.discord("watch.counts"), await self.scene.telegram.do("counts")
        return discord["messages"], telegram["deliveries"]

    async def wait_for_calls(self, count: int, *, within: float = 20.0) -> None:
        """Wait until the bot tried so many sends on each platform, answered or not."""

        async def enough() -> bool:
            waiting = await self.scene.discord("faults.waiting")
            calls = await self.scene.telegram.do("calls", method="sendMessage", since=self.calls_before)
            tried: int = sum(100 - each["times"] for each in waiting)
            return min(tried, len(calls)) >= count

        await until(enough, within=within)

    def waiting(self) -> int:
        """How many letters wait or are being sent; the bot may run."""
        if "://" in self.scene.database:
            return self.scene.stored(_waiting)
        with closing(sqlite3.connect(f"file:{self.scene.database}?mode=ro", uri=True)) as database:
            found = database.execute("SELECT count(*) FROM letters WHERE state IN ('ready', 'sending')").fetchone()
            undecided = database.execute("SELECT count(*) FROM rhythms WHERE next_at < ?", (f"{utc_clock():%F %T}",))
            return int(found[0]) + int(undecided.fetchone()[0])

    async def all_settled(self) -> None:
        """Wait until no letter waits any more."""

        async def none_waits() -> bool:
            return not self.waiting()

        await until(none_waits, within=90)

    def fates(self) -> list[Fate]:
        """What the database says of each letter; the bot must not run."""

        def read(tx: Tx) -> list[Fate]:
            rows = tx.connection.exec_driver_sql("SELECT platform, chat, kind, state FROM letters").all()
            return [Fate(row.platform, int(row.chat), row.kind == "card", row.state) for row in rows]

        return self.scene.stored(read)


def _waiting(tx: Tx) -> int:
    """On PostgreSQL."""
    states = tx.letters.states()
    query = "SELECT count(*) FROM rhythms WHERE next_at < now()"
    return states.get("ready", 0) + states.get("sending", 0) + int(tx.connection.exec_driver_sql(query).scalar_one())


def _chat(record: dict[str, Any]) -> int:
    return int(record["path"].split("/")[2])
