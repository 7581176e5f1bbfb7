"""Everything the bot can say, as facts: results, notices, refusals. `ui/present.py` turns them into views."""

from dataclasses import dataclass, field

from bot.app.said.asking import AskPosted, AskShown, AskTakenBack, GroupAsked, Helper
from bot.app.said.belonging import Belonging, Partner, Promised, SideBySide
from bot.app.said.day import (
    BackAgain,
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
from bot.app.said.groups import (
    ChatAttached,
    ChatCode,
    ChatDetached,
    ChatLine,
    DetachAsked,
    GroupReady,
    GroupShown,
    GroupsLed,
    GroupTaken,
    HelloDraft,
    HellosShown,
    Introduced,
    Reached,
    RightsShown,
    SetupOffer,
)
from bot.app.said.joining import Joined, JoinOffer
from bot.app.said.linking import (
    LinkCode,
    Linked,
    LinkedAccount,
    LinkNews,
    LinkOffer,
    LinkShown,
    LinkSide,
    Parted,
    PartOffer,
)
from bot.app.said.lookback import LookBackShown, Made
from bot.app.said.ownership import (
    DaysImported,
    Exported,
    ForgetAsked,
    Forgotten,
    ImportUndone,
    LeaveAsked,
    LeaveChoice,
    Left,
    StudyDay,
)
from bot.app.said.portfolio import PortfolioChoice, PortfolioMade, ProjectLine, ReviewLine, ReviewText, ShippedLine
from bot.app.said.reading import (
    AboutShown,
    CurriculumChanged,
    CurriculumShown,
    FaqShown,
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
from bot.app.said.resting import Rested, RestEnded, RestShown, SeasonOff, Snoozed
from bot.app.said.rewards import DropAsked, RewardLine, RewardsShown, RoleTrouble
from bot.app.said.seasons import SeasonsShown
from bot.app.said.sharing import Cheered, CheersHeard, Shared, SharedItem, SharedRead, ShareShown, Unshared
from bot.app.said.stand import Stand
from bot.app.said.unasked import Card, CheckinCall, DailyPrompt, Digest, Hello, KindNote
from bot.app.said.visits import VisitOffered, VisitSettled, VisitShown
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
from bot.core.languages import ENGLISH, Tongues

__all__ = [
    "AboutShown",
    "Answer",
    "AskPosted",
    "AskShown",
    "AskTakenBack",
    "BackAgain",
    "Belonging",
    "BoardLine",
    "BoardShown",
    "Card",
    "ChatAttached",
    "ChatCode",
    "ChatDetached",
    "ChatLine",
    "ChatTrouble",
    "CheckedIn",
    "CheckinCall",
    "Cheered",
    "CheersHeard",
    "CurriculumChanged",
    "CurriculumShown",
    "DailyPrompt",
    "DaysImported",
    "DetachAsked",
    "Digest",
    "DoneMarked",
    "DoorClosed",
    "DoorOpened",
    "DropAsked",
    "Exported",
    "Fact",
    "FaqShown",
    "FocusEnded",
    "FocusRound",
    "FocusSettled",
    "FocusShown",
    "FocusStopped",
    "Focusing",
    "ForgetAsked",
    "Forgotten",
    "FormulaShown",
    "GroundShown",
    "GroupAsked",
    "GroupReady",
    "GroupShown",
    "GroupTaken",
    "GroupsLed",
    "Hello",
    "HelloDraft",
    "HellosShown",
    "HelpShown",
    "Helper",
    "HistoryShown",
    "ImportUndone",
    "Introduced",
    "JoinOffer",
    "Joined",
    "KindNote",
    "LeaveAsked",
    "LeaveChoice",
    "LedgerShown",
    "Left",
    "LinkCode",
    "LinkNews",
    "LinkOffer",
    "LinkShown",
    "LinkSide",
    "Linked",
    "LinkedAccount",
    "LogEdited",
    "Logged",
    "LookBackShown",
    "Made",
    "Membership",
    "MilestoneShown",
    "MilestonesShown",
    "NothingToUndo",
    "NumbersShown",
    "PartOffer",
    "Parted",
    "Partner",
    "PathShown",
    "PhaseLeft",
    "PhaseShown",
    "PortfolioChoice",
    "PortfolioMade",
    "PrivacyShown",
    "ProgressShown",
    "ProjectLine",
    "ProjectShown",
    "Promised",
    "Reached",
    "ReadyKept",
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
    "ReviewLine",
    "ReviewOpen",
    "ReviewText",
    "ReviewWritten",
    "RewardLine",
    "RewardsShown",
    "RightsShown",
    "RoleTrouble",
    "RoundOver",
    "Said",
    "SeasonOff",
    "SeasonsShown",
    "SettingsShown",
    "SetupOffer",
    "ShareShown",
    "Shared",
    "SharedItem",
    "SharedRead",
    "Shipped",
    "ShippedLine",
    "SideBySide",
    "SkipRefused",
    "Snoozed",
    "Stand",
    "StuckShown",
    "StudyDay",
    "TimerShown",
    "TodayShown",
    "Undone",
    "Unshared",
    "Unshown",
    "VisitOffered",
    "VisitSettled",
    "VisitShown",
    "WeekIsLong",
    "WeekShown",
    "WentWrong",
    "WhichDay",
    "WhichGroup",
]

Said = (
    JoinOffer | Joined | Belonging | Promised | TodayShown | Logged | WhichDay | DoneMarked | LogEdited | Undone
    | NothingToUndo | HistoryShown | CheckedIn | ReviewDue | ReviewWritten | WeekIsLong | ReviewClosed | ReviewOpen
    | ProgressShown | NumbersShown | LedgerShown | BoardShown | WhichGroup | FormulaShown | SettingsShown
    | WeekShown | CurriculumShown | PhaseShown | ProjectShown | AboutShown | CurriculumChanged | FaqShown
    | HelpShown | PrivacyShown | GroupReady | ChatTrouble | Hello | DailyPrompt | KindNote | CheckinCall | Card
    | LinkCode | LinkOffer | Linked | LinkShown | PartOffer | Parted | LinkNews | RestShown | Rested | RestEnded
    | Snoozed | StuckShown | RecallAsked | RecallShown | RecallAnswered | RecallResting | RecallSettled | FocusShown
    | FocusRound | RoundOver | FocusStopped | FocusEnded | FocusSettled | VisitOffered | VisitSettled | Exported
    | DaysImported | ImportUndone | ForgetAsked | Forgotten | LeaveChoice | LeaveAsked | Left | PortfolioChoice
    | PortfolioMade | MilestonesShown | MilestoneShown | Shipped | ReadyKept | PhaseLeft | SkipRefused | GroundShown
    | PathShown | LookBackShown | AskShown | AskPosted | GroupAsked | AskTakenBack | BackAgain | SetupOffer
    | ChatAttached | GroupShown | ChatCode | DetachAsked | ChatDetached | HellosShown | HelloDraft | RightsShown
    | GroupTaken | GroupsLed | Introduced | Reached | SeasonsShown | RewardsShown | DropAsked
    | ShareShown | Shared | Unshared | SharedRead | Cheered | Refused | WentWrong | DoorClosed | DoorOpened
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command is answered with: first the result, then what its asker should also know.

    `tongues` are the languages of the asker and of where they ask, as they are now; a replay is told in today's.
    """

    said: Said
    asides: tuple[Said, ...] = ()
    tongues: Tongues = field(default=ENGLISH, compare=False)
