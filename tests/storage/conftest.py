"""An open transaction, for the tests of the statements."""

from collections.abc import Iterator

import pytest

from bot.storage.engine import database_url
from bot.storage.store import Store, Tx
from tests.databases import Databases, NoPostgres


@pytest.fixture(scope="session")
def stores(databases: Databases) -> Iterator[dict[str, Store]]:
    """One store for each engine, shared by the tests that leave nothing in it; closed before the databases are."""
    del databases
    found: dict[str, Store] = {}
    yield found
    for store in found.values():
        store.close_now()


@pytest.fixture
def tx(
    engine: str, stores: dict[str, Store], databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Tx]:
    """A transaction that is open for the whole test, and then undone."""
    if engine not in stores:
        try:
            url = databases.fresh(engine, tmp_path_factory.mktemp("shared"))
        except NoPostgres as problem:
            pytest.skip(f"no PostgreSQL: {problem}")
        stores[engine] = Store(database_url(url))
    with stores[engine]._writer.connect() as connection, connection.begin() as transaction:
        yield Tx(connection)
        transaction.rollback()
