"""R1 and R17 once more: a zone's clock is read minute by minute, and nothing is asked of it but what it shows."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

A_MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)
FARTHEST = timedelta(hours=17)  # no clock on earth is farther from UTC, gap and all


def shown(at: datetime, zone: ZoneInfo) -> datetime:
    """What the wall clock shows at an instant, without its zone."""
    return at.astimezone(zone).replace(tzinfo=None)


def _around(wall: datetime) -> Iterator[datetime]:
    """Every minute at which a clock somewhere might show this."""
    at = wall.replace(tzinfo=UTC) - FARTHEST
    for n in range(2 * int(FARTHEST / A_MINUTE)):
        yield at + n * A_MINUTE


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """R1: the first minute at which the clock has reached 04:00 on that date."""
    four = datetime.combine(day, time(4))
    return next(at for at in _around(four) if shown(at, zone) >= four)


def occurrence(day: date, at: time, zone: ZoneInfo) -> datetime:
    """R17: the first minute that shows the time; one that is skipped moves on by the length of the gap.

    A time before 04:00 belongs to the local day before its date (R1).
    """
    wall = datetime.combine(day + A_DAY if at.hour < 4 else day, at)
    minutes = list(_around(wall))
    for minute in minutes:
        if shown(minute, zone) == wall:
            return minute
    for before, after in pairwise(minutes):
        if shown(before, zone) < wall < shown(after, zone):
            gap = shown(after, zone) - shown(before, zone) - A_MINUTE
            moved = wall + gap
            return next(minute for minute in minutes if shown(minute, zone) == moved)
    raise AssertionError(f"{zone} never shows {wall}")
