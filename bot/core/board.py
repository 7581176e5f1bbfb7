"""The board: points of a week, and the score of a period (R10)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from bot.core.days import monday_number, week_number
from bot.core.plans import Plan, PlanHistory
from bot.core.record import NO_REST, STUDY_DAY_MINUTES, Record
from bot.core.returns import welcome_weeks
from bot.core.verdicts import Verdict, WeekFacts, verdict_of

Period = Literal["week", "4 weeks", "12 weeks"]

# How many past weeks a period looks back on, and how many of them must count for a place.
PERIODS: dict[Period, tuple[int, int]] = {"week": (0, 0), "4 weeks": (4, 2), "12 weeks": (12, 4)}
STUDY_POINTS = 100
REVIEW_POINTS = 40
WELCOME_POINTS = 20
_LEAST_Q, _MOST_Q = 3, 5
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
    member = seen(record, rest_in_time)
    this_week = week_number(today)
    if period == "week":
        now = member.points(this_week, reviews)
        return Score(Decimal(now[1].total).quantize(_ONE_DECIMAL), (now,))
    reach, fewest = PERIODS[period]
    counted = [week for week in range(max(this_week - reach, member.first), this_week) if not member.is_rest(week)]
    weeks = tuple(member.points(week, reviews) for week in counted)
    value = mean([week.total for _, week in weeks], fewest)
    return None if value is None else Score(value, weeks)


def mean(points: Sequence[int], fewest: int) -> Decimal | None:
    """The mean of the points of weeks that were not rest, to one decimal; None for fewer weeks than a place takes."""
    if len(points) < fewest:
        return None
    return (Decimal(sum(points)) / len(points)).quantize(_ONE_DECIMAL, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Seen:
    """A member as the board sees them, by week numbers: only what was logged in time, only rest declared in time."""

    plans: PlanHistory
    first: int
    study_days: Mapping[int, int]
    logged: frozenset[int]
    rested: frozenset[int]
    welcomes: frozenset[int]

    def points(self, week: int, reviews: Mapping[date, int]) -> tuple[date, WeekPoints]:
        """The Monday of a week, and its points; `reviews` as for `score`."""
        monday, studied = monday_number(week), self.study_days.get(week, 0)
        closed, welcome = reviews.get(monday, 0), week in self.welcomes
        return monday, points_of_week(self.plans.on(monday), studied, closed, welcome=welcome)

    def is_rest(self, week: int) -> bool:
        """Whether R5 calls this past week rest."""
        facts = WeekFacts(
            monday=monday_number(week),
            plan=self.plans.on(monday_number(week)),
            study_days=self.study_days.get(week, 0),
            logs=int(week in self.logged),
            minutes=0,
            rest_days=int(week in self.rested),
            rest_on_plan_days=0,
            is_first=week == self.first,
        )
        return verdict_of(facts) is Verdict.REST


def seen(record: Record, rest_in_time: frozenset[date]) -> Seen:
    """Add a member's days up in one pass."""
    studied: Counter[int] = Counter()
    logged: set[int] = set()
    for day, facts in record.days.items():
        if facts.on_time_minutes:
            week = week_number(day)
            logged.add(week)
            if facts.on_time_minutes >= STUDY_DAY_MINUTES:
                studied[week] += 1
    first = min(week_number(record.joined), *logged) if logged else week_number(record.joined)
    rested = frozenset(map(week_number, rest_in_time))
    return Seen(record.plans, first, studied, frozenset(logged), rested, welcome_weeks(first, logged, rested))
