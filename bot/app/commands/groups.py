"""What facilitators ask for."""

from dataclasses import dataclass
from datetime import time
from typing import Annotated, ClassVar

from bot.app.commands.base import Command
from bot.app.fields import ClockTime, CurriculumName, Ref, Switch, VoiceRoom, When, Words, ZoneName
from bot.core.people import Room


@dataclass(frozen=True, slots=True)
class Setup(Command):
    """Make this chat a group, or change its zone, hour, board, curriculum and study room (facilitators)."""

    name: ClassVar[str] = "setup"
    code: ClassVar[str] = "su"
    facilitator: ClassVar[bool] = True

    zone: Annotated[str, ZoneName()]
    hour: Annotated[time | None, ClockTime()] = None
    board: Annotated[bool | None, Switch()] = None
    called: Annotated[str, Words(most=60)] = ""
    curriculum: Annotated[str, CurriculumName()] = ""
    room: Annotated[Room | None, VoiceRoom()] = None


@dataclass(frozen=True, slots=True)
class Season(Command):
    """Declare days off for a whole group, before or after the fact; without days it lists what stands."""

    name: ClassVar[str] = "season"
    code: ClassVar[str] = "se"
    facilitator: ClassVar[bool] = True

    start: Annotated[str, When()] = ""
    end: Annotated[str, When()] = ""
    called: Annotated[str, Words(most=60)] = ""


@dataclass(frozen=True, slots=True)
class EndSeason(Command):
    """Take a season back (facilitators)."""

    code: ClassVar[str] = "sx"
    facilitator: ClassVar[bool] = True

    season: Annotated[int, Ref()]


@dataclass(frozen=True, slots=True)
class ForgetRoom(Command):
    """The group of this chat has no study room any more (facilitators)."""

    code: ClassVar[str] = "vr"
    facilitator: ClassVar[bool] = True
