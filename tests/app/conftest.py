"""A store that is emptied after each test, and a life to watch."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app.shelf import Shelf
from bot.core.curriculum import Curriculum
from bot.storage.engine import reader_engine
from bot.storage.store import StorageTrouble, Store
from tests.app.life import Life
from tests.databases import POSTGRES, emptied
from tests.world import StoppedClock

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Handlers run on the embedded engine by default: the statements below are proved on both in `tests/storage`."""
    for item in items:
        callspec = getattr(item, "callspec", None)
        if item.path.is_relative_to(HERE) and callspec is not None and callspec.params.get("engine") == POSTGRES:
            item.add_marker(pytest.mark.slow)


@pytest.fixture
async def store(engine: str, shared_store: Store, stores: dict[str, Store]) -> AsyncIterator[Store]:
    """The shared store, with readers of this test's own: their connections belong to its event loop."""
    shared_store._reader = reader_engine(shared_store.url)
    yield shared_store
    await shared_store._reader.dispose()
    try:
        shared_store.write_now(emptied)
    except StorageTrouble:  # a test that failed half way: the next one gets another
        stores.pop(engine).close_now()


@pytest.fixture
def life(store: Store, clock: StoppedClock, curriculum: Curriculum) -> Life:
    """The scheduler and the post office, with couriers that note everything down."""
    return Life(store, clock, Shelf(curriculum))
