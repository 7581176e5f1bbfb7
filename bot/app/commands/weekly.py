"""The check-in and the review."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from bot.app.commands.base import Command
from bot.app.fields import Asked, Number, Ref, Words


@dataclass(frozen=True, slots=True)
class WriteCheckin(Command):
    """The weekly look back; answers belong to the week it asks about until the next one."""

    name: ClassVar[str] = "checkin"
    once: ClassVar[bool] = True
    code: ClassVar[str] = "ci"

    went_well: Annotated[str, Words(1, 1000, long=True), Asked()]
    in_the_way: Annotated[str, Words(1, 1000, long=True), Asked()]
    after: Annotated[str, Words(1, 150), Asked()]
    i_will: Annotated[str, Words(1, 150), Asked()]
    confidence: Annotated[int, Number(1, 5), Asked()]


@dataclass(frozen=True, slots=True)
class WriteReview(Command):
    """The plain-English explanation that closes a curriculum week (R13). Without text it shows what to explain."""

    name: ClassVar[str] = "review"
    once: ClassVar[bool] = True
    code: ClassVar[str] = "rv"

    text: Annotated[str, Words(80, 4000, long=True), Asked()] = ""
    week: Annotated[str, Ref()] = ""


@dataclass(frozen=True, slots=True)
class AnswerReview(Command):
    """ "Anything missing?": closes the week, or leads to its checkpoint; `sure` answers R12's one sentence."""

    code: ClassVar[str] = "ra"

    review: Annotated[int, Ref()]
    missing: Annotated[bool, Ref()]
    sure: Annotated[bool, Ref()] = False
