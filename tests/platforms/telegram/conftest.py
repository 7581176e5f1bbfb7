"""Fixtures of the Telegram tests."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.telegram import TelegramServer
from tests.platforms.telegram.parts import Around, RecordingApp, Stage, door_on


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """A Bot API server; every request that it saw kept to the Bot API's description."""
    async with TelegramServer() as server:
        yield server
    assert server.violations == []


@pytest.fixture
def app() -> RecordingApp:
    """An app that says hello."""
    return RecordingApp()


@pytest.fixture
def around() -> Around:
    """What else the door is wired to."""
    return Around()


@pytest.fixture
async def stage(server: TelegramServer, app: RecordingApp, around: Around) -> AsyncIterator[Stage]:
    """The door, open and polling."""
    async with door_on(server, app, around) as door:
        yield Stage(server, app, around, door)
