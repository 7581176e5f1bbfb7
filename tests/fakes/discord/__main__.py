"""Runs the server as its own process: prints its addresses as one JSON line and serves until told to end."""

import argparse
import asyncio
import json
import os
import signal
import sys

from tests.fakes.discord.server import DiscordServer
from tests.fakes.discord.settings import Settings


def main() -> None:
    """Read the options and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.discord", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: a free one")
    parser.add_argument("--token", default=Settings().token, help="the bot's token")
    parser.add_argument("--limits", action="store_true", help="enforce Discord's rate limits")
    parser.add_argument("--no-spec", action="store_true", help="don't check bodies against the API document")
    parser.add_argument("--with-stdin", action="store_true", help="end when stdin does")
    asyncio.run(serve(parser.parse_args()))


async def serve(options: argparse.Namespace) -> None:
    """Serve until SIGTERM, SIGINT or, if asked, the end of stdin."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    if options.with_stdin:
        loop.add_reader(sys.stdin, _read, loop, ended)
    settings = Settings(token=options.token)
    server = DiscordServer(settings, limits=options.limits, check_spec=not options.no_spec)
    await server.start(options.port)
    addresses = {
        "url": server.url,
        "api": server.api_url,
        "gateway": server.gateway_url,
        "control": server.control_url,
        "token": server.token,
    }
    print(json.dumps(addresses), flush=True)
    await ended.wait()
    await server.stop()


def _read(loop: asyncio.AbstractEventLoop, ended: asyncio.Event) -> None:
    if not os.read(sys.stdin.fileno(), 4096):
        loop.remove_reader(sys.stdin)
        ended.set()


if __name__ == "__main__":
    main()
