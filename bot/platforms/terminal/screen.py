"""What is written where: headed messages, the numbers of their buttons, and what changed when one is edited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TextIO
from zoneinfo import ZoneInfo

from bot.core.people import Address
from bot.platforms.terminal.ink import inked
from bot.platforms.terminal.paper import WIDTH, Line, Run, visible, wide, wrap
from bot.platforms.terminal.render import draw
from bot.ui.codec import encode, encode_fill
from bot.ui.dates import MONTHS, WEEKDAYS_SHORT
from bot.ui.view import Fill, Option, Press, View


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something is read: a chat, by whom (empty: everybody there), and on which clock."""

    chat: Address
    reader: str
    zone: str
    title: str


@dataclass(frozen=True, slots=True)
class Button:
    """A button that can be pressed by its number."""

    message: str
    spot: Spot
    payload: str


class Screen:
    """The lines that people see. `run` tells this run's messages from those of earlier ones."""

    def __init__(self, out: TextIO, run: int, *, colour: bool, width: int = WIDTH) -> None:
        self._out = out
        self._run = run
        self._colour = colour
        self._width = min(width, WIDTH)
        self._messages = 0
        self._buttons: dict[int, Button] = {}
        self._drawn: dict[str, list[Line]] = {}

    @property
    def newest(self) -> int:
        """The number given last; 0 before there is a button."""
        return len(self._buttons)

    def button(self, number: int) -> Button | None:
        """Find a button by its number."""
        return self._buttons.get(number)

    def show(self, spot: Spot, now: datetime, *views: View, known: str = "") -> str:
        """Write messages under one heading; returns the id of the first, which is `known` if it has been shown in an
        earlier run."""
        self._head(spot.title, spot.zone, now)
        first = ""
        for view in views:
            message = self._next_message() if first or not known else known
            lines = draw(view, partial(self._number, message, spot), self._width)
            self._drawn[message] = lines
            if first:
                self._write([()])
            self._write(lines)
            first = first or message
        return first

    def change(self, spot: Spot, now: datetime, message: str, view: View, *, label: str, unseen: bool) -> None:
        """Show what is new in a message; nothing if nothing is. `unseen`: also one that an earlier run has shown."""
        lines = draw(view, _no_number, self._width)  # its buttons are not shown again
        if not unseen and message not in self._drawn:
            self._drawn[message] = lines
            return
        before = {_bare(line) for line in self._drawn.get(message, ())}
        self._drawn[message] = lines
        fresh = [line for line in lines if line and _bare(line) not in before and not _is_buttons(line)]
        if fresh:
            self._head(f"{spot.title}, {label}", spot.zone, now)
            self._write(lines[:1] + [line for line in fresh if line is not lines[0]])

    def add(self, view: View) -> None:
        """Write something of the terminal's own, without buttons, below what was said."""
        self._write([(), *draw(view, _no_number, self._width)])

    def tell(self, text: str) -> None:
        """Write a line of the terminal's own, which is no message."""
        self._write([(), *wrap([Run(text, "quiet")], self._width)])

    def point(self, text: str) -> None:
        """Write a line that has to stay whole, such as a path."""
        self._write([(), (Run(visible(text), "quiet"),)])

    def _next_message(self) -> str:
        self._messages += 1
        return f"{self._run}.{self._messages}"

    def _number(self, message: str, spot: Spot, action: Press | Fill | Option) -> int:
        payload = (
            encode_fill(action.form, action.given, action.asks) if isinstance(action, Fill) else encode(action.command)
        )
        number = len(self._buttons) + 1
        self._buttons[number] = Button(message, spot, payload)
        return number

    def _head(self, title: str, zone: str, now: datetime) -> None:
        head = f"── {visible(title)} "
        when = f" {clock_words(now, zone)} ──"
        line = Run(head + "─" * (self._width - wide([Run(head + when)])) + when, "quiet")
        self._write([(), (line,)])

    def _write(self, lines: Sequence[Line]) -> None:
        for line in lines:
            self._out.write(inked(line, colour=self._colour).rstrip() + "\n")
        self._out.flush()


def clock_words(at: datetime, zone: str, *, year: bool = False) -> str:
    """An instant on a wall clock: "Mon 2 Mar, 18:00"."""
    local = at.astimezone(ZoneInfo(zone))
    day = f"{WEEKDAYS_SHORT[local.weekday()]} {local.day} {MONTHS[local.month - 1][:3]}"
    return f"{day}{f' {local.year}' if year else ''}, {local:%H:%M}"


def _no_number(_: Press | Fill | Option) -> int:
    return 0


def _bare(line: Line) -> str:
    return "".join(run.text for run in line)


def _is_buttons(line: Line) -> bool:
    return bool(line) and line[0].ink == "code" and line[0].text.lstrip().startswith("[")
