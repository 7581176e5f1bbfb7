"""Ports that listen: the webhook's, and the one for whoever runs the bot."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from urllib.parse import urlsplit

from aiohttp import web

from bot.exits import Cannot

log = logging.getLogger("pacekeeper.web")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
IDLE = 75.0  # seconds that a connection may say nothing; longer than proxies keep theirs, so that they close first
MOST = 256  # connections at once: whoever holds them all must not take the files away that the bot itself needs
BIGGEST = 1024**2  # bytes of a request; an update of Telegram's is a hundredth of it


@asynccontextmanager
async def serving(host: str, port: int, public_url: str, handler: Handler) -> AsyncIterator[int]:
    """Answer the webhook's path on a port until the block ends; yields the port, which 0 leaves to the system.

    Raises Cannot if nothing can listen there.
    """
    application = web.Application(client_max_size=BIGGEST)
    application.router.add_post(urlsplit(public_url).path or "/", handler)
    async with listening(application, host, port, "WEB_HOST and WEB_PORT") as taken:
        log.info("listening on port %d", taken)
        yield taken


@asynccontextmanager
async def listening(
    application: web.Application, host: str, port: int, settings: str, *, idle: float = IDLE, most: int = MOST
) -> AsyncIterator[int]:
    """Serve on a port until the block ends; yields the port. Raises Cannot, naming the settings that chose it.

    A connection that has not sent the head of a request within `idle` seconds is closed, and so is at once each
    beyond the `most` that may stand at a time. What is packed is not unpacked: nobody has to send us any of it.
    """
    runner = web.AppRunner(
        application, access_log=None, shutdown_timeout=2, keepalive_timeout=idle, auto_decompress=False
    )
    await runner.setup()
    doorkeeper = runner.server
    if doorkeeper is None:
        raise RuntimeError("a runner that was set up has no server")

    def let_in() -> asyncio.Protocol:
        return doorkeeper() if len(doorkeeper.connections) < most else _Full()

    try:
        try:
            server = await asyncio.get_running_loop().create_server(let_in, host, port)
        except OSError as problem:
            reason = os.strerror(problem.errno) if problem.errno and problem.errno > 0 else problem.strerror
            raise Cannot(f"{settings}: nothing can listen on {host}:{port} ({reason}).") from None
        with closing(server):
            yield int(server.sockets[0].getsockname()[1])
    finally:
        await runner.cleanup()


class _Full(asyncio.Protocol):
    """Says nothing and hangs up."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Hang up."""
        transport.close()
