"""Where a learner stands in a curriculum, and what moves them on (R12-R14)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.core.curriculum import Curriculum, Stretch, Week

REVIEW = "review"
CHECKPOINT = "checkpoint"
PROJECT = "project"
FINISHED = "finished"
NO_WORK = frozenset({REVIEW, PROJECT, FINISHED})
"""Spots at which no day's work can be marked done."""

StepKind = Literal["done", "review", "merged", "again", "placed", "left"]


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a week: the id of the next day, or REVIEW or CHECKPOINT.

    In a phase's last week also PROJECT, once that week is closed and the phase is not left yet, and in the very last
    week FINISHED.
    """

    week_id: str
    spot: str

    @property
    def is_finished(self) -> bool:
        """Whether the curriculum lies behind the learner."""
        return self.spot == FINISHED


@dataclass(frozen=True, slots=True)
class Step:
    """What set a position: a flow done, a review closed ("review", or "merged" where it closed several weeks) or left
    open ("again"), a phase left, or one's own choice."""

    kind: StepKind
    place_before: Place
    place_after: Place


@dataclass(frozen=True, slots=True)
class Progress:
    """How far along a place is, as numbers.

    `day` is 1 to `days`, and `days` once the review is due. `percent` is that of closed weeks, rounded down.
    """

    weeks_closed: int
    weeks: int
    week: int
    day: int
    days: int
    percent: int


def start(curriculum: Curriculum) -> Place:
    """The first day of the first week."""
    return start_of(curriculum, next(curriculum.weeks))


def start_of(curriculum: Curriculum, week: Week) -> Place:
    """The first day of a week that counts on this walk; where none does, of the nearest week it is taken with."""
    stretch = curriculum.stretch(week.id)
    return _from(stretch, stretch.weeks.index(week))


def after_day_done(curriculum: Curriculum, place: Place) -> Place:
    """One day on (R12): after the last day, and after the checkpoint, the review is due.

    At the review, at the project and at the end a flow moves nobody.
    """
    place = resolve(curriculum, place)
    if place.spot in NO_WORK:
        return place
    if place.spot == CHECKPOINT:
        return Place(place.week_id, REVIEW)
    spots = _spots(curriculum.stretch(place.week_id))
    return spots[spots.index(place) + 1]


def after_marking(curriculum: Curriculum, place: Place, marked: Place) -> Place:
    """Where marking the flow of `marked` as done leads (R12): nowhere unless the learner stands there.

    So marking twice changes nothing.
    """
    return after_day_done(curriculum, place) if marked == place else place


def after_review(curriculum: Curriculum, week_id: str, missing: bool, place: Place) -> Place:
    """Where a week's review leads (R13, R14): with nothing missing to the next week, after a phase's last one to its
    project, else to the checkpoint.

    Only the week in which the learner stands moves them: an earlier one, reviewed again, takes nobody back.
    """
    place = resolve(curriculum, place)
    stretch = curriculum.stretch(place.week_id)
    if place.spot in (PROJECT, FINISHED) or all(week_id != week.id for week in stretch.weeks):
        return place
    if missing:
        return resolve(curriculum, Place(stretch.last.id, CHECKPOINT))
    return _after_closing(curriculum, stretch.last)


def after_phase(curriculum: Curriculum, week_id: str) -> Place:
    """Where leaving the phase of a week leads (R14): to the next phase's first day, after the last one to the end.

    KeyError for an unknown week.
    """
    last = curriculum.phase_of(week_id).weeks[-1]
    following = curriculum.after(last.id)
    return start_of(curriculum, following) if following else Place(last.id, FINISHED)


def position(curriculum: Curriculum, steps_standing: Sequence[Step]) -> Place:
    """Where a learner stands: where their last standing step led, else at the start (R12, R19).

    If the place it led to is gone from a newer version, the steps tell the nearest one: the day after the one last
    done, the week after the one last closed, the phase after the one left, or the last place that is still there.
    """
    for step in reversed(steps_standing):
        if week := curriculum.week(step.place_after.week_id):
            done, after = step.place_before, step.place_after
            gone = after.spot not in {*NO_WORK, CHECKPOINT} and week.day(after.spot) is None
            if gone and step.kind == "done" and done.week_id == week.id and week.day(done.spot):
                return after_day_done(curriculum, done)
            return resolve(curriculum, after)
        if curriculum.week(step.place_before.week_id):
            before = resolve(curriculum, step.place_before)
            if step.kind == "left":
                return after_phase(curriculum, step.place_before.week_id)
            closed = step.kind in ("review", "merged")
            return after_review(curriculum, before.week_id, missing=False, place=before) if closed else before
    return start(curriculum)


def resolve(curriculum: Curriculum, place: Place) -> Place:
    """The same place in this version of the curriculum and on this walk, which may lack its ids; never raises.

    A day that is gone leads to its week's first day, one that does not count on this walk to the next that does, a
    checkpoint that is gone to the review, the review of a week that is taken together with the next one into that one,
    a project of a phase that got further weeks to the first of them, a week that is gone to the start (`position`
    knows better: it has the steps before).
    """
    week = curriculum.week(place.week_id)
    if week is None:
        return start(curriculum)
    if place.spot == FINISHED:
        return place
    if place.spot == PROJECT:
        return _after_closing(curriculum, week)
    stretch = curriculum.stretch(week.id)
    if place.spot in (REVIEW, CHECKPOINT):
        if week is not stretch.last:
            return _from(stretch, stretch.weeks.index(week) + 1)
        return place if place.spot == REVIEW or week.checkpoint else Place(week.id, REVIEW)
    if week.day(place.spot) is None:
        return start_of(curriculum, week)
    spots = _spots(stretch)
    if place in spots:
        return place
    at = [day.id for day in week.days].index(place.spot)
    later = (Place(week.id, day.id) for day in week.days[at:])
    return next((spot for spot in later if spot in spots), _from(stretch, stretch.weeks.index(week) + 1))


def may_enter(curriculum: Curriculum, stood: Collection[str], passed: Collection[str]) -> tuple[str, ...]:
    """The ids of the phases that someone may enter (R12, R14).

    All up to the furthest of the weeks they `stood` in, and from there on one more for each phase that they `passed`
    in a row: left, or shown instead of walked. Ids that are gone are left out; the first phase is always open.
    """
    phases = [phase.id for phase in curriculum.phases]
    reached = max((phases.index(curriculum.phase_of(it).id) for it in stood if curriculum.week(it)), default=0)
    while reached + 1 < len(phases) and phases[reached] in passed:
        reached += 1
    return tuple(phases[: reached + 1])


def may_place(curriculum: Curriculum, open_phases: Collection[str], target_week_id: str) -> bool:
    """Whether someone may place themselves at a week: at any of a phase that they may enter (R12)."""
    return curriculum.week(target_week_id) is not None and curriculum.phase_of(target_week_id).id in open_phases


def progress(curriculum: Curriculum, place: Place, closed: Collection[str]) -> Progress:
    """How far along a place is, for someone who closed the weeks of these ids."""
    place = resolve(curriculum, place)
    weeks = list(curriculum.weeks)
    stretch = curriculum.stretch(place.week_id)
    days = [day.id for day in stretch.days]
    weeks_closed = sum(week.id in closed for week in weeks)
    return Progress(
        weeks_closed=weeks_closed,
        weeks=len(weeks),
        week=next(week for week in weeks if week.id == place.week_id).number,
        day=days.index(place.spot) + 1 if place.spot in days else len(days),
        days=len(days),
        percent=100 * weeks_closed // len(weeks),
    )


def _spots(stretch: Stretch) -> tuple[Place, ...]:
    """What comes in turn: the days that count, then the review."""
    counted = {day.id for day in stretch.days}
    days = (Place(week.id, day.id) for week in stretch.weeks for day in week.days if day.id in counted)
    return (*days, Place(stretch.last.id, REVIEW))


def _from(stretch: Stretch, at: int) -> Place:
    """The first spot of a stretch's week at an index, or of the nearest one after it that has any."""
    later = {week.id for week in stretch.weeks[at:]}
    return next((spot for spot in _spots(stretch) if spot.week_id in later), Place(stretch.last.id, REVIEW))


def _after_closing(curriculum: Curriculum, week: Week) -> Place:
    """Where one stands with a week closed: at the next one of the phase, after the last one at the project."""
    following = None if curriculum.ends_phase(week.id) else curriculum.after(week.id)
    return start_of(curriculum, following) if following else Place(week.id, PROJECT)
