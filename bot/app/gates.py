"""A phase's project, step by step, and the way out of the phase (R14)."""

from datetime import timedelta

from bot.app.commands import LeavePhase, Milestones, SeeMilestone, Ship, WriteReady
from bot.app.flows import facts_changed
from bot.app.ground import link_and_note, open_phases, passed_phases
from bot.app.said import MilestoneShown, MilestonesShown, PhaseLeft, ReadyKept, Refusal, Said, Shipped
from bot.app.stand import gate_of
from bot.app.turn import Turn
from bot.core.curriculum import Milestone, Phase
from bot.core.facts import ReviewId, StepId
from bot.core.gates import Shipment, ShippedId, milestone_of
from bot.core.position import PROJECT, Step, after_phase


def milestones(ask: Milestones, turn: Turn) -> Said:
    """Show the project of the present phase, or of another one that may be entered."""
    return _shown(turn, ask.phase)


def see_milestone(ask: SeeMilestone, turn: Turn) -> Said:
    """Show one step, and what was shipped for it."""
    phase, milestone = _mine(ask.milestone, turn)
    number = turn.curriculum.phase_number(phase.id)
    return MilestoneShown(phase, number, milestone, tuple(reversed(_of(turn, milestone))), turn.today)


def ship(ask: Ship, turn: Turn) -> Said:
    """Ship a step, in any order; if nothing else is missing at the project, lead on."""
    phase, milestone = _mine(ask.milestone, turn)
    link, note = link_and_note(ask.link, ask.note)
    turn.tx.projects.ship(turn.me.id, turn.curriculum.id, milestone.id, link, note, turn.now, turn.today)
    shipment, left = _of(turn, milestone)[-1], lead_on(turn)
    gate, number = gate_of(turn.tx, turn.curriculum, turn.me.id, phase), turn.curriculum.phase_number(phase.id)
    return Shipped(shipment, milestone, phase, number, gate, left, turn.stand(), turn.today)


def write_ready(ask: WriteReady, turn: Turn) -> Said:
    """Keep the readiness signal; nobody grades it. If nothing else is missing at the project, lead on."""
    phase = _entered(ask.phase, turn)
    replaced = phase.id in turn.tx.projects.signals(turn.me.id, turn.curriculum.id)
    turn.tx.projects.signal(turn.me.id, turn.curriculum.id, phase.id, ask.text, turn.now, turn.today)
    left = lead_on(turn)
    gate = gate_of(turn.tx, turn.curriculum, turn.me.id, phase)
    return ReadyKept(phase, turn.curriculum.phase_number(phase.id), gate, replaced, left, turn.stand())


def leave(ask: LeavePhase, turn: Turn) -> Said:
    """Take the step into the next phase; if something is missing, say exactly what, and change nothing."""
    curriculum, place = turn.curriculum, turn.place()
    phase = curriculum.phase(ask.phase)
    here = curriculum.phase_of(place.week_id)
    if phase is None or curriculum.phase_number(phase.id) > curriculum.phase_number(here.id):
        raise Refusal("outdated")
    number = curriculum.phase_number(phase.id)
    if phase is not here or place.is_finished:
        return PhaseLeft(phase, number, 0, turn.stand())
    if not gate_of(turn.tx, curriculum, turn.me.id, phase).is_open:
        return _shown(turn, number, asked=True)
    return PhaseLeft(phase, number, _step_out(turn), turn.stand())


def lead_on(turn: Turn, review: ReviewId | None = None) -> int:
    """Take the step out of the phase for a learner who stands at its project with nothing missing.

    It comes by itself with the last thing that was missing; `review` is the one that was, if it was. Returns the
    step's number, 0 where there was none to take.
    """
    place = turn.place()
    if place.spot != PROJECT:
        return 0
    phase = turn.curriculum.phase_of(place.week_id)
    return _step_out(turn, review) if gate_of(turn.tx, turn.curriculum, turn.me.id, phase).is_open else 0


def take_back(number: ShippedId, within: timedelta, turn: Turn) -> tuple[Shipment, str]:
    """Let a shipment of the learner's no longer stand (R19); returns it as it was, and its curriculum's id."""
    found = turn.tx.projects.get(number)
    if found is None or found[0] != turn.me.id:
        raise Refusal("not_yours")
    _, curriculum, shipment = found
    if shipment.at < turn.now - within:
        raise Refusal("too_old")
    turn.tx.projects.undo(number, turn.now)
    return shipment, curriculum


def steps_out_of(turn: Turn, *, week: str = "", milestone: str = "") -> tuple[StepId, ...]:
    """The steps out of the phase of a week or a milestone that no longer hold, since something is missing again."""
    curriculum = turn.curriculum
    found = milestone_of(curriculum, milestone)
    phase = found[0] if found else curriculum.phase_of(week) if curriculum.week(week) else None
    if phase is None or gate_of(turn.tx, curriculum, turn.me.id, phase).is_open:
        return ()
    weeks = {it.id for it in phase.weeks}
    steps = turn.tx.way.standing_steps(turn.me.id, curriculum.id)
    return tuple(number for number, step, _, _ in steps if step.kind == "left" and step.place_before.week_id in weeks)


def milestone_title(turn: Turn, curriculum: str, milestone: str) -> str:
    """What a milestone is called, also where a newer edition no longer has it."""
    found = milestone_of(turn.shelf.get(curriculum), milestone)
    return found[1].title if found else turn.shelf.gone(curriculum, "milestone", milestone)


def _step_out(turn: Turn, review: ReviewId | None = None) -> StepId:
    curriculum, place = turn.curriculum, turn.place()
    step = Step("left", place, after_phase(curriculum, place.week_id))
    facts_changed(turn, [turn.today])
    return turn.tx.way.add_step(turn.me.id, curriculum.id, step, turn.now, turn.today, review=review)


def _shown(turn: Turn, number: int, *, asked: bool = False) -> MilestonesShown:
    curriculum, here = turn.curriculum, turn.curriculum.phase_of(turn.place().week_id)
    entered = [curriculum.phase_number(phase) for phase in open_phases(turn)]
    number = number if number in entered else curriculum.phase_number(here.id)
    phase = curriculum.phases[number - 1]
    newest = {it.milestone: it for it in turn.tx.projects.shipped(turn.me.id, curriculum.id)}
    signal = turn.tx.projects.signals(turn.me.id, curriculum.id).get(phase.id)
    within = phase is here and not turn.place().is_finished
    return MilestonesShown(
        phase,
        number,
        len(curriculum.phases),
        tuple(newest[step.id] for step in phase.project.milestones if step.id in newest),
        gate_of(turn.tx, curriculum, turn.me.id, phase),
        signal.text if signal else "",
        within,
        asked,
        tuple(it for it in entered if it != number),
        turn.today,
        behind=not within and phase.id in passed_phases(turn),
    )


def _of(turn: Turn, milestone: Milestone) -> list[Shipment]:
    shipped = turn.tx.projects.shipped(turn.me.id, turn.curriculum.id)
    return [it for it in shipped if it.milestone == milestone.id]


def _mine(milestone: str, turn: Turn) -> tuple[Phase, Milestone]:
    """A milestone of a phase that the learner may enter. Raises Refusal("outdated") for any other."""
    found = milestone_of(turn.curriculum, milestone)
    if found is None or found[0].id not in open_phases(turn):
        raise Refusal("outdated")
    return found


def _entered(phase: str, turn: Turn) -> Phase:
    found = turn.curriculum.phase(phase)
    if found is None or found.id not in open_phases(turn):
        raise Refusal("outdated")
    return found
