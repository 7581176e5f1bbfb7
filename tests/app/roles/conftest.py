"""A group on Discord that gives roles, and a server that has them."""

import pytest

from bot.app.app import App
from bot.app.role_rounds import RoleRounds
from bot.app.shelf import Shelf
from bot.core.curriculum import Curriculum
from bot.core.people import Group, Platform
from bot.storage.store import Store
from tests.app.scenes import CHANNEL
from tests.app.wardrobe import Rounds, Wardrobe
from tests.core import examples
from tests.world import Person, StoppedClock, founded


@pytest.fixture(scope="module")
def curriculum() -> Curriculum:
    """Two phases of two weeks of three days; each project has one milestone."""
    return examples.curriculum()


@pytest.fixture
def boss(app: App) -> Person:
    """Manages the server."""
    return Person(app, "900", "Boss", Platform.DISCORD, facilitator=True)


@pytest.fixture
def ada(app: App) -> Person:
    """A learner on Discord."""
    return Person(app, "501", "Ada", Platform.DISCORD)


@pytest.fixture
async def group(boss: Person) -> Group:
    return await founded(boss, CHANNEL)


@pytest.fixture
def wardrobe() -> Wardrobe:
    return Wardrobe()


@pytest.fixture
def rounds(store: Store, curriculum: Curriculum, clock: StoppedClock, wardrobe: Wardrobe) -> Rounds:
    return Rounds(RoleRounds(store, Shelf(curriculum), clock, wardrobe), wardrobe, clock)
