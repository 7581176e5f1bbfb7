"""Wall-clock recurrence in the zone of its owner, across both edges of summer time (R17)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.days import A_DAY, DAY_STARTS, local_day


def occurrence(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which the local day `day` shows the wall-clock time `at`.

    Times before 04:00 lie on the next calendar date (R1). A time that the clock skips moves on by the length
    of the gap, one that it repeats is taken the first time (R17): that is what `fold=0` means.
    """
    on = day if at >= DAY_STARTS else day + A_DAY
    return datetime.combine(on, at, tzinfo=zone).replace(fold=0).astimezone(UTC)


def next_occurrence(
    after: datetime, at: time, zone: ZoneInfo, on: Callable[[date], bool], horizon_days: int = 400
) -> tuple[date, datetime] | None:
    """The first local day that `on` accepts whose instant is strictly later than `after`, and that instant.

    None if `on` accepts no day up to `horizon_days` after that of `after`. A date that a zone has left out of
    its calendar has no occurrence of its own, so no instant is given twice (R17).
    """
    today = local_day(after, zone)
    for ahead in range(-2, horizon_days + 1):  # a gap can carry a time past the end of its own day
        day = today + timedelta(days=ahead)
        if not on(day):
            continue
        instant = occurrence(day, at, zone)
        if instant > after and instant != occurrence(day + A_DAY, at, zone):
            return day, instant
    return None
