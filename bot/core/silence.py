"""When somebody has gone quiet: long enough to be paired anew, or to like a hello. Rest is no silence (R15)."""

from datetime import date, timedelta

from bot.core.rests import RestDays

SILENT_AFTER = 14
"""Days without a log and without rest after which somebody counts as silent, until they log again."""


def is_silent(last: date, today: date, off: RestDays) -> bool:
    """Whether nothing was heard of somebody for `SILENT_AFTER` days that were not rest. `last` is the day of their
    newest log, or of their joining; today is not over yet and does not count."""
    return sum(last + timedelta(days=n) not in off for n in range(1, (today - last).days)) >= SILENT_AFTER
