"""A scene: a folder, both platforms as processes of their own, and the runs of the bot between them."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.opening import BOTS, open_store, utc_clock
from bot.storage.tx import Tx
from tests.fakes import discord as fake_discord
from tests.fakes import telegram as fake_telegram
from tests.process.harness import Bot, assert_no_trouble, assert_silent_about, started

T = TypeVar("T")
BOT_NAME = "pacekeeper_bot"
# None of them has summer time, and at any moment it is day in one of them.
ZONES = (
    *("Pacific/Honolulu", "America/Phoenix", "America/Bogota", "America/Sao_Paulo", "Africa/Lagos"),
    *("Africa/Nairobi", "Asia/Karachi", "Asia/Bangkok", "Asia/Tokyo", "Pacific/Guadalcanal"),
)
DAYTIME = range(10, 17)  # hours: far from the day's border and from the quiet hours


def daytime_zone(now: datetime) -> str:
    """A zone in which it is day now, so that what is due may be delivered (R16) and no day ends meanwhile (R1)."""
    return next(zone for zone in ZONES if now.astimezone(ZoneInfo(zone)).hour in DAYTIME)


@dataclass(slots=True)
class Scene:
    """What a test plays in. `expected` is a pattern of ERROR lines that the test provokes, `traces` says whether stack
    traces come with them."""

    folder: Path
    discord: fake_discord.Remote
    telegram: fake_telegram.Remote
    database: str
    bots: list[Bot] = field(default_factory=list)
    expected: str | None = None
    traces: bool = False
    violations_before: int = 0
    zone: str = field(default_factory=lambda: daytime_zone(utc_clock()))
    more_secrets: dict[str, str] = field(default_factory=dict)

    @property
    def settings(self) -> dict[str, str]:
        """The environment that joins the bot to both platforms."""
        return self.discord_settings | self.telegram_settings | {"DATABASE_URL": self.database}

    @property
    def discord_settings(self) -> dict[str, str]:
        """Where Discord is."""
        return {
            "DISCORD_TOKEN": self.discord.token,
            "DISCORD_API_URL": self.discord.api_url,
            "DISCORD_GATEWAY_URL": self.discord.gateway_url,
        }

    @property
    def telegram_settings(self) -> dict[str, str]:
        """Where Telegram is."""
        return {"TELEGRAM_TOKEN": self.telegram.token, "TELEGRAM_API_URL": self.telegram.url}

    async def start(self, **changed: str) -> Bot:
        """Run the bot and wait until it is ready; a setting that is changed to "" is left out."""
        bot = await self.run("run", **changed)
        await bot.ready()
        return bot

    async def run(self, *words: str, program: str = "bot", **changed: str) -> Bot:
        """Run `pacekeeper WORDS` without waiting for anything."""
        settings = {name: value for name, value in {**self.settings, **changed}.items() if value}
        bot = await started(self.folder, settings, *words, program=program)
        self.bots.append(bot)
        return bot

    def stored(self, work: Callable[[Tx], T]) -> T:
        """Read or prepare the database while no bot runs."""
        store = open_store(self.database, BOTS, migrate=True)
        try:
            return store.write_now(work)
        finally:
            store.close_now()

    async def violations(self) -> list[Any]:
        """What the bot sent against the platforms' own descriptions."""
        on_telegram = await self.telegram.do("violations")
        return [*await self.discord("watch.broken_rules"), *on_telegram[self.violations_before :]]

    async def close(self) -> None:
        """End whatever still runs, then hold every run to what holds for all of them."""
        await asyncio.gather(*(bot.kill() for bot in self.bots))
        known = {"DISCORD_TOKEN": self.discord.token, "TELEGRAM_TOKEN": self.telegram.token}
        assert_silent_about(known | self.more_secrets, self.bots, self.folder)
        assert_no_trouble(self.bots, self.expected, traces=self.traces)
        assert await self.violations() == []


@dataclass(frozen=True, slots=True)
class Platforms:
    """Both platforms, running."""

    discord: fake_discord.Remote
    telegram: fake_telegram.Remote


@asynccontextmanager
async def platforms_apart() -> AsyncIterator[Platforms]:
    """Start both platforms, each with a token that nobody could mistake for other words."""
    discord_token = f"{secrets.token_urlsafe(18)}.{secrets.token_urlsafe(5)[:6]}.{secrets.token_urlsafe(24)}"
    telegram_token = f"70{secrets.randbelow(10**8):08}:AA{secrets.token_urlsafe(25)[:33]}"
    async with (
        fake_discord.spawned(f"--token={discord_token}") as discord,
        fake_telegram.separate_server(f"--token={telegram_token}") as telegram,
    ):
        yield Platforms(discord, telegram)


@asynccontextmanager
async def scene_on(platforms: Platforms, folder: Path) -> AsyncIterator[Scene]:
    """Open a scene; every run of the bot has ended when the block ends, whatever happens."""
    discord, telegram = platforms.discord, platforms.telegram
    await discord("faults.clear")
    await discord("gateway.restore_token")
    await discord("settings.change", starts_left=None)
    await telegram.do("token", valid=True)
    await discord("watch.forget")
    await telegram.do("clear_faults")
    await telegram.do("drop_updates")
    broken = len(await telegram.do("violations"))
    opened = Scene(folder, discord, telegram, str(folder / "pacekeeper.db"), violations_before=broken)
    try:
        yield opened
    finally:
        await opened.close()
