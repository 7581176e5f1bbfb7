"""A move that is stopped, wherever, goes on; and at no moment could a bot run on both."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage import copying, moving
from bot.storage.marks import run_again
from tests.moving.conftest import Ends, closing_now
from tests.moving.filled import fill
from tests.moving.naive import same

ROOT = Path(__file__).resolve().parents[2]
ROWS = 20


class Stopped(Exception):
    """As if the machine had gone."""


def stop(*_: object) -> None:
    """In place of what would come next."""
    raise Stopped


def stop_at(line: int) -> Callable[[str], None]:
    """Stop at the line with this number."""
    heard = []

    def hear(said: str) -> None:
        heard.append(said)
        if len(heard) == line:
            raise Stopped

    return hear


def test_it_goes_on_wherever_it_was_stopped(ends: Ends, monkeypatch: pytest.MonkeyPatch) -> None:
    """One stop after the other in one move, in the copy and in the proof; nothing is copied twice."""
    monkeypatch.setattr(copying, "BATCH", 7)
    fill(ends.file, ROWS)
    for line in (1, 4, 20, 70):
        with pytest.raises(Stopped):
            ends.run(stop_at(line))
        assert ends.run_where() == ["file"]
    code, said = ends.move()
    assert code == 0, said
    assert ends.run_where() == ["server"]
    same(ends.file, ends.url)


@pytest.mark.slow
def test_it_goes_on_within_a_table(ends: Ends, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each batch that was written stays; the rest follows."""
    monkeypatch.setattr(copying, "BATCH", 7)
    fill(ends.file, ROWS)
    write = copying.write
    written: list[object] = []

    def one_batch(*given: object) -> None:
        if len(written) == 5:
            raise Stopped
        write(*given)  # type: ignore[arg-type]
        written.append(given)

    with monkeypatch.context() as patched:
        patched.setattr(copying, "write", one_batch)
        with pytest.raises(Stopped):
            ends.run(lambda _: None)
    assert ends.move()[0] == 0
    same(ends.file, ends.url)


@pytest.mark.slow
def test_a_stop_before_both_are_marked(bare: Ends, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file has the name of a move that began nowhere: it is run as ever, and the next move begins anew."""
    ends = bare
    fill(ends.file, 3)
    with monkeypatch.context() as patched:
        patched.setattr(moving, "upgrade", stop)
        with pytest.raises(Stopped):
            ends.run(lambda _: None)
    assert ends.run_where() == ["file", "server"]  # a database without a table is nobody's
    assert ends.move()[0] == 0
    same(ends.file, ends.url)


def test_a_stop_between_the_two_marks_of_the_end(ends: Ends, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file has moved and the server is not free yet: nobody runs on either, and the same command ends it."""
    fill(ends.file, 3)
    with monkeypatch.context() as patched:
        patched.setattr(moving, "_give_free", stop)
        with pytest.raises(Stopped):
            ends.run(lambda _: None)
    assert ends.run_where() == []
    code, said = ends.move()
    assert (code, said.splitlines()[0]) == (0, "Going on with the move that has begun.")
    assert ends.run_where() == ["server"]
    same(ends.file, ends.url)


@pytest.mark.slow
def test_a_bot_that_ran_again_meanwhile_is_copied_anew(ends: Ends) -> None:
    """What it wrote, changed or erased since is in what arrives, however much was copied before."""
    fill(ends.file, ROWS)
    with pytest.raises(Stopped):
        ends.run(stop_at(60))
    with closing_now(str(ends.file)) as store:
        store.write_now(run_again)  # as each start does
    with closing(sqlite3.connect(ends.file)) as ours:
        ours.execute("DELETE FROM link_tries")
        ours.execute("UPDATE learners SET name = 'Another'")
        ours.commit()
    code, said = ends.move()
    assert (code, said.startswith("A back-up from before the move: ")) == (0, True), said
    assert same(ends.file, ends.url)["link_tries"] == 0
    assert ends.run_where() == ["server"]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_it_goes_on_after_being_killed(ends: Ends, seed: int) -> None:
    """kill -9 of the real process, five times in one move, at moments of its own: after some line, and some more."""
    fill(ends.file, 3_000)
    environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), "DATABASE_URL": str(ends.file)}
    for kill in range(5):
        child = subprocess.Popen(
            [sys.executable, "-m", "bot", "move-to", ends.url],
            env=environment,
            cwd=ends.file.parent,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        for _ in range(2 + (7 * kill + 5 * seed) % 17):
            child.stdout.readline()
        child.send_signal(signal.SIGKILL)
        child.communicate()
        assert child.returncode == -signal.SIGKILL
        assert "server" not in ends.run_where()
    code, said = ends.move()
    assert code == 0, said
    assert same(ends.file, ends.url)["logs"] == 3_000
    assert ends.run_where() == ["server"]
