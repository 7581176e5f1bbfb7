"""Our command line, which also says when all servers of Discord have arrived and were looked at. Used by `guilds`."""

import sys

from bot.__main__ import main
from bot.platforms.discord.client import Front

_on_ready = Front.on_ready


async def _told(front: Front) -> None:
    await _on_ready(front)
    print(f"{len(front.guilds)} servers arrived", file=sys.stderr, flush=True)


if __name__ == "__main__":
    Front.on_ready = _told  # type: ignore[method-assign, assignment]
    main()
