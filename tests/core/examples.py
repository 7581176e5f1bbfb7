"""Records, zones and curricula in one line each, for the tests of the rules."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.core.curriculum import Checkpoint, Curriculum, Day, Milestone, Phase, Project, Ready, Week
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
plans = st.sets(st.integers(0, 6), min_size=2).map(lambda days: Plan(frozenset(days)))

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


@st.composite
def records(draw: st.DrawFn) -> tuple[Record, date]:
    """Any learner over up to half a year, across a year's end and a leap day, and their today.

    Some logs come late, some lie ahead of today (a journey westwards), some before the joining.
    """
    base = draw(st.sampled_from((date(2023, 11, 20), date(2024, 1, 29), date(2026, 12, 10))))
    offset = st.integers(0, 120).map(lambda n: base + timedelta(days=n))
    flows = st.builds(
        lambda in_time, late: DayFacts(sum(in_time) + sum(late), len(in_time) + len(late), sum(in_time)),
        st.lists(st.sampled_from((4, 9, 10, 60)), max_size=2),
        st.lists(st.sampled_from((5, 10, 45)), max_size=1),
    )
    busy = draw(st.sampled_from((12, 60)))
    days = draw(st.dictionaries(offset, flows.filter(lambda facts: facts.logs > 0), max_size=busy))
    rest = frozenset(
        first + timedelta(days=n)
        for first, length in draw(st.lists(st.tuples(offset, st.integers(1, 21)), max_size=2))
        for n in range(length)
    )
    changes = draw(st.lists(st.tuples(offset, plans), max_size=2))
    joined = draw(offset)
    history = PlanHistory.beginning(joined, draw(plans))
    for chosen_on, plan in sorted(changes, key=lambda change: change[0]):
        history = history.changed(chosen_on, plan)
    return Record(joined, days, history, rest), draw(offset)


def curriculum(version: int = 1, *, without: Iterable[str] = ()) -> Curriculum:
    """Two phases of two weeks of three days, w1d1 to w4d3; weeks and days named in `without` are left out.

    Week 4 has no checkpoint.
    """
    gone = set(without)

    def week(number: int) -> Week:
        days = tuple(Day(f"w{number}d{n}", f"Day {n}", "Do it.") for n in (1, 2, 3) if f"w{number}d{n}" not in gone)
        check = Checkpoint("Prove it.", "It holds.") if number < 4 else None
        return Week(f"w{number}", number, f"Week {number}", days, checkpoint=check)

    def phase(number: int, *numbers: int) -> Phase:
        project = Project(f"p{number}", "Build", "A thing.", (Milestone(f"p{number}m1", "Ship", "It runs."),))
        found = tuple(week(n) for n in numbers if f"w{n}" not in gone)
        return Phase(f"phase{number}", f"Phase {number}", "Because.", found, project, Ready("Sure.", "Look."))

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
