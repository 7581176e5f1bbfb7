"""Edits, deletions and pins through the real client."""

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from tests.fakes.telegram import Person, TelegramServer, labels

SAME = (
    "Message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Undo", callback_data="u")]])


async def test_an_edit_changes_the_message_in_place(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """The id stays, the text is new, and the date of the edit is there."""
    sent = await bot.send_message(ana.id, "Today: 1 flow")
    edited = await bot.edit_message_text("Today: <b>2</b> flows", ana.id, sent.message_id, parse_mode="HTML")
    assert not isinstance(edited, bool)
    assert (edited.message_id, edited.text) == (sent.message_id, "Today: 2 flows")
    assert edited.edit_date is not None
    assert (await server.message(ana.id, change="edited"))["text"] == "Today: 2 flows"
    assert (await server.message(ana.id))["text"] == "Today: 1 flow"


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, ana: Person) -> None:
    """Same text, entities and keyboard: "message is not modified", which means that all is well."""
    sent = await bot.send_message(ana.id, "<b>x</b>", parse_mode="HTML", reply_markup=KEYBOARD)
    with pytest.raises(BadRequest) as caught:
        await bot.edit_message_text("<b>x</b>", ana.id, sent.message_id, parse_mode="HTML", reply_markup=KEYBOARD)
    assert caught.value.message == SAME
    with pytest.raises(BadRequest) as caught:
        await bot.edit_message_reply_markup(ana.id, sent.message_id, reply_markup=KEYBOARD)
    assert caught.value.message == SAME


async def test_other_entities_are_a_change(bot: Bot, ana: Person) -> None:
    """The same words in bold are another content."""
    sent = await bot.send_message(ana.id, "x")
    assert await bot.edit_message_text("<b>x</b>", ana.id, sent.message_id, parse_mode="HTML")


async def test_the_keyboard_alone_can_be_changed(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """Taken off and put on again, the text stays."""
    sent = await bot.send_message(ana.id, "x", reply_markup=KEYBOARD)
    await bot.edit_message_reply_markup(ana.id, sent.message_id)
    assert labels(await server.message(ana.id, change="edited")) == []
    await bot.edit_message_reply_markup(ana.id, sent.message_id, reply_markup=KEYBOARD)
    assert labels(await server.message(ana.id, "x", change="edited")) == [["Undo"]]


async def test_a_missing_message_cannot_be_edited(bot: Bot, ana: Person) -> None:
    """Nor one that was deleted."""
    with pytest.raises(BadRequest, match=r"^Message to edit not found$"):
        await bot.edit_message_text("x", ana.id, 99)
    sent = await bot.send_message(ana.id, "x")
    assert await bot.delete_message(ana.id, sent.message_id)
    with pytest.raises(BadRequest, match=r"^Message to edit not found$"):
        await bot.edit_message_text("y", ana.id, sent.message_id)
    with pytest.raises(BadRequest, match=r"^Message to delete not found$"):
        await bot.delete_message(ana.id, sent.message_id)


async def test_the_bot_edits_only_its_own_messages(bot: Bot, ana: Person) -> None:
    """Somebody else's words stay theirs."""
    said = ana.tell("mine")
    with pytest.raises(BadRequest, match=r"^Message can't be edited$"):
        await bot.edit_message_text("x", ana.id, said["message_id"])


async def test_text_and_caption_are_edited_each_by_its_own_method(bot: Bot, ana: Person) -> None:
    """A document has no text, a text no caption."""
    sent = await bot.send_document(ana.id, b"x", filename="x.txt")
    with pytest.raises(BadRequest, match=r"^There is no text in the message to edit$"):
        await bot.edit_message_text("x", ana.id, sent.message_id)
    written = await bot.send_message(ana.id, "x")
    with pytest.raises(BadRequest, match=r"^There is no caption in the message to edit$"):
        await bot.edit_message_caption(ana.id, written.message_id, caption="x")


async def test_a_group_message_of_the_bot_is_deleted_within_48_hours(
    server: TelegramServer, bot: Bot, ana: Person
) -> None:
    """Later, and others' messages at all, only as an administrator."""
    group = server.group("Study", ana, bot="member")
    sent = await bot.send_message(group.id, "x")
    said = ana.say(group.id, "y")
    with pytest.raises(BadRequest, match=r"^Message can't be deleted for everyone$"):
        await bot.delete_message(group.id, said["message_id"])
    server.platform.clock.advance(48 * 3600 + 1)
    with pytest.raises(BadRequest, match=r"^Message can't be deleted for everyone$"):
        await bot.delete_message(group.id, sent.message_id)
    ana.promote(group.id, server.platform.bot.id)
    assert await bot.delete_message(group.id, sent.message_id)
    assert await bot.delete_message(group.id, said["message_id"])


async def test_pinning_in_a_group_takes_a_right(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """In private it does not."""
    sent = await bot.send_message(ana.id, "x")
    assert await bot.pin_chat_message(ana.id, sent.message_id)
    group = server.group("Study", ana, bot="member")
    card = await bot.send_message(group.id, "card")
    with pytest.raises(BadRequest, match=r"^Not enough rights to manage pinned messages in the chat$"):
        await bot.pin_chat_message(group.id, card.message_id)
    ana.promote(group.id, server.platform.bot.id)
    assert await bot.pin_chat_message(group.id, card.message_id, disable_notification=True)
    pinned = (await bot.get_chat(group.id)).pinned_message
    assert pinned is not None
    assert pinned.message_id == card.message_id
    assert await bot.unpin_chat_message(group.id, card.message_id)
    assert (await bot.get_chat(group.id)).pinned_message is None
    with pytest.raises(BadRequest, match=r"^Message to pin not found$"):
        await bot.pin_chat_message(group.id, 999)
