"""Edits, and the history of what can still be edited or undone (R19)."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.app.app import App
from bot.app.commands import (
    Command,
    EditLog,
    History,
    LogFlow,
    MarkDone,
    Settings,
    Today,
    Undo,
)
from bot.app.said import (
    DoneMarked,
    HistoryShown,
    LogEdited,
    Logged,
    TodayShown,
)
from bot.ui.codec import decode, encode
from bot.ui.present import present
from bot.ui.text import Text
from bot.ui.view import Press
from tests.app.scenes import closes
from tests.world import Person, StoppedClock

MON = date(2026, 3, 2)


async def logs(person: Person, minutes: int = 30, **more: object) -> Logged:
    return await person.hears(Logged, LogFlow(minutes, **more))  # type: ignore[arg-type]  # fields of a log


# --- editing


async def test_an_edit_changes_what_was_said_and_keeps_the_rest(anna: Person, clock: StoppedClock) -> None:
    """R19, R1: minutes, note, focus and day; instant and zone stay sealed."""
    await anna.joins("Asia/Tokyo")
    log = (await logs(anna, 30, note="a", focus=2)).log
    clock.pass_(hours=2)
    await anna.says(Settings(zone="UTC"))
    edited = await anna.hears(LogEdited, EditLog(log.id, minutes=55))
    assert (edited.before, edited.log.minutes, edited.log.note, edited.log.focus) == (log, 55, "a", 2)
    edited = await anna.hears(LogEdited, EditLog(log.id, note="", focus=5, when="yesterday"))
    assert (edited.log.note, edited.log.focus, edited.log.day) == ("", 5, MON - timedelta(days=1))
    assert (edited.log.at, edited.log.zone, edited.log.logged_on) == (log.at, "Asia/Tokyo", log.logged_on)


@pytest.mark.parametrize("note", ["-", " - "])
async def test_a_dash_takes_a_note_away(anna: Person, note: str) -> None:
    """R19: on every platform an input that is left empty keeps what was there."""
    await anna.joins()
    log = (await logs(anna, 30, note="what I would rather not keep")).log
    assert (await anna.hears(LogEdited, EditLog(log.id, note=note))).log.note == ""


@pytest.mark.parametrize(
    ("first", "edit"),
    [
        (LogFlow(30, "a", focus=2), {"minutes": 55, "when": "2026-03-01"}),
        (LogFlow(30, "a", focus=2), {"focus": 5}),
        (LogFlow(30, "a", when="2026-03-01"), {"when": "2026-03-02"}),
    ],
)
async def test_a_change_is_undone_from_its_receipt(anna: Person, first: LogFlow, edit: dict[str, Any]) -> None:
    """R19: every receipt has Undo, also that of an edit; the flow itself stands."""
    await anna.joins()
    log = (await anna.hears(Logged, first)).log
    edited = await anna.hears(LogEdited, EditLog(log.id, **edit))
    (undo,) = _undoes(edited)
    assert decode(encode(undo)) == undo
    assert (await anna.hears(LogEdited, undo)).log == log


async def test_what_no_button_can_carry_has_no_undo_of_the_change(anna: Person) -> None:
    """R19: a note that was replaced is edited again; nothing promises to bring it back."""
    await anna.joins()
    log = (await logs(anna, 30, note="a")).log
    for edit in (EditLog(log.id, minutes=20, note="b"), EditLog(log.id, focus=3), EditLog(log.id)):
        assert _undoes(await anna.hears(LogEdited, edit)) == []


def _undoes(edited: LogEdited) -> list[Command]:
    actions = present(edited, Text()).actions
    return [it.command for it in actions if isinstance(it, Press) and it.label == "Undo the change"]


async def test_an_edit_moves_all_numbers_with_it(anna: Person, clock: StoppedClock) -> None:
    """R19: numbers are derived from the facts that stand."""
    await anna.joins()
    log = (await logs(anna, 5)).log
    assert (await anna.hears(TodayShown, Today())).week.studied == 0
    edited = await anna.hears(LogEdited, EditLog(log.id, minutes=10))
    assert (edited.minutes_that_day, edited.week.studied) == (10, 1)


async def test_an_edit_that_says_nothing_changes_nothing(anna: Person) -> None:
    """A form that was sent as it was filled, its day as a date."""
    await anna.joins()
    log = (await logs(anna, 30, note="a")).log
    edited = await anna.hears(LogEdited, EditLog(log.id, when=log.day.isoformat()))
    assert edited.before == edited.log == log


async def test_an_old_day_stays_where_it_is_while_the_rest_is_edited(anna: Person, clock: StoppedClock) -> None:
    """R2: the form carries the log's own day, which by now lies further back than a new log may."""
    await anna.joins()
    log = (await logs(anna, 30, when="2026-02-05")).log
    clock.pass_(days=20)
    edited = await anna.hears(LogEdited, EditLog(log.id, minutes=40, when="2026-02-05"))
    assert (edited.log.minutes, edited.log.day) == (40, date(2026, 2, 5))


@pytest.mark.parametrize(("when", "kind"), [("tomorrow", "day_ahead"), ("2026-01-01", "day_too_far")])
async def test_an_edit_to_a_day_that_cannot_be_is_refused_whole(anna: Person, when: str, kind: str) -> None:
    """Section 4: nothing is changed, not even what was fine."""
    await anna.joins()
    log = (await logs(anna, 30)).log
    assert (await anna.refused(EditLog(log.id, minutes=99, when=when))).kind == kind
    assert (await anna.hears(TodayShown, Today())).minutes_today == 30


async def test_what_was_undone_cannot_be_edited(anna: Person) -> None:
    """R19: it no longer stands."""
    await anna.joins()
    log = (await logs(anna)).log
    await anna.says(Undo("log", log.id))
    assert (await anna.refused(EditLog(log.id, minutes=99))).kind == "gone"


async def test_a_form_to_edit_starts_with_what_is_there(app: App, anna: Person, ben: Person) -> None:
    """The inputs hold the present values as text; nobody sees another's, nor those of a log that is gone."""
    await anna.joins()
    await ben.joins()
    log = (await logs(anna, 75, note="matrices")).log
    filled = await app.prefill(EditLog, {"log": log.id}, anna.asker())
    assert filled == {"minutes": "75", "note": "matrices", "when": "2026-03-02", "focus": ""}
    for given in ({"log": log.id}, {"log": "x"}, {}):
        assert await app.prefill(EditLog, given, ben.asker()) == {}
    assert await app.prefill(LogFlow, {}, anna.asker()) == {}


# --- history


async def test_the_history_lists_what_can_be_changed_newest_first(anna: Person, clock: StoppedClock) -> None:
    """R19: logs, days done and yeses, each with what undoes it."""
    await anna.joins()
    logged = await logs(anna, 30)
    clock.pass_(minutes=1)
    done = await anna.hears(DoneMarked, MarkDone("w1d1"))
    clock.pass_(minutes=1)
    closed = await closes(anna)
    shown = await anna.hears(HistoryShown, History())
    assert [(it.what, it.which, it.day, it.title) for it in shown.facts] == [
        ("review", closed.review, MON, "Dough that holds together"),
        ("done", done.step, MON, "One flour, three waters"),
        ("log", logged.log.id, MON, ""),
    ]
    assert (shown.page, shown.pages, shown.facts[2].log) == (0, 1, logged.log)


async def test_what_was_undone_leaves_the_history(anna: Person) -> None:
    """R19: it lists what stands."""
    await anna.joins()
    logged = await logs(anna, done=True)
    await anna.says(Undo("log", logged.log.id))
    assert (await anna.hears(HistoryShown, History())).facts == ()


async def test_the_history_has_pages(anna: Person, clock: StoppedClock) -> None:
    """Five lines each; a page that does not exist is the nearest one that does."""
    await anna.joins()
    for minutes in range(1, 13):
        await logs(anna, minutes)
        clock.pass_(minutes=1)
    pages = [await anna.hears(HistoryShown, History(page)) for page in (-1, 0, 1, 2, 99)]
    assert [(it.page, it.pages, len(it.facts)) for it in pages] == [
        (0, 3, 5),
        (0, 3, 5),
        (1, 3, 5),
        (2, 3, 2),
        (2, 3, 2),
    ]
    assert [fact.log.minutes for it in pages[1:4] for fact in it.facts if fact.log] == list(range(12, 0, -1))


async def test_the_history_ends_where_undo_ends(anna: Person, clock: StoppedClock) -> None:
    """R19: what can no longer be changed is not offered."""
    await anna.joins()
    await logs(anna, done=True)
    await closes(anna)
    clock.pass_(days=28)
    assert len((await anna.hears(HistoryShown, History())).facts) == 3
    clock.pass_(seconds=1)
    assert (await anna.hears(HistoryShown, History())).facts == ()
