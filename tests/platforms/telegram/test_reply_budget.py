"""How replies wait for the send budget of their platform."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bot.assembly import _reply_budget
from bot.core.pacing import BUDGETS
from bot.core.people import Address, Platform
from bot.opening import BOTS, prepare, utc_clock
from bot.storage.engine import database_url
from bot.storage.store import Store
from bot.storage.tx import Tx

T = TypeVar("T")
MORE = 12


class Counting(Store):
    """A store that counts its transactions."""

    written = 0

    async def write(self, work: Callable[[Tx], T]) -> T:
        """As ever."""
        self.written += 1
        return await super().write(work)


async def test_replies_that_wait_ask_for_a_token_one_after_the_other(tmp_path: Path) -> None:
    """Section 7: if all who wait asked at each token, a busy minute would fill the writer and slow every answer."""
    store = Counting(database_url(str(tmp_path / "bot.db")))
    prepare(store, BOTS, migrate=True)
    take = _reply_budget(store, utc_clock)
    replies = int(BUDGETS[Platform.TELEGRAM].burst) + MORE
    await asyncio.gather(*(take(Address(Platform.TELEGRAM, f"{n}", person=f"{n}")) for n in range(replies)))
    assert store.written <= replies + 2 * MORE
    await store.close()
