"""Members who leave the chats of their group, through the real clients: who is named follows, and nobody is told."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.core.people import Address, GroupId, LearnerId, Platform
from bot.core.presence import MOST_ASKED
from bot.storage.rhythms import Rhythm
from bot.storage.tx import Tx
from tests.fakes.discord import Flag
from tests.process.harness import until
from tests.process.on_discord import OnDiscord
from tests.process.scene import BOT_NAME, Scene
from tests.process.stock import Stock

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

SOON = timedelta(minutes=4)  # before a card its members are asked after
WITHIN = 40.0  # seconds: a first look may come before the gateway is connected, the next one is 20 s later
ASKED = "GET /guilds/{guild_id}/members/{user_id}"


@dataclass(slots=True)
class Club:
    """One group in a Discord channel and a Telegram group in which the bot is an administrator; all are listed."""

    scene: Scene
    guild: int = 0
    channel: int = 0
    chat: int = 0
    host: int = 0
    on_discord: dict[str, int] = field(default_factory=dict)
    on_telegram: dict[str, int] = field(default_factory=dict)

    async def meets(self, *, discord: list[str], telegram: list[str]) -> None:
        """The members by name; who is on both is one learner."""
        world, tele = self.scene.discord, self.scene.telegram
        self.guild = await world("world.add_guild", name="Hall")
        self.channel = await world("world.add_channel", guild_id=self.guild, name="study")
        people = await world("world.add_users", count=len(discord), guild_id=self.guild)
        self.on_discord = dict(zip(discord, people, strict=True))
        self.host = await tele.do("person", first_name="Hana", started=True)
        people = await tele.do("people", count=len(telegram))
        self.on_telegram = dict(zip(telegram, people, strict=True))
        self.chat = await tele.do("group", title="Owls", owner=self.host, members=people, bot="administrator")
        self.scene.stored(self._rows)

    def _rows(self, tx: Tx) -> None:
        stock = Stock(tx, self.scene.zone)
        group, chat = stock.group(Platform.DISCORD, self.channel)
        tx.groups.add_chat(group, Address(Platform.TELEGRAM, str(self.chat)))
        for name, person in self.on_discord.items():
            self._member(stock, group, stock.learner(Platform.DISCORD, person, name=name))
        for name, person in self.on_telegram.items():
            if name not in self.on_discord:
                self._member(stock, group, stock.learner(Platform.TELEGRAM, person, name=name))
                continue
            found = tx.people.by_account(Platform.DISCORD, str(self.on_discord[name]), stock.now)
            assert found
            tx.people.add_account(found[0].id, Platform.TELEGRAM, str(person), name, stock.now)
        tx.rhythms.put([Rhythm("card", chat, stock.today, stock.now + SOON)])

    def _member(self, stock: Stock, group: GroupId, learner: LearnerId) -> None:
        stock.member(group, learner)
        stock.tx.groups.set_listed(group, learner, listed=True)

    def gone(self) -> set[str]:
        """Who is not named any more, read beside the bot that runs."""
        query = "SELECT l.name FROM learners l JOIN members m ON m.learner_id = l.id WHERE m.gone_on IS NOT NULL"
        return set(self._read(query))

    def closed(self) -> int:
        """How many of the chats the bot has lost."""
        return len(self._read("SELECT chat FROM chats WHERE closed_at IS NOT NULL"))

    def _read(self, query: str) -> list[str]:
        with closing(sqlite3.connect(f"file:{self.scene.database}?mode=ro", uri=True)) as reader:
            return [value for (value,) in reader.execute(query)]

    async def are_gone(self, *names: str) -> None:
        """Wait until it is these."""

        async def so() -> bool:
            return self.gone() == set(names)

        await until(so, within=WITHIN)

    async def asked(self) -> int:
        """How often Discord was asked after somebody."""
        return len(await self.scene.discord("watch.requests", route=ASKED))


@pytest.fixture
def club(scene: Scene) -> Club:
    """Not yet met."""
    return Club(scene)


async def test_who_leaves_either_side_and_comes_back(scene: Scene, club: Club) -> None:
    """Refinement 12: 10007 before the card, the group's own messages and `chat_member`; linked accounts count together,
    and whoever writes, or is let in, is named again."""
    await club.meets(discord=["Ana", "Mia", "Lea"], telegram=["Ben", "Kim", "Lea", "Zoe"])
    world, tele = scene.discord, scene.telegram
    await world("world.remove_member", guild_id=club.guild, user_id=club.on_discord["Mia"])
    bot = await scene.start()
    await club.are_gone("Mia")
    await tele.act(club.on_telegram["Ben"], "leave", chat_id=club.chat)
    await tele.act(club.host, "remove", chat_id=club.chat, user_id=club.on_telegram["Kim"])
    await tele.act(club.host, "promote", chat_id=club.chat, user_id=club.on_telegram["Zoe"], status="restricted")
    await tele.act(club.on_telegram["Lea"], "leave", chat_id=club.chat)  # and is still on Discord
    await club.are_gone("Mia", "Ben", "Kim")
    await tele.act(club.on_telegram["Zoe"], "leave", chat_id=club.chat)
    await club.are_gone("Mia", "Ben", "Kim", "Zoe")

    await tele.act(club.on_telegram["Ben"], "join", chat_id=club.chat)
    await tele.act(club.host, "promote", chat_id=club.chat, user_id=club.on_telegram["Kim"], status="member")
    await world("world.add_member", guild_id=club.guild, user_id=club.on_discord["Mia"])
    elsewhere = await world("world.add_channel", guild_id=club.guild, name="general")
    await OnDiscord(world, club.on_discord["Mia"], elsewhere).say("today")
    await club.are_gone("Zoe")
    said = await tele.do("deliveries", chat_id=club.chat)
    assert (await bot.end()).code == 0
    assert said == []
    told = await world("watch.messages", channel_id=club.channel)
    assert all(message["flags"] & Flag.EPHEMERAL for message in told)


async def test_a_command_in_the_group_brings_back(scene: Scene, club: Club) -> None:
    """Somebody whom the bot missed coming in."""
    await club.meets(discord=[], telegram=["Ben"])
    bot = await scene.start(DISCORD_TOKEN="")
    await scene.telegram.act(club.on_telegram["Ben"], "leave", chat_id=club.chat)
    await club.are_gone("Ben")
    assert (await bot.end()).code == 0
    await scene.telegram.act(club.on_telegram["Ben"], "join", chat_id=club.chat)
    await scene.telegram.do("drop_updates")
    await scene.start(DISCORD_TOKEN="")
    assert club.gone() == {"Ben"}
    await scene.telegram.act(club.on_telegram["Ben"], "say", chat_id=club.chat, text=f"/today@{BOT_NAME}")
    await club.are_gone()


async def test_an_outage_takes_nobody_out(scene: Scene, club: Club) -> None:
    """Neither a server that is down nor the bot's own removal says anything of its members."""
    await club.meets(discord=["Ana", "Mia"], telegram=["Ben"])
    await scene.discord("world.remove_guild", guild_id=club.guild, unavailable=True)
    bot = await scene.start()
    await scene.telegram.act(club.host, "remove_bot", chat_id=club.chat)
    await scene.discord("world.return_guild", guild_id=club.guild)

    async def asked() -> bool:
        return await club.asked() == 2

    await until(asked, within=WITHIN)
    assert club.gone() == set()
    await scene.discord("world.remove_guild", guild_id=club.guild)

    async def closed() -> bool:
        return club.closed() == 2

    await until(closed)
    assert (await bot.end()).code == 0
    assert club.gone() == set()


async def test_a_large_group_is_asked_after_a_few_at_a_time(scene: Scene, club: Club) -> None:
    """Issue 5, 7: ten questions for a card, however many members there are; who left is among the first next time."""
    names = [f"M{number}" for number in range(60)]
    await club.meets(discord=names, telegram=[])
    for name in names:
        await scene.discord("world.remove_member", guild_id=club.guild, user_id=club.on_discord[name])
    bot = await scene.start(TELEGRAM_TOKEN="")

    async def found() -> bool:
        return len(club.gone()) == MOST_ASKED

    await until(found, within=WITHIN)
    assert await club.asked() == MOST_ASKED
    assert (await bot.end()).code == 0
