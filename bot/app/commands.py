"""Every request as a frozen dataclass, declared once for all platforms.

`name` is what people type (empty for what only buttons say), `code` its short name in a button's payload. `changes`
says whether it may record a fact: its request is answered once. `once` says that doing it twice would be two facts: a
press or a form of it takes effect once (R20); the others name the state they lead to, so a second press of "Mark it
done" after an undo does what it says. Field limits are R-numbers' or the
platforms'; the words that describe them are in `ui/menu.py`.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, ClassVar, Literal

from bot.app.fields import (
    Asked,
    ClockTime,
    CurriculumName,
    Duration,
    Number,
    OneOf,
    Ref,
    Switch,
    Upload,
    Weekdays,
    When,
    Words,
    ZoneName,
)
from bot.core.focus import LONGEST, USUAL
from bot.core.plans import Plan
from bot.core.study_file import MOST_BYTES

Note = Words(most=500)
HttpsLink = Words(most=300, link=True)
SignalText = Words(80, 1500, long=True)
Focus = Number(1, 5)
PERIODS = ("week", "4 weeks", "12 weeks")
Period = Literal["week", "4 weeks", "12 weeks"]


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody asks for. Subclasses declare their words and fields."""

    name: ClassVar[str] = ""
    code: ClassVar[str] = ""
    changes: ClassVar[bool] = True
    once: ClassVar[bool] = False
    facilitator: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Join(Command):
    """Join the curriculum, and the group of this chat or of a link. Typed values skip the offer."""

    name: ClassVar[str] = "join"
    code: ClassVar[str] = "jo"

    zone: Annotated[str, ZoneName()] = ""
    hour: Annotated[time | None, ClockTime()] = None
    plan: Annotated[Plan | None, Weekdays()] = None
    called: Annotated[str, Words(most=40)] = ""
    curriculum: Annotated[str, CurriculumName()] = ""
    link: Annotated[str, Ref()] = ""


@dataclass(frozen=True, slots=True)
class JoinNow(Command):
    """Accept the offer of `/join`: the group's settings, or the zone that was picked."""

    code: ClassVar[str] = "jn"

    prompts: Annotated[bool, Ref()]
    zone: Annotated[str, Ref()] = ""
    link: Annotated[str, Ref()] = ""
    of: Annotated[str, Ref()] = ""


@dataclass(frozen=True, slots=True)
class Today(Command):
    """The next flow."""

    name: ClassVar[str] = "today"
    code: ClassVar[str] = "td"
    changes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class LogFlow(Command):
    """Record a flow (R1-R3). `asked` is the request that was asked back for its day: its note is held."""

    name: ClassVar[str] = "log"
    once: ClassVar[bool] = True
    code: ClassVar[str] = "lo"

    minutes: Annotated[int, Duration()]
    note: Annotated[str, Note] = ""
    when: Annotated[str, When()] = ""
    focus: Annotated[int | None, Focus] = None
    done: Annotated[bool, Switch()] = False
    asked: Annotated[str, Ref()] = ""


@dataclass(frozen=True, slots=True)
class MarkDone(Command):
    """Mark a day of the curriculum done; it names its day, so marking twice changes nothing (R12)."""

    code: ClassVar[str] = "dn"

    day: Annotated[str, Ref()]


@dataclass(frozen=True, slots=True)
class StartFocus(Command):
    """Start a focus timer, or show the one that runs: a second press starts no second one."""

    name: ClassVar[str] = "focus"
    code: ClassVar[str] = "fo"

    minutes: Annotated[int, Duration(LONGEST)] = USUAL


@dataclass(frozen=True, slots=True)
class JoinFocus(Command):
    """Focus with others of a group: a timer of one's own with the same end. `timer` is one round, 0 whichever runs."""

    code: ClassVar[str] = "fj"

    group: Annotated[int, Ref()]
    timer: Annotated[int, Ref()] = 0


@dataclass(frozen=True, slots=True)
class StopFocus(Command):
    """Stop a timer, early or late, and ask what of it to log."""

    code: ClassVar[str] = "fs"

    timer: Annotated[int, Ref()]


@dataclass(frozen=True, slots=True)
class SettleFocus(Command):
    """Log a timer that is over, or let it go. It names its timer, so logging twice changes nothing."""

    code: ClassVar[str] = "fl"

    timer: Annotated[int, Ref()]
    keep: Annotated[Literal["planned", "ran", "nothing"], Ref()] = "planned"
    then: Annotated[Literal["", "done", "again"], Ref()] = ""


@dataclass(frozen=True, slots=True)
class EditLog(Command):
    """Change a log of the last 28 days (R19); what is left out stays."""

    code: ClassVar[str] = "el"

    log: Annotated[int, Ref()]
    minutes: Annotated[int | None, Duration(), Asked()] = None
    note: Annotated[str | None, Note, Asked()] = None
    when: Annotated[str, When(), Asked()] = ""
    focus: Annotated[int | None, Focus, Asked()] = None


@dataclass(frozen=True, slots=True)
class Undo(Command):
    """Take a fact of the last 28 days back (R19)."""

    code: ClassVar[str] = "un"

    what: Annotated[Literal["log", "done", "review", "rest", "milestone", "phase"], Ref()]
    which: Annotated[int, Ref()]


@dataclass(frozen=True, slots=True)
class UndoLast(Command):
    """Take the newest log back: `/undo`, understood when typed."""

    name: ClassVar[str] = "undo"
    code: ClassVar[str] = "ul"


@dataclass(frozen=True, slots=True)
class History(Command):
    """Recent facts, each with edit and undo."""

    name: ClassVar[str] = "history"
    code: ClassVar[str] = "hi"
    changes: ClassVar[bool] = False

    page: Annotated[int, Ref()] = 0


@dataclass(frozen=True, slots=True)
class WriteCheckin(Command):
    """The weekly look back; answers belong to the week it asks about until the next one."""

    name: ClassVar[str] = "checkin"
    once: ClassVar[bool] = True
    code: ClassVar[str] = "ci"

    went_well: Annotated[str, Words(1, 1000, long=True), Asked()]
    in_the_way: Annotated[str, Words(1, 1000, long=True), Asked()]
    after: Annotated[str, Words(1, 150), Asked()]
    i_will: Annotated[str, Words(1, 150), Asked()]
    confidence: Annotated[int, Number(1, 5), Asked()]


@dataclass(frozen=True, slots=True)
class WriteReview(Command):
    """The plain-English explanation that closes a curriculum week (R13). Without text it shows what to explain."""

    name: ClassVar[str] = "review"
    once: ClassVar[bool] = True
    code: ClassVar[str] = "rv"

    text: Annotated[str, Words(80, 4000, long=True), Asked()] = ""
    week: Annotated[str, Ref()] = ""


@dataclass(frozen=True, slots=True)
class AnswerReview(Command):
    """ "Anything missing?": closes the week, or leads to its checkpoint; `sure` answers R12's one sentence."""

    code: ClassVar[str] = "ra"

    review: Annotated[int, Ref()]
    missing: Annotated[bool, Ref()]
    sure: Annotated[bool, Ref()] = False


@dataclass(frozen=True, slots=True)
class Recall(Command):
    """The question that is likeliest forgotten, at most five a day."""

    name: ClassVar[str] = "recall"
    code: ClassVar[str] = "rc"
    changes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class ShowRecall(Command):
    """A check-in's one question, or (`answer`) the answer of any; `extra` counts towards nobody's five."""

    code: ClassVar[str] = "rw"
    changes: ClassVar[bool] = False

    recall: Annotated[int, Ref()]
    state: Annotated[str, Ref()]
    answer: Annotated[bool, Ref()] = False
    extra: Annotated[bool, Ref()] = False


@dataclass(frozen=True, slots=True)
class RateRecall(Command):
    """How well it was there; the press names the state that it answers, so that no other press answers it again."""

    code: ClassVar[str] = "rr"
    once: ClassVar[bool] = True

    recall: Annotated[int, Ref()]
    state: Annotated[str, Ref()]
    rating: Annotated[Literal["again", "hard", "good"], Ref()]
    extra: Annotated[bool, Ref()] = False


@dataclass(frozen=True, slots=True)
class ChooseRecall(Command):
    """One of a question's choices, from 0; the rest as with RateRecall."""

    code: ClassVar[str] = "rx"
    once: ClassVar[bool] = True

    recall: Annotated[int, Ref()]
    state: Annotated[str, Ref()]
    choice: Annotated[int, Ref()]
    extra: Annotated[bool, Ref()] = False


@dataclass(frozen=True, slots=True)
class AnswerQuiz(Command):
    """A vote in a platform's own quiz, which knows nothing but its poll: no button says this."""

    code: ClassVar[str] = "qz"

    poll: Annotated[str, Ref()]
    choice: Annotated[int, Ref()]


@dataclass(frozen=True, slots=True)
class Milestones(Command):
    """A phase's project: its steps, the readiness signal, what leaving takes (R14). 0 is the present phase."""

    name: ClassVar[str] = "milestone"
    code: ClassVar[str] = "ms"
    changes: ClassVar[bool] = False

    phase: Annotated[int, Ref()] = 0


@dataclass(frozen=True, slots=True)
class SeeMilestone(Command):
    """One step of a project, and what was shipped for it."""

    code: ClassVar[str] = "sm"
    changes: ClassVar[bool] = False

    milestone: Annotated[str, Ref()]


@dataclass(frozen=True, slots=True)
class Ship(Command):
    """Ship a step of a project with an https link, a note, or both (R14)."""

    code: ClassVar[str] = "sh"
    once: ClassVar[bool] = True

    milestone: Annotated[str, Ref()]
    link: Annotated[str, HttpsLink, Asked()] = ""
    note: Annotated[str, Note, Asked()] = ""


@dataclass(frozen=True, slots=True)
class WriteReady(Command):
    """The readiness signal: how a phase went, in one's own words (R14). Written again it replaces the earlier one."""

    code: ClassVar[str] = "rd"

    phase: Annotated[str, Ref()]
    text: Annotated[str, SignalText, Asked()]


@dataclass(frozen=True, slots=True)
class LeavePhase(Command):
    """The step into the next phase; it names the phase that is left, so asking twice changes nothing (R14)."""

    code: ClassVar[str] = "of"

    phase: Annotated[str, Ref()]


@dataclass(frozen=True, slots=True)
class ShowGround(Command):
    """Show an earlier phase instead of walking it: its readiness signal, and a link or a note on a project (R14)."""

    code: ClassVar[str] = "sg"

    phase: Annotated[str, Ref()]
    text: Annotated[str, SignalText, Asked()]
    link: Annotated[str, HttpsLink, Asked()] = ""
    note: Annotated[str, Note, Asked()] = ""


@dataclass(frozen=True, slots=True)
class ShowProject(Command):
    """The same where the readiness signal is there already: a link or a note on a project is left."""

    code: ClassVar[str] = "sp"

    phase: Annotated[str, Ref()]
    link: Annotated[str, HttpsLink, Asked()] = ""
    note: Annotated[str, Note, Asked()] = ""


@dataclass(frozen=True, slots=True)
class ShorterPath(Command):
    """The accelerated path of the present phase: look at it, take it up, leave it (R14)."""

    code: ClassVar[str] = "ap"

    choice: Annotated[Literal["look", "take", "leave"], Ref()] = "look"


@dataclass(frozen=True, slots=True)
class LookBack(Command):
    """The whole way in numbers, on one page."""

    code: ClassVar[str] = "wb"
    changes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Progress(Command):
    """Position, kept weeks, this week with its reserve; `part` is what is one press away."""

    name: ClassVar[str] = "progress"
    code: ClassVar[str] = "pg"
    changes: ClassVar[bool] = False

    part: Annotated[Literal["", "numbers", "ledger"], Ref()] = ""
    page: Annotated[int, Ref()] = 0


@dataclass(frozen=True, slots=True)
class Leaderboard(Command):
    """R10's board of a group."""

    name: ClassVar[str] = "leaderboard"
    code: ClassVar[str] = "lb"
    changes: ClassVar[bool] = False

    period: Annotated[Period, OneOf(PERIODS)] = "week"
    group: Annotated[int, Ref()] = 0
    formula: Annotated[bool, Ref()] = False


@dataclass(frozen=True, slots=True)
class Settings(Command):
    """Zone, hour, plan, prompts, name, place and active curriculum; without a value it shows them."""

    name: ClassVar[str] = "settings"
    code: ClassVar[str] = "st"

    zone: Annotated[str, ZoneName()] = ""
    until: Annotated[str, Words(most=40)] = ""
    hour: Annotated[time | None, ClockTime()] = None
    plan: Annotated[Plan | None, Weekdays()] = None
    prompts: Annotated[bool | None, Switch()] = None
    called: Annotated[str, Words(most=40)] = ""
    week: Annotated[int | None, Number(1, 999)] = None
    curriculum: Annotated[str, CurriculumName()] = ""
    quiet: Annotated[str, Words(most=20)] = ""


@dataclass(frozen=True, slots=True)
class Rest(Command):
    """Declare days off, before or after the fact (R15); without a word it shows what one tap would take."""

    name: ClassVar[str] = "rest"
    code: ClassVar[str] = "rs"

    start: Annotated[str, When()] = ""
    end: Annotated[str, When()] = ""


@dataclass(frozen=True, slots=True)
class RestNow(Command):
    """Rest in one tap."""

    code: ClassVar[str] = "rn"

    what: Annotated[Literal["today", "week", "open"], Ref()]


@dataclass(frozen=True, slots=True)
class RestGap(Command):
    """Count a whole absence as rest (R15)."""

    code: ClassVar[str] = "rg"

    first: Annotated[str, Ref()]
    last: Annotated[str, Ref()]


@dataclass(frozen=True, slots=True)
class EndRest(Command):
    """Be back before a rest is over."""

    code: ClassVar[str] = "re"

    rest: Annotated[int, Ref()]


@dataclass(frozen=True, slots=True)
class Snooze(Command):
    """Put a prompt off."""

    code: ClassVar[str] = "sn"
    once: ClassVar[bool] = True

    until: Annotated[Literal["hour", "evening", "tomorrow"], Ref()]


@dataclass(frozen=True, slots=True)
class Link(Command):
    """Join two accounts of one person: without a passcode it gives one, with it both sides are shown."""

    name: ClassVar[str] = "link"
    code: ClassVar[str] = "lk"

    passcode: Annotated[str, Words(most=40)] = ""


@dataclass(frozen=True, slots=True)
class LinkPick(Command):
    """Show both sides with other choices; `token` proves that the code was entered by this account."""

    code: ClassVar[str] = "lp"
    changes: ClassVar[bool] = False

    other: Annotated[int, Ref()]
    token: Annotated[str, Ref()]
    picks: Annotated[str, Ref()]


@dataclass(frozen=True, slots=True)
class LinkNow(Command):
    """The confirming press: both become one."""

    code: ClassVar[str] = "ln"
    once: ClassVar[bool] = True

    other: Annotated[int, Ref()]
    token: Annotated[str, Ref()]
    picks: Annotated[str, Ref()]


@dataclass(frozen=True, slots=True)
class LinkPart(Command):
    """Part two that became one within 7 days; unless `sure` it shows what would happen."""

    code: ClassVar[str] = "lx"

    union: Annotated[int, Ref()]
    sure: Annotated[bool, Ref()] = False


@dataclass(frozen=True, slots=True)
class ListMe(Command):
    """A learner's answer to being named in a group (R22)."""

    code: ClassVar[str] = "lm"

    group: Annotated[int, Ref()]
    yes: Annotated[bool, Ref()]


@dataclass(frozen=True, slots=True)
class ShowWeek(Command):
    """Read a week, one of its days, or what helps with it; `of` is another curriculum than the active one."""

    name: ClassVar[str] = "week"
    code: ClassVar[str] = "wk"
    changes: ClassVar[bool] = False

    number: Annotated[int | None, Number(1, 999)] = None
    part: Annotated[Literal["", "day", "help"], Ref()] = ""
    day: Annotated[int, Ref()] = 0
    of: Annotated[str, Ref()] = ""


@dataclass(frozen=True, slots=True)
class ShowCurriculum(Command):
    """Read the whole way: its phases, one of them, its project, what the curriculum is."""

    name: ClassVar[str] = "curriculum"
    code: ClassVar[str] = "cu"
    changes: ClassVar[bool] = False

    curriculum: Annotated[str, CurriculumName()] = ""
    part: Annotated[Literal["", "phase", "project", "about"], Ref()] = ""
    number: Annotated[int, Ref()] = 0
    page: Annotated[int, Ref()] = 0


@dataclass(frozen=True, slots=True)
class Faq(Command):
    """Questions that learners ask about the curriculum, and one of them with its answer."""

    name: ClassVar[str] = "faq"
    code: ClassVar[str] = "fq"
    changes: ClassVar[bool] = False

    number: Annotated[int, Ref()] = 0
    of: Annotated[str, Ref()] = ""


@dataclass(frozen=True, slots=True)
class Stuck(Command):
    """What helps with the learner's week: the usual causes, a smaller step, what to ask."""

    name: ClassVar[str] = "stuck"
    code: ClassVar[str] = "sk"
    changes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Help(Command):
    """Help that fits where it was asked and where the person stands."""

    name: ClassVar[str] = "help"
    code: ClassVar[str] = "hp"
    changes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Privacy(Command):
    """What is kept and why."""

    name: ClassVar[str] = "privacy"
    code: ClassVar[str] = "pv"
    changes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Export(Command):
    """Everything that is stored of the learner, as files. A request that comes again is answered anew."""

    name: ClassVar[str] = "export"
    code: ClassVar[str] = "ex"
    changes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class ImportDays(Command):
    """Bring study days along in a CSV file: all of it, or nothing if a line is wrong."""

    name: ClassVar[str] = "import"
    code: ClassVar[str] = "im"

    file: Annotated[bytes, Upload(MOST_BYTES)]


@dataclass(frozen=True, slots=True)
class UndoImport(Command):
    """Take back all that came in one file of the last 28 days (R19), named by the first of its logs."""

    code: ClassVar[str] = "ui"

    first: Annotated[int, Ref()]


@dataclass(frozen=True, slots=True)
class Forget(Command):
    """Ask to be erased; it takes a second yes."""

    name: ClassVar[str] = "forget"
    code: ClassVar[str] = "fg"
    changes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class ForgetNow(Command):
    """The second yes, to a question `asked` at most ten minutes ago (seconds since 1970).

    It does not count as changing: its answer is not kept, since nothing of that person may be. A second press finds a
    stranger and says the same.
    """

    code: ClassVar[str] = "fn"
    changes: ClassVar[bool] = False

    asked: Annotated[int, Ref()]


@dataclass(frozen=True, slots=True)
class Leave(Command):
    """Leave a group, or the curriculum `of`; without either it shows what there is to leave."""

    code: ClassVar[str] = "lv"

    group: Annotated[int, Ref()] = 0
    of: Annotated[str, Ref()] = ""
    sure: Annotated[bool, Ref()] = False


@dataclass(frozen=True, slots=True)
class Portfolio(Command):
    """Choose the reviews of the portfolio, a bit for each week of the curriculum in hex; `make` asks for the page."""

    code: ClassVar[str] = "pf"
    changes: ClassVar[bool] = False

    chosen: Annotated[str, Ref()] = ""
    page: Annotated[int, Ref()] = 0
    make: Annotated[bool, Ref()] = False


@dataclass(frozen=True, slots=True)
class Setup(Command):
    """Make this chat a group, or change its zone, hour, board and curriculum (facilitators)."""

    name: ClassVar[str] = "setup"
    code: ClassVar[str] = "su"
    facilitator: ClassVar[bool] = True

    zone: Annotated[str, ZoneName()]
    hour: Annotated[time | None, ClockTime()] = None
    board: Annotated[bool | None, Switch()] = None
    called: Annotated[str, Words(most=60)] = ""
    curriculum: Annotated[str, CurriculumName()] = ""


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
)


def day_ref(day: date) -> str:
    """A day as a `when` that every button can carry."""
    return day.isoformat()
