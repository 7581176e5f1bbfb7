"""What happened: every request, and every message of the bot, to look through or to wait for."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from tests.fakes.telegram.shapes import Json

Change = Literal["sent", "edited", "deleted"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Call:
    """One request: what was asked, when (the steady clock), and how it was answered."""

    method: str
    params: Json
    at: float
    code: int
    result: Any


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message of the bot as it was then: new, after an edit, or before it was deleted."""

    number: int
    change: Change
    message: Json


def words(message: Json) -> str:
    """The text of a message, its caption, or a poll's question."""
    found: str = message.get("text") or message.get("caption") or message.get("poll", {}).get("question", "")
    return found


class Log(Generic[T]):
    """A list that can be waited on; adding costs nothing while nobody waits."""

    def __init__(self) -> None:
        self.items: list[T] = []
        self._waiters: list[tuple[Callable[[T], bool], asyncio.Future[T]]] = []

    def add(self, item: T) -> None:
        """Append, and wake whoever waits for it."""
        self.items.append(item)
        for match, future in tuple(self._waiters):
            if not future.done() and match(item):
                future.set_result(item)

    async def find(self, match: Callable[[T], bool], among: Iterable[T], within: float) -> T:
        """The first match among those there or else to come; TimeoutError after so many seconds."""
        for item in among:
            if match(item):
                return item
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        waiter = (match, future)
        self._waiters.append(waiter)
        try:
            async with asyncio.timeout(within):
                return await future
        finally:
            self._waiters.remove(waiter)


class Journal:
    """All requests and all deliveries since the start."""

    def __init__(self) -> None:
        self.calls: Log[Call] = Log()
        self.deliveries: Log[Delivery] = Log()
        self._by_chat: defaultdict[int, list[Delivery]] = defaultdict(list)
        self._handed_out: set[int] = set()

    def deliver(self, change: Change, message: Json) -> None:
        """Note a message of the bot."""
        delivery = Delivery(len(self.deliveries.items) + 1, change, message)
        self._by_chat[message["chat"]["id"]].append(delivery)
        self.deliveries.add(delivery)

    def in_chat(self, chat_id: int, since: int = 0) -> list[Delivery]:
        """What reached the chat after delivery number `since`."""
        return [delivery for delivery in self._by_chat[chat_id] if delivery.number > since]

    async def message(
        self,
        chat_id: int,
        matching: str | Callable[[Json], bool] = "",
        *,
        change: Change = "sent",
        since: int = 0,
        within: float = 5.0,
    ) -> Json:
        """A message that reaches the chat, by a pattern in its words or by a test of its own.

        Each delivery is handed out once, so waiting again means the next one. TimeoutError tells what came.
        """

        def match(delivery: Delivery) -> bool:
            message = delivery.message
            if message["chat"]["id"] != chat_id or delivery.change != change or delivery.number <= since:
                return False
            if delivery.number in self._handed_out:
                return False
            return matching(message) if callable(matching) else re.search(matching, words(message)) is not None

        try:
            found = await self.deliveries.find(match, self._by_chat[chat_id], within)
        except TimeoutError:
            came = [f"{d.change}: {words(d.message)!r}" for d in self._by_chat[chat_id][-10:]]
            wanted = f"no {change} message {matching!r} in chat {chat_id} within {within} s"
            raise TimeoutError(f"{wanted}; the last ones were {came}") from None
        self._handed_out.add(found.number)
        return found.message

    def called(self, method: str) -> list[Call]:
        """The requests of one method, oldest first."""
        return [call for call in self.calls.items if call.method == method]

    async def call(
        self,
        method: str,
        where: Callable[[Call], bool] = lambda _: True,
        *,
        since: int = 0,
        within: float = 5.0,
    ) -> Call:
        """The first request of the method, after the first `since` ones of any, that `where` accepts."""

        def match(call: Call) -> bool:
            return call.method == method and where(call)

        try:
            return await self.calls.find(match, self.calls.items[since:], within)
        except TimeoutError:
            raise TimeoutError(f"no such {method} within {within} s") from None
