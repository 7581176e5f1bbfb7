"""The server as a process of its own, and the way to steer it from here."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.fakes.telegram.refusals import ActError

ROOT = Path(__file__).parents[3]
START_WITHIN_S = 20.0
STOP_WITHIN_S = 5.0


class Remote:
    """Speaks to a running server's control API; `url` is what the server printed."""

    def __init__(self, url: str, token: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self.token = token
        self.base_url = f"{url}/bot"
        self._session = session

    async def do(self, verb: str, /, **arguments: Any) -> Any:
        """What the verb of control.py returns; ActError with the server's words if it refuses."""
        async with self._session.post(f"{self.url}/control/{verb}", json=arguments) as answer:
            body = await answer.json()
        if "error" in body:
            raise ActError(f"{verb}: {body['error']}")
        return body["result"]

    async def act(self, user_id: int, act: str, /, **arguments: Any) -> Any:
        """A person does something."""
        return await self.do("act", user=user_id, act=act, **arguments)


@asynccontextmanager
async def separate_server(*options: str) -> AsyncIterator[Remote]:
    """Run `python -m tests.fakes.telegram` with these options on a free port, and end it afterwards."""
    # The server ends with its standard input, so it cannot outlive a test that was killed.
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.fakes.telegram", "--until-eof", *options),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(START_WITHIN_S):
            line = await process.stdout.readline() if process.stdout is not None else b""
        said = json.loads(line)
        async with aiohttp.ClientSession() as session:
            yield Remote(said["url"], said["token"], session)
    finally:
        if process.returncode is None:
            process.terminate()
        async with asyncio.timeout(STOP_WITHIN_S):
            await process.wait()
