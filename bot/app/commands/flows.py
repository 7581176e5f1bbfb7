"""The next flow, its log, and what can be taken back or changed."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from bot.app.commands.base import Command, Note
from bot.app.fields import Asked, Duration, Number, Ref, Switch, When

Focus = Number(1, 5)


@dataclass(frozen=True, slots=True)
class Today(Command):
    """The next flow."""

    name: ClassVar[str] = "today"
    code: ClassVar[str] = "td"
    changes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class LogFlow(Command):
    """Record a flow (R1-R3). `asked` is the request that was asked back for its day: its note is held."""

    name: ClassVar[str] = "log"
    once: ClassVar[bool] = True
    code: ClassVar[str] = "lo"

    minutes: Annotated[int, Duration()]
    note: Annotated[str, Note] = ""
    when: Annotated[str, When()] = ""
    focus: Annotated[int | None, Focus] = None
    done: Annotated[bool, Switch()] = False
    asked: Annotated[str, Ref()] = ""


@dataclass(frozen=True, slots=True)
class MarkDone(Command):
    """Mark a day of the curriculum done; it names its day, so marking twice changes nothing (R12).

    A checkpoint has no id of its own: it is named with its week.
    """

    code: ClassVar[str] = "dn"

    day: Annotated[str, Ref()]
    week: Annotated[str, Ref()] = ""


@dataclass(frozen=True, slots=True)
class Stuck(Command):
    """What helps with the learner's week: the usual causes, a smaller step, what to ask."""

    name: ClassVar[str] = "stuck"
    code: ClassVar[str] = "sk"
    changes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class EditLog(Command):
    """Change a log of the last 28 days (R19); what is left out stays."""

    code: ClassVar[str] = "el"

    log: Annotated[int, Ref()]
    minutes: Annotated[int | None, Duration(), Asked()] = None
    note: Annotated[str | None, Note, Asked()] = None
    when: Annotated[str, When(), Asked()] = ""
    focus: Annotated[int | None, Focus, Asked()] = None


@dataclass(frozen=True, slots=True)
class Undo(Command):
    """Take a fact of the last 28 days back (R19)."""

    code: ClassVar[str] = "un"

    what: Annotated[Literal["log", "done", "review", "rest", "milestone", "phase", "checkin", "missing"], Ref()]
    which: Annotated[int, Ref()]


@dataclass(frozen=True, slots=True)
class UndoLast(Command):
    """Take the newest log back: `/undo`, understood when typed."""

    name: ClassVar[str] = "undo"
    code: ClassVar[str] = "ul"


@dataclass(frozen=True, slots=True)
class History(Command):
    """Recent facts, each with edit and undo."""

    name: ClassVar[str] = "history"
    code: ClassVar[str] = "hi"
    changes: ClassVar[bool] = False

    page: Annotated[int, Ref()] = 0
