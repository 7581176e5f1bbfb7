"""Everything the bot can say, as facts: results, notices, refusals. `ui/present.py` turns them into views."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from bot.core.curriculum import Curriculum, Day, Faq, Phase, Question, Week
from bot.core.facts import Log
from bot.core.people import Group
from bot.core.plans import Plan
from bot.core.standing import LedgerWeek, OpenWeek, Standing


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a learner stands in a curriculum: the week, and the day in it or what is due instead."""

    week: Week
    phase: Phase
    spot: Literal["day", "checkpoint", "review", "finished"]
    day: Day | None
    number: int  # of the day in its week, from 1; 0 when no day is next
    weeks: int  # of the whole curriculum


# --- joining ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class JoinOffer:
    """What one tap would take: a group's settings, or the defaults of someone alone (whose zone is still open)."""

    curriculum: str
    summary: str
    weeks: int
    group: str  # its name; empty alone
    zone: str  # empty: to be picked
    clock: datetime | None  # the instant whose clock is shown for `zone`
    hour: time
    plan: Plan
    link: str
    zones: tuple[str, ...]  # to pick from where there is no zone yet


@dataclass(frozen=True, slots=True)
class Joined:
    """A learner is in: the clock that is believed, the plan, whether prompts come, and who asks to name them."""

    name: str
    curriculum: str
    group: str
    ask_listing: int  # the group's id if it has yet to learn whether it may name them, else 0
    zone: str
    now: datetime
    hour: time
    plan: Plan
    prompts: bool
    first_prompt: datetime | None
    test_sent: bool  # a first private message is on its way


@dataclass(frozen=True, slots=True)
class ListingSet:
    """The answer to "may this group see your name?"."""

    group: str
    group_id: int
    listed: bool


# --- the day ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TodayShown:
    """The next flow."""

    stand: Stand
    today: date
    minutes_spent: int  # on this day of the curriculum already (R12)
    minutes_today: int
    week: OpenWeek
    run: int
    welcome: bool  # the first thing after a gap (R22)


@dataclass(frozen=True, slots=True)
class Logged:
    """A flow's receipt (R2: it names weekday and date)."""

    log: Log
    today: date
    minutes_that_day: int
    week: OpenWeek  # the open week
    run: int
    kept: int
    welcome_back: bool
    late_for_board: bool
    undoable_until: date
    next_day: Day | None  # what "flow done" would mark; None if nothing is to be marked
    done: "DoneMarked | None" = None


@dataclass(frozen=True, slots=True)
class WhichDay:
    """Between midnight and 04:00 "yesterday" is asked back with both dates (R2). Nothing was recorded yet."""

    days: tuple[date, date]
    minutes: int
    focus: int | None
    done: bool
    had_note: bool
    log: int = 0  # the log whose day is to change; 0 for a new one


@dataclass(frozen=True, slots=True)
class DoneMarked:
    """A day of the curriculum is done, and what comes next. `step` undoes it; 0 if it had been marked before."""

    day: Day | None  # None for a week's checkpoint
    already: bool
    step: int
    next: Stand


@dataclass(frozen=True, slots=True)
class LogEdited:
    """A log after its edit, and the one before."""

    before: Log
    log: Log
    today: date
    minutes_that_day: int
    week: OpenWeek
    run: int


@dataclass(frozen=True, slots=True)
class Undone:
    """A fact was taken back (or had been already), and what stands now."""

    what: Literal["log", "done", "review"]
    already: bool
    log: Log | None
    day: Day | None
    week_title: str
    week: OpenWeek
    run: int
    moved_back: bool
    stand: Stand


@dataclass(frozen=True, slots=True)
class NothingToUndo:
    """`/undo` with no log of the last 28 days."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the history."""

    what: Literal["log", "done", "review"]
    which: int
    day: date
    log: Log | None
    title: str


@dataclass(frozen=True, slots=True)
class HistoryShown:
    """Recent facts that can still be undone, newest first."""

    facts: tuple[Fact, ...]
    page: int
    pages: int
    today: date


# --- the week --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """A check-in was kept, private to its learner (R23)."""

    monday: date
    after: str
    i_will: str
    confidence: int
    replaced: bool
    review_due: bool
    stand: Stand


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """What the review of a week must explain; asks for the text."""

    week: Week
    explain: str
    due: bool  # or early
    closed: bool  # this week's review has ended in yes before


@dataclass(frozen=True, slots=True)
class ReviewWritten:
    """The text is kept; two recall answers to compare with, and the question "anything missing?" (R13)."""

    review: int
    week: Week
    text: str
    compare: tuple[Question, ...]
    can_log: bool  # the receipt offers to log 30 minutes
    today: date


@dataclass(frozen=True, slots=True)
class WeekIsLong:
    """A second week closed within one local week: one sentence on why weeks are long, then "go on" or "stay" (R12)."""

    review: int
    week: Week


@dataclass(frozen=True, slots=True)
class ReviewClosed:
    """A week was explained whole: on to the next."""

    review: int
    week: Week
    passed_over: int  # open days that count as passed over
    phase_finished: bool
    next: Stand
    already: bool


@dataclass(frozen=True, slots=True)
class ReviewOpen:
    """Something is missing: the next day's work is the week's checkpoint, without penalty."""

    week: Week
    next: Stand


@dataclass(frozen=True, slots=True)
class ProgressShown:
    """Position, kept weeks, and this week with its reserve."""

    stand: Stand
    standing: Standing
    today: date
    days_done: int
    days_total: int
    weeks_closed: int


@dataclass(frozen=True, slots=True)
class NumbersShown:
    """Run, last eight, minutes."""

    standing: Standing
    flows: int
    focus: float | None  # mean, one decimal
    reviews: int  # curriculum weeks explained whole
    since: date


@dataclass(frozen=True, slots=True)
class LedgerShown:
    """Each day, what counted, by which rule (R21)."""

    weeks: tuple[LedgerWeek, ...]
    page: int
    pages: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A place on the board. `you` marks the asker's own; unlisted members see only themselves."""

    place: int
    name: str
    points: str
    minutes: int
    you: bool


@dataclass(frozen=True, slots=True)
class BoardShown:
    """R10: the group's total, the asker's neighbours, the top."""

    group: str
    group_id: int
    period: Literal["week", "4 weeks", "12 weeks"]
    total_minutes: int | None  # None below three learners (R23)
    total_learners: int
    near: tuple[BoardLine, ...]
    top: tuple[BoardLine, ...]
    own: BoardLine | None  # the asker's own line, also unlisted; place 0 without one
    own_listed: bool
    weeks_needed: int  # how many counting weeks a place takes; 0 when the asker has enough


@dataclass(frozen=True, slots=True)
class WhichGroup:
    """In private, a group command asks which group if there are several."""

    groups: tuple[tuple[int, str], ...]
    period: Literal["week", "4 weeks", "12 weeks"]


@dataclass(frozen=True, slots=True)
class FormulaShown:
    """R10's formula, as numbers that apply to the asker."""

    plan_days: int
    held: int
    group_id: int
    period: Literal["week", "4 weeks", "12 weeks"]


# --- settings, reading -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Membership:
    """A group the learner is in, and whether it names them (None: not answered yet)."""

    id: int
    name: str
    listed: bool | None


@dataclass(frozen=True, slots=True)
class SettingsShown:
    """All of a learner's settings, and which were changed just now."""

    name: str
    zone: str
    now: datetime
    back_on: date | None  # when the earlier zone returns
    hour: time
    plan: Plan
    next_plan: Plan | None  # holds from next Monday (R11)
    next_plan_from: date | None
    prompts: bool
    next_prompt: datetime | None
    groups: tuple[Membership, ...]
    stand: Stand
    changed: tuple[str, ...]
    recent: tuple[Log, ...]  # after a change of zone: the day of each log since the last plan day (R11)


@dataclass(frozen=True, slots=True)
class WeekShown:
    """A week of the curriculum to read."""

    week: Week
    phase: Phase
    part: Literal["", "days", "resources", "project"]
    here: bool
    here_day: str  # the day id where the learner stands, if here
    done_days: frozenset[str]
    weeks: int


@dataclass(frozen=True, slots=True)
class PhasesShown:
    """The whole way, phase by phase."""

    curriculum: Curriculum
    here: str  # week id, empty before joining


@dataclass(frozen=True, slots=True)
class FaqShown:
    """Questions that learners ask about the curriculum."""

    faq: tuple[Faq, ...]


@dataclass(frozen=True, slots=True)
class HelpShown:
    """Help for where it was asked and where the person stands."""

    joined: bool
    private: bool
    group: str  # of this chat; empty if none
    facilitator: bool
    welcome: bool


@dataclass(frozen=True, slots=True)
class PrivacyShown:
    """What is kept and why."""

    joined: bool
    logs: int
    reviews: int
    checkins: int


@dataclass(frozen=True, slots=True)
class GroupReady:
    """This chat is a group now, or its settings changed."""

    group: Group
    created: bool
    first_card: datetime
    curriculum: str


# --- what nobody asked for -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hello:
    """The first private message: proves that prompts arrive."""

    name: str
    hour: time


@dataclass(frozen=True, slots=True)
class DailyPrompt:
    """A learner's prompt at their hour (R16): the next flow, said kindly."""

    name: str
    today: date
    shown: TodayShown
    intention: tuple[str, str] | None  # "after …", "I will …" of the last check-in


@dataclass(frozen=True, slots=True)
class CheckinCall:
    """The weekly check-in's question; if a review is due, one message asks both."""

    name: str
    monday: date
    week: OpenWeek
    review_due: bool
    stand: Stand


@dataclass(frozen=True, slots=True)
class Digest:
    """What a group did together in its last week; a week without a flow has none (R24)."""

    monday: date
    minutes: int | None  # None below three learners (R23)
    flows: int | None
    learners: int
    finished: tuple[tuple[str, int], ...]  # listed learners' names and the week number they closed
    finished_unlisted: int
    back: tuple[str, ...]  # listed learners who came back after a gap


@dataclass(frozen=True, slots=True)
class Card:
    """A group's one message of the day (R24), edited in place."""

    group: str
    group_id: int
    day: date
    kind: Literal["day", "checkin", "fresh"]  # a day, Sunday's call, Monday's fresh start
    closed: bool
    names: tuple[str, ...]  # listed learners in today, in the order they logged
    learners: int  # everybody from three on, below that only the listed (R23)
    minutes: int | None  # None below three learners (R23)
    checked_in: int
    digest: Digest | None
    link: str  # lets people join through it
    studied: bool = True  # whether anybody did, also where that is all that may be told


# --- refusals and asides ---------------------------------------------------------------------------------------------

RefusalKind = Literal[
    "bad_minutes", "bad_day", "day_ahead", "day_too_far", "which_day", "unknown_zone", "bad_plan", "bad_clock",
    "too_short", "too_long", "bad_number", "bad_option", "bad_switch", "missing", "unknown_week", "week_not_open",
    "not_joined", "not_facilitator", "not_yours", "outdated", "no_group", "board_off", "gone", "too_old", "not_here",
    "no_week_to_review", "bad_until", "dm_first", "not_member",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refused:
    """One polite sentence: what is wrong and what would work. Nothing was changed."""

    kind: RefusalKind
    field: str = ""
    given: str = ""
    numbers: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class WentWrong:
    """An internal error: an apology with a reference that the log carries too."""

    reference: str


@dataclass(frozen=True, slots=True)
class ChatTrouble:
    """Told to a facilitator: why a chat got no cards, and days whose card may or may not have been posted."""

    group: str
    closed_because: str
    unknown_days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class DoorClosed:
    """Told to a learner alone: the private chat refused a message, and how to open it."""

    platform: str
    since: datetime


Said = (
    JoinOffer | Joined | ListingSet | TodayShown | Logged | WhichDay | DoneMarked | LogEdited | Undone | NothingToUndo
    | HistoryShown | CheckedIn | ReviewDue | ReviewWritten | WeekIsLong | ReviewClosed | ReviewOpen | ProgressShown
    | NumbersShown | LedgerShown | BoardShown | WhichGroup | FormulaShown | SettingsShown | WeekShown | PhasesShown
    | FaqShown | HelpShown | PrivacyShown | GroupReady | ChatTrouble | Hello | DailyPrompt | CheckinCall | Card
    | Refused | WentWrong | DoorClosed
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command is answered with: first the result, then what its asker should also know."""

    said: Said
    asides: tuple[Said, ...] = ()


class Refusal(Exception):
    """Raised inside a turn: the transaction is rolled back and the asker sees `refused`."""

    def __init__(
        self,
        kind: RefusalKind,
        *,
        field: str = "",
        given: str = "",
        numbers: tuple[int, ...] = (),
        names: tuple[str, ...] = (),
        days: tuple[date, ...] = (),
    ) -> None:
        super().__init__(kind)
        self.refused = Refused(kind, field, given, numbers, names, days)
