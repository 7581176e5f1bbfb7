"""Joining the curriculum and groups."""

from dataclasses import dataclass
from datetime import time
from typing import Annotated, ClassVar

from bot.app.commands.base import Command
from bot.app.fields import ClockTime, CurriculumName, Ref, Weekdays, Words, ZoneName
from bot.core.people import Agreement
from bot.core.plans import Plan


@dataclass(frozen=True, slots=True)
class Join(Command):
    """Join the curriculum, and the group of this chat or of a link. Typed values skip the offer."""

    name: ClassVar[str] = "join"
    code: ClassVar[str] = "jo"

    zone: Annotated[str, ZoneName()] = ""
    hour: Annotated[time | None, ClockTime()] = None
    plan: Annotated[Plan | None, Weekdays()] = None
    called: Annotated[str, Words(most=40)] = ""
    curriculum: Annotated[str, CurriculumName()] = ""
    link: Annotated[str, Ref()] = ""


@dataclass(frozen=True, slots=True)
class JoinNow(Command):
    """Accept the offer of `/join`: the group's settings, or the zone that was picked."""

    code: ClassVar[str] = "jn"

    prompts: Annotated[bool, Ref()]
    zone: Annotated[str, Ref()] = ""
    link: Annotated[str, Ref()] = ""
    of: Annotated[str, Ref()] = ""


@dataclass(frozen=True, slots=True)
class NameMe(Command):
    """What a learner is called in one group; their usual name, or nothing, takes it back."""

    code: ClassVar[str] = "nm"

    group: Annotated[int, Ref()]
    called: Annotated[str, Words(most=40)] = ""
    show: Annotated[bool, Ref()] = False


@dataclass(frozen=True, slots=True)
class InGroup(Command):
    """How a learner is known in one of their groups, and what they agreed to there."""

    code: ClassVar[str] = "ig"
    changes: ClassVar[bool] = False

    group: Annotated[int, Ref()]


@dataclass(frozen=True, slots=True)
class Agree(Command):
    """Say yes or no to something in a group: being asked for help, a study partner, a hello when one is quiet."""

    code: ClassVar[str] = "ay"

    group: Annotated[int, Ref()]
    what: Annotated[Agreement, Ref()]
    yes: Annotated[bool, Ref()]


@dataclass(frozen=True, slots=True)
class Promise(Command):
    """Tell one's study partners what one will do this week."""

    code: ClassVar[str] = "pp"

    group: Annotated[int, Ref()]
    promise: Annotated[str, Words(least=3, most=200)]


@dataclass(frozen=True, slots=True)
class ListMe(Command):
    """A learner's answer to being named in a group (R22)."""

    code: ClassVar[str] = "lm"

    group: Annotated[int, Ref()]
    yes: Annotated[bool, Ref()]
