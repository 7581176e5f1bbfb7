"""One town a test, on the embedded engine."""

from collections.abc import AsyncIterator

import pytest

from bot.app.shelf import Shelf
from bot.core.curriculum import Curriculum
from bot.storage.store import Store
from tests.databases import SQLITE
from tests.facts.town import Town, town_on
from tests.world import StoppedClock


@pytest.fixture
def engine() -> str:
    """The statements behind it are proved on both elsewhere."""
    return SQLITE


@pytest.fixture
async def town(store: Store, clock: StoppedClock, curriculum: Curriculum) -> AsyncIterator[Town]:
    """Monday, ten o'clock."""
    async with town_on(store, clock, Shelf(curriculum)) as opened:
        yield opened
