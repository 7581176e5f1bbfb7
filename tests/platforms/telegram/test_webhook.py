"""Updates that Telegram posts: 200 only after the commit, and only for who knows the secret."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from bot.app import commands as c
from bot.platforms.telegram.door import Door
from bot.platforms.telegram.webhook import HEADER, Handler, Webhook
from tests.fakes.telegram import TelegramServer
from tests.platforms.telegram.parts import Around, RecordingApp, StorageBrokeError, door_on, until

SECRET = "s3cret_of-ours"


class Front:
    """A web server whose route is filled in later, as the webhook's address is known before its handler."""

    def __init__(self) -> None:
        self.handler: Handler | None = None
        self.url = ""

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Pass a request on."""
        return await self.handler(request) if self.handler else web.Response(status=404)


@pytest.fixture
async def front() -> AsyncIterator[Front]:
    """A web server on a free port."""
    made = Front()
    site = web.Application()
    site.router.add_post("/telegram", made.take)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
    yield made
    await runner.cleanup()


@asynccontextmanager
async def opened(server: TelegramServer, app: RecordingApp, around: Around, front: Front) -> AsyncIterator[Door]:
    """The door with a webhook."""
    async with door_on(server, app, around, webhook=Webhook(front.url, SECRET)) as door:
        front.handler = door.handler
        yield door


async def post(front: Front, body: object, secret: str | None = SECRET) -> int:
    """Post like Telegram; the status."""
    headers = {} if secret is None else {HEADER: secret}
    async with aiohttp.ClientSession() as session, session.post(front.url, json=body, headers=headers) as answer:
        return answer.status


async def test_updates_come_by_webhook(server: TelegramServer, app: RecordingApp, around: Around, front: Front) -> None:
    """The same commands, presses and answers as by polling."""
    ana = server.person("Ana", started=True)
    async with opened(server, app, around, front):
        ana.tell("/log 90")
        message = await server.message(ana.id, "Prompts")
        await server.answer(ana.press(message, "Show the next flow"))
        await server.message(ana.id, "Prompts")
    assert app.commands == [c.LogFlow(90), c.Today()]
    assert server.platform.journal.called("getUpdates") == []
    call = server.platform.journal.called("setWebhook")[0].params
    assert (call["url"], call["secret_token"]) == (front.url, SECRET)


async def test_a_failed_commit_is_repeated_by_telegram(
    server: TelegramServer, app: RecordingApp, around: Around, front: Front
) -> None:
    """500 until the storage is back, then the effect, once."""
    ana = server.person("Ana", started=True)
    app.troubles = [StorageBrokeError()] * 3
    around.aside_fails = 1
    async with opened(server, app, around, front):
        ana.tell("/log 90")
        await server.message(ana.id, "Prompts")
    assert app.commands == [c.LogFlow(90)]
    assert server.pusher.last_error.startswith("Wrong response from the webhook: 500")
    assert around.aside == []


async def test_200_comes_after_the_commit(
    server: TelegramServer, app: RecordingApp, around: Around, front: Front
) -> None:
    """Until then Telegram keeps the update."""
    ana = server.person("Ana", started=True)
    app.hold = asyncio.Event()
    async with opened(server, app, around, front):
        ana.tell("/log 90")
        await until(lambda: app.held == 1)
        assert len(server.platform.inbox.waiting) == 1
        app.hold.set()
        await server.message(ana.id, "Prompts")


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", "sécret"])
async def test_a_stranger_is_turned_away(
    server: TelegramServer, app: RecordingApp, around: Around, front: Front, secret: str | None
) -> None:
    """403 and nothing done."""
    async with opened(server, app, around, front):
        assert await post(front, {"update_id": 1}, secret) == 403
    assert app.commands == []


@pytest.mark.parametrize(("body", "status"), [([], 400), ({"update_id": "1"}, 400), ({"update_id": 1}, 200)])
async def test_what_is_no_update_is_refused(
    server: TelegramServer, app: RecordingApp, around: Around, front: Front, body: object, status: int
) -> None:
    """An update of a kind that nobody asked for is taken and passed over."""
    async with opened(server, app, around, front):
        assert await post(front, body) == status


async def test_an_update_that_cannot_be_read_is_set_aside(
    server: TelegramServer, app: RecordingApp, around: Around, front: Front
) -> None:
    """Else Telegram would repeat it for a day."""
    bad = {"update_id": 7, "message": {"message_id": 1, "date": "never", "chat": 5}}
    around.aside_fails = 1
    async with opened(server, app, around, front):
        assert await post(front, bad) == 500
        assert await post(front, bad) == 200
    assert [request for request, _, _ in around.aside] == ["7"]


async def test_a_closed_door_lets_telegram_keep_its_updates(
    server: TelegramServer, app: RecordingApp, around: Around, front: Front
) -> None:
    """503 on the way out: the next process gets them."""
    async with opened(server, app, around, front):
        pass
    assert await post(front, {"update_id": 1}) == 503


@pytest.mark.parametrize("secret", ["", "a b", "ä", "x" * 257])
def test_an_unusable_secret_is_refused_at_once(secret: str) -> None:
    """1 to 256 characters of A-Z, a-z, 0-9, _ and -."""
    with pytest.raises(ValueError, match="secret"):
        Webhook("https://example.org/telegram", secret)
