"""Sharing one item with a group (R23), and cheering what it did."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from bot.app.commands.base import Command
from bot.app.fields import Ref


@dataclass(frozen=True, slots=True)
class SeeShare(Command):
    """See what a group would read, word for word. `ref` is the check-in's Monday, or the review."""

    code: ClassVar[str] = "sv"
    changes: ClassVar[bool] = False

    what: Annotated[Literal["well", "way", "plan", "review"], Ref()]
    ref: Annotated[str, Ref()]
    group: Annotated[int, Ref()] = 0


@dataclass(frozen=True, slots=True)
class ShareNow(Command):
    """Let a group read it; `seen` tells the very words that were shown."""

    code: ClassVar[str] = "sy"

    what: Annotated[Literal["well", "way", "plan", "review"], Ref()]
    ref: Annotated[str, Ref()]
    group: Annotated[int, Ref()]
    seen: Annotated[str, Ref()]


@dataclass(frozen=True, slots=True)
class Unshare(Command):
    """Take a share back."""

    code: ClassVar[str] = "us"

    share: Annotated[int, Ref()]


@dataclass(frozen=True, slots=True)
class ReadShared(Command):
    """Read in private what somebody shared with a group."""

    code: ClassVar[str] = "ry"
    changes: ClassVar[bool] = False

    share: Annotated[int, Ref()]


@dataclass(frozen=True, slots=True)
class Kudos(Command):
    """Cheer what a group did in the week that began on a Monday."""

    code: ClassVar[str] = "ku"

    group: Annotated[int, Ref()]
    monday: Annotated[str, Ref()]
