"""Who is still in a group's chats: nobody is taken for gone on a guess, and only a few are asked after."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar

ASKED_AHEAD = timedelta(minutes=5)
"""How long before a card the platform is asked, so that the card itself never waits for an answer."""
NAMED_LATELY = timedelta(days=7)
"""Whoever has a flow no older than that may stand on the day's card or in Monday's digest."""
MOST_ASKED = 10
"""Questions for one card."""
OTHERS_ASKED = 3
"""Of these at least so many are left for members who could be named elsewhere, if there are any."""

T = TypeVar("T")


def is_gone(could_be: int, gone: int) -> bool:
    """Whether a member has left: of the chats of the group in which they could be (each with an account of theirs on
    its platform) every one is known to be without them. Where nothing is known, nobody is gone."""
    return could_be > 0 and gone == could_be


def to_ask(doubtful: Sequence[T], named: Sequence[T], others: Sequence[T]) -> tuple[T, ...]:
    """Whom to ask after for one card, each once: those whose private chat refused a message meanwhile, those whom the
    card would name, and some of the others whom the group could see; each given with the longest not asked first."""
    chosen: dict[T, None] = dict.fromkeys(doubtful[:MOST_ASKED])
    kept = min(OTHERS_ASKED, len(others))
    for each in named:
        if len(chosen) >= MOST_ASKED - kept:
            break
        chosen[each] = None
    for each in (*others, *named):
        if len(chosen) >= MOST_ASKED:
            break
        chosen[each] = None
    return tuple(chosen)
