"""Who may like a hello, for a facilitator alone: those who agreed and have gone quiet, by name, without a number."""

from collections.abc import Iterator, Sequence
from itertools import islice
from zoneinfo import ZoneInfo

from bot.app.commands import DraftHello, SeeHellos
from bot.app.leading import led_group
from bot.app.said import HelloDraft, HellosShown, Refusal, Said
from bot.app.stand import place_of
from bot.app.turn import Turn
from bot.core.days import local_day
from bot.core.people import Group
from bot.core.silence import is_silent
from bot.storage.hellos import Heard
from bot.storage.rests import rests_of

TOGETHER = 500  # members who are looked at with the same statements
MOST = 10  # names at a time: more would be a list of absentees rather than people to write to


def see(ask: SeeHellos, turn: Turn) -> Said:
    """Show whom a facilitator might write to."""
    _, group = led_group(turn, ask.group)
    found = islice(_welcome(turn, group, turn.tx.hellos.agreed(group.id)), MOST)
    return HellosShown(group.name, group.id, tuple((int(it.learner), it.name) for it in found))


def draft(ask: DraftHello, turn: Turn) -> Said:
    """A few kind words to one of them. Raises Refusal if they said no meanwhile, left, rest, or are back."""
    _, group = led_group(turn, ask.group)
    asked = [it for it in turn.tx.hellos.agreed(group.id) if it.learner == ask.learner]
    found = next(_welcome(turn, group, asked), None)
    if found is None:
        raise Refusal("hello_over")
    return HelloDraft(group.name, found.name)


def _welcome(turn: Turn, group: Group, agreed: Sequence[Heard]) -> Iterator[Heard]:
    """Who of them would welcome one now: silent in their own days, neither resting nor finished, nor the asker."""
    others = [it for it in agreed if turn.learner is None or it.learner != turn.learner.id]
    for start in range(0, len(others), TOGETHER):
        yield from _quiet(turn, group, others[start : start + TOGETHER])


def _quiet(turn: Turn, group: Group, some: Sequence[Heard]) -> Iterator[Heard]:
    tx, ids = turn.tx, [it.learner for it in some]
    learners, off = tx.people.of(ids, turn.now), tx.rests.off_of_many(ids)
    curriculum = turn.shelf.get(group.curriculum)
    for it in some:
        today, rest = local_day(turn.now, ZoneInfo(learners[it.learner].zone)), rests_of(off, it.learner)
        silent = is_silent(it.last, today, rest) and today not in rest
        if silent and not place_of(tx, curriculum, it.learner).is_finished:
            yield it
