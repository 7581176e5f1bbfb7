"""What facilitators ask for."""

from dataclasses import dataclass
from datetime import time
from typing import Annotated, ClassVar

from bot.app.commands.base import Command
from bot.app.fields import (
    ClockTime,
    CurriculumName,
    Number,
    OneOf,
    Passcode,
    Ref,
    RoleOfServer,
    Switch,
    VoiceRoom,
    Weekdays,
    When,
    Words,
    ZoneName,
)
from bot.core.languages import CHOICES
from bot.core.people import Room
from bot.core.plans import Plan
from bot.core.roles import ServerRole

MOST_PHASES = 25


@dataclass(frozen=True, slots=True)
class Setup(Command):
    """Make this chat a group, or change its settings (facilitators); with nothing said it shows them.

    `days` are those on which the day's card comes, beside Sundays and Mondays (R24). `attach` is another group's
    one-time code: the chat becomes one of its chats. `check` asks the platform for every right that is needed here.
    `group` is the group whose settings a button belongs to.
    """

    name: ClassVar[str] = "setup"
    code: ClassVar[str] = "su"
    facilitator: ClassVar[bool] = True

    zone: Annotated[str, ZoneName(leads=True)] = ""
    hour: Annotated[time | None, ClockTime()] = None
    board: Annotated[bool | None, Switch()] = None
    called: Annotated[str, Words(most=60)] = ""
    curriculum: Annotated[str, CurriculumName()] = ""
    room: Annotated[Room | None, VoiceRoom()] = None
    digest: Annotated[bool | None, Switch()] = None
    days: Annotated[Plan | None, Weekdays()] = None
    attach: Annotated[str, Passcode()] = ""
    check: Annotated[bool, Switch()] = False
    language: Annotated[str, OneOf(CHOICES)] = ""
    group: Annotated[int, Ref()] = 0


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

    group: Annotated[int, Ref()] = 0


@dataclass(frozen=True, slots=True)
class ManageGroup(Command):
    """The group of this chat: its chats and its facilitators (facilitators). `member` finds whom to name one.

    With `role` and `phase` members get that role of the server when they finish that phase.
    """

    name: ClassVar[str] = "group"
    code: ClassVar[str] = "gp"
    facilitator: ClassVar[bool] = True

    member: Annotated[str, Words(most=40)] = ""
    role: Annotated[ServerRole | None, RoleOfServer()] = None
    phase: Annotated[int, Number(1, MOST_PHASES)] = 0


@dataclass(frozen=True, slots=True)
class NameFacilitator(Command):
    """Name a member a facilitator of the group, or take it back (facilitators)."""

    code: ClassVar[str] = "nf"
    facilitator: ClassVar[bool] = True

    group: Annotated[int, Ref()]
    learner: Annotated[int, Ref()]
    yes: Annotated[bool, Ref()]


@dataclass(frozen=True, slots=True)
class InviteChat(Command):
    """A one-time code with which another chat becomes one of the group's (facilitators); each time another one."""

    code: ClassVar[str] = "iv"
    changes: ClassVar[bool] = False
    facilitator: ClassVar[bool] = True

    group: Annotated[int, Ref()]


@dataclass(frozen=True, slots=True)
class DetachChat(Command):
    """The group meets in one of its chats no longer (facilitators); it takes a second yes."""

    code: ClassVar[str] = "dc"
    facilitator: ClassVar[bool] = True

    group: Annotated[int, Ref()]
    chat: Annotated[int, Ref()]
    sure: Annotated[bool, Ref()] = False


@dataclass(frozen=True, slots=True)
class TakeGroup(Command):
    """A group that met in this very place and has lost its chats goes on in this one (facilitators)."""

    code: ClassVar[str] = "tg"
    once: ClassVar[bool] = True
    facilitator: ClassVar[bool] = True

    group: Annotated[int, Ref()]


@dataclass(frozen=True, slots=True)
class SeeHellos(Command):
    """Which members may like a hello (facilitators)."""

    code: ClassVar[str] = "hl"
    changes: ClassVar[bool] = False
    facilitator: ClassVar[bool] = True

    group: Annotated[int, Ref()]


@dataclass(frozen=True, slots=True)
class DraftHello(Command):
    """A few kind words to one of them, to be copied (facilitators)."""

    code: ClassVar[str] = "hd"
    changes: ClassVar[bool] = False
    facilitator: ClassVar[bool] = True

    group: Annotated[int, Ref()]
    learner: Annotated[int, Ref()]
