"""Whom a question to a group may name: members who explained that week and agreed to be asked, rarely and in turn."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.core.people import LearnerId

MOST = 3
"""Members that one question names."""
PAUSE = timedelta(days=7)
"""How long somebody who was named is left in peace, whichever group it was."""
_NOTHING = frozenset({"", "no", "none", "nope", "n/a", "na", "nothing", "nothing much", "nothing really", "not much"})


@dataclass(frozen=True, slots=True)
class Willing:
    """A member who agreed to be asked: the local day on which they closed the week, and when they were named last."""

    learner: LearnerId
    closed_on: date
    asked_at: datetime | None = None


def in_turn(willing: Iterable[Willing], now: datetime) -> list[Willing]:
    """Those who may be named now, in the order in which it is their turn: who never was, then who was longest ago; of
    these who closed the week latest, since they remember best where it is hard."""
    free = (each for each in willing if each.asked_at is None or now - each.asked_at >= PAUSE)
    return sorted(free, key=_turn)


def chosen(turn: Sequence[Willing], resting: Collection[LearnerId]) -> tuple[LearnerId, ...]:
    """The first of them who do not rest today."""
    return tuple([each.learner for each in turn if each.learner not in resting][:MOST])


def is_blocker(text: str) -> bool:
    """Whether an answer to what got in the way names something, as far as can be told."""
    return " ".join(text.casefold().split()).strip(" .,!-\u2013\u2014") not in _NOTHING


def _turn(each: Willing) -> tuple[float, int, LearnerId]:
    return each.asked_at.timestamp() if each.asked_at else float("-inf"), -each.closed_on.toordinal(), each.learner
