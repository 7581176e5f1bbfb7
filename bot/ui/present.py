"""The table of contents: what was said, and the screen that shows it."""

from bot.app import said as s
from bot.ui.screens import (
    curriculum,
    day,
    gates,
    ground,
    groups,
    joining,
    lookback,
    numbers,
    reading,
    refusals,
    settings,
    weekly,
)
from bot.ui.text import Text
from bot.ui.view import View


def present(said: s.Said, say: Text) -> View:
    """Turn facts into a view, in the reader's language."""
    match said:
        case s.JoinOffer():
            return joining.offer(said, say)
        case s.Joined():
            return joining.joined(said, say)
        case s.ListingSet():
            return joining.listing(said, say)
        case s.TodayShown():
            return day.today(said, say)
        case s.Logged():
            return day.logged(said, say)
        case s.WhichDay():
            return day.which_day(said, say)
        case s.DoneMarked():
            return day.done(said, say)
        case s.LogEdited():
            return day.edited(said, say)
        case s.Undone():
            return day.undone(said, say)
        case s.NothingToUndo():
            return refusals.nothing_to_undo(said, say)
        case s.HistoryShown():
            return day.history(said, say)
        case s.CheckedIn():
            return weekly.checked_in(said, say)
        case s.ReviewDue():
            return weekly.review_due(said, say)
        case s.ReviewWritten():
            return weekly.review_written(said, say)
        case s.WeekIsLong():
            return weekly.week_is_long(said, say)
        case s.ReviewClosed():
            return weekly.review_closed(said, say)
        case s.ReviewOpen():
            return weekly.review_open(said, say)
        case s.MilestonesShown():
            return gates.milestones(said, say)
        case s.MilestoneShown():
            return gates.milestone(said, say)
        case s.Shipped():
            return gates.shipped(said, say)
        case s.ReadyKept():
            return gates.ready_kept(said, say)
        case s.PhaseLeft():
            return gates.phase_left(said, say)
        case s.SkipRefused():
            return ground.skip_refused(said, say)
        case s.GroundShown():
            return ground.ground_shown(said, say)
        case s.PathShown():
            return ground.path(said, say)
        case s.LookBackShown():
            return lookback.look_back(said, say)
        case s.ProgressShown():
            return numbers.progress(said, say)
        case s.NumbersShown():
            return numbers.numbers(said, say)
        case s.LedgerShown():
            return numbers.ledger(said, say)
        case s.BoardShown():
            return numbers.board(said, say)
        case s.WhichGroup():
            return numbers.which_group(said, say)
        case s.FormulaShown():
            return numbers.formula(said, say)
        case s.SettingsShown():
            return settings.settings(said, say)
        case s.WeekShown():
            return curriculum.week(said, say)
        case s.CurriculumShown():
            return curriculum.whole(said, say)
        case s.PhaseShown():
            return curriculum.phase(said, say)
        case s.ProjectShown():
            return curriculum.project(said, say)
        case s.AboutShown():
            return curriculum.about(said, say)
        case s.CurriculumChanged():
            return curriculum.changed(said, say)
        case s.FaqShown():
            return curriculum.faq(said, say)
        case s.HelpShown():
            return reading.help_(said, say)
        case s.PrivacyShown():
            return reading.privacy(said, say)
        case s.GroupReady():
            return groups.group_ready(said, say)
        case s.ChatTrouble():
            return groups.chat_trouble(said, say)
        case s.Hello():
            return groups.hello(said, say)
        case s.DailyPrompt():
            return groups.prompt(said, say)
        case s.CheckinCall():
            return weekly.checkin_call(said, say)
        case s.Card():
            return groups.card(said, say)
        case s.Refused():
            return refusals.refused(said, say)
        case s.WentWrong():
            return refusals.went_wrong(said, say)
        case s.DoorOpened():
            return groups.door_opened(said, say)
        case s.DoorClosed():
            return groups.door_closed(said, say)
