"""An open transaction, for the tests of the statements."""

from collections.abc import Iterator

import pytest

from bot.storage.store import Store
from bot.storage.tx import Tx


@pytest.fixture
def tx(shared_store: Store) -> Iterator[Tx]:
    """A transaction that is open for the whole test, and then undone."""
    with shared_store._writer.connect() as connection, connection.begin() as transaction:
        yield Tx(connection)
        transaction.rollback()
