"""The one port that listens, where Telegram's webhook is asked for."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from aiohttp import web

log = logging.getLogger("pacekeeper.web")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(host: str, port: int, public_url: str, handler: Handler) -> AsyncIterator[int]:
    """Answer the webhook's path on a port until the block ends; yields the port, which 0 leaves to the system."""
    application = web.Application()
    application.router.add_post(urlsplit(public_url).path or "/", handler)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=2)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    try:
        await site.start()
        address = runner.addresses[0]
        log.info("listening on port %d", address[1])
        yield int(address[1])
    finally:
        await runner.cleanup()
