"""What is said without having been asked."""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from bot.app.said.day import TodayShown
from bot.app.said.focus import Focusing
from bot.app.said.sharing import SharedItem
from bot.app.said.stand import Stand
from bot.core.standing import OpenWeek


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
    evening: bool = False  # whether "this evening" still lies ahead


@dataclass(frozen=True, slots=True)
class KindNote:
    """The one note before prompts fall silent (R16): that they do, and that any word brings them back."""

    name: str
    stand: Stand


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
    finished_unlisted: int  # weeks that were closed beside those named
    back: tuple[str, ...]  # listed learners who came back after a gap
    projects: tuple[tuple[str, str], ...] = ()  # listed learners' names and the project of the phase they left
    kept: int = 0  # weeks that members kept; 0 below three learners
    back_more: int = 0  # listed learners who came back, beside those named
    shipped: int = 0  # steps of projects; 0 below three learners
    shares: tuple[SharedItem, ...] = ()  # excerpts of what members shared
    shares_more: int = 0
    kudos: int | None = 0  # members who cheered; None: somebody did, where a number would tell who did not (R23)

    @property
    def wins(self) -> bool:
        """Whether there is something to cheer."""
        weeks = self.finished or self.finished_unlisted
        return bool(weeks or self.projects or self.shipped or self.shares or self.back)


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
    focusing: Focusing | None = None  # only while it is open
    week_minutes: int | None = None  # of its week so far; None below three learners
    week_kept: int = 0  # weeks that members have kept already; 0 below three learners
    season: str = ""  # the name of the season that the day is in
    season_until: date | None = None
