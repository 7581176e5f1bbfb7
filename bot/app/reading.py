"""What is only read: the curriculum, help, and what is kept."""

from bot.app.commands import Help, Privacy, ShowWeek
from bot.app.said import FaqShown, HelpShown, PhasesShown, PrivacyShown, Refusal, Said, WeekShown
from bot.app.turn import Turn
from bot.core.returns import quiet_gap


def week(ask: ShowWeek, turn: Turn) -> Said:
    """Browse the curriculum, from where the learner stands if no week was named."""
    curriculum = turn.curriculum
    place = turn.place() if turn.learner else None
    if ask.part == "faq":
        return FaqShown(curriculum.faq)
    if ask.part == "phases" or (ask.number is None and place is None):
        return PhasesShown(curriculum, place.week_id if place else "")
    total = sum(1 for _ in curriculum.weeks)
    shown = curriculum.week_number(ask.number) if ask.number else curriculum.week(place.week_id if place else "")
    if shown is None:
        raise Refusal("unknown_week", given=str(ask.number), numbers=(total,))
    here = place is not None and place.week_id == shown.id
    done = turn.tx.way.done_days(turn.me.id, curriculum.id) if place else {}
    spot = place.spot if here and place else ""
    return WeekShown(shown, curriculum.phase_of(shown.id), ask.part, here, spot, frozenset(done), total)


def help_(ask: Help, turn: Turn) -> Said:
    """Help for where it was asked and where the person stands."""
    del ask
    chat = None if turn.asker.private else turn.tx.groups.chat_at(turn.asker.chat)
    group = turn.tx.groups.get(chat.group) if chat else None
    return HelpShown(
        turn.learner is not None,
        turn.asker.private,
        group.name if group else "",
        turn.asker.facilitator,
        welcome=turn.learner is not None and quiet_gap(turn.record(), turn.today) is not None,
    )


def privacy(ask: Privacy, turn: Turn) -> Said:
    """What is kept and why."""
    del ask
    if turn.learner is None:
        return PrivacyShown(False, 0, 0, 0)
    flows, _ = turn.tx.logs.count(turn.learner.id)
    return PrivacyShown(True, flows, *turn.tx.way.counts(turn.learner.id))
