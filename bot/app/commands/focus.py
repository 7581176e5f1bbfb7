"""Focus timers."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from bot.app.commands.base import Command
from bot.app.fields import Duration, Ref
from bot.core.focus import LONGEST, USUAL


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
