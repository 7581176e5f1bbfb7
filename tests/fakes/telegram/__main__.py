"""Run the server alone: `python -m tests.fakes.telegram` prints one JSON line and serves until ended."""

import argparse
import asyncio
import json
import signal
import sys

from tests.fakes.telegram.server import TOKEN, USERNAME, TelegramServer


async def _serve(options: argparse.Namespace) -> None:
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    if options.until_eof:
        asyncio.get_running_loop().add_reader(sys.stdin, ended.set)
    server = TelegramServer(
        token=options.token,
        username=options.username,
        limits=options.limits,
        privacy=not options.no_privacy,
        check=not options.no_check,
    )
    await server.start(options.port)
    said = {"url": server.url, "base_url": server.base_url, "token": server.token}
    print(json.dumps(said), flush=True)
    await ended.wait()
    await server.stop()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--username", default=USERNAME)
    parser.add_argument("--limits", action="store_true", help="enforce Telegram's own limits")
    parser.add_argument("--no-privacy", action="store_true", help="the bot reads everything in groups")
    parser.add_argument("--no-check", action="store_true", help="don't check requests by the description")
    parser.add_argument("--until-eof", action="store_true", help="end when the standard input is closed")
    asyncio.run(_serve(parser.parse_args()))


if __name__ == "__main__":
    main()
