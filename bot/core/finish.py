"""When a learner may come to the end of a curriculum: a range from their own pace, never a date to keep."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil

from bot.core.days import week_number

LATEST = 8
"""Closed weeks that the pace is taken from."""
LEAST = 3
"""Closed weeks without which there is no pace yet."""


def finish_range(
    closed_on: Iterable[date], logged: Collection[date], left: int, today: date
) -> tuple[date, date] | None:
    """Between which days the `left` weeks would be closed: at the pace of the quicker half of the latest closed weeks,
    and at that of the slower half.

    `closed_on` holds the local day on which each week was first explained, `logged` the days with a flow. None with
    nothing left, or before there is a pace.
    """
    lengths = sorted(week_lengths(closed_on, logged)[-LATEST:])
    if left <= 0 or len(lengths) < LEAST:
        return None
    half = ceil(len(lengths) / 2)
    quick, slow = (sum(some, Fraction()) / half for some in (lengths[:half], lengths[-half:]))
    return today + timedelta(days=ceil(left * quick)), today + timedelta(days=ceil(left * slow))


def week_lengths(closed_on: Iterable[date], logged: Collection[date]) -> list[Fraction]:
    """How many days each week took after those that were closed first, in their order.

    It is the time since the day before on which one was closed, shared by all that were closed on the same day.
    Calendar weeks in between without any flow are time away and not counted.
    """
    found: list[Fraction] = []
    studied = {week_number(day) for day in logged}
    closed = Counter(closed_on)
    for before, day in pairwise(sorted(closed)):
        between = range(week_number(before) + 1, week_number(day))
        away = sum(week not in studied for week in between)
        found += [Fraction((day - before).days - 7 * away, closed[day])] * closed[day]
    return found
