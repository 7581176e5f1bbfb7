"""Being away, and putting prompts off (R15, R16)."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from bot.app.commands.base import Command
from bot.app.fields import Ref, When


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
