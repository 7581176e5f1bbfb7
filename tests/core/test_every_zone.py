"""Days, recurrence and quiet hours in every IANA zone, day by day over years that are near (R1, R16, R17)."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.core.cadence import next_occurrence, occurrence
from bot.core.days import day_span, local_day
from bot.core.prompts import QUIET, next_open
from bot.core.zones import search_zones, zone_named

NAMES = sorted(name for name in available_timezones() if name not in {"localtime", "Factory"})
OFFSETS = {"EST", "MST", "HST", "GMT0", "GMT+0", "GMT-0"}
FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days)]
A_DAY, A_MOMENT = timedelta(days=1), timedelta(microseconds=1)

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", NAMES)
def test_days_tile_the_years(name: str) -> None:
    """R1: without a gap or an overlap, and each holds its own first and last moment."""
    zone = ZoneInfo(name)
    end = day_span(FIRST, zone)[0]
    for day in DAYS:
        starts, ends = day_span(day, zone)
        assert starts == end
        assert local_day(starts, zone) == local_day(ends - A_MOMENT, zone) == day
        assert timedelta(hours=20) < ends - starts < timedelta(hours=28)
        end = ends


@pytest.mark.parametrize("name", NAMES)
def test_each_time_comes_once_a_day(name: str) -> None:
    """R17: strictly later every day; shown as asked, or later by a gap."""
    zone = ZoneInfo(name)
    for at in (time(0), time(0, 30), time(2, 30), time(3, 59), time(4), time(9), time(23, 30)):
        last: datetime | None = None
        for day in DAYS:
            instant = occurrence(day, at, zone)
            assert last is None or instant > last
            shown = instant.astimezone(zone)
            if shown.time() != at:
                assert shown.utcoffset() != (instant - A_DAY).astimezone(zone).utcoffset()
                assert shown.fold == 0
            last = instant


@pytest.mark.parametrize("name", NAMES)
def test_a_year_of_prompts_is_a_prompt_a_day(name: str) -> None:
    """R17: walking from one to the next misses no day and repeats none."""
    zone = ZoneInfo(name)
    now = occurrence(FIRST, time(2, 30), zone)
    for day in DAYS[1:400]:
        found = next_occurrence(now, time(2, 30), zone, lambda _day: True)
        assert found is not None
        assert found[0] == day
        now = found[1]


@pytest.mark.parametrize("name", NAMES)
def test_quiet_hours_end_at_eight(name: str) -> None:
    """R16: every night of the years."""
    zone = ZoneInfo(name)
    for day in DAYS:
        opens = next_open(occurrence(day, time(23), zone), QUIET, zone)
        assert opens.astimezone(zone).replace(tzinfo=None) == datetime.combine(day + A_DAY, time(8))


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("Etc/GMT") and name not in OFFSETS])
def test_every_zone_of_a_place_can_be_found(name: str) -> None:
    """Every IANA name but those of offsets is understood, in any case, and leads to itself in a search."""
    same = zone_named(name.lower().replace("_", " "))
    assert same.key.endswith(name.rsplit("/", 1)[-1])
    assert same.key in search_zones(name, 600)
