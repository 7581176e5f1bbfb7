"""Time in a story: the bot's clock and both platforms' clocks go on together, halting wherever something comes due."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.process.harness import Bot, started
from tests.process.scene import Scene
from tests.process.stories.clockwork import NOTHING, SETTLED

LISBON, TOKYO = "Europe/Lisbon", "Asia/Tokyo"
BEGINS = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
"""A Monday morning in Lisbon, on winter time, as London is."""
SETTLES_WITHIN = 60.0  # seconds; far more than it takes


@dataclass(slots=True)
class Timeline:
    """When it is. `settings` are the bot's own, for each of its runs."""

    scene: Scene
    settings: dict[str, str] = field(default_factory=dict)
    now: datetime = BEGINS
    """The latest instant that the clocks were set to; they run on from there."""
    bot: Bot | None = None

    def __str__(self) -> str:
        return f"{self.now.astimezone(ZoneInfo(LISBON)):%a %d %b %H:%M}"

    async def start(self) -> None:
        """Run the bot."""
        settings = {name: value for name, value in (self.scene.settings | self.settings).items() if value}
        self.bot = await started(
            self.scene.folder,
            settings,
            *(self.now.isoformat(), "run"),
            program="tests.process.stories.clockwork",
            stdin=asyncio.subprocess.PIPE,
        )
        self.scene.bots.append(self.bot)
        await self.bot.ready()

    async def stop(self) -> None:
        """Let the bot end in order."""
        assert self.bot is not None
        assert (await self.bot.end()).code == 0

    async def until(self, wall: str, zone: str = LISBON) -> None:
        """Live on until a zone's wall clock shows a date and time."""
        await self._live_to(datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC))

    async def passes(self, **length: float) -> None:
        """Live on for so many days, hours or minutes."""
        await self._live_to(self.now + timedelta(**length))

    async def _live_to(self, end: datetime) -> None:
        assert end >= self.now, f"it is {self.now} already"
        due = await self._settle("")
        while due is not None and due <= end:
            due = await self._go(due)
        await self._go(end)

    async def _go(self, at: datetime) -> datetime | None:
        ahead = (at - self.now).total_seconds()
        if ahead > 0:
            await self.scene.discord("clock.advance", seconds=ahead)
            await self.scene.telegram.do("advance", seconds=ahead)
            self.now = at
        return await self._settle(self.now.isoformat())

    async def _settle(self, line: str) -> datetime | None:
        """Let the bot do what is due, at an instant or now; when the next thing comes due."""
        assert self.bot is not None
        before = len(self.bot.lines)
        self.bot.tell(line)
        said = await self.bot.says(f"^{SETTLED}", within=SETTLES_WITHIN, after=before)
        following = said.removeprefix(SETTLED)
        return None if following == NOTHING else datetime.fromisoformat(following)
