"""Recall: what a learner may be asked again, in which order, and how much of it on a day.

What may be asked follows from the reviews that stand; rows only hold how well it is remembered. So a review that is
taken back takes its questions with it, and one from before recall existed brings them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Literal, NewType

from bot.core.curriculum import Curriculum, Question, Week
from bot.core.facts import Review, ReviewId
from bot.core.people import LearnerId
from bot.core.position import FINISHED, Place

MOST = 5
"""Questions a local day (R1)."""

Kind = Literal["question", "review"]
Rating = Literal["again", "hard", "good"]
RecallId = NewType("RecallId", int)


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that may be asked: a question of a week that was explained whole, or the learner's own text about it.

    `ref` is the question's or the review's id; `written` is when the week was explained.
    """

    kind: Kind
    ref: str
    week: Week
    written: datetime
    question: Question | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Memory:
    """How well a topic is remembered: FSRS's state, when it is due, and the local day on which it was last answered as
    one of a day's five."""

    id: RecallId
    learner: LearnerId
    curriculum: str
    kind: Kind
    ref: str
    card: str
    due: datetime
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Remembered:
    """A topic with its memory."""

    topic: Topic
    memory: Memory

    @property
    def state(self) -> str:
        """A short name of the memory and of the words it is asked in: a press that names another one is out of date."""
        told = "\n".join((self.memory.card, repr(self.topic.question), self.topic.text))
        return sha256(told.encode()).hexdigest()[:8]


def topics(
    curriculum: Curriculum, reviews_standing: Iterable[Review], together: Mapping[str, str]
) -> tuple[Topic, ...]:
    """What may be asked, in the curriculum's order: of each week the newest text that ended in yes, and its questions
    in today's words.

    `together` names for a week the one whose text closed it too, on the accelerated path: its questions are asked as
    well, and the text once.
    """
    newest: dict[str, Review] = {}
    for review in reviews_standing:
        if review.whole:
            newest[review.week] = review
    found: list[Topic] = []
    for week in curriculum.weeks:
        own = newest.get(week.id)
        if own:
            found.append(Topic("review", review_ref(own.id), week, own.at, text=own.text))
        if closed := own or newest.get(together.get(week.id, "")):
            found += [Topic("question", it.id, week, closed.at, question=it) for it in week.recall]
    return tuple(found)


def review_ref(review: ReviewId) -> str:
    """A review's id as a topic's."""
    return str(review)


def matched(topics_: Iterable[Topic], memories: Iterable[Memory]) -> tuple[list[Remembered], list[Topic]]:
    """The topics that have a memory, and those that have none yet. A memory without its topic is never asked."""
    known = {(it.kind, it.ref): it for it in memories}
    found: list[Remembered] = []
    new: list[Topic] = []
    for topic in topics_:
        memory = known.get((topic.kind, topic.ref))
        if memory is None:
            new.append(topic)
        else:
            found.append(Remembered(topic, memory))
    return found, new


def askable(all_: Iterable[Remembered], today: date, day_ends: datetime) -> list[Remembered]:
    """What is due on the local day that ends then, whatever the hour.

    What was answered today is not asked again. Neither is what was answered on a day that a journey westwards left
    ahead of today, so that no day gets a sixth question by travelling.
    """
    return [
        it
        for it in all_
        if it.memory.due < day_ends and (it.memory.answered_on is None or it.memory.answered_on < today)
    ]


def left(answered: int) -> int:
    """How many more may be asked, after so many answers that count for today or a later day."""
    return max(0, MOST - answered)


def likeliest_forgotten(all_: Sequence[Remembered], chance: Callable[[str], float]) -> Remembered | None:
    """The one with the least chance (0 to 1, by its card) of being remembered; of equals the longest due, then the
    first. None of none."""
    return min(all_, key=lambda it: (chance(it.memory.card), it.memory.due, it.memory.id), default=None)


def older(curriculum: Curriculum, all_: Iterable[Remembered], place: Place) -> list[Remembered]:
    """What a check-in may ask at a place: of earlier phases, or in the first of them of earlier weeks."""
    week = curriculum.week(place.week_id)
    if week is None:
        return []
    phases = [phase.id for phase in curriculum.phases]

    def phase(week_id: str) -> int:
        return phases.index(curriculum.phase_of(week_id).id)

    behind = [it for it in all_ if it.topic.week.number < week.number or place.spot == FINISHED]
    earlier = [it for it in behind if phase(it.topic.week.id) < phase(week.id)]
    return earlier or behind
