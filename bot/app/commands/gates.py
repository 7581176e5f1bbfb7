"""Projects, readiness, and the steps between phases (R14)."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from bot.app.commands.base import Command, Note
from bot.app.fields import Asked, Ref, Words

HttpsLink = Words(most=300, link=True)
SignalText = Words(80, 1500, long=True)


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
