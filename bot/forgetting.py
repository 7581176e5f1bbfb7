"""How well something is still remembered: FSRS, kept in this one file, without its random numbers and its clock.

A card is FSRS's state as JSON. Instants are aware and in UTC. The library is imported when it is first needed.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from bot.core.recall import Rating

if TYPE_CHECKING:
    from fsrs import Card, Scheduler


@dataclass(frozen=True, slots=True)
class Kept:
    """A card, and the instant at which it is due again."""

    card: str
    due: datetime


def first(at: datetime) -> Kept:
    """What was explained in one's own words was recalled well just then: FSRS asks again two days later."""
    from fsrs import Card

    return _after(Card(card_id=0, due=at), "good", at)


def answered(card: str, rating: Rating, at: datetime) -> Kept:
    """The card after an answer; due 24 hours later at the earliest."""
    return _after(_read(card), rating, at)


def remembered(card: str, at: datetime) -> float:
    """How likely it is remembered, from 0 to 1; FSRS counts whole days since the last answer."""
    return _scheduler().get_card_retrievability(_read(card), at.astimezone(UTC))


@cache
def _scheduler() -> "Scheduler":
    """Whole days only: steps of minutes are for one long sitting, and this is five questions a day."""
    from fsrs import Scheduler

    return Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def _read(card: str) -> "Card":
    from fsrs import Card

    return Card.from_json(card)


def _after(card: "Card", rating: Rating, at: datetime) -> Kept:
    from fsrs import Rating as Fsrs

    ratings = {"again": Fsrs.Again, "hard": Fsrs.Hard, "good": Fsrs.Good}
    after, _ = _scheduler().review_card(card, ratings[rating], at.astimezone(UTC))
    return Kept(after.to_json(), after.due)
