"""A process that delivers as ours do, to nobody: claims, drawing, budget and outcomes alone. Used by `free`.

Its budget is counted as ever, and never short. `python -m tests.bench.taker DATABASE_URL` waits for "go", and ends at
"stop" with how many letters it sent.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from datetime import datetime

from bot import memory
from bot.app.courier import Delivered, Parcel
from bot.app.post import PostOffice
from bot.app.said import Said
from bot.app.shelf import Shelf
from bot.core.pacing import BUDGETS, Rate
from bot.core.people import Address, Platform
from bot.curriculum_file import built_in, load
from bot.opening import BOTS, open_store, utc_clock
from bot.shared_clock import SharedClock
from tests.bench.bots import told_to_go

ENDLESS = Rate(1e9, 1e9, 1)


class Nobody:
    """Takes every letter at once."""

    def __init__(self) -> None:
        self.taken = 0

    async def deliver(self, parcel: Parcel) -> Delivered:
        """Take it."""
        self.taken += 1
        return Delivered(parcel.key[:40])

    async def edit(self, address: Address, message: str, said: Said, language: str = "") -> None:
        """Nothing to draw."""


async def main(url: str) -> None:
    """Deliver from "go" until "stop"."""
    BUDGETS[Platform.TERMINAL] = ENDLESS
    store, nobody = open_store(url, BOTS), Nobody()
    clock: Callable[[], datetime] = utc_clock
    if not store.embedded:
        clock = shared = SharedClock(store)
        await shared.look()
    post = PostOffice(store, {Platform.TERMINAL: nobody}, Shelf(load(built_in())), clock)
    feeder = None
    if not store.embedded:
        from bot.feeding import JobFeeder

        feeder = JobFeeder(store, post, clock)
    memory.keep()
    told_to_go()
    used = time.process_time()
    running = asyncio.ensure_future(post.run(feeder))
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    used = time.process_time() - used
    running.cancel()
    await asyncio.wait([running])
    await store.close()
    print(json.dumps({"sent": nobody.taken, "processor": used}))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
