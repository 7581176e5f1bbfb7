"""What is only read: the curriculum, help, and what is kept."""

from bot.app.commands import Faq, Help, Privacy, ShowCurriculum, ShowWeek
from bot.app.curricula import chosen
from bot.app.ground import open_phases
from bot.app.leading import group_of_chat, leads
from bot.app.said import (
    AboutShown,
    CurriculumShown,
    FaqShown,
    HelpShown,
    PhaseShown,
    PrivacyShown,
    ProjectShown,
    Refusal,
    Said,
    WeekShown,
)
from bot.app.stand import closed_weeks
from bot.app.turn import Turn
from bot.core.curriculum import Curriculum
from bot.core.position import FINISHED, PROJECT, Place
from bot.core.returns import quiet_gap

PHASE_PAGE = 20  # weeks of a phase that are listed at once


def week(ask: ShowWeek, turn: Turn) -> Said:
    """Read a week, the learner's own if none was named."""
    shown, of = _which(ask.of, turn)
    place = _place_in(shown, turn)
    if ask.number is None and place is None:
        return _whole(shown, of, turn)
    total = sum(1 for _ in shown.weeks)
    found = shown.week_number(ask.number) if ask.number else shown.week(place.week_id if place else "")
    if found is None:
        raise Refusal("unknown_week", given=str(ask.number), numbers=(total,))
    phase = shown.phase_of(found.id)
    closed = found.id in _closed(shown, turn)
    here = shown.week(place.week_id) if place else None
    return WeekShown(
        found,
        phase,
        shown.phases.index(phase) + 1,
        ask.part,
        min(max(1, ask.day), len(found.days)),
        place.spot if place and place.week_id == found.id else "",
        _done_days(shown, turn),
        closed,
        total,
        of,
        explainable=not closed and here is not None and found.number < shown.stretch(here.id).weeks[0].number,
        path=shown.stretch(found.id) if shown.shortened and phase.accelerated else None,
    )


def curriculum(ask: ShowCurriculum, turn: Turn) -> Said:
    """Read the whole way, or a part of it; a phase that is not there reads as the learner's own, or the first."""
    shown, of = _which(ask.curriculum, turn)
    place = _place_in(shown, turn)
    here = shown.week(place.week_id) if place else None
    if not ask.part:
        return _whole(shown, of, turn)
    if ask.part == "about":
        return AboutShown(shown, of)
    own = shown.phases.index(shown.phase_of(here.id)) + 1 if here else 1
    number = ask.number if 1 <= ask.number <= len(shown.phases) else own
    phase = shown.phases[number - 1]
    shipped = {it.id for it in phase.project.milestones} & _shipped(shown, turn)
    if ask.part == "project":
        entered = here is not None and phase.id in open_phases(turn)
        return ProjectShown(phase, number, of, frozenset(shipped), entered)
    page = min(ask.page, (len(phase.weeks) - 1) // PHASE_PAGE)
    week_id = here.id if here and place and place.spot not in (PROJECT, FINISHED) else ""
    return PhaseShown(phase, number, len(shown.phases), week_id, _closed(shown, turn), page, of, len(shipped))


def faq(ask: Faq, turn: Turn) -> Said:
    """The questions, and the answer to one."""
    shown, of = _which(ask.of, turn)
    return FaqShown(shown.faq, ask.number if ask.number <= len(shown.faq) else 0, of)


def _which(named: str, turn: Turn) -> tuple[Curriculum, str]:
    """The curriculum that is read, and what names it on buttons if it is not the reader's own."""
    shown = chosen(named, turn.shelf) if named else turn.curriculum
    if shown.id == turn.curriculum.id:
        return turn.curriculum, ""
    return shown, turn.shelf.volume(shown.id).ref


def _whole(shown: Curriculum, of: str, turn: Turn) -> CurriculumShown:
    place = _place_in(shown, turn)
    others = turn.shelf.choices(shown.id)
    project = shown.phase_number(shown.phase_of(place.week_id).id) if place and place.spot == PROJECT else 0
    here = place.week_id if place and not place.is_finished else ""
    return CurriculumShown(shown, here, _closed(shown, turn), others, of, project)


def _place_in(shown: Curriculum, turn: Turn) -> Place | None:
    """Where the reader stands; None in a curriculum that is not their active one."""
    return turn.place() if turn.learner and shown.id == turn.curriculum.id else None


def _done_days(shown: Curriculum, turn: Turn) -> frozenset[str]:
    return frozenset(turn.tx.way.done_days(turn.me.id, shown.id)) if turn.learner else frozenset()


def _closed(shown: Curriculum, turn: Turn) -> frozenset[str]:
    """The weeks that the reader explained."""
    if turn.learner is None:
        return frozenset()
    return closed_weeks(turn.tx, shown, turn.me.id)


def _shipped(shown: Curriculum, turn: Turn) -> frozenset[str]:
    """The milestones that the reader shipped."""
    if turn.learner is None:
        return frozenset()
    return frozenset(it.milestone for it in turn.tx.projects.shipped(turn.me.id, shown.id))


def help_(ask: Help, turn: Turn) -> Said:
    """Help for where it was asked and where the person stands."""
    del ask
    group = group_of_chat(turn)[1]
    where = (turn.asker.private, group.name if group else "", leads(turn))
    if turn.learner is None:
        return HelpShown(*where, "stranger")
    record, stand = turn.record(), turn.stand()
    gap = quiet_gap(record, turn.today)
    begun = record.days or stand.spot != "day"
    return HelpShown(*where, "back" if gap else "under way" if begun else "new", gap, stand)


def privacy(ask: Privacy, turn: Turn) -> Said:
    """What is kept and why."""
    del ask
    if turn.learner is None:
        return PrivacyShown(False, 0, 0, 0)
    flows, _ = turn.tx.logs.count(turn.learner.id)
    return PrivacyShown(True, flows, *turn.tx.way.counts(turn.learner.id))
