"""Lines from a person at a terminal, who may be interrupted for a moment while they type."""

import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

try:
    import readline
except ImportError:  # Windows has none: lines come unedited, and nothing interrupts them
    readline = None  # type: ignore[assignment]

A_LOOK = 60.0
"""Seconds between two looks at the clock: a timer of the system's stands still while the machine sleeps."""


class Keyboard:
    """Reads lines with the line editing that the shell has. The event loop stands still meanwhile."""

    def __init__(self, stdout: TextIO, *, erases: bool) -> None:
        """`erases` says whether the screen can take a prompt of two rows back, an empty one and the one typed on."""
        self._stdout = stdout
        self._erases = erases
        self._typed = ""

    def line(self, prompt: str, *, many: bool = False, wait: Callable[[], float] | None = None) -> str | None:
        """Ask for a line.

        With `many` a pasted text of several lines is one. `wait` tells the seconds until something else is to be done;
        when none are left, the answer is None, and what was typed until then stands there again at the next call.
        Raises EOFError (Ctrl-D) and KeyboardInterrupt (Ctrl-C).
        """
        with _interruptible():
            try:
                with _alarm(wait), self._typed_again():
                    line = input(prompt)
            except _TimeUp as up:
                self._typed = up.typed
                self._stdout.write("\r\x1b[K\x1b[A" if self._erases else "\n")
                return None
            while many and _is_pasted():
                line += f"\n{input()}"
        return line

    @contextmanager
    def _typed_again(self) -> Iterator[None]:
        if readline is None or not self._typed:
            yield
            return
        typed, self._typed = self._typed, ""
        readline.set_startup_hook(lambda: readline.insert_text(typed))
        try:
            yield
        finally:
            readline.set_startup_hook()


class _TimeUp(Exception):
    """Something else is to be done; what was typed until then."""

    def __init__(self, typed: str) -> None:
        super().__init__()
        self.typed = typed


@contextmanager
def _alarm(wait: Callable[[], float] | None) -> Iterator[None]:
    """Raise _TimeUp in what waits here as soon as `wait` says so."""
    if wait is None or readline is None:
        yield
        return

    def ring(*_: object) -> None:
        left = wait()
        if left <= 0:
            raise _TimeUp(readline.get_line_buffer())
        signal.setitimer(signal.ITIMER_REAL, min(left, A_LOOK))

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, min(max(wait(), 0.001), A_LOOK))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _is_pasted() -> bool:
    """Whether more is there before anybody could have typed it: the next line of a pasted text."""
    return bool(select.select([sys.stdin], [], [], 0.05)[0])


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl-C end what waits here: the loop's own handler would only note it."""
    before: Callable[..., object] | int | None = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
