"""Webhook mode: pushes updates to the bot's address until each is taken."""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.inbox import Inbox
from tests.fakes.telegram.shapes import Json

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
FIRST_PAUSE_S = 0.05
LONGEST_PAUSE_S = 2.0
PUSH_TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class Target:
    """Where to push, with which secret, and how many at once."""

    url: str
    secret: str = ""
    max_connections: int = 40


@dataclass(slots=True)
class Pusher:
    """Keeps the order within a chat and pushes for several chats at once."""

    inbox: Inbox
    clock: Clock
    target: Target | None = None
    last_error: str = ""
    last_error_date: int = 0
    instead: str = ""
    """Where posts really go, as if a proxy that ends TLS stood at the webhook's address; the target's path stays."""
    _task: asyncio.Task[None] | None = None
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _busy: set[int] = field(default_factory=set)

    def point(self, target: Target) -> None:
        """Start pushing to the target."""
        self.inbox.webhook_active = True
        self.inbox.on_arrival = self._wake.set
        self._wake.set()
        self.target = target
        if self._task is None:
            loop = asyncio.get_running_loop()
            self._task = loop.create_task(self._run())

    async def stop(self) -> None:
        """Push no more."""
        self.inbox.webhook_active = False
        self.target = None
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait([task])
        self._busy.clear()

    def facts(self) -> Json:
        """What getWebhookInfo answers."""
        facts: Json = {
            "url": "" if self.target is None else self.target.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.inbox.waiting),
        }
        if self.target is not None:
            facts["max_connections"] = self.target.max_connections
        if self.last_error:
            facts |= {"last_error_date": self.last_error_date, "last_error_message": self.last_error}
        if self.inbox.allowed is not None:
            facts["allowed_updates"] = sorted(self.inbox.allowed)
        return facts

    async def _run(self) -> None:
        timeout = aiohttp.ClientTimeout(total=PUSH_TIMEOUT_S)
        async with aiohttp.ClientSession(timeout=timeout) as session, asyncio.TaskGroup() as group:
            while True:
                self._wake.clear()
                for update_id, lane in self._next():
                    self._busy.add(lane)
                    group.create_task(self._push(session, update_id, lane))
                await self._wake.wait()

    def _address(self, url: str) -> str:
        return self.instead + urlsplit(url).path if self.instead else url

    def _next(self) -> list[tuple[int, int]]:
        chosen: dict[int, int] = {}
        room = (self.target.max_connections if self.target else 0) - len(self._busy)
        for update_id in self.inbox.waiting:
            if len(chosen) >= room:
                break
            lane = self.inbox.lanes[update_id]
            if lane not in self._busy:
                chosen.setdefault(lane, update_id)
        return [(update_id, lane) for lane, update_id in chosen.items()]

    async def _push(self, session: aiohttp.ClientSession, update_id: int, lane: int) -> None:
        pause = FIRST_PAUSE_S
        while (target := self.target) is not None and (update := self.inbox.waiting.get(update_id)):
            complaint = await _post(session, self._address(target.url), target.secret, update)
            if complaint is None:
                self.inbox.done(update_id)
                break
            self.last_error, self.last_error_date = complaint, self.clock.unix()
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)
        self._busy.discard(lane)
        self._wake.set()


async def _post(session: aiohttp.ClientSession, url: str, secret: str, update: dict[str, Any]) -> str | None:
    headers = {SECRET_HEADER: secret} if secret else {}
    try:
        async with session.post(url, json=update, headers=headers) as answer:
            if 200 <= answer.status < 300:
                return None
            return f"Wrong response from the webhook: {answer.status} {answer.reason}"
    except TimeoutError:
        return "Connection timed out"
    except aiohttp.ClientError:
        return "Connection refused"
