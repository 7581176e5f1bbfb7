"""What can be seen of a running bot: its port, and its log."""

import re

import aiohttp
import pytest

from tests.process.harness import Bot
from tests.process.scene import Scene

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def port_of(bot: Bot) -> str:
    """Where the port for whoever runs the bot is."""
    found = re.search(r"health and metrics on port (\d+)", await bot.says(r"health and metrics on port \d+"))
    assert found
    return f"http://127.0.0.1:{found[1]}"


async def asked(address: str, path: str) -> tuple[int, str]:
    """Status and text."""
    async with aiohttp.ClientSession() as client, client.get(address + path) as answer:
        return answer.status, await answer.text()


async def test_first(scene: Scene) -> None:
    """x"""
    bot = await scene.start(METRICS_PORT="0")
    address = await port_of(bot)
    for path in ("/healthz", "/readyz", "/metrics"):
        status, text = await asked(address, path)
        print(status, text)
    assert 0
