"""The webhook's port against who has no secret and much time: slow, huge, packed, nested, many at once."""

import asyncio
import gzip
import io
from collections.abc import AsyncIterator
from contextlib import suppress

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from bot.platforms.telegram import webhook
from bot.platforms.telegram.webhook import HEADER, Handler, Webhook
from bot.tasks import Crew
from bot.web import BIGGEST, listening, serving
from tests.fakes.telegram import TelegramServer
from tests.platforms.telegram.parts import Around, RecordingApp, door_on

SECRET = "s3cret_of-ours"
PUBLIC = "https://bot.example.org/telegram"


class Later:
    """A handler that is filled in once the door is open."""

    def __init__(self) -> None:
        self.handler: Handler | None = None

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Pass a request on."""
        assert self.handler is not None
        return await self.handler(request)


@pytest_asyncio.fixture
async def port(server: TelegramServer, app: RecordingApp, around: Around) -> AsyncIterator[int]:
    """The port as the bot opens it."""
    later = Later()
    async with (
        serving("127.0.0.1", 0, PUBLIC, later.take) as taken,
        door_on(server, app, around, webhook=Webhook(f"http://127.0.0.1:{taken}/telegram", SECRET)) as door,
    ):
        later.handler = door.handler
        yield taken


async def post(port: int, body: bytes, secret: str = SECRET, **headers: str) -> int:
    """Post some bytes; the status."""
    told = {HEADER: secret, **headers}
    async with (
        aiohttp.ClientSession() as client,
        client.post(f"http://127.0.0.1:{port}/telegram", data=io.BytesIO(body), headers=told) as answer,
    ):
        return answer.status


async def beginning(port: int, text: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Connect and send the beginning of a request."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(text.encode())
    await writer.drain()
    return reader, writer


def head(length: int, secret: str) -> str:
    return f"POST /telegram HTTP/1.1\r\nHost: x\r\n{HEADER}: {secret}\r\nContent-Length: {length}\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"[" * 100_000 + b"]" * 100_000, 400),
        (b'{"update_id": 1, "message": ' * 5_000 + b"1" + b"}" * 5_000, 400),
        (b'{"update_id": ' + b"9" * 100_000 + b"}", 400),
        (b"\xff\xfe\x00", 400),
        (b" " * (BIGGEST + 1), 413),
    ],
    ids=["brackets", "objects", "digits", "no text", "huge"],
)
async def test_what_no_platform_sends_is_refused(port: int, app: RecordingApp, body: bytes, status: int) -> None:
    """Issue 6, 3: deep, huge or broken, also with the right secret; no stack trace, and the next update is taken."""
    assert await post(port, body) == status
    assert await post(port, b'{"update_id": 1}') == 200
    assert app.commands == []


async def test_what_is_packed_is_not_unpacked(port: int) -> None:
    """A bomb of zeros stays as small as it came."""
    bomb = gzip.compress(b" " * 50_000_000)
    assert len(bomb) < BIGGEST
    assert await post(port, bomb, **{"Content-Encoding": "gzip"}) == 400


async def test_a_stranger_is_answered_before_their_body_is_read(port: int) -> None:
    """A wrong secret costs a head: nobody waits for the megabyte that was announced."""
    reader, writer = await beginning(port, head(BIGGEST, "wrong"))
    async with asyncio.timeout(2):
        assert b" 403 " in await reader.readline()
    writer.close()


async def test_a_body_that_drips_is_given_up(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slowloris: what has not come within a few seconds is not waited for; others are served meanwhile."""
    monkeypatch.setattr(webhook, "READ_WITHIN_S", 0.3)
    reader, writer = await beginning(port, head(100, SECRET) + "{")
    assert await post(port, b'{"update_id": 1}') == 200
    async with asyncio.timeout(5):
        assert b" 408 " in await reader.readline()
    writer.close()


async def test_a_head_that_never_ends_is_hung_up_on() -> None:
    """The same without a single whole request: no secret is needed for it."""
    async with listening(web.Application(), "127.0.0.1", 0, "PORT", idle=0.3) as port:
        reader, writer = await beginning(port, "POST /telegram HTTP/1.1\r\nHost: ")
        async with asyncio.timeout(5), Crew(patience=0) as crew:
            crew.start(drips(writer))
            with suppress(ConnectionError):
                assert await reader.read() == b""
        writer.close()


async def drips(writer: asyncio.StreamWriter) -> None:
    """A letter now and then, so that the connection is never quite silent."""
    while not writer.is_closing():
        writer.write(b"x")
        await asyncio.sleep(0.05)


async def test_connections_are_bounded(port: int, app: RecordingApp) -> None:
    """Whoever holds all of them takes no file away from the bot; when they let go, it goes on."""
    async with listening(web.Application(), "127.0.0.1", 0, "PORT", most=3) as small:
        held = [await beginning(small, "GET / HTTP/1.1\r\n") for _ in range(3)]
        await asyncio.sleep(0.05)
        reader, writer = await beginning(small, "")
        async with asyncio.timeout(2):
            assert await reader.read() == b""
        writer.close()
        for _, each in held:
            each.close()
        await asyncio.sleep(0.05)
        async with aiohttp.ClientSession() as client, client.get(f"http://127.0.0.1:{small}/") as answer:
            assert answer.status == 404
    assert app.commands == []


async def test_nothing_else_is_there(port: int, app: RecordingApp) -> None:
    """Another path, another method, no secret: nothing is told, nothing done."""
    async with aiohttp.ClientSession() as client:
        for method, path, status in (
            ("GET", "/telegram", 405), ("PUT", "/telegram", 405), ("POST", "/", 404), ("POST", "/telegram/../x", 404),
            ("GET", "/metrics", 404), ("GET", "/healthz", 404), ("POST", "/telegram", 403), ("HEAD", "/telegram", 405),
        ):  # fmt: skip
            async with client.request(method, f"http://127.0.0.1:{port}{path}", data=b"{}") as answer:
                assert (answer.status, SECRET in await answer.text()) == (status, False)
    assert app.asked == []
