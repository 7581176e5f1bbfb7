"""Study days that a learner brings along (R2, R3, R5, R10, R19; issue 4, point 8)."""

from datetime import date, timedelta

import pytest

from bot.app.app import App
from bot.app.commands import Export, History, ImportDays, Leaderboard, LogFlow, Progress, Undo, UndoImport, UndoLast
from bot.app.said import (
    BoardShown,
    DaysImported,
    Exported,
    HistoryShown,
    ImportUndone,
    LedgerShown,
    Logged,
    NothingToUndo,
    NumbersShown,
    ProgressShown,
    Undone,
)
from bot.core.days import A_WEEK, monday_of
from bot.core.verdicts import Verdict
from bot.storage.store import Store
from bot.storage.tx import Tx
from bot.storage.weeks import WeekSums
from tests.app.life import Life, mostly_embedded
from tests.app.scenes import fresh, member
from tests.world import PLACE, Person, StoppedClock, founded

TODAY = date(2026, 3, 2)  # a Monday
HISTORY = b"date,minutes,note\n2026-01-05,60,a\n2026-01-06,1h30,b\n2026-01-07,20,\n2026-02-27,45,late\n"


async def brings(person: Person, text: str | bytes) -> DaysImported:
    """Bring a file along."""
    content = text if isinstance(text, bytes) else text.encode()
    return await person.hears(DaysImported, ImportDays(content))


async def numbers(person: Person) -> tuple[int, int, int, int]:
    """(flows, minutes, study days, kept weeks)."""
    shown = await person.hears(NumbersShown, Progress("numbers"))
    return shown.flows, shown.standing.minutes, shown.standing.study_days, shown.standing.kept


async def test_a_history_counts_in_ones_own_numbers(anna: Person) -> None:
    """R5: weeks count from its first day; the receipt tells the span, and that a board leaves the old ones out."""
    await anna.joins()
    shown = await brings(anna, HISTORY)
    assert (shown.flows, shown.minutes, shown.known, shown.late) == (4, 215, 0, True)
    assert (shown.since, shown.until, shown.kept) == (date(2026, 1, 5), date(2026, 2, 27), 1)
    assert await numbers(anna) == (4, 215, 4, 1)
    ledger = await anna.hears(LedgerShown, Progress("ledger"))
    assert ledger.since == date(2026, 1, 5)


async def test_the_same_file_twice_adds_nothing(anna: Person, clock: StoppedClock) -> None:
    """Issue 4, 8: nor does one's own export, nor a flow that was logged before."""
    await anna.joins()
    await anna.says(LogFlow(45, "late", when="2026-02-27"))
    first = await brings(anna, HISTORY)
    assert (first.flows, first.known) == (3, 1)
    clock.pass_(hours=1)
    again = await brings(anna, HISTORY)
    assert (again.first, again.flows, again.known) == (0, 0, 4)
    own = await brings(anna, (await anna.hears(Exported, Export())).logs)
    assert (own.flows, own.known) == (0, 4)
    assert await numbers(anna) == (4, 215, 4, 1)


async def test_of_rows_alike_as_many_are_added_as_are_missing(anna: Person) -> None:
    """Two flows of a day may be alike."""
    await anna.joins()
    twice = "date,minutes\n2026-02-20,30\n2026-02-20,30\n"
    assert (await brings(anna, "date,minutes\n2026-02-20,30\n")).flows == 1
    assert (await brings(anna, twice)).flows == 1
    assert (await brings(anna, twice)).flows == 0


async def test_ones_own_export_adds_nothing_whatever_the_notes(anna: Person) -> None:
    """Issue 4, 8: also where a note reads differently in one line of a file."""
    await anna.joins()
    for note in ("two\nlines", "a\ttab", "=1+1", " -1", "'quoted", '"so"; he said', "\u202eturned"):
        await anna.says(LogFlow(30, note))
    file = (await anna.hears(Exported, Export())).logs
    again = await anna.hears(DaysImported, ImportDays(file.encode()))
    assert (again.flows, again.known) == (0, 7)


async def test_nothing_is_changed_unless_the_whole_file_is_right(anna: Person) -> None:
    """Issue 4, 8: every bad line by its number and reason; the good ones wait for them."""
    await anna.joins()
    refused = await anna.refused(ImportDays(HISTORY + b"2026-03-09,20,ahead\n2026-02-01,700,\n"))
    assert (refused.kind, refused.numbers, refused.names) == ("bad_file", (6, 7), ("ahead", "minutes"))
    assert await numbers(anna) == (0, 0, 0, 0)


async def test_of_very_many_bad_lines_the_first_are_told(anna: Person) -> None:
    """Section 4: an answer stays of a size that can be sent; the count is right all the same."""
    await anna.joins()
    refused = await anna.refused(ImportDays(b"date,minutes\n" + b"x,1\n" * 5000))
    assert (refused.given, len(refused.numbers)) == ("5000", 500)


async def test_a_stranger_is_told_to_join_before_the_file_is_read(anna: Person) -> None:
    """Section 4."""
    assert (await anna.refused(ImportDays(b"\xff"))).kind == "not_joined"


async def test_an_import_is_sealed_like_a_flow_that_was_logged_late(
    anna: Person, clock: StoppedClock, store: Store
) -> None:
    """R1, R2: the instant, the zone and the day of logging are the import's; it is spent on no day of the way."""
    clock.show("2026-03-03 02:00", "Asia/Tokyo")
    await anna.joins("Asia/Tokyo")
    place = (await anna.hears(ProgressShown, Progress())).stand
    await brings(anna, HISTORY)

    def kept(tx: Tx) -> set[tuple[object, ...]]:
        found = tx.people.by_account(anna.platform, anna.id, clock.now)
        assert found
        logs = tx.ownership.everything(found[0].id)["logs"]
        return {(it["logged_on"], it["zone"], it["logged_at"], str(it["spent_on"])[:7]) for it in logs}

    assert await store.read(kept) == {("2026-03-02", "Asia/Tokyo", "2026-03-02T17:00:00+00:00", "import/")}
    assert (await anna.hears(ProgressShown, Progress())).stand == place


async def test_a_board_leaves_out_what_is_more_than_seven_days_old(app: App, host: Person) -> None:
    """R2, R10: the rest counts there, like any flow of these days."""
    group = await founded(host, board=True)
    app_clock = app._clock
    assert isinstance(app_clock, StoppedClock)
    ann = await member(app, 1, group)
    app_clock.pass_(days=13)  # a Sunday, almost two weeks later
    await brings(ann, "date,minutes\n2026-03-03,60\n2026-03-14,60\n2026-03-15,60\n")
    week = await ann.hears(BoardShown, Leaderboard("week"), PLACE)
    assert week.own is not None
    assert (week.own.points, week.own.minutes) == ("40", 120)
    app_clock.pass_(days=8)
    before = await ann.hears(BoardShown, Leaderboard("4 weeks"), PLACE)
    assert before.own is not None
    assert before.own.points == "20"  # the first week is rest to a board, then 40 and 0
    assert before.own.minutes == 180


async def test_a_groups_sums_count_what_lies_after_joining_it(app: App, host: Person, store: Store) -> None:
    """Section 1: a group counts its members' logs from their joining it on."""
    group = await founded(host)
    ann = await member(app, 1, group)
    await brings(ann, HISTORY + b"2026-03-02,33,\n")
    mondays = [monday_of(TODAY) - ago * A_WEEK for ago in range(9)]
    found = await store.read(lambda tx: [tx.weeks.sums(group.id, group.curriculum, monday) for monday in mondays])
    assert found == [WeekSums(1, 33, 1), *[WeekSums()] * 8]


@mostly_embedded
async def test_recent_days_show_on_their_cards(app: App, host: Person, life: Life) -> None:
    """R24: a card of the last 7 days is edited, silently."""
    group = await founded(host)
    ann = await member(app, 1, group)
    await life.until("2026-03-03 11:00")
    await life.until("2026-03-04 08:00")
    await brings(ann, "date,minutes\n2026-03-03,60\n")
    assert (await fresh(life, "2026-03-04 08:30")).names == ("Member 1",)
    assert len(life.telegram.sent) == 1


# --- undo


async def test_a_whole_import_is_taken_back(anna: Person, clock: StoppedClock) -> None:
    """R19: exactly what it gave; twice changes nothing, and what was logged otherwise stays."""
    await anna.joins()
    await anna.says(LogFlow(30))
    shown = await brings(anna, HISTORY)
    clock.pass_(days=27)
    undone = await anna.hears(ImportUndone, UndoImport(shown.first))
    assert (undone.already, undone.flows, undone.minutes, undone.kept) == (False, 4, 215, 0)
    assert await numbers(anna) == (1, 30, 1, 0)
    again = await anna.hears(ImportUndone, UndoImport(shown.first))
    assert (again.already, again.flows) == (True, 4)
    assert shown.undoable_until == TODAY + timedelta(days=28)


async def test_after_28_days_an_import_stays(anna: Person, clock: StoppedClock) -> None:
    """R19."""
    await anna.joins()
    shown = await brings(anna, HISTORY)
    clock.pass_(days=28, seconds=1)
    assert (await anna.refused(UndoImport(shown.first))).kind == "too_old"


async def test_an_old_button_leaves_a_later_import_of_the_same_file_alone(anna: Person, clock: StoppedClock) -> None:
    """R20: its effect is taking back what came then."""
    await anna.joins()
    first = await brings(anna, HISTORY)
    await anna.says(UndoImport(first.first))
    clock.pass_(minutes=1)
    second = await brings(anna, HISTORY)
    assert second.flows == 4
    assert (await anna.hears(ImportUndone, UndoImport(first.first))).already
    assert (await numbers(anna))[0] == 4


async def test_an_import_is_its_owners(anna: Person, ben: Person) -> None:
    """Section 4: nor is a flow that was logged an import."""
    await anna.joins()
    await ben.joins()
    shown = await brings(anna, HISTORY)
    logged = await anna.hears(Logged, LogFlow(30))
    assert (await ben.refused(UndoImport(shown.first))).kind == "not_yours"
    assert (await anna.refused(UndoImport(logged.log.id))).kind == "not_yours"
    assert (await numbers(anna))[0] == 5


async def test_the_history_shows_an_import_as_one_line(anna: Person, clock: StoppedClock) -> None:
    """R19: among the flows, newest first; taken back it is gone from there, and `/undo` means flows."""
    await anna.joins()
    await anna.says(LogFlow(30))
    clock.pass_(minutes=1)
    shown = await brings(anna, HISTORY)
    facts = (await anna.hears(HistoryShown, History())).facts
    assert [(it.what, it.which, it.flows, it.minutes) for it in facts] == [
        ("import", shown.first, 4, 215),
        ("log", facts[1].which, 0, 0),
    ]
    assert (await anna.hears(Undone, UndoLast())).log is not None
    await anna.hears(NothingToUndo, UndoLast())
    await anna.says(UndoImport(shown.first))
    assert (await anna.hears(HistoryShown, History())).facts == ()


async def test_an_import_does_not_hold_a_place_that_is_undone(anna: Person, clock: StoppedClock) -> None:
    """R19: the position moves back, since no later flow stands."""
    await anna.joins()
    logged = await anna.hears(Logged, LogFlow(30, done=True))
    clock.pass_(minutes=1)
    await brings(anna, HISTORY)
    assert (await anna.hears(Undone, Undo("log", logged.log.id))).moved_back


@pytest.mark.parametrize("rows", [5000])
async def test_the_largest_file_is_brought_along(anna: Person, rows: int) -> None:
    """Issue 4, 8: five thousand rows over ten years; the gap that a history has is a gap (R5)."""
    await anna.joins()
    first = TODAY - timedelta(days=3653)
    lines = [f"{first + timedelta(days=number % 1000)},{number % 600 + 1},n" for number in range(rows)]
    shown = await brings(anna, "date,minutes,note\n" + "\n".join(lines))
    assert shown.flows == rows
    standing = (await anna.hears(NumbersShown, Progress("numbers"))).standing
    assert standing.past[-1].verdict is Verdict.QUIET
    assert standing.kept == shown.kept > 100
