"""What is said of the portfolio: the choice of reviews, and the page (R14)."""

from dataclasses import dataclass
from datetime import date

from bot.core.standing import Standing


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A review that may be part of the page; `toggled` are the chosen ones once its button is pressed."""

    number: int
    title: str
    chosen: bool
    toggled: str


@dataclass(frozen=True, slots=True)
class PortfolioChoice:
    """Which reviews the page shall show: none unless they are chosen (R23)."""

    reviews: tuple[ReviewLine, ...]  # of this page of the choice
    written: int  # in all
    chosen: int
    marks: str  # the chosen ones, for buttons
    everything: str  # all of them, for buttons
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class ShippedLine:
    """A milestone that was shipped; link or note may be empty."""

    title: str
    link: str
    note: str
    day: date


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A phase's project with its shipped milestones, of so many in all."""

    number: int
    phase: str
    title: str
    shipped: tuple[ShippedLine, ...]
    milestones: int


@dataclass(frozen=True, slots=True)
class ReviewText:
    """A review as its learner wrote it, shown because they chose it."""

    number: int
    week: str
    text: str
    day: date | None


@dataclass(frozen=True, slots=True)
class PortfolioMade:
    """The page: all projects, the numbers, and the reviews that were chosen."""

    name: str
    curriculum: str
    summary: str
    today: date
    since: date
    standing: Standing
    weeks_explained: int
    weeks: int
    finished: bool
    projects: tuple[ProjectLine, ...]
    reviews: tuple[ReviewText, ...]
