"""Faults on demand, as the real client sees them."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from tests.fakes.telegram import ALWAYS, Cut, Flood, Garbled, Page, Person, Refusal, Silence, TelegramServer
from tests.fakes.telegram.faults import Fault
from tests.fakes.telegram.library import bot_of


@pytest.fixture(autouse=True)
def _seconds_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client warns of its old type otherwise, and warnings are errors."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with bot_of(server, read_timeout=0.3) as connected:
        yield connected


def _arrived(server: TelegramServer, person: Person) -> list[str]:
    return [delivery.message["text"] for delivery in server.platform.journal.in_chat(person.id)]


@pytest.mark.parametrize(
    ("fault", "error", "arrived"),
    [
        (Flood(7), RetryAfter, False),
        (Refusal(400, "Bad Request: PEER_FLOOD"), BadRequest, False),
        (Page(502), NetworkError, False),
        (Page(500, acted=True), NetworkError, True),
        (Cut(), NetworkError, True),
        (Cut(acted=False), NetworkError, False),
        (Silence(), TimedOut, False),
        (Silence(acted=True), TimedOut, True),
        (Garbled(), TelegramError, True),
        (Garbled(acted=False), TelegramError, False),
    ],
)
async def test_a_fault_is_met_once_and_acts_as_told(
    server: TelegramServer, bot: Bot, ana: Person, fault: Fault, error: type[TelegramError], *, arrived: bool
) -> None:
    """The error says nothing about whether the message was sent; the next request goes well."""
    server.faults.add(fault, "sendMessage")
    with pytest.raises(error):
        await bot.send_message(ana.id, "x")
    assert _arrived(server, ana) == (["x"] if arrived else [])
    await bot.send_message(ana.id, "y")
    assert _arrived(server, ana)[-1] == "y"


async def test_a_fault_can_wait_and_repeat(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """Two good ones, then two floods, then all is well."""
    server.faults.add(Flood(1), "sendMessage", times=2, pass_first=2)
    outcomes = []
    for n in range(5):
        try:
            await bot.send_message(ana.id, str(n))
            outcomes.append("sent")
        except RetryAfter:
            outcomes.append("flood")
    assert outcomes == ["sent", "sent", "flood", "flood", "sent"]
    assert server.platform.limits.refused == 2


async def test_a_fault_can_be_meant_for_one_chat_or_for_all_methods(
    server: TelegramServer, bot: Bot, ana: Person
) -> None:
    """Others are untouched, until the faults are cleared."""
    ben = server.person("Ben", started=True)
    server.faults.add(Flood(1), chat_id=ana.id, times=ALWAYS)
    await bot.send_message(ben.id, "x")
    for _ in range(2):
        with pytest.raises(RetryAfter):
            await bot.send_message(ana.id, "x")
        with pytest.raises(RetryAfter):
            await bot.send_chat_action(ana.id, "typing")
    server.faults.clear()
    await bot.send_message(ana.id, "x")


async def test_requests_that_met_a_fault_are_written_down(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """With the status that the bot saw, 0 for none, and what was really done."""
    server.faults.add(Cut(), "sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(ana.id, "x")
    call = server.platform.journal.called("sendMessage")[0]
    assert (call.code, call.result["text"]) == (0, "x")


async def test_a_wrong_or_revoked_token_is_401(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """From the first request on, or in the middle of the work."""
    with pytest.raises(InvalidToken):
        async with bot_of(server, token="7000000000:wrong"):
            pass
    server.platform.token_valid = False
    with pytest.raises(InvalidToken):
        await bot.send_message(ana.id, "x")
    server.platform.token_valid = True
    assert await bot.send_message(ana.id, "x")


async def test_stopping_lets_a_silent_request_go(ana: Person, server: TelegramServer) -> None:
    """A server that is asked to end does not wait for the bot's patience."""
    async with bot_of(server, read_timeout=30) as patient:
        server.faults.add(Silence(), "sendMessage")
        waiting = asyncio.ensure_future(patient.send_message(ana.id, "x"))
        await asyncio.sleep(0.05)
        async with asyncio.timeout(3):
            await server.stop()
            with pytest.raises(NetworkError):
                await waiting


async def test_after_an_outage_everything_is_as_it_was(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """The server comes back at the same address with all it knew."""
    await bot.send_message(ana.id, "before")
    await server.stop()
    with pytest.raises(NetworkError):
        await bot.send_message(ana.id, "lost")
    await server.start(server.port)
    await bot.send_message(ana.id, "after")
    assert _arrived(server, ana) == ["before", "after"]
