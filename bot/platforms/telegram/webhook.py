"""Receives updates from Telegram itself. 200 means that the effect is committed; otherwise Telegram repeats."""

import asyncio
import hmac
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from bot.platforms.telegram.lanes import Lanes, NotKeptError, SetAside
from bot.platforms.telegram.line import Line
from bot.platforms.telegram.updates import read

HEADER = "X-Telegram-Bot-Api-Secret-Token"
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}", re.ASCII)

READ_WITHIN_S = 10.0
"""How long a whole update may take to arrive; Telegram's take milliseconds."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Webhook:
    """The https address that Telegram calls, and the secret that it shows. Raises ValueError for an unusable secret."""

    url: str
    secret: str

    def __post_init__(self) -> None:
        if not _SECRET.fullmatch(self.secret):
            raise ValueError("A webhook's secret has 1 to 256 characters of A-Z, a-z, 0-9, _ and -.")


def handler(webhook: Webhook, line: Line, lanes: Lanes, set_aside: SetAside, is_open: Callable[[], bool]) -> Handler:
    """Make the handler of the webhook's route. While the door is not open, Telegram keeps its updates."""
    secret = webhook.secret.encode()

    async def take(request: web.Request) -> web.StreamResponse:
        shown = request.headers.get(HEADER, "").encode("utf-8", "replace")
        if not hmac.compare_digest(shown, secret):
            return web.Response(status=403)
        if not is_open():
            return web.Response(status=503)
        try:
            async with asyncio.timeout(READ_WITHIN_S):
                body = await request.read()
            raw = json.loads(body)
        except TimeoutError:
            return web.Response(status=408)
        except (ValueError, RecursionError):  # the latter by a thousand brackets
            return web.Response(status=400)
        if not isinstance(raw, dict) or not isinstance(raw.get("update_id"), int):
            return web.Response(status=400)
        try:
            update = await read(raw, line, set_aside)
            if update is not None:
                await lanes.take(update)
        except NotKeptError:
            return web.Response(status=500)
        return web.Response()

    return take
