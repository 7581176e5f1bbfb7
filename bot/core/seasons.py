"""Seasons: holidays and exams that hold everybody's runs in a group, also after the fact."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NewType

from bot.core.days import A_DAY
from bot.core.people import GroupId
from bot.core.rests import BadRest, rest_range

SeasonId = NewType("SeasonId", int)
LONGEST_DAYS = 92
SECOND_THOUGHTS = timedelta(days=1)  # within which a season can be taken back as a whole


@dataclass(frozen=True, slots=True)
class Season:
    """A range of local days, the last included, that is rest for every member from their joining on (R15)."""

    id: SeasonId
    group: GroupId
    name: str
    first: date
    last: date
    at: datetime


def season_range(first: str, last: str, today: date) -> tuple[date, date]:
    """The range that a facilitator means, from 28 days back to a year ahead; without a last day the first one alone.

    Raises BadRest as `rest_range` does, and "too_long" beyond 92 days.
    """
    begins, ends = rest_range(first or "today", last, today)
    ends = ends or begins
    if ends - begins >= timedelta(days=LONGEST_DAYS):
        raise BadRest("too_long", last, ends)
    return begins, ends


def without(season: Season, today: date, now: datetime) -> tuple[date, date] | None:
    """What is left of a season that is taken back: nothing (None) if it has not begun or was declared within a day,
    else the days that have passed, since they may have held somebody's run. Raises BadRest("over") if all have."""
    if season.first >= today or now - season.at <= SECOND_THOUGHTS:
        return None
    if season.last < today:
        raise BadRest("over", season.name, season.last)
    return season.first, today - A_DAY
