"""A member's lines on every board, ready to be kept: what `core.board.score` says of each week, all at once (R10)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.board import PERIODS, mean, seen
from bot.core.days import monday_number, monday_of, week_number
from bot.core.record import NO_REST, Record

FURTHEST = max(reach for reach, _ in PERIODS.values())


@dataclass(frozen=True, slots=True)
class LineKey:
    """`weeks` is how far the period looks back (0, 4, 12); `monday` begins the week itself, or the one that the past
    weeks are seen from."""

    weeks: int
    monday: date


@dataclass(frozen=True, slots=True)
class Line:
    """Points in tenths, 0 to 1600, and the credited minutes of the period (R3)."""

    tenths: int
    minutes: int


def board_lines(
    record: Record, reviews: Mapping[date, int], minutes: Mapping[int, int], rest_in_time: frozenset[date] = NO_REST
) -> dict[LineKey, Line]:
    """Every line of a member in which anything stands, as `score` would give it; arguments as there.

    `minutes` are the credited ones by the week's number. No clock is needed: what somebody who does nothing more will
    have in the weeks to come is known already, until the last week that counts for anything has passed out of sight.
    Means are kept from the week before the newest fact on, for nobody looks at earlier ones any more; single weeks are
    kept for ever.
    """
    member = seen(record, rest_in_time)
    spent = {week: sum_ for week, sum_ in minutes.items() if sum_}
    told = {*spent, *member.logged, *(week_number(monday) for monday, closed in reviews.items() if closed)}
    found: dict[LineKey, Line] = {}
    if not told:
        return found
    newest = max(told)
    points = {week: member.points(week, reviews)[1].total for week in told}
    for week in sorted(told):
        _keep(found, 0, week, 10 * points[week], spent.get(week, 0))
    in_sight = range(max(newest - 1 - FURTHEST, member.first), newest + FURTHEST)
    counted = {week: points.get(week, 0) for week in in_sight if not member.is_rest(week)}
    for reach, fewest in PERIODS.values():
        for seen_from in range(newest - 1, newest + reach + 1) if reach else ():
            past = range(seen_from - reach, seen_from)
            value = mean([counted[week] for week in past if week in counted], fewest)
            _keep(found, reach, seen_from, int(10 * value) if value else 0, sum(spent.get(week, 0) for week in past))
    return found


def reviews_by_week(closed: Sequence[tuple[str, date]], joined: date) -> dict[date, int]:
    """How many curriculum weeks first ended in yes, by the Monday of that day, from a day on (R10)."""
    first: dict[str, date] = {}
    for week, day in closed:
        if day >= joined:
            first[week] = min(day, first.get(week, day))
    counted: dict[date, int] = defaultdict(int)
    for day in first.values():
        counted[monday_of(day)] += 1
    return counted


def _keep(found: dict[LineKey, Line], weeks: int, week: int, tenths: int, minutes: int) -> None:
    if tenths or minutes:
        found[LineKey(weeks, monday_number(week))] = Line(tenths, minutes)
