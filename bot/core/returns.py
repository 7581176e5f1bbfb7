"""Coming back after a quiet week: the welcome, its points, the gap that may count as rest (R10, R15, R22)."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from bot.core.days import A_DAY, week_number
from bot.core.record import NO_REST, NOTHING, Record
from bot.core.verdicts import Verdict, weeks_of

WEEKS_BETWEEN_WELCOMES = 3


@dataclass(frozen=True, slots=True)
class WelcomeBack:
    """A first log after a quiet week (R22); `points` if its week earns the board's welcome-back (R10)."""

    points: bool


def welcome_back(
    record: Record, today: date, first_log_day: date, rest_in_time: frozenset[date] = NO_REST
) -> WelcomeBack | None:
    """Whether the only log of `first_log_day`, which `record` already holds, ends a gap with a quiet week.

    None if it does not, or if that day holds several logs. Its points are seen as the board sees them: without what
    was logged too late, and with the rest that counts there.
    """
    if record.on(first_log_day).logs != 1:
        return None
    before = replace(record, days={**record.days, first_log_day: NOTHING})
    if quiet_gap(before, today) is None:
        return None
    logged = {week_number(day) for day, facts in record.days.items() if facts.on_time_minutes}
    rested = {week_number(day) for day in rest_in_time}
    first = min([week_number(record.joined), *logged])
    return WelcomeBack(points=week_number(first_log_day) in welcome_weeks(first, logged, rested))


def quiet_gap(record: Record, today: date) -> tuple[date, date] | None:
    """The first and last day of an absence up to yesterday, if a quiet week lies in it (R15).

    One button may count it as rest. It begins on the day after the last log, or on joining.
    """
    logged = [day for day, facts in record.days.items() if facts.logs]
    last_log = max(logged, default=record.joined - A_DAY)
    weeks = weeks_of(record, today)
    if not any(week.monday > last_log and week.verdict is Verdict.QUIET for week in weeks):
        return None
    return last_log + A_DAY, today - A_DAY


def gap_before(record: Record, first_log_day: date) -> tuple[date, date] | None:
    """The absence that the only log of a day has just ended, if a quiet week lies in it (R15)."""
    before = replace(record, days={day: facts for day, facts in record.days.items() if day < first_log_day})
    return quiet_gap(before, first_log_day)


def welcome_weeks(first: int, logged: Collection[int], rested: Collection[int]) -> frozenset[int]:
    """The weeks that earn a welcome-back, by their numbers (R10).

    A week earns it if it holds the first log after a quiet week and none of the 3 weeks before earned one. `first` is
    the week from which weeks count, which is never quiet; `logged` hold a log, `rested` a declared rest day.
    """
    earned: list[int] = []
    before = first
    for week in sorted(logged):
        was_quiet = any(between not in rested for between in range(before + 1, week))
        if was_quiet and not (earned and week - earned[-1] <= WEEKS_BETWEEN_WELCOMES):
            earned.append(week)
        before = week
    return frozenset(earned)
