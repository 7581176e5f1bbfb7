"""Local days: which date an instant counts for, and the week that a date lies in (R1, R4)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)
A_WEEK = timedelta(days=7)
DAY_STARTS = time(4, 0)
_A_MOMENT = timedelta(microseconds=1)


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """The day that an aware instant counts for: the wall clock's date, or the day before until 04:00 (R1)."""
    wall = at.astimezone(zone)
    return wall.date() if wall.time() >= DAY_STARTS else wall.date() - A_DAY


def monday_of(day: date) -> date:
    """The Monday of the week that a local day lies in (R4)."""
    return day - timedelta(days=day.weekday())


def week_number(day: date) -> int:
    """Which week a local day lies in, counted from the calendar's first Monday: sums over many days need no dates."""
    return (day.toordinal() - 1) // 7


def monday_number(number: int) -> date:
    """The Monday of the week with that number."""
    return date.fromordinal(number * 7 + 1)


def week_days(monday: date) -> tuple[date, ...]:
    """The seven local days of the week that begins on `monday` (R4)."""
    return tuple(monday + timedelta(days=n) for n in range(7))


def day_span(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The instants (UTC) at which a local day starts and ends; the end is the start of the next day (R1)."""
    return first_showing(day, DAY_STARTS, zone), first_showing(day + A_DAY, DAY_STARTS, zone)


def first_showing(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The first instant (UTC) at which a wall clock has reached `at` on the calendar date `day`.

    Where the clock jumps over that time this is the instant of the jump. (What recurs moves on by the length
    of the jump instead: see `cadence.occurrence`.)
    """
    wall = datetime.combine(day, at, tzinfo=zone)
    later = wall.astimezone(UTC)
    if later.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return later
    return _jump(wall.replace(fold=1).astimezone(UTC), later, wall.replace(tzinfo=None), zone)


def _jump(before: datetime, after: datetime, wall: datetime, zone: ZoneInfo) -> datetime:
    """Close in on the instant between two others at which the clock jumps past `wall`."""
    while after - before > _A_MOMENT:
        middle = before + (after - before) // 2
        if middle.astimezone(zone).replace(tzinfo=None) < wall:
            before = middle
        else:
            after = middle
    return after
