"""The least that sends: a platform's library and a list of chats, 32 messages in flight, nothing written down.

`python -m tests.bench.sender discord|telegram FILE` waits for "go" and sends one message into each chat of the file.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.app.post import AT_ONCE
from tests.bench.bots import told_to_go

TEXT = "Good evening. Twenty-five minutes of matrices are next, whenever it suits you today."
Send = Callable[[int], Awaitable[object]]


@asynccontextmanager
async def on_discord() -> AsyncIterator[Send]:
    """discord.py, logged in."""
    import discord
    from discord.http import Route

    Route.BASE = os.environ["DISCORD_API_URL"]  # noqa: TID251 - a process of its own, set by the benchmark
    client = discord.Client(intents=discord.Intents.none())
    await client.login(os.environ["DISCORD_TOKEN"])  # noqa: TID251 - as above
    yield lambda chat: client.get_partial_messageable(chat).send(TEXT)
    await client.close()


@asynccontextmanager
async def on_telegram() -> AsyncIterator[Send]:
    """python-telegram-bot."""
    from telegram import Bot
    from telegram.request import HTTPXRequest

    token, url = os.environ["TELEGRAM_TOKEN"], os.environ["TELEGRAM_API_URL"]  # noqa: TID251 - as above
    pool = HTTPXRequest(connection_pool_size=AT_ONCE, pool_timeout=60)
    async with Bot(token, base_url=f"{url}/bot", request=pool) as bot:
        yield lambda chat: bot.send_message(chat, TEXT)


async def main(platform: str, chats: Iterator[int]) -> None:
    """Send, and print after how many seconds all was taken."""
    async with on_discord() if platform == "discord" else on_telegram() as send:
        told_to_go()
        begun = time.perf_counter()

        async def some() -> None:
            for chat in chats:
                await send(chat)

        await asyncio.gather(*(some() for _ in range(AT_ONCE)))
        print(json.dumps({"seconds": time.perf_counter() - begun}))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], iter(json.loads(Path(sys.argv[2]).read_text("utf-8")))))
