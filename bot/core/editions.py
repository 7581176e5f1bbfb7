"""What changed between two versions of a curriculum, as a learner in mid-run would notice it.

Ids are for ever: a text that changed under its id moves nobody, an id that is gone takes nothing earned away.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.core.curriculum import Curriculum, Milestone, Question, Week

Kind = Literal["week", "day", "milestone", "question"]
How = Literal["new", "gone", "moved", "changed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different: `where` is the title of the week or project it belongs to (now, or before)."""

    kind: Kind
    how: How
    id: str
    title: str
    where: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much changed, in numbers that fit into one line."""

    new_weeks: int
    gone_weeks: int
    new_days: int
    gone_days: int
    rewritten_days: int
    milestones: int

    @property
    def nothing(self) -> bool:
        """Whether no learner would see a difference in what there is to do."""
        return not any(
            (self.new_weeks, self.gone_weeks, self.new_days, self.gone_days, self.rewritten_days, self.milestones)
        )


def changes(old: Curriculum, new: Curriculum) -> tuple[Change, ...]:
    """Everything that differs, weeks first, each kind in the order of the new version with what is gone at its end."""
    return (
        *_compared("week", _weeks(old), _weeks(new)),
        *_compared("day", _days(old), _days(new)),
        *_compared("milestone", _milestones(old), _milestones(new)),
        *_compared("question", _questions(old), _questions(new)),
    )


def counted(found: Iterable[Change]) -> Counts:
    """The numbers of it; a day counts as rewritten when its text changed, not when it only moved."""
    kinds = [(change.kind, change.how) for change in found]
    return Counts(
        new_weeks=kinds.count(("week", "new")),
        gone_weeks=kinds.count(("week", "gone")),
        new_days=kinds.count(("day", "new")),
        gone_days=kinds.count(("day", "gone")),
        rewritten_days=kinds.count(("day", "changed")),
        milestones=sum(kind == "milestone" for kind, _ in kinds),
    )


def lost_ids(found: Iterable[Change]) -> tuple[str, ...]:
    """The ids that are gone: removing one takes a new version."""
    return tuple(change.id for change in found if change.how == "gone")


@dataclass(frozen=True, slots=True)
class Revision:
    """What a newer edition changes in an earlier one: the numbers, and the titles of what is gone, by kind and id."""

    counts: Counts
    gone: Mapping[tuple[Kind, str], str]


def revision(old: Curriculum, new: Curriculum) -> Revision:
    """What those notice who know the old edition."""
    found = changes(old, new)
    return Revision(counted(found), {(it.kind, it.id): it.title for it in found if it.how == "gone"})


@dataclass(frozen=True, slots=True)
class _Part:
    title: str
    where: str
    place: tuple[str, int]  # what it belongs to, and the position there
    text: object


def _compared(kind: Kind, old: Mapping[str, _Part], new: Mapping[str, _Part]) -> Iterable[Change]:
    moved = _moved(old, new)
    for id_, part in new.items():
        if id_ not in old:
            yield Change(kind, "new", id_, part.title, part.where)
        elif part.text != old[id_].text:
            yield Change(kind, "changed", id_, part.title, part.where)
        elif id_ in moved:
            yield Change(kind, "moved", id_, part.title, part.where)
    for id_, part in old.items():
        if id_ not in new:
            yield Change(kind, "gone", id_, part.title, part.where)


def _moved(old: Mapping[str, _Part], new: Mapping[str, _Part]) -> set[str]:
    """What stands elsewhere now: under something else, or in another order among what stayed there."""
    both = [id_ for id_ in new if id_ in old]
    away = {id_ for id_ in both if new[id_].place[0] != old[id_].place[0]}
    for home in {new[id_].place[0] for id_ in both}:
        now = [id_ for id_ in both if id_ not in away and new[id_].place[0] == home]
        before = sorted(now, key=lambda id_: old[id_].place[1])
        away |= {id_ for id_, was in zip(now, before, strict=True) if id_ != was}
    return away


def _weeks(curriculum: Curriculum) -> dict[str, _Part]:
    return {
        week.id: _Part(week.title, phase.title, (phase.id, at), _week_text(week))
        for phase in curriculum.phases
        for at, week in enumerate(phase.weeks)
    }


def _week_text(week: Week) -> object:
    """What a week says besides its days and questions; its number may change without anyone noticing."""
    return (week.title, week.why_now, week.objectives, week.explain, week.checkpoint, week.resources, week.draft)


def _days(curriculum: Curriculum) -> dict[str, _Part]:
    return {
        day.id: _Part(day.title, f"Week {week.number}, {week.title}", (week.id, at), (day.title, day.do, day.done_when))
        for week in curriculum.weeks
        for at, day in enumerate(week.days)
    }


def _milestones(curriculum: Curriculum) -> dict[str, _Part]:
    def text(step: Milestone) -> object:
        return (step.title, step.accept)

    return {
        step.id: _Part(step.title, phase.project.title, (phase.id, at), text(step))
        for phase in curriculum.phases
        for at, step in enumerate(phase.project.milestones)
    }


def _questions(curriculum: Curriculum) -> dict[str, _Part]:
    def text(question: Question) -> object:
        return (question.ask, question.answer, question.choices, question.right)

    return {
        question.id: _Part(question.ask, f"Week {week.number}, {week.title}", (week.id, 0), text(question))
        for week in curriculum.weeks
        for question in week.recall
    }
