"""Where a learner stands, from the steps that stand."""

from dataclasses import replace

from bot.app.said import Stand
from bot.app.shelf import Shelf
from bot.core.curriculum import Curriculum, Phase
from bot.core.gates import Gate, gate
from bot.core.people import LearnerId
from bot.core.position import CHECKPOINT, FINISHED, NO_WORK, PROJECT, REVIEW, Place, position
from bot.core.position import resolve as nearest
from bot.storage.tx import Tx


def place_of(tx: Tx, curriculum: Curriculum, learner: LearnerId) -> Place:
    """The place that the last standing step led to; the curriculum's first day without one."""
    found = tx.way.last_step(learner, curriculum.id)
    steps = [found[1]] if found else []
    if steps and curriculum.week(steps[0].place_after.week_id) is None:
        # A newer version took that week out: the steps before tell where to go on.
        steps = [row[1] for row in tx.way.standing_steps(learner, curriculum.id)]
    return nearest(curriculum, position(curriculum, steps))


def spot_key(place: Place) -> str:
    """What a log's minutes are booked on: a day of the curriculum, or a week's checkpoint."""
    return f"{place.week_id}/{place.spot}"


def title_at(shelf: Shelf, curriculum: Curriculum, place: Place) -> str:
    """What a place is called, also where a newer edition no longer has it: a day's title, else its week's."""
    week = curriculum.week(place.week_id)
    day = week.day(place.spot) if week else None
    if day is not None:
        return day.title
    gone = "" if place.spot in {*NO_WORK, CHECKPOINT} else shelf.gone(curriculum.id, "day", place.spot)
    return gone or (week.title if week else shelf.gone(curriculum.id, "week", place.week_id))


def stand_at(curriculum: Curriculum, place: Place) -> Stand:
    """A place as facts to show. The place must be one of this curriculum (see `resolve`)."""
    week = curriculum.week(place.week_id)
    if week is None:
        raise KeyError(place.week_id)
    phase = curriculum.phase_of(week.id)
    weeks = sum(len(it.weeks) for it in curriculum.phases)
    stretch = curriculum.stretch(week.id)
    more = (weeks, curriculum.phase_number(phase.id), stretch if curriculum.shortened and phase.accelerated else None)
    match place.spot:
        case spot if spot == CHECKPOINT:
            return Stand(week, phase, "checkpoint", None, 0, *more)
        case spot if spot == REVIEW:
            return Stand(week, phase, "review", None, 0, *more)
        case spot if spot == PROJECT:
            return Stand(week, phase, "project", None, 0, *more)
        case spot if spot == FINISHED:
            return Stand(week, phase, "finished", None, 0, *more)
        case spot:
            day = week.day(spot)
            number = stretch.days.index(day) + 1 if day else 0
            return Stand(week, phase, "day", day, number, *more)


def stand_of(tx: Tx, curriculum: Curriculum, learner: LearnerId, place: Place) -> Stand:
    """The same for a learner: at a project it says what leaving the phase still takes (R14)."""
    stand = stand_at(curriculum, place)
    return replace(stand, gate=gate_of(tx, curriculum, learner, stand.phase)) if place.spot == PROJECT else stand


def gate_of(tx: Tx, curriculum: Curriculum, learner: LearnerId, phase: Phase) -> Gate:
    """What leaving a phase still takes of a learner (R14)."""
    closed = closed_weeks(tx, curriculum, learner)
    shipped = {it.milestone for it in tx.projects.shipped(learner, curriculum.id)}
    return gate(phase, closed, shipped, tx.projects.signals(learner, curriculum.id))


def closed_weeks(tx: Tx, curriculum: Curriculum, learner: LearnerId) -> frozenset[str]:
    """The ids of the weeks that a learner explained, also those taken together with another one (R13, R14)."""
    closed = {it.week for it in tx.way.reviews(learner, curriculum.id) if it.whole}
    return frozenset(closed.union(taken_together(tx, curriculum, learner)))


def taken_together(tx: Tx, curriculum: Curriculum, learner: LearnerId) -> dict[str, str]:
    """The weeks that one review of a learner's closed together, each with the week of that review (R14)."""
    merged = [week for week in tx.way.merged(learner, curriculum.id) if curriculum.week(week)]
    if not merged:
        return {}
    short = curriculum.walked(shortened=True)
    return {it.id: week for week in merged for it in short.stretch(week).weeks}
