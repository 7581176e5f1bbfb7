"""Both platforms once for all these tests, and a scene for each."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.databases import POSTGRES, Databases, NoPostgres
from tests.process.scene import Platforms, Scene, platforms_apart, scene_on


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def platforms() -> AsyncIterator[Platforms]:
    """Our Discord and our Telegram, each a process of its own."""
    async with platforms_apart() as both:
        yield both


@pytest_asyncio.fixture(loop_scope="session")
async def scene(platforms: Platforms, tmp_path: Path) -> AsyncIterator[Scene]:
    """A folder and a database that nobody has used, and both platforms as if nothing had happened on them."""
    async with scene_on(platforms, tmp_path) as opened:
        yield opened


@pytest.fixture
def postgres(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """An empty database on a PostgreSQL server of our own."""
    try:
        url = databases.fresh(POSTGRES, tmp_path, migrated=False)
    except NoPostgres as problem:
        pytest.skip(f"no PostgreSQL: {problem}")
    yield url
    databases.drop(url)
