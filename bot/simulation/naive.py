"""The rules once more, written day by day from the specification's words and without regard for speed (R1-R10).

It shares nothing with `bot.core`, not even its types, so that a mistake there cannot hide here: the simulator checks
every number by it, and the tests compare both readings and write the test vectors with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import cache
from math import floor
from zoneinfo import ZoneInfo

FLOORS = {2: 1, 3: 2, 4: 3, 5: 3, 6: 4, 7: 5}
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
DAY_BEGINS = 4  # o'clock
Weekdays = frozenset[int]  # 0 is Monday


@dataclass(frozen=True, slots=True)
class Flow:
    """A log that stands: the day it counts for, its minutes, and the local day on which it was logged."""

    day: date
    minutes: int
    logged_on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of a learner: plans are (the Monday from which it holds, its weekdays), in that order."""

    joined: date
    flows: Sequence[Flow]
    plans: Sequence[tuple[date, Weekdays]]
    rest: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Numbers:
    """What R5 to R9 say of someone on a day.

    `words` is R7's wording of the open week: "kept", "reserve", "safe" (`more` days make it solid, None if they do not
    fit into the week), "any flow" or nothing.
    """

    verdicts: tuple[str, ...]
    kept: int
    run: int
    best_run: int
    last_eight: tuple[int, int]
    studied: int
    days_left: int
    reserve: int
    words: str
    more: int | None = None


def local_day(at: datetime, zone: str) -> date:
    """R1: the wall clock's date, or the day before while it shows earlier than 04:00."""
    wall = at.astimezone(ZoneInfo(zone))
    return wall.date() - A_DAY if wall.hour < DAY_BEGINS else wall.date()


def shown_at(day: date, at: time, zone: str) -> time:
    """R17: what the clock shows when a local day comes to a time: another one where it skips that."""
    on = day + A_DAY if at.hour < DAY_BEGINS else day
    return datetime.combine(on, at, ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone)).time()


@cache
def monday(day: date) -> date:
    """R4: walk back to a Monday."""
    while day.isoweekday() != 1:
        day -= A_DAY
    return day


@cache
def the_days(week: date) -> tuple[date, ...]:
    """R4: Monday to Sunday."""
    return tuple(week + timedelta(days=n) for n in range(7))


def plan_of(plans: Sequence[tuple[date, Weekdays]], week: date) -> Weekdays:
    """R11: the latest plan that holds from this week or an earlier one, else the first there is."""
    held = [plan for since, plan in plans if since <= week]
    return held[-1] if held else plans[0][1]


def changed(plans: Sequence[tuple[date, Weekdays]], chosen_on: date, plan: Weekdays) -> list[tuple[date, Weekdays]]:
    """R11: a new plan holds from next Monday; what was to hold from then on or later is replaced."""
    coming = monday(chosen_on) + A_WEEK
    return [*((since, old) for since, old in plans if since < coming), (coming, plan)]


def minutes_by_day(flows: Iterable[Flow]) -> dict[date, int]:
    """R3: a learner's own sums show every minute."""
    sums: dict[date, int] = {}
    for flow in flows:
        sums[flow.day] = sums.get(flow.day, 0) + flow.minutes
    return sums


def is_too_late(flow: Flow) -> bool:
    """R2: logged more than 7 days late, which counts everywhere but on the board."""
    return (flow.logged_on - flow.day).days > 7


def past_weeks(facts: Facts, today: date) -> list[date]:
    """R5: every week from that of joining or of the first log's day to the one before today's."""
    week = monday(min([facts.joined, *(flow.day for flow in facts.flows)]))
    weeks = []
    while week < monday(today):
        weeks.append(week)
        week += A_WEEK
    return weeks


def verdict(plan: Weekdays, study_days: int, *, logged: bool, rested: bool, is_first: bool) -> str:
    """R5 for a past week."""
    p = len(plan)
    if study_days >= p:
        return "full"
    if study_days >= FLOORS[p]:
        return "solid"
    if is_first:
        return "rest"
    if logged:
        return "light"
    return "rest" if rested else "quiet"


def verdicts(facts: Facts, today: date) -> list[tuple[date, str]]:
    """R5: each past week with its verdict."""
    minutes = minutes_by_day(facts.flows)
    weeks = past_weeks(facts, today)
    return [(week, _verdict_of(facts, minutes, week, is_first=week == weeks[0])) for week in weeks]


def _verdict_of(facts: Facts, minutes: Mapping[date, int], week: date, *, is_first: bool) -> str:
    logged = [day for day in the_days(week) if day in minutes]
    return verdict(
        plan_of(facts.plans, week),
        len([day for day in logged if minutes[day] >= 10]),
        logged=bool(logged),
        rested=any(day in facts.rest for day in the_days(week)),
        is_first=is_first,
    )


def numbers(facts: Facts, today: date) -> Numbers:
    """R5 to R9 on a local day."""
    past = verdicts(facts, today)
    minutes = minutes_by_day(facts.flows)
    this = monday(today)
    plan = plan_of(facts.plans, this)
    p, f = len(plan), FLOORS[len(plan)]
    studied = [day for day in the_days(this) if minutes.get(day, 0) >= 10]
    open_one = 1 if len(studied) >= f else 0
    run, best = 0, 0
    for _, one in past:
        if one in ("full", "solid"):
            run += 1
        elif one == "quiet":
            run = 0
        best = max(best, run)
    looked_at = []
    for week, one in past:
        rest_on_plan_day = any(
            day in facts.rest and day.weekday() in plan_of(facts.plans, week) for day in the_days(week)
        )
        if one != "rest" and not (one == "light" and rest_on_plan_day):
            looked_at.append(one)
    looked_at = looked_at[-8:]
    free = [day for day in the_days(this) if day >= today and day not in facts.rest and day not in studied]
    left = len([day for day in free if day.weekday() in plan])
    reserve = max(0, min(p - f, len(studied) + left - f))
    anything = any(day in minutes or day in facts.rest for day in the_days(this))
    missing = f - len(studied)
    words, more = "", None
    if missing <= 0:
        words = "kept"
    elif reserve > 0:
        words = "reserve"
    elif run > 0 and anything:
        words, more = "safe", missing if missing <= len(free) else None
    elif run > 0:
        words = "any flow"
    kept = [one for _, one in past if one in ("full", "solid")]
    return Numbers(
        verdicts=tuple(one for _, one in past),
        kept=len(kept) + open_one,
        run=run + open_one,
        best_run=max(best, run + open_one),
        last_eight=(len([one for one in looked_at if one in ("full", "solid")]), len(looked_at)),
        studied=len(studied),
        days_left=left,
        reserve=reserve,
        words=words,
        more=more,
    )


# --- the board (R10)


def half_up(number: Fraction) -> int:
    """Round to a whole number, halves up."""
    return floor(number + Fraction(1, 2))


def as_the_board_sees(facts: Facts, rest_in_time: frozenset[date]) -> Facts:
    """R10: without what was logged too late, and with the rest that was declared in time alone."""
    return Facts(facts.joined, [flow for flow in facts.flows if not is_too_late(flow)], facts.plans, rest_in_time)


@dataclass(frozen=True, slots=True)
class Off:
    """A range that was declared off, without a last day until further notice; with a group it is a season of it."""

    first: date
    last: date | None
    declared_on: date
    group: int | None = None


def rest_in_time(offs: Iterable[Off], until: date, board: int | None) -> frozenset[date]:
    """R10: for the board of a group every day of its own seasons, and each day whose week had not ended when it was
    declared off, by the learner or by any of their groups."""
    found: set[date] = set()
    for off in offs:
        day = off.first
        while day <= (until if off.last is None else min(off.last, until)):
            if (off.group is not None and off.group == board) or off.declared_on < monday(day) + A_WEEK:
                found.add(day)
            day += A_DAY
    return frozenset(found)


def welcomes(seen: Facts, today: date) -> set[date]:
    """R10: weeks with the first log after a quiet week, unless one of the 3 weeks before was such a week."""
    logged = {monday(flow.day) for flow in seen.flows}
    found: set[date] = set()
    since_quiet = False
    for week, one in [*verdicts(seen, today), (monday(today), "open")]:
        if week in logged:
            if since_quiet and not {week - A_WEEK, week - 2 * A_WEEK, week - 3 * A_WEEK} & found:
                found.add(week)
            since_quiet = False
        elif one == "quiet":
            since_quiet = True
    return found


def points(p: int, study_days: int, reviews: int, *, welcome: bool) -> int:
    """R10: the points of one week with p days in its plan."""
    q = min(5, max(3, p))
    return half_up(Fraction(100 * min(study_days, q), q)) + (40 if reviews else 0) + (20 if welcome else 0)


def score(
    facts: Facts, reviews: Mapping[date, int], period: str, today: date, rest_in_time: frozenset[date] = frozenset()
) -> Fraction | None:
    """R10: this week's points so far, or the mean of the past weeks that were not rest to one decimal, if enough are.

    `facts` begin with the joining of the group; `reviews` counts first yeses by the Monday of their local day.
    """
    seen = as_the_board_sees(facts, rest_in_time)
    minutes, returns, this = minutes_by_day(seen.flows), welcomes(seen, today), monday(today)

    def of(week: date) -> int:
        study_days = len([day for day in the_days(week) if minutes.get(day, 0) >= 10])
        return points(len(plan_of(seen.plans, week)), study_days, reviews.get(week, 0), welcome=week in returns)

    if period == "week":
        return Fraction(of(this))
    length, least = (4, 2) if period == "4 weeks" else (12, 4)
    counted = [of(week) for week, one in verdicts(seen, today) if week >= this - length * A_WEEK and one != "rest"]
    if len(counted) < least:
        return None
    return Fraction(half_up(Fraction(10 * sum(counted), len(counted))), 10)


def places(values: Sequence[Fraction]) -> list[int]:
    """R10: ties share a place (1, 2, 2, 4): one more than there are better ones."""
    return [1 + len([other for other in values if other > value]) for value in values]
