"""Back after a quiet week: whatever is done first, a welcome and one button stand beside it (R15, R22)."""

from bot.app.said import (
    BackAgain,
    CheckedIn,
    DoneMarked,
    FocusRound,
    FocusShown,
    MilestonesShown,
    ProgressShown,
    RecallAsked,
    RestShown,
    ReviewClosed,
    ReviewDue,
    ReviewOpen,
    ReviewWritten,
    Said,
    Shipped,
    StuckShown,
)
from bot.app.turn import Turn
from bot.core.returns import quiet_gap

GREETED = (
    CheckedIn,
    DoneMarked,
    FocusRound,
    FocusShown,
    MilestonesShown,
    ProgressShown,
    RecallAsked,
    RestShown,
    ReviewClosed,
    ReviewDue,
    ReviewOpen,
    ReviewWritten,
    Shipped,
    StuckShown,
)
"""Answers to what somebody does for themselves; the next flow, a log's receipt and help say it by themselves."""


def back_again(said: Said, turn: Turn) -> tuple[Said, ...]:
    """What stands beside the first such answer of a day, as long as nothing was logged after the gap."""
    if not isinstance(said, GREETED) or turn.me.greeted_on == turn.today:
        return ()
    gap = quiet_gap(turn.record(), turn.today)
    if gap is None:
        return ()
    turn.tx.people.change(turn.me.id, greeted_on=turn.today)
    return (BackAgain(turn.stand(), gap),)
