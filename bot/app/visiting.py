"""The answer to an offer: a visit to a study room is logged, once, or let go."""

from bot.app.commands import LogFlow, SettleVisit
from bot.app.flows import log_flow
from bot.app.said import Logged, Refusal, Said, VisitSettled
from bot.app.timer import place_then
from bot.app.turn import Turn
from bot.app.visits import visit_shown
from bot.core.visits import VisitId


def settle(ask: SettleVisit, turn: Turn) -> Said:
    """Log what a visit is worth (R20: once), or let it go. Its log is like any other: sealed, undone, edited.

    One that was let go can still be logged, for as long as it is kept.
    """
    visit = turn.tx.visits.get(VisitId(ask.visit))
    if visit is None:  # kept for 7 days
        raise Refusal("outdated")
    if visit.learner != turn.me.id:
        raise Refusal("not_yours")
    if visit.state not in ("over", "settled"):
        raise Refusal("outdated")
    if visit.log is not None:
        return VisitSettled(turn.tx.logs.get(visit.log), None, turn.today)
    shown = visit_shown(turn.tx, visit, turn.me, turn.now)
    if ask.keep == "nothing" or shown is None:
        turn.tx.visits.settle(visit.id)
        return VisitSettled(None, shown, turn.today)
    place = place_then(turn.tx, turn.curriculum, turn.me.id, visit.started_at)
    logged = log_flow(LogFlow(shown.minutes, when=shown.day.isoformat()), turn, spent_on=place)
    if not isinstance(logged, Logged):
        raise TypeError(f"a day that was asked back: {shown.day}")
    turn.tx.visits.settle(visit.id, logged.log.id)
    return logged
