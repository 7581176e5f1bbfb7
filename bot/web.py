"""Ports that listen: the webhook's, and the one for whoever runs the bot."""

import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from aiohttp import web

from bot.exits import Cannot

log = logging.getLogger("pacekeeper.web")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(host: str, port: int, public_url: str, handler: Handler) -> AsyncIterator[int]:
    """Answer the webhook's path on a port until the block ends; yields the port, which 0 leaves to the system.

    Raises Cannot if nothing can listen there.
    """
    application = web.Application()
    application.router.add_post(urlsplit(public_url).path or "/", handler)
    async with listening(application, host, port, "WEB_HOST and WEB_PORT") as taken:
        log.info("listening on port %d", taken)
        yield taken


@asynccontextmanager
async def listening(application: web.Application, host: str, port: int, settings: str) -> AsyncIterator[int]:
    """Serve on a port until the block ends; yields the port. Raises Cannot, naming the settings that chose it."""
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=2)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    try:
        try:
            await site.start()
        except OSError as problem:
            reason = os.strerror(problem.errno) if problem.errno and problem.errno > 0 else problem.strerror
            raise Cannot(f"{settings}: nothing can listen on {host}:{port} ({reason}).") from None
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()
