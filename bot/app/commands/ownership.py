"""One's own data: out, in, erased; leaving."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from bot.app.commands.base import Command
from bot.app.fields import Ref, Upload
from bot.core.study_file import MOST_BYTES


@dataclass(frozen=True, slots=True)
class Export(Command):
    """Everything that is stored of the learner, as files. A request that comes again is answered anew."""

    name: ClassVar[str] = "export"
    code: ClassVar[str] = "ex"
    changes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class ImportDays(Command):
    """Bring study days along in a CSV file: all of it, or nothing if a line is wrong."""

    name: ClassVar[str] = "import"
    code: ClassVar[str] = "im"

    file: Annotated[bytes, Upload(MOST_BYTES)]


@dataclass(frozen=True, slots=True)
class UndoImport(Command):
    """Take back all that came in one file of the last 28 days (R19), named by the first of its logs."""

    code: ClassVar[str] = "ui"

    first: Annotated[int, Ref()]


@dataclass(frozen=True, slots=True)
class Forget(Command):
    """Ask to be erased; it takes a second yes."""

    name: ClassVar[str] = "forget"
    code: ClassVar[str] = "fg"
    changes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class ForgetNow(Command):
    """The second yes, to a question `asked` at most ten minutes ago (seconds since 1970).

    It does not count as changing: its answer is not kept, since nothing of that person may be. A second press finds a
    stranger and says the same.
    """

    code: ClassVar[str] = "fn"
    changes: ClassVar[bool] = False

    asked: Annotated[int, Ref()]


@dataclass(frozen=True, slots=True)
class Leave(Command):
    """Leave a group, or the curriculum `of`; without either it shows what there is to leave."""

    code: ClassVar[str] = "lv"

    group: Annotated[int, Ref()] = 0
    of: Annotated[str, Ref()] = ""
    sure: Annotated[bool, Ref()] = False
