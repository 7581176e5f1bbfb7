"""Time in a study room."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from bot.app.commands.base import Command
from bot.app.fields import Ref


@dataclass(frozen=True, slots=True)
class SettleVisit(Command):
    """Log a visit to a study room, or let it go. It names its visit, so logging twice changes nothing."""

    code: ClassVar[str] = "vl"

    visit: Annotated[int, Ref()]
    keep: Annotated[Literal["all", "nothing"], Ref()] = "all"
