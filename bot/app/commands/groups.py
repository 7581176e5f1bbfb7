"""What facilitators ask for."""

from dataclasses import dataclass
from datetime import time
from typing import Annotated, ClassVar

from bot.app.commands.base import Command
from bot.app.fields import ClockTime, CurriculumName, Switch, Words, ZoneName


@dataclass(frozen=True, slots=True)
class Setup(Command):
    """Make this chat a group, or change its zone, hour, board and curriculum (facilitators)."""

    name: ClassVar[str] = "setup"
    code: ClassVar[str] = "su"
    facilitator: ClassVar[bool] = True

    zone: Annotated[str, ZoneName()]
    hour: Annotated[time | None, ClockTime()] = None
    board: Annotated[bool | None, Switch()] = None
    called: Annotated[str, Words(most=60)] = ""
    curriculum: Annotated[str, CurriculumName()] = ""
