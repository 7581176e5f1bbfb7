"""The program ends and starts again: nothing that was said is lost, and the clock goes on."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot.opening import BOTS, CannotOpen, open_store
from tests.journeys.walk import JOIN, MINE, OWLS, START, Press, Walk


async def test_a_question_survives_a_restart_in_its_middle(walk: Walk) -> None:
    """Architecture, refinement 8: what was answered before the restart is kept, and the next field is asked."""
    await walk(*JOIN, "/checkin", "I began on time", "a late train")

    heard = await walk("lunch", "open the notebook", "5")

    assert "After what moment" in heard.lines[0][1]
    assert "And what will you do then?" in heard[0]
    assert "After lunch" in heard[-1]
    assert "5 of 5" in heard[-1]


async def test_a_question_ends_after_a_day(walk: Walk) -> None:
    """Architecture, refinement 8: a question that nobody answered is closed after 24 hours."""
    heard = await walk(*JOIN, "/checkin", "+25h", "too late")

    assert "Nothing is being asked" in heard[-1]


async def test_the_clock_goes_on_from_where_it_was(walk: Walk) -> None:
    """Section 5: the terminal keeps its own clock; what came due meanwhile was shown once."""
    first = await walk(*JOIN, "+1d")
    then = START + timedelta(days=1)

    second = await walk("+", "+1d", at=then)

    assert "Tue 3 Mar" in first[-1]
    assert "Tue 3 Mar 2026, 18:30" in second[0]
    came = [(message.place, message.day) for message in second.messages(moving=True)]
    assert sorted(came) == [(OWLS, "Wed 4 Mar"), (MINE, "Wed 4 Mar")]


async def test_the_clock_never_runs_backwards(walk: Walk) -> None:
    """Section 4: an earlier --at is refused in one line that says what would work."""
    await walk("+1d")

    with pytest.raises(CannotOpen, match=r"already shows Tue 3 Mar 2026, 18:30.*later --at"):
        await walk("/today", at=START)


async def test_without_a_time_the_clock_runs_on(walk: Walk) -> None:
    """Refinement 7: a run without --at goes on from where the last one ended, with the real clock's pace."""
    heard = await walk("+", at=None)

    assert "Mon 2 Mar 2026, 18:3" in heard[0]


async def test_only_one_process_uses_a_file(walk: Walk) -> None:
    """Section 5: a second process is refused in one line."""
    with_it = open_store(str(walk.database), "terminal")
    try:
        with pytest.raises(CannotOpen, match="already uses this database"):
            await walk("/help")
    finally:
        await with_it.close()


async def test_the_terminal_and_the_bots_refuse_each_others_files(walk: Walk) -> None:
    """Section 5: the terminal chat keeps its own file, and the bots refuse it."""
    with pytest.raises(CannotOpen, match="belongs to the terminal chat"):
        open_store(str(walk.database), BOTS)

    theirs = walk.database.with_name("bots.db")
    await open_store(str(theirs), BOTS).close()
    with pytest.raises(CannotOpen, match="belongs to the bots"):
        await Walk(theirs, walk.reads)("/help")


async def test_the_same_input_gives_the_same_text(walk: Walk, seeded: Path, tmp_path: Path) -> None:
    """Refinement 7: the same file, time and lines, the same answers to the letter."""
    lines = (*JOIN, Press("Show my name"), "/log 50 done", "@ana /log 20", "+3d", "#/leaderboard", "/history")
    again = tmp_path / "again.db"
    shutil.copyfile(seeded, again)

    first, second = await walk(*lines), await Walk(again, walk.reads)(*lines)

    assert first.all == second.all
