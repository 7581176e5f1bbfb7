"""Erased for good: what it takes, and that nothing is left (R23; issue 4, point 8)."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app.app import App
from bot.app.commands import (
    AnswerReview,
    EditLog,
    Forget,
    ForgetNow,
    ImportDays,
    JoinFocus,
    LogFlow,
    MarkDone,
    Privacy,
    Progress,
    StartFocus,
    StopFocus,
    Today,
    Undo,
    UndoImport,
    WriteReview,
)
from bot.app.said import (
    DaysImported,
    FocusRound,
    FocusShown,
    ForgetAsked,
    Forgotten,
    Logged,
    PrivacyShown,
    Refused,
    ReviewWritten,
)
from bot.core.people import Platform
from bot.storage.store import Store
from tests.app.life import Life, mostly_embedded
from tests.app.links import linked, offered, on_both, parted
from tests.app.scenes import TEXT, begins, forgets, lives, member, prompted
from tests.app.test_replays import everything
from tests.databases import SQLITE
from tests.world import PLACE, Person, StoppedClock, founded


async def test_forgetting_takes_a_second_yes(anna: Person) -> None:
    """Issue 4, 8: the first word only asks."""
    await anna.joins()
    await anna.says(LogFlow(30))
    asked = await anna.hears(ForgetAsked, Forget())
    assert (asked.name, asked.flows, asked.groups) == ("Anna", 1, ())
    assert (await anna.hears(PrivacyShown, Privacy())).logs == 1


@pytest.mark.parametrize(("late", "works"), [(0, True), (599, True), (601, False), (86_400, False)])
async def test_the_second_yes_is_good_for_ten_minutes(
    anna: Person, clock: StoppedClock, late: int, works: bool
) -> None:
    """Issue 4, 8: a button that is found again tomorrow erases nobody."""
    await anna.joins()
    asked = await anna.hears(ForgetAsked, Forget())
    clock.pass_(seconds=late)
    answer = (await anna.says(ForgetNow(asked.asked))).said
    assert isinstance(answer, Forgotten) is works
    assert (await anna.hears(PrivacyShown, Privacy())).joined is not works


@pytest.mark.parametrize("asked", [0, 2**63 - 1, int(datetime(2026, 3, 2, 10, 5, tzinfo=UTC).timestamp())])
async def test_a_forged_yes_is_outdated(anna: Person, asked: int) -> None:
    """Section 4: an instant of long ago, of the end of time, or ahead."""
    await anna.joins()
    assert (await anna.refused(ForgetNow(asked))).kind == "outdated"


async def test_a_yes_of_an_earlier_self_erases_nobody(anna: Person, clock: StoppedClock) -> None:
    """Who came back within the ten minutes was never asked."""
    await anna.joins()
    asked = await anna.hears(ForgetAsked, Forget())
    await anna.says(ForgetNow(asked.asked))
    clock.pass_(minutes=2)
    await anna.joins()
    assert (await anna.refused(ForgetNow(asked.asked))).kind == "outdated"


async def test_a_yes_from_before_two_became_one_erases_neither(app: App, clock: StoppedClock) -> None:
    """Issue 4, 8: what goes was shown; the other side's flows were not, nor is it the same self once they part."""
    there, here = on_both(app)
    await there.joins()
    await here.joins()
    await there.says(LogFlow(30))
    alone = await here.hears(ForgetAsked, Forget())
    clock.pass_(minutes=1)
    await linked(there, here)
    assert (await here.refused(ForgetNow(alone.asked))).kind == "outdated"
    as_one = await here.hears(ForgetAsked, Forget())
    assert as_one.flows == 1
    clock.pass_(minutes=1)
    await parted(here)
    for person in (there, here):
        assert (await person.refused(ForgetNow(as_one.asked))).kind == "outdated"
    assert (await there.hears(PrivacyShown, Privacy())).logs == 1


async def test_nothing_of_an_erased_learner_is_left_anywhere(
    anna: Person, ben: Person, host: Person, store: Store, life: Life, clock: StoppedClock
) -> None:
    """Issue 4, 8: all tables are walked; what is left is what was there without them, but for the group's remnant."""
    await founded(host)
    await ben.joins(place=PLACE)
    await life.until("2026-03-02 10:30")
    before = await store.read(everything)
    await lives(anna, clock)
    await prompted(Person(anna.app, "101", "Anna"), "UTC")
    assert "101" in repr(await store.read(everything))
    await forgets(anna)
    after = await store.read(everything)
    remnants = after.pop("remnants")
    assert (before.pop("remnants"), len(remnants)) == ([], 1)
    (mark,) = set(after.pop("meta")) - set(before.pop("meta"))  # a number and an instant: tests/test_restore_erased.py
    assert mark.startswith("('erased:")
    for table in ("cards", "budgets"):
        before.pop(table)
        after.pop(table)
    assert after == before


async def test_no_answer_that_others_got_names_an_erased_learner(
    app: App, host: Person, store: Store, clock: StoppedClock
) -> None:
    """R22, R23: who focused with them, or entered their code. What was asked before takes no second effect (R20)."""
    group = await founded(host)
    ann, bo = await member(app, 1, group), await member(app, 2, group)
    there, here = Person(app, "d1", "Ann on Discord", Platform.DISCORD), Person(app, "t1", "Cleo")
    told = await ann.hears(FocusRound, StartFocus(), PLACE)
    await bo.hears(FocusShown, JoinFocus(group.id, told.timer), PLACE, request="once")
    await there.joins()
    await offered(there, here)
    assert "Member 1" in repr(await store.read(everything))
    await forgets(ann)
    await forgets(there)
    left = repr(await store.read(everything))
    assert "Member 1" not in left
    assert "Ann on Discord" not in left
    clock.pass_(hours=1)
    again = await bo.hears(Refused, JoinFocus(group.id, told.timer), PLACE, request="once")
    assert again.kind == "outdated"


@pytest.mark.parametrize("forgetful", [0, 1])
async def test_parted_nothing_of_one_is_left_with_the_other(
    app: App, store: Store, clock: StoppedClock, forgetful: int
) -> None:
    """R23: answers from when they were one are kept no longer; what was logged since is the one's who gave the code."""
    pair = on_both(app)
    flows = []
    for person, word in zip(pair, ("alder", "birch"), strict=True):
        await person.joins()
        flows.append((await person.hears(Logged, LogFlow(30, word))).log.id)
    await linked(*pair)
    clock.pass_(minutes=1)
    for person, flow in zip(pair, reversed(flows), strict=True):
        await person.says(EditLog(flow, minutes=20))
        await person.hears(Logged, LogFlow(10, "cedar"), press=f"m{person.id}")
    await parted(pair[0])
    await forgets(pair[forgetful])
    left = repr(await store.read(everything))
    assert [word in left for word in ("alder", "birch", "cedar")] == [forgetful == 1, forgetful == 0, forgetful == 1]


async def test_after_it_one_is_a_stranger_and_old_buttons_say_so(anna: Person) -> None:
    """Issue 4, 8: whatever they press or type."""
    await anna.joins()
    logged = await anna.hears(Logged, LogFlow(30), press="m:1")
    written = await anna.hears(ReviewWritten, WriteReview(TEXT))
    assert await forgets(anna) == Forgotten(now=True)
    assert await anna.hears(Forgotten, ForgetNow(0)) == Forgotten(now=False)
    for old in (
        Today(),
        Progress(),
        LogFlow(30),
        MarkDone("w1d1"),
        Undo("log", logged.log.id),
        EditLog(logged.log.id, minutes=5),
        AnswerReview(written.review, missing=False),
    ):
        assert (await anna.refused(old)).kind == "not_joined"
    assert (await anna.refused(LogFlow(30))).kind == "not_joined"
    again = await anna.says(LogFlow(30), press="m:1")
    assert not isinstance(again.said, Logged)
    assert (await anna.joins()).name == "Anna"
    assert (await anna.hears(PrivacyShown, Privacy())).logs == 0


async def test_old_buttons_touch_nothing_of_who_comes_back(anna: Person, clock: StoppedClock) -> None:
    """R19, section 4: they name facts that are erased, and must not find later ones in their place."""
    await anna.joins()
    logged = await anna.hears(Logged, LogFlow(30))
    brought = await anna.hears(DaysImported, ImportDays(b"date,minutes\n2026-02-01,50\n"))
    written = await anna.hears(ReviewWritten, WriteReview(TEXT))
    timer = await begins(anna)
    await forgets(anna)
    clock.pass_(minutes=1)
    await anna.joins()
    await anna.says(LogFlow(45))
    await anna.says(ImportDays(b"date,minutes\n2026-02-02,50\n"))
    await anna.says(WriteReview(TEXT))
    await begins(anna)
    for old in (
        Undo("log", logged.log.id),
        EditLog(logged.log.id, minutes=5),
        UndoImport(brought.first),
        AnswerReview(written.review, missing=False),
        StopFocus(timer),
    ):
        assert (await anna.refused(old)).kind in ("not_yours", "outdated")
    assert (await anna.hears(PrivacyShown, Privacy())).logs == 2


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
async def test_what_is_erased_is_overwritten(
    app: App, database: str, store: Store, anna: Person, ben: Person, clock: StoppedClock
) -> None:
    """R23: SQLite leaves deleted rows in free pages and in its log; ours are gone from the files."""
    word = "zirbelstube"
    await anna.joins()
    await ben.joins()
    for number in range(40):
        await anna.says(LogFlow(10, f"{word} {number} " + "x" * 400))
        await ben.says(LogFlow(10, f"keep {number}"))
    path = Path(str(store.url.database))
    files = [path, path.with_name(path.name + "-wal")]
    assert any(word.encode() in file.read_bytes() for file in files if file.exists())
    await forgets(anna)
    assert not any(word.encode() in file.read_bytes() for file in files if file.exists())
    with sqlite3.connect(path) as seen:
        assert seen.execute("SELECT count(*) FROM logs").fetchone() == (40,)


@mostly_embedded
async def test_nothing_is_sent_to_who_was_erased(anna: Person, life: Life) -> None:
    """R16: no prompt and no check-in comes any more, also none that was waiting."""
    await prompted(anna, "UTC")
    await life.decided("2026-03-02 18:00")
    assert (await life.states()) == {"ready": 1}
    await forgets(anna)
    assert await life.states() == {}
    await life.until("2026-03-09 20:00")
    assert life.sent() == []
