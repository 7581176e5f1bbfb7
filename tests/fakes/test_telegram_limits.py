"""Telegram's own limits on sending, switched on."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from tests.fakes.telegram import TelegramServer
from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.limits import Limits


@pytest.fixture(autouse=True)
def _seconds_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client warns of its old type otherwise, and warnings are errors."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(limits=True) as running:
        yield running


def _seconds(caught: pytest.ExceptionInfo[RetryAfter]) -> float:
    retry_after = caught.value.retry_after
    return retry_after.total_seconds() if isinstance(retry_after, timedelta) else retry_after


async def test_a_private_chat_takes_three_at_once_and_then_one_a_second(server: TelegramServer, bot: Bot) -> None:
    """The fourth is told to wait."""
    ana = server.person("Ana", started=True)
    for _ in range(3):
        await bot.send_message(ana.id, "x")
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(ana.id, "x")
    assert _seconds(caught) == 1
    server.platform.clock.advance(1)
    await bot.send_message(ana.id, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(ana.id, "x")
    limits = server.platform.limits
    assert (limits.refused, limits.busiest_chat_second) == (2, 3)


async def test_a_group_takes_one_a_second(server: TelegramServer, bot: Bot) -> None:
    """Strictly: no burst."""
    group = server.group("Study", server.person("Ana"), bot="member")
    await bot.send_message(group.id, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(group.id, "x")
    server.platform.clock.advance(1)
    await bot.send_message(group.id, "x")


async def test_a_group_takes_twenty_a_minute_edits_included(server: TelegramServer, bot: Bot) -> None:
    """The twenty-first waits until the first is a minute old."""
    clock = server.platform.clock
    group = server.group("Study", server.person("Ana"), bot="member")
    sent = await bot.send_message(group.id, "0")
    for n in range(1, 20):
        clock.advance(1)
        await bot.edit_message_text(str(n), group.id, sent.message_id)
    clock.advance(1)
    for attempt in (bot.send_message(group.id, "x"), bot.edit_message_text("x", group.id, sent.message_id)):
        with pytest.raises(RetryAfter) as caught:
            await attempt
        assert 39 <= _seconds(caught) <= 40
    clock.advance(40)
    await bot.send_message(group.id, "x")
    assert server.platform.limits.busiest_group_minute == 20


async def test_thirty_a_second_are_taken_over_all_chats(server: TelegramServer, bot: Bot) -> None:
    """The thirty-first is refused and not counted against the bot."""
    people = [server.person(f"P{n}", started=True) for n in range(31)]
    platform = server.platform
    for person in people[:29]:
        platform.limits.admit(person.id, private=True)
    await bot.send_message(people[29].id, "x")
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(people[30].id, "x")
    assert _seconds(caught) == 1
    platform.clock.advance(1)
    await bot.send_message(people[30].id, "x")
    assert platform.limits.busiest_second == 30


async def test_a_refused_message_is_not_sent(server: TelegramServer, bot: Bot) -> None:
    """429 means that nothing happened."""
    group = server.group("Study", server.person("Ana"), bot="member")
    await bot.send_message(group.id, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(group.id, "y")
    assert [d.message["text"] for d in server.platform.journal.in_chat(group.id)] == ["x"]


def test_nothing_is_refused_unless_switched_on_but_all_is_counted() -> None:
    """The counts tell how a sender behaved even where it was not stopped."""
    limits = Limits(Clock(), enforced=False)
    for _ in range(100):
        limits.admit(-5, private=False)
    assert (limits.busiest_second, limits.busiest_chat_second, limits.busiest_group_minute) == (100, 100, 100)
