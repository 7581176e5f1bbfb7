"""Two accounts of one person."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from bot.app.commands.base import Command
from bot.app.fields import Ref, Words


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
