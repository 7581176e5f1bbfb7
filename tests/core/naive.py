"""The rules once more, written day by day from the specification's words and without regard for speed.

Nothing here shares code with the rules under test but the shape of what goes in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from bot.core.plans import Plan
from bot.core.record import DayFacts, Record

FLOORS = {2: 1, 3: 2, 4: 3, 5: 3, 6: 4, 7: 5}
A_WEEK = timedelta(days=7)


@dataclass
class Numbers:
    """What R5 to R9 say of someone on a day."""

    verdicts: list[str]
    kept: int
    run: int
    best_run: int
    last_eight: tuple[int, int]
    reserve: int
    days_left: int


def monday(day: date) -> date:
    """Walk back to a Monday."""
    while day.isoweekday() != 1:
        day -= timedelta(days=1)
    return day


def plan_of(record: Record, week: date) -> Plan:
    """The latest plan that holds from this week or an earlier one, else the first there is."""
    held = [plan for since, plan in record.plans.plans if since <= week]
    return held[-1] if held else record.plans.plans[0][1]


def the_days(week: date) -> list[date]:
    """Monday to Sunday."""
    return [week + timedelta(days=n) for n in range(7)]


def first_week(record: Record) -> date:
    """That of joining or of the first log's day, whichever is earlier."""
    return monday(min([record.joined, *record.days]))


def verdict(record: Record, week: date) -> str:
    """R5 for a past week."""
    found = [record.days[day] for day in the_days(week) if day in record.days]
    study_days = len([facts for facts in found if facts.minutes >= 10])
    p = len(plan_of(record, week).weekdays)
    if study_days >= p:
        return "full"
    if study_days >= FLOORS[p]:
        return "solid"
    if week == first_week(record):
        return "rest"
    if found:
        return "light"
    return "rest" if any(day in record.rest for day in the_days(week)) else "quiet"


def past_weeks(record: Record, today: date) -> list[date]:
    """Every week from the first one to the one before today's."""
    weeks = []
    week = first_week(record)
    while week < monday(today):
        weeks.append(week)
        week += A_WEEK
    return weeks


def numbers(record: Record, today: date) -> Numbers:
    """R5 to R9."""
    weeks = past_weeks(record, today)
    verdicts = [verdict(record, week) for week in weeks]
    this = monday(today)
    plan = plan_of(record, this)
    p, f = len(plan.weekdays), FLOORS[len(plan.weekdays)]
    studied = [day for day in the_days(this) if day in record.days and record.days[day].minutes >= 10]
    open_one = 1 if len(studied) >= f else 0

    run, best = 0, 0
    for one in verdicts:
        if one in ("full", "solid"):
            run += 1
        elif one == "quiet":
            run = 0
        best = max(best, run)
    run += open_one

    looked_at = []
    for week, one in zip(weeks, verdicts, strict=True):
        rest_on_plan_day = any(
            day in record.rest and day.weekday() in plan_of(record, week).weekdays for day in the_days(week)
        )
        if one == "rest" or (one == "light" and rest_on_plan_day):
            continue
        looked_at.append(one)
    looked_at = looked_at[-8:]

    left = 0
    for day in the_days(this):
        if day >= today and day.weekday() in plan.weekdays and day not in record.rest and day not in studied:
            left += 1
    return Numbers(
        verdicts=verdicts,
        kept=verdicts.count("full") + verdicts.count("solid") + open_one,
        run=run,
        best_run=max(best, run),
        last_eight=(looked_at.count("full") + looked_at.count("solid"), len(looked_at)),
        reserve=max(0, min(p - f, len(studied) + left - f)),
        days_left=left,
    )


def half_up(number: Fraction) -> int:
    """Round to a whole number, halves up."""
    return floor(number + Fraction(1, 2))


def as_the_board_sees(record: Record, rest_in_time: frozenset[date]) -> Record:
    """Without days that were logged too late, and with the rest that counts."""
    days = {
        day: DayFacts(facts.on_time_minutes, 1, facts.on_time_minutes)
        for day, facts in record.days.items()
        if facts.on_time_minutes > 0
    }
    return Record(record.joined, days, record.plans, rest_in_time)


def welcomes(record: Record, today: date) -> set[date]:
    """Weeks with the first log after a quiet week, unless one of the 3 weeks before was such a week."""
    found: set[date] = set()
    since_quiet = False
    for week in [*past_weeks(record, today), monday(today)]:
        if any(day in record.days for day in the_days(week)):
            if since_quiet and not {week - A_WEEK, week - 2 * A_WEEK, week - 3 * A_WEEK} & found:
                found.add(week)
            since_quiet = False
        elif verdict(record, week) == "quiet":
            since_quiet = True
    return found


def points(record: Record, week: date, reviews: Mapping[date, int], today: date) -> int:
    """The points of one week of a record as the board sees it (R10)."""
    q = min(5, max(3, len(plan_of(record, week).weekdays)))
    days = len([day for day in the_days(week) if day in record.days and record.days[day].minutes >= 10])
    review = 40 if reviews.get(week, 0) >= 1 else 0
    back = 20 if week in welcomes(record, today) else 0
    return half_up(Fraction(100 * min(days, q), q)) + review + back


def score(
    record: Record, reviews: Mapping[date, int], period: str, today: date, rest_in_time: frozenset[date]
) -> Fraction | None:
    """R10: this week's points so far, or the mean to one decimal."""
    seen = as_the_board_sees(record, rest_in_time)
    if period == "week":
        return Fraction(points(seen, monday(today), reviews, today))
    length, least = (4, 2) if period == "4 weeks" else (12, 4)
    weeks = [week for week in past_weeks(seen, today) if week >= monday(today) - length * A_WEEK]
    counted = [points(seen, week, reviews, today) for week in weeks if verdict(seen, week) != "rest"]
    if len(counted) < least:
        return None
    return Fraction(half_up(Fraction(10 * sum(counted), len(counted))), 10)
