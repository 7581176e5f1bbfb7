"""Types lines into the terminal chat and reads what it shows: by line, by chat, by button."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.library import Read
from bot.try_it import try_it

START = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)
"""A Monday in winter, half past six in the evening in Berlin: half an hour after the group's card."""

MINE = "private"
OWLS = "#night-owls"

_HEADING = re.compile(r"── (?P<place>.+?) ─+ (?P<day>\w{3} \d{1,2} \w{3}), (?P<clock>\d\d:\d\d) ──")


@dataclass(frozen=True, slots=True)
class Press:
    """Press the newest button with a label; `by` somebody else than who it was shown to, where everybody may."""

    label: str
    by: str = ""


Typed = str | Press


@dataclass(frozen=True, slots=True)
class Message:
    """What stands under one heading."""

    place: str
    day: str
    clock: str
    text: str


@dataclass(frozen=True, slots=True)
class Heard:
    """The lines that were typed, each with what was shown after it; first what came before any line."""

    lines: tuple[tuple[Typed, str], ...]

    @property
    def all(self) -> str:
        """Everything that was shown."""
        return "".join(said for _, said in self.lines)

    def __getitem__(self, at: int) -> str:
        """What was shown after the line at an index; -1 is the last."""
        return self.lines[at + 1 if at >= 0 else at][1]

    def after(self, typed: Typed) -> str:
        """What was shown after the last line that reads so."""
        return next(said for line, said in reversed(self.lines) if line == typed)

    def messages(self, place: str | None = None, *, moving: bool = False) -> list[Message]:
        """Messages in their order, of one place; `moving`: only those that came while the clock moved."""
        texts = [said for line, said in self.lines if not moving or (isinstance(line, str) and line[:1] == "+")]
        found = [message for text in texts for message in messages_in(text)]
        return [message for message in found if place is None or message.place == place]


def messages_in(text: str) -> list[Message]:
    """The messages of a text, by their headings."""
    found: list[Message] = []
    starts = list(_HEADING.finditer(text))
    for at, start in enumerate(starts):
        end = starts[at + 1].start() if at + 1 < len(starts) else len(text)
        found.append(Message(start["place"], start["day"], start["clock"], text[start.end() : end].strip()))
    return found


class Keyboard(io.StringIO):
    """An input that looks at the screen for the numbers of the buttons it presses. `marks` is what was shown, in
    characters, when each line was typed."""

    def __init__(self, lines: Sequence[Typed], screen: io.StringIO) -> None:
        super().__init__()
        self._left = list(lines)
        self._screen = screen
        self.marks: list[int] = []

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]  # typeshed: its base reads bytes
        """The next line; nothing at the end."""
        del size
        if not self._left:
            return ""
        line = self._left.pop(0)
        self.marks.append(len(self._screen.getvalue()))
        return f"{line if isinstance(line, str) else self._pressed(line)}\n"

    def _pressed(self, press: Press) -> str:
        number = self._number(press.label)
        return f"@{press.by} {number}" if press.by else number

    def _number(self, label: str) -> str:
        button = re.compile(rf"\[(\d+)\] {re.escape(label)}(?=  |\s*$)", re.MULTILINE)
        found = button.findall(self._screen.getvalue())
        assert found, f"there is no button {label!r} in:\n{self._screen.getvalue()[-2000:]}"
        number: str = found[-1]
        return number


@dataclass(frozen=True, slots=True)
class Walk:
    """A terminal on a file of its own. Each call is a run of the program; the clock goes on from where it was."""

    database: Path
    reads: Sequence[Read]

    async def __call__(self, *lines: Typed, at: datetime | None = START) -> Heard:
        """Type lines until the input ends."""
        screen = io.StringIO()
        keyboard = Keyboard(lines, screen)
        code = await try_it(
            database=self.database,
            at=at,
            reads=self.reads,
            stdin=keyboard,
            stdout=screen,
            interactive=False,
        )
        assert code == 0
        text = screen.getvalue()
        ends = [*keyboard.marks, len(text)]
        starts = [0, *keyboard.marks]
        typed: list[Typed] = ["", *lines[: len(keyboard.marks)]]
        return Heard(tuple((line, text[a:b]) for line, a, b in zip(typed, starts, ends, strict=True)))


JOIN: tuple[Typed, ...] = ("#/join", Press("Join, with a daily prompt"))
"""Joins the seeded group with prompts."""
