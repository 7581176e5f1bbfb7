"""Coming back after a quiet week: the welcome, its points, the gap that may count as rest (R10, R15, R22)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.core.days import A_DAY, monday_of
from bot.core.record import NOTHING, Record
from bot.core.verdicts import Verdict, WeekFacts, facts_of, verdict_of, weeks_of

WEEKS_BETWEEN_WELCOMES = 3


@dataclass(frozen=True, slots=True)
class WelcomeBack:
    """A first log after a quiet week (R22); `points` if its week earns the board's welcome-back (R10)."""

    points: bool


def welcome_back(record: Record, today: date, first_log_day: date) -> WelcomeBack | None:
    """Whether the only log of `first_log_day`, which `record` already holds, ends a gap with a quiet week.

    None if it does not, or if that day holds several logs.
    """
    if record.on(first_log_day).logs != 1:
        return None
    before = replace(record, days={**record.days, first_log_day: NOTHING})
    if quiet_gap(before, today) is None:
        return None
    weeks = [week.facts for week in weeks_of(record, today)]
    welcomes = welcome_weeks((*weeks, facts_of(record, monday_of(today))))
    return WelcomeBack(points=monday_of(first_log_day) in welcomes)


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


def welcome_weeks(weeks: Iterable[WeekFacts]) -> frozenset[date]:
    """The Mondays of the weeks that earn a welcome-back, out of all weeks from the first on, in order (R10).

    A week earns it if it holds the first log after a quiet week and none of the 3 weeks before earned one.
    """
    earned: list[date] = []
    away = False
    apart = timedelta(weeks=WEEKS_BETWEEN_WELCOMES)
    for week in weeks:
        if week.logs:
            if away and not (earned and week.monday - earned[-1] <= apart):
                earned.append(week.monday)
            away = False
        elif verdict_of(week) is Verdict.QUIET:
            away = True
    return frozenset(earned)
