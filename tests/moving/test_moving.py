"""Everything is carried over, and what waits goes on."""

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from bot.answers import recall, remember
from bot.app.app import App
from bot.app.commands import Progress, Today
from bot.app.shelf import Shelf
from bot.core.curriculum import Curriculum
from bot.feeding import Sweep
from bot.opening import BOTS, CannotOpen, open_store
from bot.storage import copying
from bot.storage.engine import database_url
from bot.storage.moving import CannotMove
from bot.storage.sealing import Cipher, new_key
from bot.storage.store import Store
from bot.storage.tables import metadata
from bot.storage.tx import Tx
from tests.app.changes import everything_that_changes
from tests.app.life import Life
from tests.app.scenes import prompted_at_noon
from tests.app.test_sealed import KEY, in_plain
from tests.moving.conftest import Ends
from tests.moving.filled import fill
from tests.moving.naive import same
from tests.world import PLACE, Person, StoppedClock

ROWS = 20


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if there were many rows."""
    monkeypatch.setattr(copying, "BATCH", 7)


@pytest.mark.usefixtures("small_batches")
def test_every_table_and_whatever_stands_in_it_is_carried_over(bare: Ends) -> None:
    """Row by row, in every table there is; each is told with the number of rows that were compared."""
    ends = bare
    fill(ends.file, ROWS)
    code, said = ends.move()
    assert code == 0, said
    counts = same(ends.file, ends.url)
    assert {name: count for name, count in counts.items() if count != ROWS} == {"alembic_version": 1, "meta": ROWS + 1}
    lines = said.splitlines()
    assert [line for line in lines if line.endswith(" equal")] == [
        f"{table.name}: {counts[table.name]} equal" for table in metadata.sorted_tables
    ]
    total = sum(counts.values()) - 1
    assert f"Whole: {total:,} rows, and all of them are in postgresql://" in said


def test_numbers_go_on_after_the_last_one_ever_given(ends: Ends) -> None:
    """R19, R23: a button names a row by its number; after the move, too, none finds a later one."""
    fill(ends.file, 3)
    assert ends.move()[0] == 0
    with closing(sqlite3.connect(ends.file)) as ours, psycopg.connect(ends.url) as theirs:
        given = dict(ours.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
        assert given.keys() == {table.name for table in metadata.sorted_tables if "id" in table.c}
        for table, last in given.items():
            (after,) = theirs.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table]).fetchone() or (0,)
            assert after == last + 1


@pytest.mark.slow
def test_the_tables_may_have_been_made_before(ends: Ends) -> None:
    """`pacekeeper migrate` or `doctor` before the move leave facts of their own there: they make it no bot's."""
    fill(ends.file, 2)
    open_store(ends.url, BOTS).close_now()
    assert ends.move()[0] == 0
    same(ends.file, ends.url)


async def lived(file: Path, clock: StoppedClock, shelf: Shelf) -> list[Person]:
    """A file that has lived through one of every command, with a key; letters wait, one is held by a dead process."""
    store = Store(database_url(str(file)), Cipher([KEY]))
    app = App(store, shelf, clock, remember=remember, recall=recall)
    anna, host = Person(app, "101", "Anna"), Person(app, "900", "Hana", facilitator=True)
    people = [await prompted_at_noon(app, n) for n in range(3)]
    commands = await everything_that_changes(host, anna, clock)
    for person, command in commands.values():
        await person.says(command, PLACE if command.facilitator else None)
    await Life(store, clock, shelf).decided("2026-03-05 12:00")

    def hold(tx: Tx) -> None:
        query = "UPDATE letters SET state = 'sending', lease_until = due_at WHERE id = (SELECT max(id) FROM letters)"
        tx.connection.execute(text(query))

    await store.write(hold)
    await store.close()
    return [anna, *people]


async def told(url: str | Path, clock: StoppedClock, shelf: Shelf, people: list[Person]) -> list[object]:
    """What they are told of where they stand."""
    store = open_store(str(url), BOTS, keys=[KEY])
    app = App(store, shelf, clock, remember=remember, recall=recall)
    found: list[object] = []
    for person in people:
        again = Person(app, person.id, person.name, person.platform)
        found += [(await again.says(ask)).said for ask in (Progress(), Today())]
    await store.close()
    return found


async def test_a_life_goes_on_where_it_stood(ends: Ends, clock: StoppedClock, curriculum: Curriculum) -> None:
    """Standing, sealed texts and open letters are those of before; nobody needs the key to move them."""
    shelf = Shelf(curriculum)
    people = await lived(ends.file, clock, shelf)
    await told(ends.file, clock, shelf, people)  # what is told once is told
    before = await told(ends.file, clock, shelf, people)
    code, said = ends.move()
    assert code == 0, said
    counts = same(ends.file, ends.url)
    assert min(counts[name] for name in ("logs", "reviews", "letters", "requests", "unions")) > 0, counts
    assert await told(ends.url, clock, shelf, people) == before
    with pytest.raises(CannotOpen, match="sealed with a key that ENCRYPTION_KEY does not hold"):
        open_store(ends.url, BOTS, keys=[new_key()])
    store = open_store(ends.url, BOTS, keys=[KEY])
    assert await store.read(in_plain) == []
    await store.close()


async def test_open_letters_have_jobs_with_the_first_look(
    ends: Ends, clock: StoppedClock, curriculum: Curriculum
) -> None:
    """Whoever waits for a letter need not wait for the patience of the sweep as well."""
    await lived(ends.file, clock, Shelf(curriculum))
    assert ends.move()[0] == 0
    store = open_store(ends.url, BOTS, keys=[KEY])
    states = await store.read(lambda tx: tx.letters.states())
    clock.pass_(days=-1)  # no letter is due yet
    await Sweep(store, clock).look()

    def jobs(tx: Tx) -> int:
        query = text("SELECT sum(jsonb_array_length(args -> 'letters')) FROM procrastinate_jobs")
        return int(tx.connection.execute(query).scalar_one())

    assert states["ready"] > 1
    assert states["sending"] == 1
    assert await store.read(jobs) == states["ready"] + states["sending"]
    await store.close()


@pytest.mark.usefixtures("small_batches")
def test_what_the_server_refuses_is_named_and_can_be_mended(ends: Ends) -> None:
    """A NUL, a text that is too long: no bot has written them, but somebody's own statement may have."""
    fill(ends.file, ROWS)

    def name(value: str) -> None:
        with closing(sqlite3.connect(ends.file)) as ours:
            ours.execute("UPDATE learners SET name = ? WHERE id = 77", (value,))
            ours.commit()

    for wrong, words in (("a\0b", "NUL"), ("x" * 81, "value too long for type character varying(80)")):
        name(wrong)
        code, said = ends.move()
        assert code == 2
        refused = said.splitlines()[-1]
        assert refused.startswith("PostgreSQL refuses a row (learners, id 77): "), refused
        assert words in refused
        assert ends.run_where() == ["file"]
    name("Ana")
    code, said = ends.move()
    assert (code, said.splitlines()[0]) == (0, "Going on with the move that has begun."), said
    same(ends.file, ends.url)


@pytest.mark.slow
def test_what_no_column_can_read_is_named(ends: Ends) -> None:
    """One line for a file that somebody has written into."""
    fill(ends.file, 3)
    with closing(sqlite3.connect(ends.file)) as ours:
        ours.execute("UPDATE logs SET day = 'yesterday'")
        ours.commit()
    code, said = ends.move()
    assert code == 2
    assert said.splitlines()[-1] == "The file's table logs has something in it that no bot has written."


CHANGES = {
    "UPDATE steps SET kind = 'x', day = day - 1 WHERE id = 14": "steps, id 14: kind, day.",
    "DELETE FROM steps WHERE id = 14": "steps, id 14 or steps, id 21 is in one of them only.",
    "DELETE FROM steps WHERE id = 21": "steps, id 21 is in one of them only.",
    "INSERT INTO link_tries VALUES ('zzz', 1, now())": 'link_tries, account "zzz" is in one of them only.',
    "UPDATE meta SET value = 'terminal' WHERE key = 'purpose'": 'meta, key "purpose": value.',
    "UPDATE checkins SET at = at + interval '1 microsecond' WHERE learner_id = 7": ": at.",
}


MOSTLY = [change if n < 2 else pytest.param(change, marks=pytest.mark.slow) for n, change in enumerate(CHANGES)]


@pytest.mark.parametrize("change", MOSTLY)
def test_what_differs_is_named_and_nobody_runs_on_it(ends: Ends, change: str) -> None:
    """The proof looks at every row and column, and until it holds the bot stays where it was."""
    fill(ends.file, 3)
    heard: list[str] = []

    def somebody_else_writes(line: str) -> None:
        heard.append(line)
        if [each.endswith(" equal") for each in heard].count(True) == 1:
            with psycopg.connect(ends.url) as theirs:
                theirs.execute(change.encode())

    with pytest.raises(CannotMove) as problem:
        ends.run(somebody_else_writes)
    assert str(problem.value).startswith("there is not what the file is: ")
    assert str(problem.value).endswith(CHANGES[change])
    assert ends.run_where() == ["file"]
