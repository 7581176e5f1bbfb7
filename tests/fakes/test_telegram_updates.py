"""Long polls: numbering, confirming, filtering, holding, and two pollers."""

import asyncio
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.error import Conflict
from telegram.ext import CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from tests.fakes.telegram import ActError, Person, TelegramServer
from tests.fakes.telegram.library import bot_of, polling

Context = ContextTypes.DEFAULT_TYPE


def _texts(updates: tuple[Update, ...]) -> list[str | None]:
    return [update.effective_message.text if update.effective_message else None for update in updates]


async def test_start_arrives_as_a_command_with_its_parameter(server: TelegramServer, bot: Bot) -> None:
    """A deep link's parameter, up to 64 characters, stands after /start."""
    ben = server.person("Ben")
    ben.start("join_42")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert (update.message.text, update.message.chat.type) == ("/start join_42", "private")
    assert [entity.type for entity in update.message.entities] == ["bot_command"]
    for wrong in ("x" * 65, "a b", "ä"):
        with pytest.raises(ActError, match="start parameter"):
            ben.start(wrong)


async def test_updates_come_again_until_they_are_confirmed(ana: Person, bot: Bot) -> None:
    """An offset above an update's id confirms it and all before it."""
    for text in "abc":
        ana.tell(text)
    updates = await bot.get_updates()
    assert _texts(updates) == ["a", "b", "c"]
    assert [update.update_id - updates[0].update_id for update in updates] == [0, 1, 2]
    assert _texts(await bot.get_updates(offset=updates[1].update_id)) == ["b", "c"]
    assert _texts(await bot.get_updates(limit=1)) == ["b"]
    assert _texts(await bot.get_updates(offset=-1)) == ["c"]
    assert _texts(await bot.get_updates()) == ["c"]


async def test_a_poll_is_held_until_something_happens(ana: Person, bot: Bot) -> None:
    """It returns at once with what came, or empty after its time."""
    poll = asyncio.ensure_future(bot.get_updates(timeout=10))
    await asyncio.sleep(0.02)
    assert not poll.done()
    ana.tell("hello")
    assert _texts(await asyncio.wait_for(poll, 2)) == ["hello"]


async def test_a_poll_without_news_ends_empty_after_its_time(bot: Bot) -> None:
    """One second was asked for."""
    assert await bot.get_updates(timeout=1) == ()


async def test_a_second_poller_ends_the_first_with_409(server: TelegramServer, ana: Person, bot: Bot) -> None:
    """Only one process may receive."""
    first = asyncio.ensure_future(bot.get_updates(timeout=10))
    await asyncio.sleep(0.02)
    async with bot_of(server) as other:
        second = asyncio.ensure_future(other.get_updates(timeout=10))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        ana.tell("who hears?")
        assert _texts(await second) == ["who hears?"]


async def test_a_poller_that_went_away_is_no_conflict(server: TelegramServer, ana: Person, bot: Bot) -> None:
    """Its connection closed, so a restarted bot polls on without an error."""
    first = asyncio.ensure_future(bot.get_updates(timeout=10))
    await asyncio.sleep(0.02)
    first.cancel()
    await asyncio.wait([first])
    ana.tell("hello")
    assert _texts(await bot.get_updates(timeout=2)) == ["hello"]
    assert all(call.code == 200 for call in server.platform.journal.calls.items)


async def test_the_kinds_that_were_asked_for_are_remembered(server: TelegramServer, ana: Person, bot: Bot) -> None:
    """allowed_updates holds for later requests, too; an empty list means the default again."""
    ben = server.person("Ben")
    group = server.group("Study", ana, bot="administrator")
    ben.join(group.id)
    assert [update.chat_member for update in await bot.get_updates(offset=-1)] == [None]
    await bot.get_updates(offset=-1, allowed_updates=["chat_member"])
    await bot.get_updates(offset=server.platform.inbox.last_id + 1)
    ana.tell("not asked for")
    ben.leave(group.id)
    (update,) = await bot.get_updates()
    assert update.chat_member is not None
    await bot.get_updates(offset=update.update_id + 1, allowed_updates=[])
    ana.tell("asked for again")
    assert _texts(await bot.get_updates()) == ["asked for again"]


async def test_an_old_update_can_come_again(server: TelegramServer, ana: Person, bot: Bot) -> None:
    """The same id and content, although it was confirmed."""
    ana.tell("once")
    (update,) = await bot.get_updates()
    assert await bot.get_updates(offset=update.update_id + 1) == ()
    server.platform.inbox.replay(update.update_id)
    (again,) = await bot.get_updates(offset=update.update_id + 1)
    assert again == update
    with pytest.raises(ActError, match="there was no update 5"):
        server.platform.inbox.replay(5)


async def test_ids_may_begin_anew_after_a_quiet_week(server: TelegramServer, ana: Person, bot: Bot) -> None:
    """The next id can be lower than the last."""
    ana.tell("a")
    (update,) = await bot.get_updates()
    await bot.get_updates(offset=update.update_id + 1)
    server.platform.inbox.jump(77)
    ana.tell("b")
    assert [later.update_id for later in await bot.get_updates()] == [77]


async def test_an_edited_message_comes_as_such(ana: Person, bot: Bot) -> None:
    """Not as a new one."""
    said = ana.tell("/log 50")
    ana.edit(said, "/log 60")
    _, update = await bot.get_updates()
    assert update.message is None
    assert update.edited_message is not None
    assert update.edited_message.text == "/log 60"


async def test_a_conversation_with_a_running_application(server: TelegramServer, ana: Person) -> None:
    """Commands, words and presses reach the real client's handlers, and their answers come back."""

    async def log(update: Update, context: Context) -> None:
        assert update.message is not None
        keyboard = {"inline_keyboard": [[{"text": "Undo", "callback_data": "undo"}]]}
        minutes = (context.args or ["?"])[0]
        await update.message.reply_text(f"Logged {minutes}", api_kwargs={"reply_markup": keyboard})

    async def undo(update: Update, _: Context) -> None:
        assert update.callback_query is not None
        await update.callback_query.answer()
        await update.callback_query.edit_message_text("Undone")

    async def echo(update: Update, _: Context) -> None:
        assert update.message is not None
        await update.message.reply_text(f"You said {update.message.text}")

    handlers: list[Any] = [
        CommandHandler("log", log),
        CallbackQueryHandler(undo),
        MessageHandler(filters.TEXT & ~filters.COMMAND, echo),
    ]
    async with polling(server, *handlers):
        ana.tell("hello")
        await server.message(ana.id, "You said hello")
        ana.tell("/log 50")
        receipt = await server.message(ana.id, "Logged 50")
        query_id = ana.press(receipt, "Undo")
        await server.answer(query_id)
        assert (await server.message(ana.id, change="edited"))["text"] == "Undone"
    assert server.platform.inbox.waiting == {}


async def test_people_send_other_things_than_words(ana: Person, bot: Bot) -> None:
    """They come as they are, without a text."""
    ana.send(ana.id, {"location": {"latitude": 52.5, "longitude": 13.4}})
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.text is None
    assert update.message.location is not None
