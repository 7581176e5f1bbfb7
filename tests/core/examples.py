"""Records, zones and curricula in one line each, for the tests of the rules."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.core.curriculum import Accelerated, Checkpoint, Curriculum, Day, Milestone, Phase, Project, Ready, Week
from bot.core.plans import Plan, PlanHistory, default_plan
from bot.core.record import DayFacts, Record

# Summer time of half an hour, of Ramadan, of both hemispheres and none; offsets of 30 and 45 minutes; the date line.
ZONES = tuple(
    ZoneInfo(name)
    for name in (
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "America/St_Johns",
        "America/Santiago",
        "America/Havana",
        "Africa/Cairo",
        "Africa/Casablanca",
        "Asia/Kathmandu",
        "Asia/Beirut",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Pacific/Chatham",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "Antarctica/Troll",
    )
)
zones = st.sampled_from(ZONES)
instants = st.datetimes(datetime(2008, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds must be naive
local_days = st.dates(date(2008, 1, 1), date(2032, 1, 1))
plans = st.sampled_from(
    [Plan(frozenset(days)) for size in range(2, 8) for days in combinations(range(7), size)],
)

MON = date(2026, 3, 2)  # a Monday that weeks are counted from in examples
FIVE = default_plan(5)


def day(week: int, weekday: int) -> date:
    """A day of an example: its week, 0 is that of MON, and its weekday, 0 is Monday."""
    return MON + timedelta(weeks=week, days=weekday)


def logged(minutes: int, *, late: int = 0) -> DayFacts:
    """A day with one log in time and, if `late` minutes are given, one that came more than 7 days late."""
    return DayFacts(minutes + late, (minutes > 0) + (late > 0), minutes)


def record(
    *studied: str,
    plan: Plan = FIVE,
    joined: date = MON,
    rest: Iterable[date] = (),
    days: Mapping[date, DayFacts] | None = None,
) -> Record:
    """A learner whose weeks from MON on are written with a letter a day: "x" is a flow of 60 minutes, "s" a short
    one of 5, "r" a rest day, and "." nothing. Shorter words leave the rest of the week empty."""
    found = dict(days or {})
    resting = set(rest)
    for week, word in enumerate(studied):
        for weekday, letter in enumerate(word):
            if letter in "xs":
                found[day(week, weekday)] = logged(60 if letter == "x" else 5)
            elif letter == "r":
                resting.add(day(week, weekday))
    return Record(joined, found, PlanHistory.beginning(min(joined, MON), plan), frozenset(resting))


def weeks(number: int) -> date:
    """The Monday so many weeks after MON: "today" in examples that look back at so many weeks."""
    return MON + timedelta(weeks=number)


# What a random byte makes of a day; half of them nothing.
_DAYS = (
    *[None] * 12,
    *(logged(60), logged(25), logged(10), logged(9), logged(5)),
    *(logged(0, late=60), logged(5, late=5), logged(10, late=30)),
)
_any_weeks = st.lists(st.just(b"") | st.binary(max_size=7), max_size=16)
_offsets = st.integers(0, 16 * 7)


@st.composite
def records(draw: st.DrawFn) -> tuple[Record, date]:
    """Any learner over a third of a year, across a year's end or a leap day, and their today.

    Some logs come late, some lie ahead of today (a journey westwards), some before the joining.
    """
    base = draw(st.sampled_from((date(2023, 11, 20), date(2024, 1, 29), date(2026, 12, 10))))
    found: dict[date, DayFacts] = {}
    for week, word in enumerate(draw(_any_weeks)):
        for weekday, byte in enumerate(word):
            facts = _DAYS[byte % len(_DAYS)]
            if facts:
                found[base + timedelta(weeks=week, days=weekday)] = facts
    away = draw(st.lists(st.tuples(_offsets, st.integers(1, 21)), max_size=2))
    rest = frozenset(base + timedelta(days=first + n) for first, length in away for n in range(length))
    joined = base + timedelta(days=draw(_offsets))
    history = PlanHistory.beginning(joined, draw(plans))
    for offset in sorted(draw(st.lists(_offsets, max_size=2))):
        history = history.changed(base + timedelta(days=offset), draw(plans))
    return Record(joined, found, history, rest), base + timedelta(days=draw(_offsets))


def curriculum(version: int = 1, *, without: Iterable[str] = ()) -> Curriculum:
    """Two phases of two weeks of three days, w1d1 to w4d3; weeks and days named in `without` are left out.

    Week 4 has no checkpoint. Phase 1 has a shorter path: weeks 1 and 2 by w1d2, w2d1 and w2d3.
    """
    gone = set(without)

    def week(number: int) -> Week:
        days = tuple(Day(f"w{number}d{n}", f"Day {n}", "Do it.") for n in (1, 2, 3) if f"w{number}d{n}" not in gone)
        check = Checkpoint("Prove it.", "It holds.") if number < 4 else None
        return Week(f"w{number}", number, f"Week {number}", days, checkpoint=check)

    def phase(number: int, *numbers: int) -> Phase:
        project = Project(f"p{number}", "Build", "A thing.", (Milestone(f"p{number}m1", "Ship", "It runs."),))
        found = tuple(week(n) for n in numbers if f"w{n}" not in gone)
        short = (Accelerated(("w1", "w2"), ("w1d2", "w2d1", "w2d3"), "Both at once."),) if number == 1 else ()
        ready = Ready("Sure.", "Look.")
        return Phase(f"phase{number}", f"Phase {number}", "Because.", found, project, ready, accelerated=short)

    return Curriculum(
        id="small",
        version=version,
        title="Small",
        language="en",
        licence="CC0",
        summary="Little.",
        for_whom=("all",),
        days_per_week=3,
        minutes_per_day=60,
        phases=(phase(1, 1, 2), phase(2, 3, 4)),
    )
