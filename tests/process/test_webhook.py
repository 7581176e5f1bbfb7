"""Telegram by webhook: who may post, and that 200 means that the effect is kept."""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio

from tests.process.learners import logged, on_telegram
from tests.process.on_telegram import OnTelegram
from tests.process.scene import Scene

pytestmark = pytest.mark.asyncio(loop_scope="session")

SECRET = "a_secret-that_only-Telegram-knows"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
HOOK = {
    "DISCORD_TOKEN": "",
    "TELEGRAM_WEBHOOK_URL": "https://bot.example.org/telegram",
    "TELEGRAM_WEBHOOK_SECRET": SECRET,
    "WEB_PORT": "0",
}


@pytest_asyncio.fixture(loop_scope="session")
async def hooked(scene: Scene) -> AsyncIterator[Scene]:
    """A scene in which Telegram's posts go through whatever ends TLS at the public address."""
    scene.more_secrets["TELEGRAM_WEBHOOK_SECRET"] = SECRET
    yield scene
    await scene.telegram.do("webhook_instead", url="")


async def listening(scene: Scene) -> str:
    """Start the bot; where it listens."""
    bot = await scene.run("run", **HOOK)
    line = await bot.says(r"listening on port \d+")
    found = re.search(r"port (\d+)", line)
    assert found
    address = f"http://127.0.0.1:{found[1]}"
    await scene.telegram.do("webhook_instead", url=address)
    await bot.ready()
    return address


def update(ben: OnTelegram, number: int, text: str) -> dict[str, object]:
    """A message as Telegram posts it."""
    person = {"id": ben.id, "is_bot": False, "first_name": "Ben"}
    chat = {"id": ben.id, "type": "private", "first_name": "Ben"}
    entity = {"type": "bot_command", "offset": 0, "length": 4}
    message = {"message_id": number, "from": person, "chat": chat, "date": 0, "text": text, "entities": [entity]}
    return {"update_id": number, "message": message}


@pytest.mark.slow
async def test_telegram_posts_updates_and_nobody_else_can(hooked: Scene) -> None:
    """Issue 2, tests: a story by webhook; a wrong or missing secret, another path or another method changes nothing."""
    (ben,) = await on_telegram(hooked)
    address = await listening(hooked)
    receipt = await ben.tell("/log 25")
    assert "Logged 25 min" in receipt.words
    assert "Taken back" in (await ben.press(receipt, "Undo")).words

    async with aiohttp.ClientSession() as client:
        forged = update(ben, 900_000, "/log 99")
        for path, headers, status in (
            ("/telegram", {}, 403),
            ("/telegram", {HEADER: SECRET[:-1]}, 403),
            ("/telegram", {HEADER: "é"}, 403),
            ("/", {HEADER: SECRET}, 404),
        ):
            async with client.post(address + path, json=forged, headers=headers) as answer:
                assert answer.status == status
        async with client.get(f"{address}/telegram", headers={HEADER: SECRET}) as answer:
            assert answer.status == 405
        for body in (b"", b"[]", b"{", b'{"update_id": "x"}'):
            async with client.post(f"{address}/telegram", data=body, headers={HEADER: SECRET}) as answer:
                assert answer.status == 400
        for _ in range(2):
            mine = update(ben, 900_001, "/log 40")
            async with client.post(f"{address}/telegram", json=mine, headers={HEADER: SECRET}) as answer:
                assert answer.status == 200
    assert (await hooked.bots[-1].end()).code == 0
    assert logged(hooked) == [40]


@pytest.mark.slow
async def test_a_200_means_that_the_effect_is_kept(hooked: Scene) -> None:
    """Refinement 11: no answer while the database is held by somebody else; killed right after the 200, the bot has
    lost nothing; what came without a 200 comes again."""
    (ben,) = await on_telegram(hooked)
    address = await listening(hooked)
    headers = {HEADER: SECRET}
    async with aiohttp.ClientSession() as client:
        with sqlite3.connect(hooked.database, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            post = client.post(f"{address}/telegram", json=update(ben, 900_002, "/log 30"), headers=headers)
            posting = asyncio.ensure_future(post.__aenter__())
            done, _ = await asyncio.wait({posting}, timeout=0.5)
            assert not done
            other.execute("ROLLBACK")
        other.close()
        answer = await asyncio.wait_for(posting, 5)
        assert answer.status == 200
        await hooked.bots[-1].kill()
    assert logged(hooked) == [30]

    await hooked.telegram.act(ben.id, "tell", text="/log 20")
    await listening(hooked)
    assert "Logged 20 min" in (await ben.next()).words
    assert (await hooked.bots[-1].end()).code == 0
    assert logged(hooked) == [30, 20]
