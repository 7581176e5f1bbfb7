"""Several processes that deliver, with PostgreSQL between them and both platforms as processes of their own."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.core.people import Platform
from tests.bench.bots import Process, bot
from tests.bench.letters import Side, fill, states_of
from tests.fakes.discord import Remote, spawned
from tests.fakes.telegram import separate_server
from tests.fakes.telegram.remote import Remote as TelegramRemote

GIVES_UP = 900.0  # seconds
LINGERS = 2.0  # seconds after the last letter, for what should not come


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one platform's letters: `seconds` from their commit to the last one's arrival."""

    platform: Platform
    letters: int
    seconds: float
    refused: int
    busiest: int
    doubled: int
    states: dict[str, int]
    peak_mib: float

    @property
    def rate(self) -> float:
        """Letters a second."""
        return self.letters / self.seconds


@dataclass(slots=True)
class Platforms:
    """Both platforms, and how to reach them."""

    discord: Remote
    telegram: TelegramRemote

    def settings(self, *platforms: Platform) -> dict[str, str]:
        """What a bot needs for these."""
        discord = {"DISCORD_TOKEN": self.discord.token, "DISCORD_API_URL": self.discord.api_url}
        telegram = {"TELEGRAM_TOKEN": self.telegram.token, "TELEGRAM_API_URL": self.telegram.url}
        both = {Platform.DISCORD: discord, Platform.TELEGRAM: telegram}
        return {name: value for each in platforms for name, value in both[each].items()}

    async def arrived(self) -> dict[Platform, int]:
        """How many messages stand on each."""
        return {
            Platform.DISCORD: (await self.discord("watch.counts"))["messages"],
            Platform.TELEGRAM: (await self.telegram.do("counts"))["deliveries"],
        }

    async def side(self, platform: Platform, private: int, groups: int) -> Side:
        """New people and chats there."""
        if platform is Platform.DISCORD:
            guild = await self.discord("world.add_guild", name="Bench")
            people = await self.discord("world.add_users", count=private, guild_id=guild, prefix="P")
            doors = [(who, await self.discord("world.conversation", user_id=who)) for who in people]
            channels = [await self.discord("world.add_channel", guild_id=guild, name=f"g{n}") for n in range(groups)]
            return Side(platform, doors, channels)
        known = await self.telegram.do("people", count=private, started=True)
        chats = [await self.telegram.do("group", title=f"G{n}", owner=known[0], bot="member") for n in range(groups)]
        return Side(platform, [(who, who) for who in known], chats)

    async def refused(self) -> dict[Platform, tuple[int, int]]:
        """How many requests were answered by 429, and the most in any second."""
        counts = {
            Platform.DISCORD: await self.discord("limits.counts"),
            Platform.TELEGRAM: await self.telegram.do("counts"),
        }
        return {platform: (each["refused"], each["busiest_second"]) for platform, each in counts.items()}


@asynccontextmanager
async def platforms(*, limits: bool) -> AsyncIterator[Platforms]:
    """Both platforms, with their own limits enforced or not."""
    more = ("--limits",) if limits else ()
    async with spawned("--no-spec", *more) as discord, separate_server("--no-check", *more) as telegram:
        yield Platforms(discord, telegram)


async def deliver(
    both: Platforms, folder: Path, url: str, sides: Sequence[Side], processes: int, *, program: str = "bot"
) -> list[Outcome]:
    """Start so many processes that deliver, let all letters be due in one moment, and wait until they have arrived."""
    before = await both.arrived()
    ends: dict[Platform, float] = {}
    async with AsyncExitStack() as stack:
        settings = {**both.settings(*(side.platform for side in sides)), "DATABASE_URL": url}
        starts = (stack.enter_async_context(_one(folder, settings, program)) for _ in range(processes))
        bots = [await each for each in starts]
        begins = await asyncio.get_running_loop().run_in_executor(None, fill, url, list(sides))
        while len(ends) < len(sides):
            await asyncio.sleep(0.2)
            arrived, now = await both.arrived(), time.perf_counter()
            for side in sides:
                if arrived[side.platform] - before[side.platform] >= side.letters:
                    ends.setdefault(side.platform, now)
            if now - max(begins.values()) > GIVES_UP:
                raise TimeoutError(f"not all letters arrived: {arrived}, {before} before")
        await asyncio.sleep(LINGERS)
        peak = max(each.peak_mib() for each in bots)
    arrived, refused, states = await both.arrived(), await both.refused(), states_of(url)
    return [
        Outcome(
            side.platform,
            side.letters,
            ends[side.platform] - begins[side.platform],
            *refused[side.platform],
            arrived[side.platform] - before[side.platform] - side.letters,
            dict(states[side.platform]),
            peak,
        )
        for side in sides
    ]


def _one(folder: Path, settings: dict[str, str], program: str) -> AbstractAsyncContextManager[Process]:
    return bot(folder, settings, program=(program, "run", "--roles", "deliver"))
