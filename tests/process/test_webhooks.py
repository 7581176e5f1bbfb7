"""Telegram's webhook served by two processes: each may be posted any update, also the same one."""

import asyncio
import re

import aiohttp
import pytest

from tests.process.fleet import end, start
from tests.process.learners import logged, on_telegram
from tests.process.scene import Scene
from tests.process.test_webhook import HEADER, HOOK, SECRET, update

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.slow
async def test_two_processes_take_what_telegram_posts(scene: Scene, postgres: str) -> None:
    """Issue 6, point 1: the secret is checked by both, 200 means that it is kept, and what is posted to both at once is
    carried out once (R20). The role telegram alone tells where to post, and listens nowhere."""
    scene.database, scene.more_secrets["TELEGRAM_WEBHOOK_SECRET"] = postgres, SECRET
    (ben,) = await on_telegram(scene)
    before = (await scene.telegram.do("counts"))["calls"]
    bots = await start(scene, "web", "web", "telegram,tick,deliver", **HOOK)
    ports = [re.search(r"listening on port (\d+)", bot.output) for bot in bots]
    assert [port is not None for port in ports] == [True, True, False]
    addresses = [f"http://127.0.0.1:{port[1]}/telegram" for port in ports if port]
    told = await scene.telegram.do("calls", method="setWebhook", since=before)
    assert [each["params"]["url"] for each in told] == [HOOK["TELEGRAM_WEBHOOK_URL"]]

    async with aiohttp.ClientSession() as client:

        async def posted(address: str, number: int, words: str, secret: str = SECRET) -> int:
            body = update(ben, number, words)
            async with client.post(address, json=body, headers={HEADER: secret}) as answer:
                return answer.status

        assert [await posted(each, 900_000, "/log 99", "wrong") for each in addresses] == [403, 403]
        for number in range(10):
            answers = await asyncio.gather(*(posted(each, 900_001 + number, "/log 20") for each in addresses))
            assert answers == [200, 200]
            assert await posted(addresses[number % 2], 900_001 + number, "/log 20") == 200
    await end(*bots)
    assert logged(scene) == [20] * 10
    await scene.telegram.do("webhook_instead", url="")
