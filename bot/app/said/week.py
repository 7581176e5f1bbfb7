"""What is said of a week, its review, the numbers and the board."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.app.said.recall import RecallAsked
from bot.app.said.sharing import CheersHeard
from bot.app.said.stand import Stand
from bot.core.curriculum import Question, Week
from bot.core.standing import LedgerWeek, Standing


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
    number: int
    recall: RecallAsked | None = None  # the one question that a check-in carries
    shareable: bool = False  # whether there is a group to share an answer with
    groups: tuple[tuple[int, str], ...] = ()  # those that could be asked about what got in the way: id and name


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """What the review of a week must explain; asks for the text."""

    week: Week
    explain: str
    due: bool  # or early
    closed: bool  # this week's review has ended in yes before
    stems: tuple[str, ...] = ()  # why and how questions to begin with
    together: tuple[int, ...] = ()  # numbers of the weeks that it closes


@dataclass(frozen=True, slots=True)
class ReviewWritten:
    """The text is kept; two recall answers to compare with, and the question "anything missing?" (R13)."""

    review: int
    week: Week
    text: str
    compare: tuple[Question, ...]
    can_log: bool  # the receipt offers to log 30 minutes
    today: date
    together: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class WeekIsLong:
    """A second week closed within one local week: one sentence on why weeks are long, then "go on" or "stay" (R12)."""

    review: int
    week: Week


@dataclass(frozen=True, slots=True)
class ReviewClosed:
    """A week was explained whole: on to the next, or to the phase's project."""

    review: int
    week: Week
    passed_over: int  # open days that count as passed over
    left: str  # the title of the phase that was left by it; empty if none was
    next: Stand
    already: bool
    together: tuple[int, ...] = ()
    shareable: bool = False  # whether there is a group to share it with

    @property
    def phase_finished(self) -> bool:
        """Whether the phase is behind them."""
        return bool(self.left)


@dataclass(frozen=True, slots=True)
class ReviewOpen:
    """Something is missing: the next day's work is the week's checkpoint, without penalty.

    `review` takes it back; 0 where it moved nobody.
    """

    week: Week
    next: Stand
    review: int = 0


@dataclass(frozen=True, slots=True)
class ProgressShown:
    """Position, kept weeks, and this week with its reserve."""

    stand: Stand
    standing: Standing
    today: date
    days_done: int
    days_total: int
    weeks_closed: int
    weeks_total: int
    cheers: tuple[CheersHeard, ...] = ()  # for what they brought to last week, in each of their groups


@dataclass(frozen=True, slots=True)
class NumbersShown:
    """Run, last eight, minutes, a finish range."""

    standing: Standing
    flows: int
    focus: float | None  # mean, one decimal
    reviews: int  # curriculum weeks explained whole
    since: date
    finish: tuple[date, date] | None = None  # from one's own pace


@dataclass(frozen=True, slots=True)
class LedgerShown:
    """Each day, what counted, by which rule (R21). `since` is the first day that could count."""

    weeks: tuple[LedgerWeek, ...]
    page: int
    pages: int
    since: date
    today: date


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
    monday: date | None = None  # of the past week that is shown
    earlier: int = 0  # the number of the nearest week before it in which anything stands; 0 for none
    later: int = 0  # of the next one; 0 from the week of now


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
