"""Undo: whatever was recorded in the last 28 days can be taken back, and gives back exactly what it gave (R19)."""

from bot.app.commands import (
    Command,
    EditLog,
    MarkDone,
    Today,
    Undo,
    UndoLast,
    WriteReview,
)
from bot.app.said import (
    LogEdited,
    NothingToUndo,
    ReviewWritten,
    TodayShown,
    Undone,
)
from tests.app.scenes import TEXT, closes
from tests.app.traces import all_numbers, logs, stands_at
from tests.world import Person, StoppedClock

# --- undoing a log


async def test_undoing_a_log_takes_back_exactly_what_it_gave(anna: Person, clock: StoppedClock) -> None:
    """R19: all numbers are as if it had never been, and the others stand."""
    await anna.joins()
    await logs(anna, 45, focus=3)
    clock.pass_(days=1)
    before = await all_numbers(anna)
    log = (await logs(anna, 90, focus=5)).log
    assert await all_numbers(anna) != before
    undone = await anna.hears(Undone, Undo("log", log.id))
    assert (undone.what, undone.already, undone.log and undone.log.id) == ("log", False, log.id)
    assert await all_numbers(anna) == before


async def test_undoing_twice_says_that_it_had_been_done(anna: Person) -> None:
    """R20: the second press changes nothing."""
    await anna.joins()
    log = (await logs(anna)).log
    await anna.says(Undo("log", log.id))
    again = await anna.hears(Undone, Undo("log", log.id))
    assert (again.already, again.moved_back) == (True, False)


async def test_undoing_a_flow_that_was_done_moves_back(anna: Person) -> None:
    """R19: the position moves back with the fact that moved it on."""
    await anna.joins()
    log = (await logs(anna, done=True)).log
    assert await stands_at(anna) == "w1d2"
    undone = await anna.hears(Undone, Undo("log", log.id))
    assert (undone.moved_back, undone.stand.number) == (True, 1)
    assert await stands_at(anna) == "w1d1"


async def test_a_position_does_not_move_back_under_a_later_flow(anna: Person, clock: StoppedClock) -> None:
    """R19: only if no later flow stands; the log itself is taken back all the same."""
    await anna.joins()
    log = (await logs(anna, 40, done=True)).log
    clock.pass_(hours=1)
    await logs(anna, 20)
    undone = await anna.hears(Undone, Undo("log", log.id))
    assert (undone.moved_back, undone.stand.number) == (False, 2)
    assert (await anna.hears(TodayShown, Today())).minutes_today == 20


async def test_a_later_flow_that_was_undone_stands_in_no_way(anna: Person, clock: StoppedClock) -> None:
    """R19: "stands" is what counts; taken back in reverse order, everything is as it was."""
    await anna.joins()
    taken = []
    for _ in range(3):
        taken.append((await logs(anna, done=True)).log)
        clock.pass_(hours=1)
    assert await stands_at(anna) == "week-1/review"
    for log, place in zip(reversed(taken), ("w1d3", "w1d2", "w1d1"), strict=True):
        assert (await anna.hears(Undone, Undo("log", log.id))).moved_back
        assert await stands_at(anna) == place


async def test_a_position_does_not_move_back_under_a_later_review(anna: Person, clock: StoppedClock) -> None:
    """R19: somebody who explained the week does not lose it with a log."""
    await anna.joins()
    log = (await logs(anna, done=True)).log
    clock.pass_(hours=1)
    await closes(anna)
    assert not (await anna.hears(Undone, Undo("log", log.id))).moved_back
    assert await stands_at(anna) == "w2d1"


async def test_undoing_a_log_leaves_a_day_that_was_marked_apart(anna: Person, clock: StoppedClock) -> None:
    """R19: exactly what the fact gave: "done" was pressed by itself."""
    await anna.joins()
    log = (await logs(anna)).log
    clock.pass_(minutes=1)
    await anna.says(MarkDone("w1d1"))
    assert not (await anna.hears(Undone, Undo("log", log.id))).moved_back
    assert await stands_at(anna) == "w1d2"


async def test_undo_last_takes_the_newest_log_back(anna: Person, clock: StoppedClock) -> None:
    """Section 3: `/undo` is understood when typed, again and again, until nothing is left."""
    await anna.joins()
    first = (await logs(anna, 10)).log
    clock.pass_(minutes=5)
    second = (await logs(anna, 20, when="yesterday")).log
    for log in (second, first):
        undone = await anna.hears(Undone, UndoLast())
        assert undone.log is not None
        assert undone.log.id == log.id
    await anna.hears(NothingToUndo, UndoLast())


# --- whose, and for how long


async def test_nobody_touches_what_is_somebody_elses(anna: Person, ben: Person) -> None:
    """Section 4: somebody else's private button."""
    await anna.joins()
    await ben.joins()
    logged = await logs(anna, done=True)
    assert logged.done is not None
    written = await anna.hears(ReviewWritten, WriteReview(TEXT))
    theirs: tuple[Command, ...] = (
        Undo("log", logged.log.id),
        EditLog(logged.log.id, minutes=1),
        Undo("done", logged.done.step),
        Undo("review", written.review),
    )
    for command in (*theirs, Undo("log", 999), Undo("done", 999), Undo("review", 999)):
        assert (await ben.refused(command)).kind == "not_yours"
    assert (await anna.hears(TodayShown, Today())).minutes_today == 30


async def test_after_twenty_eight_days_facts_stand(anna: Person, clock: StoppedClock) -> None:
    """R19: for 28 days, to the minute, and not longer."""
    await anna.joins()
    logged = await logs(anna, done=True)
    assert logged.done is not None
    closed = await closes(anna)
    commands: tuple[Command, ...] = (
        EditLog(logged.log.id, minutes=31),
        Undo("review", closed.review),
        Undo("done", logged.done.step),
        Undo("log", logged.log.id),
    )
    clock.pass_(days=28, seconds=1)
    for command in commands:
        assert (await anna.refused(command)).kind == "too_old"
    await anna.hears(NothingToUndo, UndoLast())
    clock.pass_(seconds=-1)
    for command, kind in zip(commands, (LogEdited, Undone, Undone, Undone), strict=True):
        await anna.hears(kind, command)
