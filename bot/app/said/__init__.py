"""Everything the bot can say, as facts: results, notices, refusals. `ui/present.py` turns them into views."""

from dataclasses import dataclass

from bot.app.said.day import (
    DoneMarked,
    Fact,
    HistoryShown,
    LogEdited,
    Logged,
    NothingToUndo,
    StuckShown,
    TodayShown,
    Undone,
    WhichDay,
)
from bot.app.said.focus import (
    FocusEnded,
    Focusing,
    FocusRound,
    FocusSettled,
    FocusShown,
    FocusStopped,
    RoundOver,
    TimerShown,
)
from bot.app.said.joining import Joined, JoinOffer, ListingSet
from bot.app.said.reading import (
    AboutShown,
    CurriculumChanged,
    CurriculumShown,
    FaqShown,
    GroupReady,
    HelpShown,
    Membership,
    PhaseShown,
    PrivacyShown,
    ProjectShown,
    SettingsShown,
    WeekShown,
)
from bot.app.said.recall import RecallAnswered, RecallAsked, RecallResting, RecallSettled, RecallShown
from bot.app.said.refusals import ChatTrouble, DoorClosed, DoorOpened, Refusal, RefusalKind, Refused, WentWrong
from bot.app.said.resting import Rested, RestEnded, RestShown, Snoozed
from bot.app.said.stand import Stand
from bot.app.said.unasked import Card, CheckinCall, DailyPrompt, Digest, Hello, KindNote
from bot.app.said.week import (
    BoardLine,
    BoardShown,
    CheckedIn,
    FormulaShown,
    LedgerShown,
    NumbersShown,
    ProgressShown,
    ReviewClosed,
    ReviewDue,
    ReviewOpen,
    ReviewWritten,
    WeekIsLong,
    WhichGroup,
)

__all__ = [
    "AboutShown",
    "Answer",
    "BoardLine",
    "BoardShown",
    "Card",
    "ChatTrouble",
    "CheckedIn",
    "CheckinCall",
    "CurriculumChanged",
    "CurriculumShown",
    "DailyPrompt",
    "Digest",
    "DoneMarked",
    "DoorClosed",
    "DoorOpened",
    "Fact",
    "FaqShown",
    "FocusEnded",
    "FocusRound",
    "FocusSettled",
    "FocusShown",
    "FocusStopped",
    "Focusing",
    "FormulaShown",
    "GroupReady",
    "Hello",
    "HelpShown",
    "HistoryShown",
    "JoinOffer",
    "Joined",
    "KindNote",
    "LedgerShown",
    "ListingSet",
    "LogEdited",
    "Logged",
    "Membership",
    "NothingToUndo",
    "NumbersShown",
    "PhaseShown",
    "PrivacyShown",
    "ProgressShown",
    "ProjectShown",
    "RecallAnswered",
    "RecallAsked",
    "RecallResting",
    "RecallSettled",
    "RecallShown",
    "Refusal",
    "RefusalKind",
    "Refused",
    "RestEnded",
    "RestShown",
    "Rested",
    "ReviewClosed",
    "ReviewDue",
    "ReviewOpen",
    "ReviewWritten",
    "RoundOver",
    "Said",
    "SettingsShown",
    "Snoozed",
    "Stand",
    "StuckShown",
    "TimerShown",
    "TodayShown",
    "Undone",
    "WeekIsLong",
    "WeekShown",
    "WentWrong",
    "WhichDay",
    "WhichGroup",
]

Said = (
    JoinOffer | Joined | ListingSet | TodayShown | Logged | WhichDay | DoneMarked | LogEdited | Undone | NothingToUndo
    | HistoryShown | CheckedIn | ReviewDue | ReviewWritten | WeekIsLong | ReviewClosed | ReviewOpen | ProgressShown
    | NumbersShown | LedgerShown | BoardShown | WhichGroup | FormulaShown | SettingsShown | WeekShown
    | CurriculumShown | PhaseShown | ProjectShown | AboutShown | CurriculumChanged | FaqShown | HelpShown
    | PrivacyShown | GroupReady | ChatTrouble | Hello | DailyPrompt | KindNote | CheckinCall | Card | RestShown
    | Rested | RestEnded | Snoozed | StuckShown | RecallAsked | RecallShown | RecallAnswered | RecallResting
    | RecallSettled | FocusShown | FocusRound | RoundOver | FocusStopped | FocusEnded | FocusSettled | Refused
    | WentWrong | DoorClosed | DoorOpened
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command is answered with: first the result, then what its asker should also know."""

    said: Said
    asides: tuple[Said, ...] = ()
