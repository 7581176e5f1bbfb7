"""The second, naive reading of the rules (`bot/simulation/naive.py`), asked about the records of these tests."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from bot.core.record import Record
from bot.core.standing import AnyFlowKeepsRun, InReserve, Kept, RunSafe, WeekWords
from bot.simulation import naive
from bot.simulation.naive import Facts, Flow, Numbers, monday

__all__ = ["Numbers", "facts_of", "monday", "numbers", "score", "words_of"]


def facts_of(record: Record) -> Facts:
    """A record as facts: of each day what was logged in time as one log, what was too late as another."""
    flows = []
    for day, found in record.days.items():
        late = found.minutes - found.on_time_minutes
        if found.on_time_minutes or not late:
            flows.append(Flow(day, found.on_time_minutes, day))
        if late:
            flows.append(Flow(day, late, day + timedelta(days=8)))
    return Facts(record.joined, flows, [(since, plan.weekdays) for since, plan in record.plans.plans], record.rest)


def numbers(record: Record, today: date) -> Numbers:
    """R5 to R9."""
    return naive.numbers(facts_of(record), today)


def score(
    record: Record, reviews: Mapping[date, int], period: str, today: date, rest_in_time: frozenset[date]
) -> Fraction | None:
    """R10."""
    return naive.score(facts_of(record), reviews, period, today, rest_in_time)


def words_of(words: WeekWords) -> tuple[str, int | None]:
    """R7's wording as the naive reading names it, with how many more days it asks for."""
    match words:
        case Kept():
            return "kept", None
        case InReserve():
            return "reserve", None
        case RunSafe(more=more):
            return "safe", more
        case AnyFlowKeepsRun():
            return "any flow", None
        case _:
            return "", None
