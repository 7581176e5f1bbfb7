"""Every request as a frozen dataclass, declared once for all platforms.

`name` is what people type (empty for what only buttons say), `code` its short name in a button's payload. `changes`
says whether it may record a fact: its request is answered once. `once` says that doing it twice would be two facts: a
press or a form of it takes effect once (R20); the others name the state they lead to, so a second press of "Mark it
done" after an undo does what it says. Field limits are R-numbers' or the platforms'; the words that
describe them are in `ui/menu.py`.
"""

from bot.app.commands.asking import AskGroup, PostAsk
from bot.app.commands.base import Command
from bot.app.commands.flows import EditLog, History, LogFlow, MarkDone, Stuck, Today, Undo, UndoLast
from bot.app.commands.focus import JoinFocus, SettleFocus, StartFocus, StopFocus
from bot.app.commands.gates import (
    LeavePhase,
    Milestones,
    SeeMilestone,
    Ship,
    ShorterPath,
    ShowGround,
    ShowProject,
    WriteReady,
)
from bot.app.commands.groups import ForgetRoom, Setup
from bot.app.commands.joining import Join, JoinNow, ListMe
from bot.app.commands.linking import Link, LinkNow, LinkPart, LinkPick
from bot.app.commands.numbers import Leaderboard, LookBack, Portfolio, Progress
from bot.app.commands.ownership import Export, Forget, ForgetNow, ImportDays, Leave, UndoImport
from bot.app.commands.reading import Faq, Help, Privacy, ShowCurriculum, ShowWeek
from bot.app.commands.recall import AnswerQuiz, ChooseRecall, RateRecall, Recall, ShowRecall
from bot.app.commands.resting import EndRest, Rest, RestGap, RestNow, Snooze
from bot.app.commands.settings import Settings
from bot.app.commands.visits import SettleVisit
from bot.app.commands.weekly import AnswerReview, WriteCheckin, WriteReview

COMMANDS: tuple[type[Command], ...] = (
    Join,
    JoinNow,
    Today,
    LogFlow,
    MarkDone,
    StartFocus,
    JoinFocus,
    StopFocus,
    SettleFocus,
    SettleVisit,
    EditLog,
    Undo,
    UndoLast,
    History,
    WriteCheckin,
    WriteReview,
    AnswerReview,
    Recall,
    ShowRecall,
    RateRecall,
    ChooseRecall,
    AnswerQuiz,
    Milestones,
    SeeMilestone,
    Ship,
    WriteReady,
    LeavePhase,
    ShowGround,
    ShowProject,
    ShorterPath,
    LookBack,
    Progress,
    Leaderboard,
    Settings,
    Rest,
    RestNow,
    RestGap,
    EndRest,
    Snooze,
    Link,
    LinkPick,
    LinkNow,
    LinkPart,
    ListMe,
    ShowWeek,
    ShowCurriculum,
    Faq,
    Stuck,
    AskGroup,
    PostAsk,
    Help,
    Privacy,
    Export,
    ImportDays,
    UndoImport,
    Forget,
    ForgetNow,
    Leave,
    Portfolio,
    Setup,
    ForgetRoom,
)

__all__ = [
    "COMMANDS",
    "AnswerQuiz",
    "AnswerReview",
    "AskGroup",
    "ChooseRecall",
    "Command",
    "EditLog",
    "EndRest",
    "Export",
    "Faq",
    "Forget",
    "ForgetNow",
    "ForgetRoom",
    "Help",
    "History",
    "ImportDays",
    "Join",
    "JoinFocus",
    "JoinNow",
    "Leaderboard",
    "Leave",
    "LeavePhase",
    "Link",
    "LinkNow",
    "LinkPart",
    "LinkPick",
    "ListMe",
    "LogFlow",
    "LookBack",
    "MarkDone",
    "Milestones",
    "Portfolio",
    "PostAsk",
    "Privacy",
    "Progress",
    "RateRecall",
    "Recall",
    "Rest",
    "RestGap",
    "RestNow",
    "SeeMilestone",
    "Settings",
    "SettleFocus",
    "SettleVisit",
    "Setup",
    "Ship",
    "ShorterPath",
    "ShowCurriculum",
    "ShowGround",
    "ShowProject",
    "ShowRecall",
    "ShowWeek",
    "Snooze",
    "StartFocus",
    "StopFocus",
    "Stuck",
    "Today",
    "Undo",
    "UndoImport",
    "UndoLast",
    "WriteCheckin",
    "WriteReady",
    "WriteReview",
]
