"""Order, retries and setting aside, with updates that the library read."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from functools import partial

import pytest
from telegram import Update

from bot.platforms.telegram.after import NOTHING, After
from bot.platforms.telegram.lanes import REMEMBERED, Lanes, NotKeptError
from bot.tasks import Crew
from tests.platforms.telegram.parts import Around, StorageBrokeError


def update(number: int, chat: int = 1, text: str = "/log 90 secret words") -> Update:
    """A message of a private chat."""
    person = {"id": chat, "is_bot": False, "first_name": "Ana"}
    where = {"id": chat, "type": "private", "first_name": "Ana"}
    message = {"message_id": number, "date": 1772557200, "chat": where, "from": person, "text": text}
    return Update.de_json({"update_id": number, "message": message}, None)


class Work:
    """Does what a test says, and notes it."""

    def __init__(self) -> None:
        self.done: list[int] = []
        self.tried: list[int] = []
        self.replied: list[int] = []
        self.failures: dict[int, int] = {}
        self.holds: dict[int, asyncio.Event] = {}
        self.reply_holds: dict[int, asyncio.Event] = {}

    async def __call__(self, given: Update) -> After:
        """Carry one update out."""
        number = given.update_id
        self.tried.append(number)
        if number in self.holds:
            await self.holds[number].wait()
        if self.failures.get(number, 0):
            self.failures[number] -= 1
            raise StorageBrokeError(f"[parameters: ('{given.message.text if given.message else ''}',)]")
        self.done.append(number)
        return After(reply=partial(self._reply, number))

    async def _reply(self, number: int) -> None:
        if number in self.reply_holds:
            await self.reply_holds[number].wait()
        self.replied.append(number)


Apology = list[tuple[int, str]]


def lanes_of(work: Work, around: Around, crew: Crew, apologies: Apology | None = None) -> Lanes:
    """Lanes without pauses."""

    def apologise(given: Update, reference: str) -> After:
        if apologies is not None:
            apologies.append((given.update_id, reference))
        return NOTHING

    return Lanes(work, apologise, around.set_aside, crew, pauses=(0.0, 0.0))


async def soon(condition: Callable[[], bool]) -> None:
    """Wait until something is so."""
    for _ in range(200):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came")


async def together(*works: Awaitable[None]) -> None:
    """Run takes beside each other, in their order."""
    await asyncio.gather(*works)


async def test_a_chat_keeps_its_order_while_others_go_on() -> None:
    """Refinement 11: order is kept for each chat, chats run concurrently."""
    work = Work()
    work.holds[1] = asyncio.Event()
    async with Crew() as crew:
        lanes = lanes_of(work, Around(), crew)
        takes = asyncio.gather(*(lanes.take(update(n, chat)) for n, chat in ((1, 1), (2, 1), (3, 2))))
        await soon(lambda: work.done == [3])
        work.holds[1].set()
        await takes
        await crew.idle()
    assert work.done == [3, 1, 2]
    assert work.replied == [3, 1, 2]


async def test_an_update_is_done_before_its_reply_went_out() -> None:
    """The batch is confirmed by effects; a slow reply holds up no update, but keeps its place."""
    work = Work()
    work.reply_holds[1] = asyncio.Event()
    async with Crew() as crew:
        lanes = lanes_of(work, Around(), crew)
        await together(*(lanes.take(update(n)) for n in (1, 2, 3)))
        assert (work.done, work.replied) == ([1, 2, 3], [])
        work.reply_holds[1].set()
        await crew.idle()
    assert work.replied == [1, 2, 3]


async def test_a_commit_that_fails_twice_then_succeeds_is_done_once() -> None:
    """Commit failures are retried, in the update's own place."""
    work, around = Work(), Around()
    work.failures[1] = 2
    async with Crew() as crew:
        lanes = lanes_of(work, around, crew)
        await together(lanes.take(update(1)), lanes.take(update(2)))
        await crew.idle()
    assert (work.tried, work.done, work.replied) == ([1, 1, 1, 2], [1, 2], [1, 2])
    assert around.aside == []


async def test_what_fails_three_times_is_set_aside(caplog: pytest.LogCaptureFixture) -> None:
    """It is shown to whoever hosts the bot, and its sender gets an apology with the log's reference."""
    work, around, apologies = Work(), Around(), Apology()
    work.failures[1] = 3
    caplog.set_level(logging.DEBUG)
    async with Crew() as crew:
        lanes = lanes_of(work, around, crew, apologies)
        await together(lanes.take(update(1)), lanes.take(update(2)))
    assert work.done == [2]
    ((request, payload, error),) = around.aside
    ((number, reference),) = apologies
    assert (request, number, json.loads(payload)["update_id"]) == ("1", 1, 1)
    assert error == f"StorageBrokeError; reference {reference}"
    assert reference in caplog.text
    assert "secret" not in caplog.text


async def test_without_a_place_for_it_the_update_has_to_come_again() -> None:
    """Neither done nor set aside: Telegram must repeat it, and then it works."""
    work, around = Work(), Around(aside_fails=1)
    work.failures[1] = 3
    async with Crew() as crew:
        lanes = lanes_of(work, around, crew)
        with pytest.raises(NotKeptError):
            await lanes.take(update(1))
        await lanes.take(update(1))
    assert (work.done, around.aside) == ([1], [])


async def test_while_the_storage_is_away_nobody_overtakes() -> None:
    """Polling waits inside the chat's lane until the update is done."""
    work, around = Work(), Around(aside_fails=2)
    work.failures[1] = 7
    async with Crew() as crew:
        lanes = lanes_of(work, around, crew)
        await together(lanes.take(update(1), again_after=0.0), lanes.take(update(2), again_after=0.0))
    assert work.done == [1, 2]


async def test_an_update_that_comes_twice_is_done_once() -> None:
    """A webhook's repetition after a lost answer."""
    work = Work()
    async with Crew() as crew:
        lanes = lanes_of(work, Around(), crew)
        await together(lanes.take(update(1)), lanes.take(update(1)))
        await lanes.take(update(1))
    assert work.tried == [1]


async def test_memory_of_updates_is_bounded() -> None:
    """Ids jump after a quiet week, so a set is kept, and only so large."""
    work = Work()
    async with Crew() as crew:
        lanes = lanes_of(work, Around(), crew)
        for number in range(REMEMBERED + 1):
            await lanes.take(update(number))
        await lanes.take(update(0))
        await lanes.take(update(REMEMBERED))
    assert work.tried == [*range(REMEMBERED + 1), 0]


async def test_a_reply_that_breaks_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """It is logged without what it says."""

    async def broken() -> None:
        raise ValueError(update(1).to_json())

    async def work(given: Update) -> After:
        return After(at_once=broken, reply=broken)

    async with Crew() as crew:
        lanes = Lanes(work, lambda given, reference: NOTHING, Around().set_aside, crew, pauses=())
        await together(lanes.take(update(1)), lanes.take(update(2)))
        await crew.idle()
    assert caplog.text.count("a reply failed: ValueError") == 4
    assert "secret" not in caplog.text
