"""The table of contents: what was said, and the screen that shows it."""

from bot.app import said as s
from bot.ui.screens import (
    asking,
    belonging,
    card,
    curriculum,
    day,
    focus,
    gates,
    ground,
    groups,
    hellos,
    joining,
    linking,
    lookback,
    numbers,
    ownership,
    portfolio,
    privacy,
    reading,
    recall,
    refusals,
    resting,
    rewards,
    rights,
    seasons,
    setting_up,
    settings,
    sharing,
    visits,
    week,
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
        case s.Belonging():
            return belonging.belonging(said, say)
        case s.Promised():
            return belonging.promised(said, say)
        case s.TodayShown():
            return day.today(said, say)
        case s.AskShown():
            return asking.shown(said, say)
        case s.SeasonsShown():
            return seasons.shown(said, say)
        case s.ShareShown():
            return sharing.shown(said, say)
        case s.Shared():
            return sharing.shared(said, say)
        case s.Unshared():
            return sharing.unshared(said, say)
        case s.SharedRead():
            return sharing.read(said, say)
        case s.Cheered():
            return sharing.cheered(said, say)
        case s.AskPosted():
            return asking.posted(said, say)
        case s.GroupAsked():
            return asking.asked(said, say)
        case s.AskTakenBack():
            return asking.taken_back(say)
        case s.StuckShown():
            return day.stuck(said, say)
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
        case s.BackAgain():
            return day.back_again(said, say)
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
            return week.week(said, say)
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
            return privacy.privacy(said, say)
        case s.VisitOffered():
            return visits.offered(said, say)
        case s.VisitSettled():
            return visits.settled(said, say)
        case s.Exported():
            return ownership.exported(said, say)
        case s.DaysImported():
            return ownership.imported(said, say)
        case s.ImportUndone():
            return ownership.import_undone(said, say)
        case s.ForgetAsked():
            return ownership.forget_asked(said, say)
        case s.Forgotten():
            return ownership.forgotten(said, say)
        case s.LeaveChoice():
            return ownership.leave_choice(said, say)
        case s.LeaveAsked():
            return ownership.leave_asked(said, say)
        case s.Left():
            return ownership.left(said, say)
        case s.PortfolioChoice():
            return portfolio.choice(said, say)
        case s.PortfolioMade():
            return portfolio.made(said, say)
        case s.SetupOffer():
            return setting_up.setup_offer(said, say)
        case s.GroupReady():
            return setting_up.group_ready(said, say)
        case s.GroupTaken():
            return setting_up.group_taken(said, say)
        case s.GroupsLed():
            return setting_up.groups_led(said, say)
        case s.ChatAttached():
            return setting_up.chat_attached(said, say)
        case s.GroupShown():
            return setting_up.group_shown(said, say)
        case s.ChatCode():
            return setting_up.chat_code(said, say)
        case s.DetachAsked():
            return setting_up.detach_asked(said, say)
        case s.ChatDetached():
            return setting_up.chat_detached(said, say)
        case s.HellosShown():
            return hellos.shown(said, say)
        case s.HelloDraft():
            return hellos.draft(said, say)
        case s.RightsShown():
            return rights.rights_shown(said, say)
        case s.RewardsShown():
            return rewards.rewards_shown(said, say)
        case s.DropAsked():
            return rewards.drop_asked(said, say)
        case s.Reached():
            return rights.reached(said, say)
        case s.Introduced():
            return setting_up.introduced(said, say)
        case s.ChatTrouble():
            return groups.chat_trouble(said, say)
        case s.Hello():
            return groups.hello(said, say)
        case s.DailyPrompt():
            return groups.prompt(said, say)
        case s.KindNote():
            return resting.kind_note(said, say)
        case s.LinkCode():
            return linking.code(said, say)
        case s.LinkOffer():
            return linking.offer(said, say)
        case s.Linked():
            return linking.linked(said, say)
        case s.LinkShown():
            return linking.shown(said, say)
        case s.PartOffer():
            return linking.part_offer(said, say)
        case s.Parted():
            return linking.parted(said, say)
        case s.LinkNews():
            return linking.news(said, say)
        case s.RestShown():
            return resting.shown(said, say)
        case s.Rested():
            return resting.rested(said, say)
        case s.Snoozed():
            return resting.snoozed(said, say)
        case s.RestEnded():
            return resting.ended(said, say)
        case s.CheckinCall():
            return weekly.checkin_call(said, say)
        case s.Card():
            return card.card(said, say)
        case s.RecallAsked():
            return recall.asked(said, say)
        case s.RecallShown():
            return recall.shown(said, say)
        case s.RecallAnswered():
            return recall.answered(said, say)
        case s.RecallResting():
            return recall.resting(said, say)
        case s.RecallSettled():
            return recall.settled(said, say)
        case s.FocusShown():
            return focus.shown(said, say)
        case s.FocusRound():
            return focus.together(said, say)
        case s.RoundOver():
            return focus.round_over(said, say)
        case s.FocusStopped():
            return focus.stopped(said, say)
        case s.FocusEnded():
            return focus.ended(said, say)
        case s.FocusSettled():
            return focus.settled(said, say)
        case s.Refused(kind="bad_file"):
            return ownership.bad_file(said, say)
        case s.Refused():
            return refusals.refused(said, say)
        case s.WentWrong():
            return refusals.went_wrong(said, say)
        case s.DoorOpened():
            return groups.door_opened(said, say)
        case s.DoorClosed():
            return groups.door_closed(said, say)
