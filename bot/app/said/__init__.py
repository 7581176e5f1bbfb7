"""Everything the bot can say, as facts: results, notices, refusals. `ui/present.py` turns them into views."""

from dataclasses import dataclass

from bot.app.said.day import (
    DoneMarked,
    Fact,
    HistoryShown,
    LogEdited,
    Logged,
    NothingToUndo,
    TodayShown,
    Undone,
    WhichDay,
)
from bot.app.said.gates import (
    GroundShown,
    MilestoneShown,
    MilestonesShown,
    PathShown,
    PhaseLeft,
    ReadyKept,
    Shipped,
    SkipRefused,
    Unshown,
)
from bot.app.said.joining import Joined, JoinOffer, ListingSet
from bot.app.said.lookback import LookBackShown, Made
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
from bot.app.said.refusals import ChatTrouble, DoorClosed, DoorOpened, Refusal, RefusalKind, Refused, WentWrong
from bot.app.said.stand import Stand
from bot.app.said.unasked import Card, CheckinCall, DailyPrompt, Digest, Hello
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
    "FormulaShown",
    "GroundShown",
    "GroupReady",
    "Hello",
    "HelpShown",
    "HistoryShown",
    "JoinOffer",
    "Joined",
    "LedgerShown",
    "ListingSet",
    "LogEdited",
    "Logged",
    "LookBackShown",
    "Made",
    "Membership",
    "MilestoneShown",
    "MilestonesShown",
    "NothingToUndo",
    "NumbersShown",
    "PathShown",
    "PhaseLeft",
    "PhaseShown",
    "PrivacyShown",
    "ProgressShown",
    "ProjectShown",
    "ReadyKept",
    "Refusal",
    "RefusalKind",
    "Refused",
    "ReviewClosed",
    "ReviewDue",
    "ReviewOpen",
    "ReviewWritten",
    "Said",
    "SettingsShown",
    "Shipped",
    "SkipRefused",
    "Stand",
    "TodayShown",
    "Undone",
    "Unshown",
    "WeekIsLong",
    "WeekShown",
    "WentWrong",
    "WhichDay",
    "WhichGroup",
]

Said = (
    JoinOffer | Joined | ListingSet | TodayShown | Logged | WhichDay | DoneMarked | LogEdited | Undone | NothingToUndo
    | HistoryShown | CheckedIn | ReviewDue | ReviewWritten | WeekIsLong | ReviewClosed | ReviewOpen | ProgressShown
    | NumbersShown | LedgerShown | BoardShown | WhichGroup | FormulaShown | SettingsShown | WeekShown | CurriculumShown
    | PhaseShown | ProjectShown | AboutShown | CurriculumChanged | FaqShown | HelpShown | PrivacyShown | GroupReady
    | MilestonesShown | MilestoneShown | Shipped | ReadyKept | PhaseLeft | SkipRefused | GroundShown | PathShown
    | LookBackShown | ChatTrouble | Hello | DailyPrompt | CheckinCall | Card | Refused | WentWrong | DoorClosed
    | DoorOpened
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command is answered with: first the result, then what its asker should also know."""

    said: Said
    asides: tuple[Said, ...] = ()
