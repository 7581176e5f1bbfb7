"""Progress, the board, and what is worth keeping."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from bot.app.commands.base import Command
from bot.app.fields import OneOf, Ref
from bot.core.board import PERIODS, Period


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
    """R10's board of a group; `week` is the number of a past one, 0 for the week of now."""

    name: ClassVar[str] = "leaderboard"
    code: ClassVar[str] = "lb"
    changes: ClassVar[bool] = False

    period: Annotated[Period, OneOf(tuple(PERIODS))] = "week"
    group: Annotated[int, Ref()] = 0
    formula: Annotated[bool, Ref()] = False
    week: Annotated[int, Ref()] = 0


@dataclass(frozen=True, slots=True)
class LookBack(Command):
    """The whole way in numbers, on one page."""

    code: ClassVar[str] = "wb"
    changes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Portfolio(Command):
    """Choose the reviews of the portfolio, a bit for each week of the curriculum in hex; `make` asks for the page."""

    code: ClassVar[str] = "pf"
    changes: ClassVar[bool] = False

    chosen: Annotated[str, Ref()] = ""
    page: Annotated[int, Ref()] = 0
    make: Annotated[bool, Ref()] = False
