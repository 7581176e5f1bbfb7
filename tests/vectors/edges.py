"""Every zone's summer-time edges over the years of the vectors, read from the zone database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from tests.core.naive_clock import A_MINUTE, day_start, occurrence, shown

FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
NO_PLACE = frozenset({"localtime", "Factory"})
HALF_AN_HOUR, AN_HOUR, A_DAY = timedelta(minutes=30), timedelta(hours=1), timedelta(days=1)
WELL_KNOWN = (
    *("UTC", "Europe/Berlin", "Europe/London", "Asia/Tokyo", "Asia/Kolkata", "Asia/Shanghai", "Australia/Sydney"),
    *("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Sao_Paulo"),
)
PLAIN = datetime(2024, 2, 29, 2, tzinfo=UTC)  # what is asked of a clock that is never changed


@dataclass(frozen=True, slots=True)
class Edge:
    """A clock is put forward or back at an instant; offsets are ahead of UTC."""

    at: datetime
    before: timedelta
    after: timedelta


def offset(at: datetime, zone: ZoneInfo) -> timedelta:
    """How far ahead of UTC a clock is."""
    return shown(at, zone) - at.replace(tzinfo=None)


def edges_of(zone: ZoneInfo) -> tuple[Edge, ...]:
    """All edges of the years, each to the minute."""
    found, at = [], FIRST
    while at < LAST:
        after = at + timedelta(hours=6)
        if offset(at, zone) != offset(after, zone):
            minute = at
            while offset(minute, zone) == offset(at, zone):
                minute += A_MINUTE
            found.append(Edge(minute, offset(at, zone), offset(minute, zone)))
        at = after
    return tuple(found)


def clocks() -> dict[str, tuple[list[str], tuple[Edge, ...]]]:
    """Zones that show the same clock through all these years, under the best known name."""
    same: dict[tuple[timedelta, tuple[Edge, ...]], list[str]] = {}
    for name in sorted(available_timezones() - NO_PLACE):
        zone = ZoneInfo(name)
        same.setdefault((offset(FIRST, zone), edges_of(zone)), []).append(name)
    return {_best(names): (names, edges) for (_, edges), names in same.items()}


def _best(names: list[str]) -> str:
    places = [name for name in names if "/" in name and not name.startswith("Etc/")]
    return next((name for name in WELL_KNOWN if name in names), (places or names)[0])


def vector(clock: str, edge: Edge | None) -> dict[str, Any]:
    """What R1 and R17 say around an edge, by the naive reading; around a plain night where there is none."""
    zone = ZoneInfo(clock)
    around = edge or Edge(PLAIN, offset(PLAIN, zone), offset(PLAIN, zone))
    before, after = (around.at.replace(tzinfo=None) + it for it in (around.before, around.after))
    days = [before.date() + n * A_DAY for n in (-1, 0, 1)]
    walls = list(_every_half_hour(min(before, after) - AN_HOUR, max(before, after) + AN_HOUR))
    return {
        "clock": clock,
        "at": instant(edge.at) if edge else None,
        "from": minutes(around.before),
        "to": minutes(around.after),
        "days": [[str(day), instant(day_start(day, zone))] for day in days],
        "times": [_time(wall, zone) for wall in walls],
    }


def _every_half_hour(first: datetime, last: datetime) -> Iterator[datetime]:
    while first <= last:
        yield first
        first += HALF_AN_HOUR


def _time(wall: datetime, zone: ZoneInfo) -> list[str]:
    day: date = wall.date() - A_DAY if wall.time() < time(4) else wall.date()
    return [str(day), f"{wall:%H:%M}", instant(occurrence(day, wall.time(), zone))]


def instant(at: datetime) -> str:
    """An instant as the files write it."""
    return f"{at:%Y-%m-%dT%H:%MZ}"


def minutes(offset_: timedelta) -> int:
    """An offset as the files write it."""
    return int(offset_ / A_MINUTE)
