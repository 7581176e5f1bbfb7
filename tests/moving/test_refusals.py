"""What stands in the way is one line, and changes nothing; and what has moved is not run by accident."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.backup import taken_in
from bot.doctor_online import peeked
from bot.opening import BOTS, CannotOpen, open_store
from bot.settings import Settings
from tests.moving.conftest import Ends, closing_now
from tests.moving.filled import fill
from tests.moving.test_stops import Stopped, stop_at

SECRET = "a-password-of-hers"
Make = Callable[..., str]
NOT_ENDED = "A move into this database has not ended: give the same pacekeeper move-to again."


def do(ends: Ends, *words: str, url: str = "") -> tuple[int, str]:
    """Another command; what it said."""
    ended = CliRunner().invoke(main, list(words), env={"DATABASE_URL": url or str(ends.file)})
    assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
    return ended.exit_code, ended.output.strip()


def tables(url: str) -> int:
    """How many a server's database has."""
    with psycopg.connect(url) as theirs:
        found = theirs.execute("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")
        return int((found.fetchone() or (0,))[0])


# --- where it comes from


def test_what_cannot_be_moved(bare: Ends, other_file: Callable[..., Path]) -> None:
    """On PostgreSQL already; no file; an older or a newer schema; the terminal chat's; no database at all."""
    assert bare.refused(file=bare.url).startswith("DATABASE_URL names a PostgreSQL database already")
    assert bare.refused(file="nowhere.db") == "There is no database at nowhere.db yet."
    assert not Path("nowhere.db").exists()
    terminal = other_file("chat", terminal=True)
    assert bare.refused(file=str(terminal)) == "This database belongs to the terminal chat. Name another one."
    words = Path("words.db")
    words.write_text("no database")
    assert bare.refused(file=str(words)).startswith("The database cannot be used: ")
    for version, said in (
        ("0018", "The database has an older schema. Run: pacekeeper migrate"),
        ("9999", "The database was written by a newer version (schema 9999). Install that version or a later one."),
    ):
        file = other_file(version)
        with closing(sqlite3.connect(file)) as ours:
            ours.execute("UPDATE alembic_version SET version_num = ?", (version,))
            ours.commit()
        assert bare.refused(file=str(file)) == said
    assert tables(bare.url) == 0


def test_a_bot_that_runs_is_stopped_first(bare: Ends) -> None:
    """A turn that nobody would find again is lost credit: the file's lock says whether a bot runs."""
    with closing_now(str(bare.file)):
        assert bare.refused().endswith("already uses this database. Stop it first.")
    assert tables(bare.url) == 0


def test_a_damaged_file_is_not_begun_with(bare: Ends) -> None:
    """It is read through before anything is made: the back-up does that."""
    fill(bare.file, 3)
    with closing(sqlite3.connect(bare.file)) as ours:
        ours.execute("PRAGMA foreign_keys = OFF")
        ours.execute("DELETE FROM learners WHERE id = 14")
        ours.commit()
    assert " is damaged. " in bare.refused()
    assert tables(bare.url) == 0


# --- where it goes


@pytest.mark.parametrize("address", ["other.db", "sqlite:///other.db", "mysql://x/y", "postgresql://h:port/x", "", " "])
def test_what_is_no_address_of_postgresql(ends: Ends, address: str) -> None:
    """Nothing of what was typed is repeated."""
    assert ends.refused(address or " ") == (
        "move-to takes the address of a PostgreSQL database, like postgresql://user@host/name."
    )
    assert not Path("other.db").exists()


def test_a_server_that_is_not_there(ends: Ends) -> None:
    """Its password stands in no line."""
    said = ends.refused(f"postgresql://ana:{SECRET}@127.0.0.1:9/pacekeeper")
    assert said.startswith("The move broke off: ")
    assert SECRET not in said


FULL = {
    "CREATE TABLE mine (x int)": "it has a table mine",
    "INSERT INTO link_tries VALUES ('discord:1', 1, now())": "its table link_tries has rows",
    "UPDATE alembic_version SET version_num = '0018'": "has another schema (0018, not ",
}


@pytest.mark.parametrize("statement", FULL)
def test_a_database_that_is_not_empty(ends: Ends, statement: str) -> None:
    """Whatever is there stays as it is."""
    with psycopg.connect(ends.url) as theirs:
        theirs.execute(statement.encode())
    said = ends.refused()
    assert FULL[statement] in said
    assert said.endswith("Name an empty database.")
    with psycopg.connect(ends.url) as theirs:
        assert theirs.execute("SELECT count(*) FROM meta").fetchone() == (0,)
        theirs.execute(b"DROP TABLE IF EXISTS mine")


def test_somebody_elses_table_alone(bare: Ends) -> None:
    """Also where no table is ours."""
    with psycopg.connect(bare.url) as theirs:
        theirs.execute("CREATE TABLE mine (x int)")
    assert " is not empty: it has a table mine. " in bare.refused()


def test_a_half_filled_database_takes_no_other_bot(ends: Ends, other_file: Callable[..., Path]) -> None:
    """Two halves are no bot. Its own goes on."""
    fill(ends.file, 3)
    with pytest.raises(Stopped):
        ends.run(stop_at(20))
    said = ends.refused(file=str(other_file("other")))
    assert said.endswith(" holds a part of another bot. Drop and create it, or name an empty database.")
    assert ends.move()[0] == 0


@pytest.mark.slow
def test_a_second_target_ends_the_first(ends: Ends, new_server: Make) -> None:
    """Whoever changes their mind in the middle gets one bot, not two."""
    fill(ends.file, 3)
    with pytest.raises(Stopped):
        ends.run(stop_at(20))
    assert ends.move(new_server())[0] == 0
    assert "This bot has moved already, to postgresql://" in ends.refused()
    assert ends.run_where() == []


# --- afterwards


def test_what_has_moved_is_not_run_by_accident(ends: Ends) -> None:
    """One line says where the bot is; who wants to go back restores a back-up, knowing what that means (issue 6)."""
    assert ends.move()[0] == 0
    for words in (("migrate",), ("doctor",)):
        code, said = do(ends, *words)
        assert code != 0
        assert "The bot has moved from here to postgresql://" in said
        assert "Set DATABASE_URL to that, or restore a back-up to go back." in said
    (found,) = [each for each in peeked(Settings(database_url=str(ends.file))) if not each.fine]
    assert "has moved" in found.said
    assert ends.refused().startswith("This bot has moved already, to postgresql://")
    assert do(ends, "migrate", url=ends.url)[0] == 0

    code, said = do(ends, "backup")  # of what it was: reading harms nobody
    assert code == 0, said
    taken = taken_in(ends.file.parent / "backups")
    assert do(ends, "restore", str(taken[0].file))[0] == 0
    open_store(str(ends.file), BOTS).close_now()


def test_half_a_bot_is_not_run(ends: Ends) -> None:
    """Neither by `run`, nor is it migrated or settled."""
    fill(ends.file, 3)
    with pytest.raises(Stopped):
        ends.run(stop_at(20))
    with pytest.raises(CannotOpen, match=NOT_ENDED):
        open_store(ends.url, BOTS)
    for words in (("migrate",), ("doctor",), ("restore",)):
        code, said = do(ends, *words, url=ends.url)
        assert code != 0
        assert NOT_ENDED in said
    assert [each.said for each in peeked(Settings(database_url=ends.url)) if not each.fine] == [NOT_ENDED]
    assert do(ends, "backup", url=ends.url)[1].startswith("DATABASE_URL names a PostgreSQL database: back it up with")
