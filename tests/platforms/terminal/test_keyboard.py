"""The program itself, with a keyboard and a screen before it, or a pipe."""

import contextlib
import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.walk import START, Walk

ROOT = Path(__file__).parents[3]
PATIENCE = 60.0
AT_A_KEYBOARD = (
    "import fcntl, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "sys.argv[0] = 'pacekeeper'; from bot.__main__ import main; main()"
)
"""Makes the terminal on standard input the process's own, so that Ctrl-C reaches it as a signal."""


def arguments(walk: Walk, at: datetime | None = START) -> list[str]:
    """What the program is started with; without `at` its clock runs."""
    return ["try", *(["--at", at.isoformat()] if at else []), "--database", str(walk.database)]


class Keyboard:
    """A pseudo-terminal of 80 by 24 with the program in it."""

    def __init__(self, walk: Walk, *environment: str, at: datetime | None = START) -> None:
        self._ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (24, 80))
        self._program = subprocess.Popen(
            ["env", "-u", "NO_COLOR", *environment, sys.executable, "-c", AT_A_KEYBOARD, *arguments(walk, at)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            cwd=ROOT,
        )
        os.close(theirs)
        self.shown = ""

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._ours, keys.encode())

    def enter(self, line: str) -> None:
        """Type a line; a button's label is typed as its number."""
        bare = re.sub(r"\x1b\[[0-9;]*m", "", self.shown)
        found = re.findall(rf"\[(\d+)\] {re.escape(line)}", bare)
        self.type(f"{found[-1] if found else line}\n")

    def wait_for(self, text: str, *, below: str = "") -> None:
        """Read the screen until a text is there, below another one."""
        end = time.monotonic() + PATIENCE
        while text not in self.shown.partition(below)[2] if below else text not in self.shown:
            left = end - time.monotonic()
            assert left > 0, f"never saw {text!r} in:\n{self.shown}"
            self._read(left)

    def leave(self, keys: str) -> int:
        """Press keys until the program ends, as people do; returns the exit code.

        Python's line editing overlooks a signal that comes in the instant between its prompt and its waiting.
        """
        with contextlib.suppress(OSError):  # the terminal is gone with the program
            while self._program.poll() is None:
                self.type(keys)
                again = time.monotonic() + 3
                while self._program.poll() is None and time.monotonic() < again:
                    self._read(0.2)
        return self._program.wait(PATIENCE)

    def close(self) -> None:
        """End what still runs."""
        if self._program.poll() is None:
            self._program.kill()
            self._program.wait()
        os.close(self._ours)

    def _read(self, seconds: float) -> None:
        ready, _, _ = select.select([self._ours], [], [], seconds)
        if ready:
            self.shown += os.read(self._ours, 65536).decode(errors="replace")


@pytest.fixture
def keyboard(walk: Walk) -> Iterator[Keyboard]:
    """The program at a keyboard."""
    found = Keyboard(walk, "TERM=xterm-256color")
    yield found
    found.close()


@pytest.mark.parametrize("keys", ["\x03", "\x04", "/exit\n"], ids=["ctrl-c", "ctrl-d", "exit"])
def test_at_a_keyboard_there_is_a_welcome_a_prompt_and_a_clean_way_out(keyboard: Keyboard, keys: str) -> None:
    """Refinement 7: prompt and colours on a terminal; Ctrl-C and Ctrl-D leave cleanly."""
    keyboard.wait_for("> ")
    assert "Pacekeeper in your terminal" in keyboard.shown
    assert "\x1b[1mPacekeeper" in keyboard.shown
    assert "#night-owls" in keyboard.shown
    keyboard.type("/help\n")
    keyboard.wait_for("> ", below="In this terminal")

    code = keyboard.leave(keys)

    assert code == 0
    assert "Until next time" in keyboard.shown
    assert "Traceback" not in keyboard.shown
    assert "Aborted" not in keyboard.shown


def test_a_pipe_gets_plain_answers_and_exit_code_0(walk: Walk) -> None:
    """Refinement 7: lines in, plain text out, the end with the input; bytes that are no text do no harm."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments(walk)],
        input=b"/help\n\xff\xfe /nonsense\n/exit",
        capture_output=True,
        timeout=PATIENCE,
        cwd=ROOT,
        check=False,
    )

    assert done.returncode == 0
    assert done.stderr == b""
    assert "In this terminal" in done.stdout.decode()
    assert b"\x1b" not in done.stdout
    assert b"Pacekeeper in your terminal" not in done.stdout


@pytest.mark.slow
def test_a_reader_who_leaves_early_ends_it_quietly(walk: Walk) -> None:
    """`pacekeeper try < lines | head -1`: no stack trace for a closed pipe."""
    program = subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments(walk)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert program.stdin is not None
    assert program.stdout is not None
    assert program.stderr is not None
    with program.stdin, program.stdout, program.stderr:
        program.stdin.write(b"/help\n")
        program.stdin.flush()
        program.stdout.readline()
        program.stdout.close()
        program.stdin.write(b"/week 1\n" * 50)
        program.stdin.close()
        said = program.stderr.read()

    assert program.wait(PATIENCE) == 0
    assert said == b""


@pytest.mark.slow
@pytest.mark.parametrize(
    "environment", [("TERM=dumb",), ("TERM=xterm-256color", "NO_COLOR=1")], ids=["dumb", "no-color"]
)
def test_colours_stay_away_where_they_are_not_wanted(walk: Walk, environment: tuple[str, ...]) -> None:
    """Refinement 7: a dumb terminal and NO_COLOR get the same words without colours."""
    keyboard = Keyboard(walk, *environment)
    try:
        keyboard.wait_for("> ")
        assert keyboard.leave("\x04") == 0
    finally:
        keyboard.close()

    assert "Pacekeeper in your terminal" in keyboard.shown
    assert not re.search(r"\x1b\[[0-9;]*m", keyboard.shown)


@pytest.mark.slow
def test_a_pasted_review_is_one_answer(keyboard: Keyboard) -> None:
    """Section 3, /review: a text of several lines, pasted where it is asked for, arrives whole."""
    for line, shown in (("#/join", "Join without"), ("Join without prompts", "whole week"), ("/review", "the review")):
        keyboard.enter(line)
        keyboard.wait_for(shown, below=keyboard.shown)
    keyboard.enter("Write the review")
    keyboard.wait_for("? ", below="to a friend.")
    keyboard.type("A vector is a list of numbers with a direction.\nA matrix moves it somewhere else.\nThat is all.\n")

    keyboard.wait_for("Is anything missing?")

    assert "│ A matrix moves it somewhere else." in keyboard.shown


@pytest.mark.slow
def test_ctrl_c_stops_a_clock_that_moves(keyboard: Keyboard) -> None:
    """Refinement 7: a long move can be broken off; what came until then has come."""
    lines = (("#/join", "Choose my own"), ("Join, with a daily prompt", "Stop prompts"), ("+52w", "Thu 5 Mar, 18:00"))
    for line, shown in lines:
        keyboard.enter(line)
        keyboard.wait_for(shown, below=keyboard.shown)

    code = keyboard.leave("\x03")

    assert code == 0
    assert "Until next time" in keyboard.shown
    assert "Traceback" not in keyboard.shown


@pytest.mark.slow
def test_what_comes_due_while_a_line_is_typed_comes_at_its_time(walk: Walk) -> None:
    """Refinement 7: with a running clock a message comes at its time, not at the next Enter; the half line stays."""
    before_the_card = datetime(2026, 3, 3, 18, tzinfo=ZoneInfo("Europe/Berlin")) - timedelta(seconds=10)
    subprocess.run(
        [sys.executable, "-m", "bot", *arguments(walk, before_the_card)],
        input=b"",
        capture_output=True,
        timeout=PATIENCE,
        cwd=ROOT,
        check=True,
    )
    keyboard = Keyboard(walk, "TERM=xterm-256color", at=None)
    try:
        keyboard.wait_for("> ")
        welcome = keyboard.shown
        assert "Whoever studies" not in welcome
        keyboard.type("/he")

        keyboard.wait_for("Whoever studies today appears here.", below=welcome)

        keyboard.wait_for("> /he", below="Whoever studies today")
        keyboard.type("lp\n")
        keyboard.wait_for("In this terminal")
        assert keyboard.leave("\x04") == 0
    finally:
        keyboard.close()
