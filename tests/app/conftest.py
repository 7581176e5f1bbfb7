"""A store that is emptied after each test, and a life to watch."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app.app import App
from bot.app.commands import Setup
from bot.app.shelf import Shelf
from bot.core.curriculum import Curriculum
from bot.core.people import Platform, Room
from bot.library import Library
from bot.storage.engine import reader_engine
from bot.storage.store import StorageTrouble, Store
from tests.app.life import Life
from tests.app.scenes import CHANNEL, Edit
from tests.app.study_room import STUDY, House, joined
from tests.curriculum_file.changed import GOOD
from tests.databases import POSTGRES, emptied
from tests.world import Person, StoppedClock, founded

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


@pytest.fixture
async def house(app: App, life: Life, clock: StoppedClock) -> House:
    """Set up by its facilitator, Monday 10:00."""
    host = Person(app, "900", "Host", Platform.DISCORD, facilitator=True)
    group = await founded(host, CHANNEL)
    await host.says(Setup("UTC", room=Room(STUDY, "Study")), CHANNEL)
    return House(app, life, clock, group, host)


@pytest.fixture
async def ada(house: House) -> Person:
    """A member who said yes to prompts."""
    return await joined(house, "501")


@pytest.fixture
def text() -> str:
    """The file that the library begins with: the two-week example."""
    return GOOD


@pytest.fixture
def library(text: str, tmp_path: Path, store: Store, clock: StoppedClock) -> Library:
    """A curriculum as a file."""
    file = tmp_path / "bread.yaml"
    file.write_text(text)
    return Library(store, Shelf(), file, tmp_path / "none", clock)


@pytest.fixture
async def edit(library: Library) -> Edit:
    """Put another text into the file and take it in while the bot runs; it must be whole."""

    async def edited(text: str) -> None:
        assert library.first is not None
        library.first.write_text(text)
        assert (await library.reload()).troubles == ()

    await library.reload()
    return edited
