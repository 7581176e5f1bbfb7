"""Steers a server that runs as its own process."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientTimeout, TCPConnector

from tests.fakes.discord.refusals import ActError

ROOT = Path(__file__).resolve().parents[3]


class Remote:
    """The control API as a function: await remote("world.add_guild", name="Study hall") gives its id."""

    def __init__(self, addresses: dict[str, str], session: ClientSession) -> None:
        self.token = addresses["token"]
        self.url = addresses["url"]
        self.api_url = addresses["api"]
        self.gateway_url = addresses["gateway"]
        self._control = addresses["control"]
        self._session = session

    async def __call__(self, verb: str, **arguments: Any) -> Any:
        """Call part.verb; raises TimeoutError where waiting was in vain, else ActError."""
        address = f"{self._control}/{verb.replace('.', '/')}"
        async with self._session.post(address, data=json.dumps(arguments)) as response:
            answer = await response.json()
        if "error" not in answer:
            return answer["result"]
        kind = TimeoutError if answer["error"] == "TimeoutError" else ActError
        raise kind(f"{verb}: {answer['error']}: {answer['text']}")


@asynccontextmanager
async def spawned(*options: str) -> AsyncIterator[Remote]:
    """Start `python -m tests.fakes.discord` with these options and end it on the way out."""
    command = [sys.executable, "-m", "tests.fakes.discord", "--port", "0", "--with-stdin", *options]
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=pipe, stdout=pipe)
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        addresses = json.loads(await child.stdout.readline())
        connector = TCPConnector(limit=0)
        async with ClientSession(connector=connector, timeout=ClientTimeout(total=None)) as session:
            yield Remote(addresses, session)
    finally:
        child.stdin.close()
        try:
            async with asyncio.timeout(5):
                await child.wait()
        except TimeoutError:
            child.kill()
            await child.wait()
