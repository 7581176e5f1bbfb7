"""Fixtures that several suites share: a database on either engine, a clock, the app, and people."""

import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from bot.answers import recall, remember
from bot.app.app import App
from bot.app.shelf import Shelf
from bot.core.curriculum import Curriculum
from bot.core.people import Platform
from bot.curriculum_file import load
from bot.storage.engine import database_url
from bot.storage.store import Store
from tests.catalogues.noted import listen, unlisted
from tests.databases import ENGINES, Databases, NoPostgres
from tests.world import Person, StoppedClock

# Properties prove what is right, not how fast: a busy machine must not make them fail.
settings.register_profile("pacekeeper", deadline=None)
settings.load_profile("pacekeeper")
TWO_WEEKS = Path(__file__).parent / "curriculum_file" / "two_weeks.yaml"


OWN_SENTENCES = ("tests/ui/test_text.py",)  # of the layer itself
listen()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """What a test was told in English stands in the template for translators."""
    unknown = unlisted()
    if unknown and item.location[0] not in OWN_SENTENCES:
        pytest.fail(f"said, but not in the template (python -m tests.catalogues.make): {sorted(map(str, unknown))}")


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores, up to four: a test over sockets mostly waits."""
    return min(4, (os.cpu_count() or 1) + 1)


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Where databases come from; its PostgreSQL server starts when it is first needed."""
    found = Databases(tmp_path_factory.mktemp("databases"))
    yield found
    found.close()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    name: str = request.param
    return name


@pytest.fixture
def database(engine: str, databases: Databases, tmp_path: Path) -> Iterator[str]:
    """The `DATABASE_URL` of a migrated database."""
    yield from _database(databases, engine, tmp_path, migrated=True)


@pytest.fixture
def empty_database(engine: str, databases: Databases, tmp_path: Path) -> Iterator[str]:
    """The `DATABASE_URL` of a database without a schema."""
    yield from _database(databases, engine, tmp_path, migrated=False)


def _database(databases: Databases, engine: str, folder: Path, *, migrated: bool) -> Iterator[str]:
    try:
        url = databases.fresh(engine, folder, migrated=migrated)
    except NoPostgres as problem:
        pytest.skip(f"no PostgreSQL: {problem}")
    yield url
    databases.drop(url)


@pytest.fixture(scope="session")
def stores(databases: Databases) -> Iterator[dict[str, Store]]:
    """One open store for each engine, for tests that leave nothing in it; closed before the databases are."""
    del databases
    found: dict[str, Store] = {}
    yield found
    for store in found.values():
        store.close_now()


@pytest.fixture
def shared_store(
    engine: str, stores: dict[str, Store], databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Store:
    """The store of an engine that is shared: statements are compiled once, not once a test."""
    if engine not in stores:
        try:
            url = databases.fresh(engine, tmp_path_factory.mktemp("shared"))
        except NoPostgres as problem:
            pytest.skip(f"no PostgreSQL: {problem}")
        stores[engine] = Store(database_url(url))
    return stores[engine]


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    """An open store."""
    opened = Store(database_url(database))
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> StoppedClock:
    """A clock that stands at ten on a Monday morning, UTC."""
    return StoppedClock(datetime(2026, 3, 2, 10, tzinfo=UTC))


@pytest.fixture(scope="session")
def curriculum() -> Curriculum:
    """Two weeks of three days in one phase."""
    return load(TWO_WEEKS)


@pytest.fixture
def app(store: Store, clock: StoppedClock, curriculum: Curriculum) -> App:
    """The app on a real database."""
    return App(store, Shelf(curriculum), clock, remember=remember, recall=recall)


@pytest.fixture
def anna(app: App) -> Person:
    """Anna, on Telegram."""
    return Person(app, "101", "Anna")


@pytest.fixture
def ben(app: App) -> Person:
    """Ben, on Discord."""
    return Person(app, "202", "Ben", Platform.DISCORD)


@pytest.fixture
def host(app: App) -> Person:
    """Whoever may set a group up."""
    return Person(app, "900", "Hana", facilitator=True)
