"""An open transaction, for the tests of the statements."""

from collections.abc import Iterator

import pytest

from bot.storage.store import Store, Tx


@pytest.fixture
def tx(store: Store) -> Iterator[Tx]:
    """A transaction that is open for the whole test."""
    with store._writer.begin() as connection:
        yield Tx(connection)
