"""Another program that fetches the same bot's updates: said once, nothing done twice, and over when it is gone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from bot.platforms.telegram.updates import SECOND_POLLER
from tests.process.fleet import end, start
from tests.process.learners import logged, on_telegram
from tests.process.scene import Scene
from tests.process.test_command_line import said

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]


@asynccontextmanager
async def another_poller(scene: Scene) -> AsyncIterator[None]:
    """A program that asks again as soon as it was answered, and confirms nothing."""
    url = f"{scene.telegram.url}/bot{scene.telegram.token}/getUpdates"

    async def ask() -> None:
        async with aiohttp.ClientSession() as client:
            while True:
                async with client.post(url, json={"timeout": 30}) as answer:
                    found = (await answer.json()).get("result")
                await asyncio.sleep(0.5 if found else 0.05)

    asking = asyncio.ensure_future(ask())
    try:
        yield
    finally:
        asking.cancel()
        await asyncio.wait({asking})


@pytest.mark.timeout(180)
async def test_it_is_said_once_and_goes_on_when_the_other_is_gone(scene: Scene) -> None:
    """Issue 6, 2; R20: one sentence in the log and one of the doctor's; each command is carried out, once."""
    (ben,) = await on_telegram(scene)
    bot = await scene.start(DISCORD_TOKEN="")
    async with another_poller(scene):
        await bot.says(SECOND_POLLER, within=60)
        await scene.telegram.act(ben.id, "tell", text="/log 20")
        code, found = await said(scene, "doctor", "--online", DISCORD_TOKEN="")
        assert code == 1
        assert "another program fetches them too, with the same token" in found
        await asyncio.sleep(5)
        assert bot.child.returncode is None
    await asyncio.sleep(31)  # its longest pause
    await ben.catch_up()
    assert "Logged 25 min" in (await ben.tell("/log 25")).words
    assert (await bot.end()).code == 0
    assert bot.output.count(SECOND_POLLER) == 1
    assert logged(scene) == [20, 25]


@pytest.mark.timeout(180)
async def test_two_of_our_own_on_one_database(scene: Scene, postgres: str) -> None:
    """Issue 6, 2; R20: what both fetched is carried out by one of them; the one that stays serves alone."""
    scene.database = postgres
    (ben,) = await on_telegram(scene)
    one, other, rest = await start(scene, "telegram", "telegram", "tick,deliver", DISCORD_TOKEN="")
    for minutes in range(10, 16):
        await scene.telegram.act(ben.id, "tell", text=f"/log {minutes}")
        await asyncio.sleep(3)
    await one.kill()
    await asyncio.sleep(31)
    await ben.catch_up()
    assert "Logged 25 min" in (await ben.tell("/log 25")).words
    await end(other, rest)
    assert sorted(logged(scene)) == [*range(10, 16), 25]
    for bot in (one, other):
        assert bot.output.count(SECOND_POLLER) <= 1
