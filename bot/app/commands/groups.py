"""What facilitators ask for."""

from dataclasses import dataclass
from datetime import time
from typing import Annotated, ClassVar

from bot.app.commands.base import Command
from bot.app.fields import ClockTime, CurriculumName, Switch, VoiceRoom, Words, ZoneName
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
class ForgetRoom(Command):
    """The group of this chat has no study room any more (facilitators)."""

    code: ClassVar[str] = "vr"
    facilitator: ClassVar[bool] = True
