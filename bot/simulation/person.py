"""A simulated learner: who they are to the bot, and what they know while they plan their weeks and press buttons."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.app.commands import Command
from bot.app.said import RefusalKind
from bot.core.cadence import occurrence
from bot.simulation.journal import Journal

if TYPE_CHECKING:
    from bot.simulation.habits import Habit

Choice = Callable[["Person"], Command | None]


@dataclass(slots=True)
class Person:
    """`zone` is where they plan to be; `memory` what a habit keeps from week to week. `channel` is empty alone.

    `now` is the instant at which they do what they do.
    """

    id: str
    habit: "Habit"
    lot: Random
    channel: str
    zone: str
    starts: date
    journal: Journal
    now: datetime
    memory: dict[str, int] = field(default_factory=dict)
    whim: Random = field(default_factory=lambda: Random(0))  # noqa: S311 - for what they do with their group

    @property
    def today(self) -> date:
        """Their local day."""
        return self.journal.today(self.now)

    @property
    def is_off(self) -> bool:
        """Whether today is rest."""
        return self.journal.is_off(self.today)

    def at(self, day: date, clock: time, zone: str = "") -> datetime:
        """The instant at which their clock shows a time of a local day."""
        return occurrence(day, clock, ZoneInfo(zone or self.zone))

    def chance(self, of: float) -> bool:
        """Whether something happens that happens that often."""
        return self.lot.random() < of

    def evening(self, first: int = 18, last: int = 21) -> time:
        """Some time of an evening, or between two other hours."""
        return time(self.lot.randint(first, last), 20 * self.lot.randrange(3))


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does at an instant: a command, or what they then choose.

    With `refused` it is something that the bot must say no to in so many words, and after which nothing is changed.
    """

    at: datetime
    does: Command | Choice
    refused: RefusalKind | None = None

    def command(self, person: Person) -> Command | None:
        """What it comes to, if anything."""
        return self.does if isinstance(self.does, Command) else self.does(person)
