"""A Telegram that keeps its rules, the bot's client on it, and somebody who may be written to."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from tests.fakes.telegram import Person, TelegramServer
from tests.fakes.telegram.library import bot_of


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running
    assert running.violations == []


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with bot_of(server) as connected:
        yield connected


@pytest.fixture
def ana(server: TelegramServer) -> Person:
    return server.person("Ana", started=True)
