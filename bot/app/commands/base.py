"""What every command declares, and the words that several take."""

from dataclasses import dataclass
from typing import ClassVar

from bot.app.fields import Words

Note = Words(most=500)


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody asks for. Subclasses declare their words and fields."""

    name: ClassVar[str] = ""
    code: ClassVar[str] = ""
    changes: ClassVar[bool] = True
    once: ClassVar[bool] = False
    facilitator: ClassVar[bool] = False
