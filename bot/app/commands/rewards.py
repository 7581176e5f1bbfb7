"""What facilitators ask for about roles for finished phases (Discord)."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from bot.app.commands.base import Command
from bot.app.fields import Ref


@dataclass(frozen=True, slots=True)
class SeeRewards(Command):
    """Which roles of this server members get for finished phases (facilitators)."""

    code: ClassVar[str] = "ol"
    changes: ClassVar[bool] = False
    facilitator: ClassVar[bool] = True

    group: Annotated[int, Ref()]


@dataclass(frozen=True, slots=True)
class DropReward(Command):
    """Give no role for a phase any more, and take it back from all who have it (facilitators); takes a second yes."""

    code: ClassVar[str] = "ox"
    facilitator: ClassVar[bool] = True

    group: Annotated[int, Ref()]
    reward: Annotated[int, Ref()]
    sure: Annotated[bool, Ref()] = False
