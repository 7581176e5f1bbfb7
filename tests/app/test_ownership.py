"""One's own data: all of it as files, and erased for good (R3, R23; issue 4, point 8)."""

import json
import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from sqlalchemy import insert, select

from bot.app.app import App
from bot.app.commands import (
    AnswerReview,
    EditLog,
    Export,
    Forget,
    ForgetNow,
    Leaderboard,
    LogFlow,
    MarkDone,
    Privacy,
    Progress,
    Today,
    Undo,
    WriteCheckin,
    WriteReview,
)
from bot.app.questions import OpenQuestion
from bot.app.said import (
    BoardShown,
    Exported,
    ForgetAsked,
    Forgotten,
    Logged,
    PrivacyShown,
    ReviewWritten,
    WhichDay,
)
from bot.core.people import Group
from bot.core.study_file import read_study_file
from bot.storage.remnants import Remnant
from bot.storage.store import Store, Tx
from bot.storage.tables import logs, metadata
from tests.app.life import Life, mostly_embedded
from tests.app.scenes import TEXT, card, closes, fresh, member, prompted
from tests.databases import SQLITE
from tests.world import PLACE, Person, StoppedClock, founded

SCHEMA = json.loads(Path(__file__).with_name("export.schema.json").read_text("utf-8"))
GUIDE = (Path(__file__).parents[2] / "EXPORT.md").read_text("utf-8")
MONDAY = date(2026, 3, 2)


async def forgets(person: Person) -> Forgotten:
    """Ask, and say the second yes."""
    asked = await person.hears(ForgetAsked, Forget())
    return await person.hears(Forgotten, ForgetNow(asked.asked))


async def lives(person: Person, clock: StoppedClock) -> None:
    """A learner in the group with some of everything that they can write."""
    await person.joins(place=PLACE)
    await person.says(LogFlow(300, "=a note, with \u201cquotes\u201d", focus=4, done=True), press="m1:lo")
    taken = await person.hears(Logged, LogFlow(7, "taken back"))
    await person.says(Undo("log", taken.log.id))
    await person.says(WriteCheckin("well", "rain", "tea", "sit down", 4))
    await person.says(WriteReview(TEXT))
    await person.app.put_question(
        person.asker(), OpenQuestion("lo", "1:lo", ("minutes",), {"note": "half typed"}, "", "r")
    )
    clock.show("2026-03-03 01:00")
    await person.hears(WhichDay, LogFlow(5, "held", when="yesterday"))
    clock.show("2026-03-03 10:00")


def everything(tx: Tx) -> dict[str, list[Any]]:
    """Every row of every table."""
    return {
        table.name: sorted(map(repr, tx.connection.execute(table.select()).all())) for table in metadata.sorted_tables
    }


# --- export


async def test_an_export_keeps_to_its_published_shape(anna: Person, host: Person, clock: StoppedClock) -> None:
    """Issue 4, 8: a documented, versioned shape; the schema allows nothing else."""
    Draft202012Validator.check_schema(SCHEMA)
    await founded(host)
    await lives(anna, clock)
    told = json.loads((await anna.hears(Exported, Export())).data)
    Draft202012Validator(SCHEMA, format_checker=FormatChecker()).validate(told)
    assert (told["format"], told["version"]) == ("pacekeeper.export", 1)
    assert told["learner"]["name"] == "Anna"
    assert [it["text"] for it in told["reviews"]] == [TEXT]
    assert [it["i_will"] for it in told["checkins"]] == ["sit down"]
    assert "half typed" in told["questions"][0]["question"]
    assert [(it["note"], it["undone_at"] is None) for it in told["logs"]][1] == ("taken back", False)


def test_the_guide_names_every_part_and_field_of_the_shape() -> None:
    """EXPORT.md is where the shape is documented."""
    for name, part in SCHEMA["properties"].items():
        fields = part.get("items", part).get("properties", {})
        row = next((line for line in GUIDE.splitlines() if line.startswith(f"| `{name}` |")), "")
        assert all(f"`{field}`" in row for field in fields), name
        assert row or f"`{name}`" in GUIDE or name == "made_at"


async def test_the_flows_are_a_file_that_can_be_brought_back(anna: Person, clock: StoppedClock) -> None:
    """R3, R19: what stands, oldest first; every minute, and a note that looks like a formula is none."""
    await anna.joins()
    await anna.says(LogFlow(30, "=1+1"))
    await anna.says(LogFlow(45, "first", when="2026-02-20"))
    gone = await anna.hears(Logged, LogFlow(99))
    await anna.says(Undo("log", gone.log.id))
    shown = await anna.hears(Exported, Export())
    assert "'=1+1" in shown.logs
    rows = read_study_file(shown.logs.encode(), MONDAY).rows
    assert [(it.day, it.minutes, it.note) for it in rows] == [(date(2026, 2, 20), 45, "first"), (MONDAY, 30, "=1+1")]
    assert shown.flows == 2


async def test_study_days_keep_their_names_from_one_file_to_the_next(anna: Person, clock: StoppedClock) -> None:
    """RFC 5545: a stable UID; a day of less than 10 minutes is no study day."""
    await anna.joins()
    await anna.says(LogFlow(5))
    await anna.says(LogFlow(5, when="2026-02-20"))
    await anna.says(LogFlow(5))
    first = await anna.hears(Exported, Export())
    clock.pass_(days=1)
    await anna.says(LogFlow(20))
    then = await anna.hears(Exported, Export())
    assert [(it.day, it.minutes, it.flows) for it in first.days] == [(MONDAY, 10, 2)]
    assert then.days[0].uid == first.days[0].uid != then.days[1].uid


async def test_an_export_is_its_askers_alone(anna: Person, ben: Person, clock: StoppedClock) -> None:
    """R23: nothing of anybody else, and nothing of it is kept: a request that comes again is answered anew."""
    await anna.joins()
    await ben.joins()
    await anna.says(LogFlow(30, "hers"))
    assert "hers" not in (await ben.hears(Exported, Export())).data
    first = await anna.says(Export(), request="once")
    assert await anna.app.replayed(anna.last) is None
    await anna.says(LogFlow(40))
    again = await anna.hears(Exported, Export(), request="once")
    assert isinstance(first.said, Exported)
    assert again.flows == first.said.flows + 1


async def test_a_stranger_has_nothing_to_take_away(anna: Person) -> None:
    """Section 4."""
    assert (await anna.refused(Export())).kind == "not_joined"
    assert await anna.hears(Forgotten, Forget()) == Forgotten(now=False)
    assert await anna.hears(PrivacyShown, Privacy()) == PrivacyShown(False, 0, 0, 0)


@mostly_embedded
async def test_years_of_flows_are_one_file(anna: Person, store: Store, clock: StoppedClock) -> None:
    """Issue 4, 8: ten flows a day for five years."""
    await anna.joins()
    await anna.says(LogFlow(30, "n" * 100))

    def many(tx: Tx) -> None:
        row = dict(tx.connection.execute(select(logs)).mappings().one())
        del row["id"]
        rows = [{**row, "day": row["day"] - timedelta(days=n // 10)} for n in range(1, 18_001)]
        tx.connection.execute(insert(logs), rows)

    await store.write(many)
    shown = await anna.hears(Exported, Export())
    assert (shown.flows, len(shown.days)) == (18_001, 1801)
    assert len(json.loads(shown.data)["logs"]) == 18_001


# --- forget


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
    for table in ("cards", "budgets"):
        before.pop(table)
        after.pop(table)
    assert after == before


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


# --- what stays of the group


@pytest.fixture
async def group(host: Person) -> Group:
    """A group with a board, whose card comes at nine, UTC."""
    return await founded(host, board=True)


async def left_of(store: Store, group: Group) -> Remnant:
    """A group's remnant of the first week."""
    return await store.read(lambda tx: tx.remnants.between(group.id, MONDAY, MONDAY))


async def test_credited_minutes_flows_and_the_kept_week_stay(
    app: App, group: Group, store: Store, clock: StoppedClock
) -> None:
    """R3: at most 240 a day; from joining the group on; what was taken back stays away."""
    ann = await member(app, 1, group)
    await ann.says(LogFlow(200))
    await ann.says(LogFlow(200))
    await ann.says(LogFlow(60, when="2026-02-27"))
    for _ in range(2):
        clock.pass_(days=1)
        await ann.says(LogFlow(30))
    taken = await ann.hears(Logged, LogFlow(30))
    await ann.says(Undo("log", taken.log.id))
    await forgets(ann)
    assert await left_of(store, group) == Remnant(300, 4, 1)
    assert (
        await store.read(
            lambda tx: tx.remnants.between(group.id, MONDAY - timedelta(weeks=9), MONDAY - timedelta(days=1))
        )
        == Remnant()
    )


@mostly_embedded
async def test_the_digest_counts_who_was_erased_as_no_learner(app: App, group: Group, life: Life) -> None:
    """R22, R23: the sums are what the group did; three who are there are needed to tell them at all."""
    people = [await member(app, number, group) for number in range(4)]
    for person in people:
        await person.says(LogFlow(60))
    await forgets(people[0])
    digest = (await card(life, "2026-03-09")).digest
    assert digest is not None
    assert (digest.minutes, digest.flows, digest.learners) == (240, 4, 3)


@mostly_embedded
async def test_a_remnant_lifts_nobody_above_the_floor(app: App, group: Group, life: Life) -> None:
    """R23: two learners and a remnant are two learners."""
    people = [await member(app, number, group) for number in range(3)]
    for person in people:
        await person.says(LogFlow(60))
    await forgets(people[0])
    digest = (await card(life, "2026-03-09")).digest
    assert digest is not None
    assert (digest.minutes, digest.flows, digest.learners) == (None, None, 2)


@pytest.mark.parametrize(("listed", "total"), [(0, 240), (3, 180), (2, None)])
async def test_a_boards_total_includes_a_remnant_only_in_a_crowd(
    app: App, group: Group, listed: int, total: int | None
) -> None:
    """R10, R23: beside the listed, whose minutes are shown, it could be worked out by subtraction."""
    people = [await member(app, number, group, listed=number < listed) for number in range(3)]
    gone = await member(app, 9, group)
    for person in (*people, gone):
        await person.says(LogFlow(60))
    await forgets(gone)
    shown = await people[0].hears(BoardShown, Leaderboard(), PLACE)
    assert shown.total_minutes == total
    assert "Member 9" not in repr(shown)


@mostly_embedded
async def test_a_name_vanishes_from_the_cards_at_once(app: App, group: Group, life: Life) -> None:
    """R22: the day's card is drawn again without it, and so is what it celebrated."""
    ann, bo = await member(app, 1, group), await member(app, 2, group)
    await ann.says(LogFlow(60))
    await closes(ann)
    await bo.says(LogFlow(60))
    await life.until("2026-03-09 09:00")
    assert "Member 1" in repr((await fresh(life, "2026-03-09 09:30")).digest)
    await forgets(ann)
    assert "Member 1" not in repr(await fresh(life, "2026-03-09 09:45"))


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
