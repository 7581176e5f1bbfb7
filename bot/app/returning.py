"""Back after a quiet week: whatever is done first, a welcome and one button stand beside it (R15, R22)."""

from bot.app.said import (
    BackAgain,
    BoardShown,
    CheckedIn,
    CurriculumShown,
    DoneMarked,
    FocusRound,
    FocusShown,
    HistoryShown,
    MilestonesShown,
    ProgressShown,
    RecallAsked,
    RecallResting,
    Rested,
    RestEnded,
    RestShown,
    ReviewClosed,
    ReviewDue,
    ReviewOpen,
    ReviewWritten,
    Said,
    SettingsShown,
    Shipped,
    StuckShown,
    WeekShown,
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
    RecallResting,
    Rested,
    RestEnded,
    RestShown,
    ReviewClosed,
    ReviewDue,
    ReviewOpen,
    ReviewWritten,
    Shipped,
    StuckShown,
)
"""Answers to what somebody does for themselves; the next flow, a log's receipt and help say it by themselves."""

READ = (BoardShown, CurriculumShown, HistoryShown, SettingsShown, WeekShown)
"""What is paged through: greeted where it is asked for, not at each press on it."""


def back_again(said: Said, turn: Turn) -> tuple[Said, ...]:
    """What stands beside the first such answer of a day, as long as nothing was logged after the gap."""
    if turn.learner is None or turn.me.greeted_on == turn.today:
        return ()
    if not (isinstance(said, GREETED) or (isinstance(said, READ) and not turn.asker.press)):
        return ()
    gap = quiet_gap(turn.record(), turn.today)
    if gap is None:
        return ()
    turn.tx.people.change(turn.me.id, greeted_on=turn.today)
    return (BackAgain(turn.stand(), gap),)
