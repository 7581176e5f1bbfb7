"""How tests wait: they name a topic, and whoever changes it rings."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class _Waiter:
    find: Callable[[], Any]
    found: asyncio.Future[Any]


class Bell:
    """Waits for a condition without polling; a topic nobody waits for costs one look-up."""

    def __init__(self) -> None:
        self._waiters: defaultdict[Hashable, list[_Waiter]] = defaultdict(list)

    def ring(self, topic: Hashable) -> None:
        """Something about the topic changed."""
        if topic not in self._waiters:
            return
        for waiter in tuple(self._waiters[topic]):
            found = waiter.find()
            if found is not None and not waiter.found.done():
                waiter.found.set_result(found)

    async def wait(self, topic: Hashable, find: Callable[[], T | None], within: float, missing: Callable[[], str]) -> T:
        """What find returns as soon as it isn't None; TimeoutError after `within` seconds."""
        already = find()
        if already is not None:
            return already
        waiter = _Waiter(find, asyncio.get_running_loop().create_future())
        self._waiters[topic].append(waiter)
        try:
            async with asyncio.timeout(within):
                found: T = await waiter.found
                return found
        except TimeoutError:
            raise TimeoutError(missing()) from None
        finally:
            self._waiters[topic].remove(waiter)
            if not self._waiters[topic]:
                del self._waiters[topic]
