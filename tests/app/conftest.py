"""A life to watch: everything that comes due is delivered in its time."""

import pytest

from bot.app.turn import Shelf
from bot.core.curriculum import Curriculum
from bot.storage.store import Store
from tests.app.life import Life
from tests.world import StoppedClock


@pytest.fixture
def life(store: Store, clock: StoppedClock, curriculum: Curriculum) -> Life:
    """The scheduler and the post office, with couriers that note everything down."""
    return Life(store, clock, Shelf(curriculum))
