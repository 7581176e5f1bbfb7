"""Asking one's group."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from bot.app.commands.base import Command
from bot.app.fields import Asked, Ref, Words


@dataclass(frozen=True, slots=True)
class AskGroup(Command):
    """Write a question to a group, and see first what it would be shown, word for word."""

    code: ClassVar[str] = "ag"

    group: Annotated[int, Ref()]
    text: Annotated[str, Words(20, 1000, long=True), Asked()]
    checkin: Annotated[str, Ref()] = ""  # the Monday of the check-in whose blocker it begins with


@dataclass(frozen=True, slots=True)
class PostAsk(Command):
    """Let the group have the question that was shown; `asked` is the request that wrote it: its text is held."""

    code: ClassVar[str] = "ak"
    once: ClassVar[bool] = True

    group: Annotated[int, Ref()]
    asked: Annotated[str, Ref()]
