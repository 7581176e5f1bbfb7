"""The curriculum and help to read."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from bot.app.commands.base import Command
from bot.app.fields import CurriculumName, Number, Ref


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
