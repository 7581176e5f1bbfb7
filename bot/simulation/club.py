"""What the members of a simulated group have together, told once more from what they did (R15, R20, R23)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bot.simulation.naive import A_DAY, A_WEEK, monday


@dataclass(frozen=True, slots=True)
class Told:
    """Whose share it is, and the Monday of the week whose digest tells it."""

    who: str
    week: date


@dataclass(slots=True)
class Club:
    """`seasons` are (first, last day), `shares` those that stand by the bot's number, `kudos` who cheered by week,
    `cards` the days whose card was posted."""

    seasons: list[tuple[date, date]] = field(default_factory=list)
    shares: dict[int, Told] = field(default_factory=dict)
    kudos: dict[date, set[str]] = field(default_factory=dict)
    cards: list[date] = field(default_factory=list)

    def off(self, joined: date, until: date) -> Iterable[date]:
        """R15: the days of seasons from a member's joining on, up to a day."""
        for first, last in self.seasons:
            day = max(first, joined)
            while day <= min(last, until):
                yield day
                day += A_DAY

    def off_until(self, day: date) -> date | None:
        """The last day of the season that a day is in, the later one of two."""
        return max((last for first, last in self.seasons if first <= day <= last), default=None)

    def share(self, number: int, who: str, looked_back_on: date, today: date) -> None:
        """R23: told in the digest of the week it looks back on, or in the next one if that has been."""
        self.shares.setdefault(number, Told(who, max(looked_back_on, monday(today) - A_WEEK)))

    def told(self, week: date) -> dict[int, str]:
        """Whose shares a week's digest may tell, by their numbers."""
        return {number: it.who for number, it in self.shares.items() if it.week == week}
