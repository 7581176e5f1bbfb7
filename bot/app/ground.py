"""Which phases somebody may enter, and how an earlier one is shown instead of walked (R12, R14)."""

from bot.app.commands import ShowGround, ShowProject
from bot.app.said import GroundShown, Refusal, Said, SkipRefused, Unshown
from bot.app.stand import closed_weeks
from bot.app.turn import Turn
from bot.core.curriculum import Phase
from bot.core.gates import gate, is_https
from bot.core.position import Step, may_enter


def show_ground(ask: ShowGround, turn: Turn) -> Said:
    """Keep what shows a phase: its signal and a link or a note on a project; the phase after it is open then."""
    return _show(ask.phase, ask.text, link_and_note(ask.link, ask.note), turn)


def show_project(ask: ShowProject, turn: Turn) -> Said:
    """The same for a phase whose readiness signal is there already."""
    signal = turn.tx.projects.signals(turn.me.id, turn.curriculum.id).get(ask.phase)
    if signal is None:
        raise Refusal("outdated")
    return _show(ask.phase, signal.text, link_and_note(ask.link, ask.note), turn)


def link_and_note(link: str, note: str) -> tuple[str, str]:
    """What shows a project: an https link, a note, or both. Raises Refusal for neither, and for another link."""
    link, note = link.strip(), note.strip()
    if link and not is_https(link):
        raise Refusal("bad_link", field="link", given=link)
    if not link and not note:
        raise Refusal("link_or_note", field="note")
    return link, note


def _show(phase_id: str, text: str, evidence: tuple[str, str], turn: Turn) -> GroundShown:
    curriculum = turn.curriculum
    phase = curriculum.phase(phase_id)
    if phase is None or phase is curriculum.phases[-1]:
        raise Refusal("outdated")
    shown = "\n".join(filter(None, evidence))
    turn.tx.projects.show(turn.me.id, curriculum.id, phase.id, text, shown, turn.now, turn.today)
    number = curriculum.phase_number(phase.id)
    following = curriculum.phases[number]
    opens = following.weeks[0] if following.id in open_phases(turn) else None
    last = following is curriculum.phases[-1]
    return GroundShown(phase, number, opens, None if last else _unshown(turn, following, passed_phases(turn)))


def open_phases(turn: Turn) -> tuple[str, ...]:
    """The ids of the phases that the learner may enter: those they stood in, and on from there as long as each one
    was left, shown, or misses nothing."""
    stood = {turn.place().week_id, *(step.place_after.week_id for step in _steps(turn))}
    return may_enter(turn.curriculum, stood, passed_phases(turn))


def passed_phases(turn: Turn) -> frozenset[str]:
    """The ids of the phases that the learner left, showed, or could leave at once."""
    curriculum, me, projects = turn.curriculum, turn.me.id, turn.tx.projects
    closed = closed_weeks(turn.tx, curriculum, me)
    shipped = {it.milestone for it in projects.shipped(me, curriculum.id)}
    signals = projects.signals(me, curriculum.id)
    left = {step.place_before.week_id for step in _steps(turn) if step.kind == "left"}
    return frozenset(
        phase.id
        for phase in curriculum.phases
        if any(week.id in left for week in phase.weeks)
        or (phase.id in signals and signals[phase.id].evidence)
        or gate(phase, closed, shipped, signals).is_open
    )


def why_not(turn: Turn, week: str) -> SkipRefused:
    """Why a week is not open: the phases before it that were neither left nor shown, in their order."""
    curriculum, passed = turn.curriculum, passed_phases(turn)
    target = curriculum.phase_of(week)
    number = curriculum.phase_number(target.id)
    before = curriculum.phases[len(open_phases(turn)) - 1 : number - 1]
    missing = (it for phase in before if (it := _unshown(turn, phase, passed)))
    return SkipRefused(target, number, tuple(missing))


def _unshown(turn: Turn, phase: Phase, passed: frozenset[str]) -> Unshown | None:
    """What showing a phase still takes; None where it was passed."""
    if phase.id in passed:
        return None
    signals = turn.tx.projects.signals(turn.me.id, turn.curriculum.id)
    return Unshown(turn.curriculum.phase_number(phase.id), phase, phase.id in signals)


def _steps(turn: Turn) -> list[Step]:
    return [step for _, step, _, _ in turn.tx.way.standing_steps(turn.me.id, turn.curriculum.id)]
