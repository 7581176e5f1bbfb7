"""Webhook mode: pushes with the secret, in order, until each is taken."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, Conflict

from tests.fakes.telegram import Person, TelegramServer
from tests.fakes.telegram.shapes import Json


@dataclass
class Listener:
    """The bot's side: what it was told, and what it answers."""

    url: str = ""
    heard: list[Json] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    pause: float = 0.0
    enough: asyncio.Event = field(default_factory=asyncio.Event)
    wanted: int = 1

    async def hear(self, request: web.Request) -> web.Response:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        update = await request.json()
        await asyncio.sleep(self.pause)
        self.at_once -= 1
        if self.statuses:
            return web.Response(status=self.statuses.pop(0))
        self.heard.append(update)
        if len(self.heard) >= self.wanted:
            self.enough.set()
        return web.Response()

    async def wait(self, wanted: int) -> list[str]:
        self.wanted = wanted
        if len(self.heard) < wanted:
            self.enough.clear()
            await asyncio.wait_for(self.enough.wait(), 5)
        return [update["message"]["text"] for update in self.heard]


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    application, listener = web.Application(), Listener()
    application.router.add_post("/hook", listener.hear)
    runner = web.AppRunner(application, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listener.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield listener
    await runner.cleanup()


async def test_updates_are_pushed_with_the_secret(bot: Bot, listener: Listener, ana: Person) -> None:
    """What waited comes first."""
    ana.tell("before")
    assert await bot.set_webhook(listener.url, secret_token="s3cret_-", max_connections=1)
    ana.tell("after")
    assert await listener.wait(2) == ["before", "after"]
    assert set(listener.secrets) == {"s3cret_-"}
    facts = await bot.get_webhook_info()
    assert (facts.url, facts.max_connections) == (listener.url, 1)


async def test_an_update_is_pushed_until_it_is_taken(bot: Bot, listener: Listener, ana: Person) -> None:
    """Any status but 2xx means again, later ones of the chat wait for it."""
    listener.statuses = [500, 403]
    await bot.set_webhook(listener.url)
    ana.tell("a")
    ana.tell("b")
    assert await listener.wait(2) == ["a", "b"]
    assert len(listener.secrets) == 4
    facts = await bot.get_webhook_info()
    assert facts.last_error_message == "Wrong response from the webhook: 403 Forbidden"


async def test_chats_are_pushed_side_by_side_and_each_in_order(
    server: TelegramServer, bot: Bot, listener: Listener
) -> None:
    """Up to max_connections at once."""
    listener.pause = 0.02
    await bot.set_webhook(listener.url, max_connections=3)
    people = [server.person(f"P{n}", started=True) for n in range(5)]
    for number in range(2):
        for person in people:
            person.tell(str(number))
    await listener.wait(10)
    assert listener.most_at_once == 3
    for person in people:
        assert [u["message"]["text"] for u in listener.heard if u["message"]["from"]["id"] == person.id] == ["0", "1"]


async def test_a_bot_that_is_away_gets_its_updates_when_it_is_back(
    bot: Bot, listener: Listener, ana: Person, server: TelegramServer
) -> None:
    """Nothing is lost while nobody listens."""
    await bot.set_webhook("http://127.0.0.1:1/hook")
    ana.tell("hello")
    await asyncio.sleep(0.03)
    facts = await bot.get_webhook_info()
    assert (facts.pending_update_count, facts.last_error_message) == (1, "Connection refused")
    await bot.set_webhook(listener.url)
    assert await listener.wait(1) == ["hello"]


async def test_polling_and_webhook_exclude_each_other(bot: Bot, listener: Listener, ana: Person) -> None:
    """409 while a webhook is set, and a held poll ends with 409 when one is set."""
    poll = asyncio.ensure_future(bot.get_updates(timeout=10))
    await asyncio.sleep(0.02)
    await bot.set_webhook(listener.url)
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await poll
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    assert await bot.delete_webhook()
    ana.tell("polled")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert listener.heard == []


async def test_what_waits_can_be_dropped(bot: Bot, ana: Person) -> None:
    """drop_pending_updates forgets it."""
    ana.tell("old")
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_an_old_update_can_be_pushed_again(
    server: TelegramServer, bot: Bot, listener: Listener, ana: Person
) -> None:
    """With its old id."""
    await bot.set_webhook(listener.url)
    ana.tell("once")
    await listener.wait(1)
    server.platform.inbox.replay(listener.heard[0]["update_id"])
    await listener.wait(2)
    assert listener.heard[0] == listener.heard[1]


async def test_a_secret_has_plain_characters_only(bot: Bot) -> None:
    """1 to 256 of A-Z a-z 0-9 _ -."""
    with pytest.raises(BadRequest, match="Secret token contains unallowed characters"):
        await bot.set_webhook("http://127.0.0.1:1/hook", secret_token="no spaces")


async def test_a_proxy_in_front_of_the_bot_takes_what_is_meant_for_its_public_address(
    server: TelegramServer, bot: Bot, listener: Listener, ana: Person
) -> None:
    """A bot listens in plain http behind whatever ends TLS: the path stays, the address is the proxy's business."""
    server.pusher.instead = listener.url.removesuffix("/hook")
    await bot.set_webhook("https://bot.example.org/hook", secret_token="s3cret")
    ana.tell("hello")
    assert await listener.wait(1) == ["hello"]
    assert listener.secrets == ["s3cret"]
