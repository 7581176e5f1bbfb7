"""What is said when something learned is asked again."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.app.said.stand import Stand
from bot.core.curriculum import Question, Week
from bot.core.recall import Rating


@dataclass(frozen=True, slots=True)
class RecallAsked:
    """A question without its answer; without one it asks what the learner wrote about the week.

    `extra`: a check-in's, which counts towards nobody's five.
    """

    recall: int
    state: str
    week: Week
    question: Question | None
    extra: bool


@dataclass(frozen=True, slots=True)
class RecallShown:
    """The answer, or the learner's own `text`; asks how well it was there."""

    recall: int
    state: str
    week: Week
    question: Question | None
    text: str
    extra: bool


@dataclass(frozen=True, slots=True)
class RecallAnswered:
    """An answer was kept. `quiz`: it was chosen among choices, and right if rated good. `more`: today has another."""

    week: Week
    question: Question | None
    text: str
    rating: Rating
    quiz: bool
    comes_again: date
    today: date
    extra: bool
    more: bool


@dataclass(frozen=True, slots=True)
class RecallResting:
    """Nothing is asked now: five were answered today, nothing is due, or nothing was explained yet.

    `next_on` is the local day of the next question, None if there is none.
    """

    why: Literal["enough", "nothing_due", "nothing_yet"]
    next_on: date | None
    today: date
    stand: Stand


@dataclass(frozen=True, slots=True)
class RecallSettled:
    """A press on a question that was answered meanwhile, has new words, or is no longer asked."""
