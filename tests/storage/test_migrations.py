"""The schema: migrations up and down, models equal to it, and databases of newer versions."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Column, MetaData, Table, func, insert, inspect, select, text

from bot.opening import BOTS, TERMINAL, CannotOpen, open_store
from bot.storage.engine import database_url
from bot.storage.migrate import TooNew, differences, downgrade, is_current, schema_of, upgrade
from bot.storage.store import Store
from bot.storage.tables import SCHEMA, learners, letters, metadata
from bot.storage.tx import Tx
from tests.databases import migrate

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
PARTIAL = {
    *("ix_rhythms_next_at", "ix_letters_open", "ix_letters_cards", "ix_letters_chat", "ix_cards_edit_at"),
    "ix_holders_next_at",
}


def tables_of(tx: Tx) -> set[str]:
    """Without the queue's, which are its library's own (test_jobs.py)."""
    return {name for name in inspect(tx.connection).get_table_names() if not name.startswith("procrastinate_")}


def columns_of(tx: Tx, table: str) -> dict[str, Any]:
    return {column["name"]: column for column in inspect(tx.connection).get_columns(table)}


async def test_a_database_goes_up_down_to_nothing_and_up_again(empty_database: str) -> None:
    """The migrations undo themselves, and a database that went back can come forward again."""
    store = Store(database_url(empty_database))
    everything = {*metadata.tables, "alembic_version"}

    await store.write(upgrade)
    assert await store.write(tables_of) == everything
    await store.write(lambda tx: downgrade(tx, "base"))
    assert await store.write(tables_of) == {"alembic_version"}
    await store.write(upgrade)
    assert await store.write(tables_of) == everything
    assert await store.write(differences) == []
    await store.close()


async def test_the_models_are_what_the_migrations_made(store: Store) -> None:
    """No table, column, type, index or constraint is in one and not in the other."""
    assert await store.write(differences) == []


async def test_a_migrated_database_stands_at_the_schema_of_this_version(store: Store) -> None:
    """The start compares one word and needs no migration library for it."""
    assert await store.write(is_current)
    assert await store.write(lambda tx: schema_of(tx.connection)) == SCHEMA


async def test_an_empty_database_has_no_schema(empty_database: str) -> None:
    """What was never migrated is not current, and no error either."""
    store = Store(database_url(empty_database))
    assert not await store.write(is_current)
    await store.close()


async def test_columns_left_out_get_the_defaults_of_the_database(store: Store) -> None:
    """The server's defaults are in the schema, not only in the models: compare_metadata does not look at them."""

    def work(tx: Tx) -> tuple[Any, ...]:
        values = {"key": "k", "kind": "card", "subject": 1, "day": NOW.date(), "platform": "telegram", "state": "ready"}
        tx.connection.execute(insert(letters), {**values, "due_at": NOW, "expires_at": NOW})
        chosen = select(letters.c.chat, letters.c.thread, letters.c.person, letters.c.attempts, letters.c.trouble)
        return tuple(tx.connection.execute(chosen).one())

    assert await store.write(work) == ("", "", "", 0, "")


@pytest.mark.parametrize("table", [it for it in metadata.sorted_tables if any(c.server_default for c in it.c)], ids=str)
async def test_every_default_of_the_models_is_in_the_schema(store: Store, table: Any) -> None:
    """A column that the models give a default has one in the database."""
    found = await store.write(lambda tx: columns_of(tx, table.name))
    expected = {column.name for column in table.columns if column.server_default is not None}
    assert {name for name in expected if found[name]["default"] is not None} == expected


async def test_a_number_is_never_given_twice(store: Store) -> None:
    """R19, R23: a button names a row by its number; once that is erased, it must find no later one."""

    def work(tx: Tx) -> set[str]:
        if tx.connection.dialect.name != "sqlite":
            return numbered  # sequences never go back
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '% AUTOINCREMENT%'"
        return set(tx.connection.execute(text(query)).scalars())

    numbered = {table.name for table in metadata.sorted_tables if "id" in table.c}
    assert await store.write(work) == numbered


async def test_the_partial_indexes_are_partial(store: Store) -> None:
    """What is over and done with is in no index that is asked every few seconds."""

    def work(tx: Tx) -> set[str]:
        if tx.connection.dialect.name == "sqlite":
            query = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'"
        else:
            ours = "schemaname = 'public' AND tablename NOT LIKE 'procrastinate%'"
            query = f"SELECT indexname FROM pg_indexes WHERE {ours} AND indexdef LIKE '% WHERE %'"  # noqa: S608
        return set(tx.connection.execute(text(query)).scalars())

    assert await store.write(work) == PARTIAL


async def test_a_database_of_a_newer_version_is_refused(store: Store) -> None:
    """Nobody writes into a schema that they do not know."""
    await store.write(lambda tx: tx.connection.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(TooNew, match="9999"):
        await store.write(is_current)


async def test_a_newer_database_stops_the_start_with_one_sentence(database: str) -> None:
    """Section 4 of the specification: one clear line, never a stack trace."""
    store = Store(database_url(database))
    await store.write(lambda tx: tx.connection.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    await store.close()
    with pytest.raises(CannotOpen, match=r"newer version \(schema 9999\)"):
        open_store(database, BOTS)


async def test_only_the_embedded_database_migrates_itself(empty_database: str, engine: str) -> None:
    """A shared database is migrated when its owner says so."""
    if engine == "sqlite":
        open_store(empty_database, BOTS).close_now()
        return
    with pytest.raises(CannotOpen, match="pacekeeper migrate"):
        open_store(empty_database, BOTS)
    open_store(empty_database, BOTS, migrate=True).close_now()
    open_store(empty_database, BOTS).close_now()


async def test_the_bots_refuse_the_file_of_the_terminal_chat(database: str) -> None:
    """Section 5: the terminal chat keeps its own file and clock, and each refuses the other's."""
    open_store(database, TERMINAL).close_now()
    with pytest.raises(CannotOpen, match="belongs to the terminal chat"):
        open_store(database, BOTS)
    open_store(database, TERMINAL).close_now()


async def test_a_migration_that_fails_leaves_nothing_behind(empty_database: str) -> None:
    """All of it runs in one transaction."""
    store = Store(database_url(empty_database))
    await store.write(lambda tx: tx.connection.execute(text("CREATE TABLE steps (id INTEGER)")))
    with pytest.raises(Exception, match="already exists"):
        await store.write(upgrade)
    assert await store.write(tables_of) == {"steps"}
    await store.close()


async def test_rows_outlive_a_migration(empty_database: str) -> None:
    """Nobody loses a flow by an update: what hangs on a table that gets a new column is still there, and back again."""
    store = Store(database_url(empty_database))
    await store.write(lambda tx: upgrade(tx, "0001"))

    def fill(tx: Tx) -> None:
        learner = {"name": "Anna", "hour": "18:00", "prompts": True, "joined": NOW.date(), "curriculum": "small"}
        _insert(tx, "learners", **learner, created_at=NOW)
        sealed = {"at": NOW, "zone": "UTC", "day": NOW.date(), "logged_on": NOW.date(), "minutes": 50}
        _insert(tx, "logs", learner_id=1, curriculum="small", **sealed)
        group = {"name": "Owls", "curriculum": "small", "zone": "UTC", "hour": "09:00", "days": "01234", "board": False}
        _insert(tx, "groups", **group, key="k", created_at=NOW)
        _insert(tx, "members", group_id=1, learner_id=1, joined=NOW.date(), listed=True)

    def counts(tx: Tx) -> list[int]:
        names = ("learners", "logs", "groups", "members")
        return [
            tx.connection.execute(select(func.count()).select_from(metadata.tables[name])).scalar_one()
            for name in names
        ]

    await store.write(fill)
    await store.write(upgrade)
    assert await store.write(counts) == [1, 1, 1, 1]
    kept = await store.write(lambda tx: tx.connection.execute(select(learners.c.voice)).scalar_one())
    assert kept is True
    await store.write(lambda tx: downgrade(tx, "0001"))
    assert await store.write(counts) == [1, 1, 1, 1]
    await store.close()


def _insert(tx: Tx, table: str, **values: Any) -> None:
    """A row as an earlier version wrote it, which knows no newer columns."""
    columns = [metadata.tables[table].c[name] for name in values]
    made = Table(table, MetaData(), *(Column(column.name, column.type) for column in columns))
    tx.connection.execute(insert(made), values)


def test_migrating_twice_changes_nothing(database: str) -> None:
    """A second `pacekeeper migrate` is harmless."""
    migrate(database)
