"""The board: points of a week, the score of a period, and places (R10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Generic, Literal, TypeVar

from bot.core.days import monday_of
from bot.core.plans import Plan
from bot.core.record import NO_REST, Record
from bot.core.returns import welcome_weeks
from bot.core.verdicts import Verdict, WeekFacts, facts_of, weeks_of

Period = Literal["week", "4 weeks", "12 weeks"]
Key = TypeVar("Key")

STUDY_POINTS = 100
REVIEW_POINTS = 40
WELCOME_POINTS = 20
_LEAST_Q, _MOST_Q = 3, 5
_LONG_PERIODS: dict[Period, tuple[int, int]] = {"4 weeks": (4, 2), "12 weeks": (12, 4)}
_ONE_DECIMAL = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class WeekPoints:
    """The points of one week, and what they were made of: `study_days` of the `asked` ones (q in R10)."""

    study_days: int
    asked: int
    study: int
    reviews: int
    welcome: int

    @property
    def total(self) -> int:
        """All points of the week: 0 to 160."""
        return self.study + self.reviews + self.welcome


@dataclass(frozen=True, slots=True)
class Score:
    """A learner's value in a period, and the points of the weeks that it is the mean of, the oldest first."""

    value: Decimal
    weeks: tuple[tuple[date, WeekPoints], ...]


@dataclass(frozen=True, slots=True)
class Placed(Generic[Key]):
    """A line of the board. Equal scores share a place."""

    place: int
    key: Key
    score: Decimal


def points_of_week(plan: Plan, study_days: int, reviews_closed: int, *, welcome: bool) -> WeekPoints:
    """The points of a week with so many study days, and so many reviews that first ended in yes (R10)."""
    asked = min(max(plan.size, _LEAST_Q), _MOST_Q)
    days = min(study_days, asked)
    return WeekPoints(
        study_days=study_days,
        asked=asked,
        study=(2 * STUDY_POINTS * days + asked) // (2 * asked),  # rounded, halves up
        reviews=REVIEW_POINTS if reviews_closed else 0,
        welcome=WELCOME_POINTS if welcome else 0,
    )


def score(
    record: Record,
    reviews: Mapping[date, int],
    period: Period,
    today: date,
    rest_in_time: frozenset[date] = NO_REST,
) -> Score | None:
    """A member's score on their local day `today`; None where it takes no place, for want of weeks (R10).

    `record` begins with the joining of the group; what was logged too late is left out here. `reviews`
    counts, by the Monday of its local day, the reviews that first ended in yes. `rest_in_time` are the days
    of a season and those declared as rest before their week ended: other rest does not change the board.
    """
    seen = record.on_time(rest_in_time)
    past = weeks_of(seen, today)
    open_week = facts_of(seen, monday_of(today))
    welcomes = welcome_weeks((*(week.facts for week in past), open_week))

    def points(week: WeekFacts) -> tuple[date, WeekPoints]:
        closed = reviews.get(week.monday, 0)
        return week.monday, points_of_week(week.plan, week.study_days, closed, welcome=week.monday in welcomes)

    if period == "week":
        now = points(open_week)
        return Score(Decimal(now[1].total).quantize(_ONE_DECIMAL), (now,))
    reach, fewest = _LONG_PERIODS[period]
    first = monday_of(today) - timedelta(weeks=reach)
    counted = [week.facts for week in past if week.monday >= first and week.verdict is not Verdict.REST]
    if len(counted) < fewest:
        return None
    weeks = tuple(points(week) for week in counted)
    mean = Decimal(sum(week.total for _, week in weeks)) / len(weeks)
    return Score(mean.quantize(_ONE_DECIMAL, ROUND_HALF_UP), weeks)


def places(scores: Sequence[tuple[Key, Decimal]]) -> list[Placed[Key]]:
    """The lines of a board, best first; ties share a place and keep the order given (1, 2, 2, 4)."""
    lines: list[Placed[Key]] = []
    for n, (key, value) in enumerate(sorted(scores, key=lambda one: -one[1]), start=1):
        tied = bool(lines) and lines[-1].score == value
        lines.append(Placed(lines[-1].place if tied else n, key, value))
    return lines


def neighbours(lines: Sequence[Placed[Key]], key: Key, around: int = 1) -> list[Placed[Key]]:
    """The line of `key` with so many lines above and below it; nothing if it is not on the board."""
    at = next((n for n, line in enumerate(lines) if line.key == key), None)
    return [] if at is None else list(lines[max(0, at - around) : at + around + 1])
