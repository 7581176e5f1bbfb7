"""The real python-telegram-bot, pointed at the server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from telegram import Bot, Update
from telegram.ext import Application, ApplicationBuilder, BaseHandler
from telegram.request import HTTPXRequest

from tests.fakes.telegram.server import TelegramServer


def _plain(read_timeout: float = 5.0) -> HTTPXRequest:
    """A connection without certificates, which take a tenth of a second to load and are not needed here."""
    return HTTPXRequest(read_timeout=read_timeout, httpx_kwargs={"verify": False})


@asynccontextmanager
async def bot_of(server: TelegramServer, *, token: str = "", read_timeout: float = 5.0) -> AsyncIterator[Bot]:
    """A Bot with an open connection; it has asked getMe."""
    bot = Bot(
        token or server.token,
        base_url=server.base_url,
        request=_plain(read_timeout),
        get_updates_request=_plain(read_timeout),
    )
    async with bot:
        yield bot


@asynccontextmanager
async def polling(
    server: TelegramServer,
    *handlers: BaseHandler[Update, Any, Any],
    allowed_updates: list[str] | None = None,
) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    """A running Application that polls."""
    builder = ApplicationBuilder().token(server.token).base_url(server.base_url)
    application = builder.request(_plain()).get_updates_request(_plain()).build()
    application.add_handlers(handlers)
    async with application:
        await application.start()
        if application.updater is not None:
            await application.updater.start_polling(poll_interval=0.0, allowed_updates=allowed_updates)
        yield application
        if application.updater is not None:
            await application.updater.stop()
        await application.stop()
