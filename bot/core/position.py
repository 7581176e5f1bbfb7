"""Where a learner stands in a curriculum, and what moves them on (R12, R13)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.core.curriculum import Curriculum, Week

REVIEW = "review"
CHECKPOINT = "checkpoint"
FINISHED = "finished"

StepKind = Literal["done", "review", "again", "placed"]


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a week: the id of the next day, or REVIEW, CHECKPOINT or FINISHED (in the last week)."""

    week_id: str
    spot: str

    @property
    def is_finished(self) -> bool:
        """Whether the curriculum lies behind the learner."""
        return self.spot == FINISHED


@dataclass(frozen=True, slots=True)
class Step:
    """What set a position: a flow done, a review closed ("review") or left open ("again"), or one's own choice."""

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
    return start_of(next(curriculum.weeks))


def start_of(week: Week) -> Place:
    """The first day of a week."""
    return Place(week.id, week.days[0].id)


def after_day_done(curriculum: Curriculum, place: Place) -> Place:
    """One day on (R12): after the last day, and after the checkpoint, the review is due.

    At the review and at the end a flow moves nobody.
    """
    place = resolve(curriculum, place)
    if place.spot in (REVIEW, FINISHED):
        return place
    if place.spot == CHECKPOINT:
        return Place(place.week_id, REVIEW)
    days = [day.id for day in _week(curriculum, place).days]
    following = days[days.index(place.spot) + 1 :]
    return Place(place.week_id, following[0] if following else REVIEW)


def after_marking(curriculum: Curriculum, place: Place, marked: Place) -> Place:
    """Where marking the flow of `marked` as done leads (R12): nowhere unless the learner stands there.

    So marking twice changes nothing.
    """
    return after_day_done(curriculum, place) if marked == place else place


def after_review(curriculum: Curriculum, week_id: str, missing: bool, place: Place) -> Place:
    """Where a week's review leads (R13): with nothing missing to the next week, else to the checkpoint.

    Only the week in which the learner stands moves them: an earlier one, reviewed again, takes nobody back.
    """
    place = resolve(curriculum, place)
    if week_id != place.week_id or place.is_finished:
        return place
    if missing:
        return resolve(curriculum, Place(week_id, CHECKPOINT))
    following = curriculum.after(week_id)
    return start_of(following) if following else Place(week_id, FINISHED)


def position(curriculum: Curriculum, steps_standing: Sequence[Step]) -> Place:
    """Where a learner stands: where their last standing step led, else at the start (R12, R19).

    If the place it led to is gone from a newer version, the steps tell the nearest one: the day after the one last
    done, the week after the one last closed, or the last place that is still there.
    """
    for step in reversed(steps_standing):
        if week := curriculum.week(step.place_after.week_id):
            done, after = step.place_before, step.place_after
            gone = after.spot not in (REVIEW, CHECKPOINT, FINISHED) and week.day(after.spot) is None
            if gone and step.kind == "done" and done.week_id == week.id and week.day(done.spot):
                return after_day_done(curriculum, done)
            return resolve(curriculum, after)
        if curriculum.week(step.place_before.week_id):
            closed = step.kind == "review"
            before = resolve(curriculum, step.place_before)
            return after_review(curriculum, before.week_id, missing=False, place=before) if closed else before
    return start(curriculum)


def resolve(curriculum: Curriculum, place: Place) -> Place:
    """The same place in a version of the curriculum that may lack its ids; never raises.

    A day that is gone leads to its week's first day, a checkpoint that is gone to the review, a week that is
    gone to the start (`position` knows better: it has the steps before).
    """
    week = curriculum.week(place.week_id)
    if week is None:
        return start(curriculum)
    if place.spot == CHECKPOINT:
        return place if week.checkpoint else Place(week.id, REVIEW)
    known = place.spot in (REVIEW, FINISHED) or week.day(place.spot) is not None
    return place if known else start_of(week)


def may_place(curriculum: Curriculum, furthest_week_id: str, target_week_id: str) -> bool:
    """Whether someone who got as far as one week may place themselves at another (R12).

    They may, at any week of a phase up to that one's. An unknown furthest week opens the first phase only.
    """
    target = curriculum.week(target_week_id)
    if target is None:
        return False
    phases = [phase.id for phase in curriculum.phases]
    known = curriculum.week(furthest_week_id) is not None
    reached = phases.index(curriculum.phase_of(furthest_week_id).id) if known else 0
    return phases.index(curriculum.phase_of(target.id).id) <= reached


def furthest(curriculum: Curriculum, week_ids: Collection[str]) -> str:
    """The furthest of some weeks; ids that are gone are left out, and with none left it is the first week."""
    known = [week.id for week in curriculum.weeks if week.id in week_ids]
    return known[-1] if known else next(curriculum.weeks).id


def progress(curriculum: Curriculum, place: Place, closed: Collection[str]) -> Progress:
    """How far along a place is, for someone who closed the weeks of these ids."""
    place = resolve(curriculum, place)
    weeks = list(curriculum.weeks)
    week = _week(curriculum, place)
    days = [day.id for day in week.days]
    weeks_closed = sum(week.id in closed for week in weeks)
    return Progress(
        weeks_closed=weeks_closed,
        weeks=len(weeks),
        week=week.number,
        day=days.index(place.spot) + 1 if place.spot in days else len(days),
        days=len(days),
        percent=100 * weeks_closed // len(weeks),
    )


def _week(curriculum: Curriculum, place: Place) -> Week:
    """The week of a place that has been resolved."""
    return next(week for week in curriculum.weeks if week.id == place.week_id)
