"""A town on each platform in turn."""

import pytest
import pytest_asyncio

from tests.process.scene import Scene
from tests.process.stories.town import PLATFORMS, Town, town_on


@pytest_asyncio.fixture(loop_scope="session", params=PLATFORMS)
async def town(request: pytest.FixtureRequest, scene: Scene) -> Town:
    """A group's chat, on Discord and on Telegram."""
    return await town_on(request.param, scene)
