"""Which handler carries out which command."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.app import (
    board,
    commands,
    corrections,
    flows,
    focus,
    gates,
    ground,
    groups,
    imports,
    joining,
    leaving,
    lookback,
    ownership,
    paths,
    portfolio,
    progress,
    reading,
    recall,
    resting,
    settings,
    snoozing,
    weekly,
)
from bot.app.commands import Command
from bot.app.said import Said
from bot.app.turn import Turn

Handler = Callable[[Any, Turn], Said]
Prefill = Callable[[Mapping[str, object], Turn], Mapping[str, str]]

ROUTES: Mapping[type[Command], Handler] = {
    commands.Join: joining.join,
    commands.JoinNow: joining.join_now,
    commands.ListMe: joining.list_me,
    commands.Today: flows.today,
    commands.LogFlow: flows.log_flow,
    commands.MarkDone: flows.mark_done,
    commands.StartFocus: focus.start,
    commands.JoinFocus: focus.join,
    commands.StopFocus: focus.stop,
    commands.SettleFocus: focus.settle,
    commands.EditLog: corrections.edit_log,
    commands.Undo: corrections.undo,
    commands.UndoLast: corrections.undo_last,
    commands.History: corrections.history,
    commands.WriteCheckin: weekly.checkin,
    commands.WriteReview: weekly.review,
    commands.AnswerReview: weekly.answer_review,
    commands.Recall: recall.recall,
    commands.ShowRecall: recall.show,
    commands.RateRecall: recall.rate,
    commands.ChooseRecall: recall.choose,
    commands.AnswerQuiz: recall.answer_quiz,
    commands.Milestones: gates.milestones,
    commands.SeeMilestone: gates.see_milestone,
    commands.Ship: gates.ship,
    commands.WriteReady: gates.write_ready,
    commands.LeavePhase: gates.leave,
    commands.ShowGround: ground.show_ground,
    commands.ShowProject: ground.show_project,
    commands.ShorterPath: paths.shorter_path,
    commands.LookBack: lookback.look_back,
    commands.Progress: progress.progress,
    commands.Leaderboard: board.leaderboard,
    commands.Settings: settings.settings,
    commands.Rest: resting.rest,
    commands.RestNow: resting.rest_now,
    commands.RestGap: resting.rest_gap,
    commands.EndRest: resting.end_rest,
    commands.Snooze: snoozing.snooze,
    commands.ShowWeek: reading.week,
    commands.ShowCurriculum: reading.curriculum,
    commands.Faq: reading.faq,
    commands.Stuck: flows.stuck,
    commands.Help: reading.help_,
    commands.Privacy: reading.privacy,
    commands.Export: ownership.export,
    commands.ImportDays: imports.import_days,
    commands.UndoImport: imports.undo_import,
    commands.Forget: ownership.forget,
    commands.ForgetNow: ownership.forget_now,
    commands.Leave: leaving.leave,
    commands.Portfolio: portfolio.portfolio,
    commands.Setup: groups.setup,
}

PREFILLS: Mapping[type[Command], Prefill] = {commands.EditLog: corrections.prefill_log}
