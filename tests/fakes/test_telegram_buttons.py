"""Keyboards and presses: what Telegram takes, and how a press comes and is answered."""

import pytest
from telegram import Bot, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, Update, WebAppInfo
from telegram.error import BadRequest

from tests.fakes.telegram import ActError, Person, TelegramServer, labels

OLD_QUERY = r"^Query is too old and response timeout expired or query id is invalid$"


@pytest.fixture
def ana(server: TelegramServer) -> Person:
    return server.person("Ana", started=True, username="ana_learns", language_code="de")


def _keyboard(*rows: list[str]) -> InlineKeyboardMarkup:
    """Buttons whose data is their label in lower case."""
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(name, callback_data=name.lower()) for name in row] for row in rows]
    )


@pytest.mark.parametrize("size", [65, 0])
async def test_callback_data_is_1_to_64_bytes(bot: Bot, ana: Person, size: int) -> None:
    """BUTTON_DATA_INVALID, which the client does not check by itself."""
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="d" * size)]])
    with pytest.raises(BadRequest, match=r"^Button_data_invalid$"):
        await bot.send_message(ana.id, "x", reply_markup=markup)


async def test_callback_data_counts_bytes_and_not_characters(bot: Bot, ana: Person) -> None:
    """32 characters of two bytes fit, 33 do not."""
    fits = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="é" * 32)]])
    assert (await bot.send_message(ana.id, "x", reply_markup=fits)).reply_markup == fits
    too_long = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="é" * 33)]])
    with pytest.raises(BadRequest, match=r"^Button_data_invalid$"):
        await bot.send_message(ana.id, "x", reply_markup=too_long)


@pytest.mark.parametrize("rows", [[["x"] * 9], [["x"]] * 101])
async def test_a_keyboard_has_8_buttons_a_row_and_100_in_all(bot: Bot, ana: Person, rows: list[list[str]]) -> None:
    """More is refused."""
    with pytest.raises(BadRequest, match=r"^Reply markup is too long$"):
        await bot.send_message(ana.id, "x", reply_markup=_keyboard(*rows))


async def test_a_keyboard_of_exactly_8_by_12_is_taken(bot: Bot, ana: Person) -> None:
    """The border itself is fine."""
    sent = await bot.send_message(ana.id, "x", reply_markup=_keyboard(*[["x"] * 8] * 12, ["y"] * 4))
    assert sent.reply_markup is not None
    assert sum(map(len, sent.reply_markup.inline_keyboard)) == 100


@pytest.mark.parametrize("url", ["http://localhost:8080/x", "not a link", "ftp://example.org"])
async def test_a_link_button_needs_a_public_address(bot: Bot, ana: Person, url: str) -> None:
    """Telegram refuses localhost, too."""
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("x", url=url)]])
    with pytest.raises(BadRequest, match=r"is invalid: wrong http url$"):
        await bot.send_message(ana.id, "x", reply_markup=markup)


async def test_a_button_that_does_nothing_is_refused_and_written_down(
    server: TelegramServer, bot: Bot, ana: Person
) -> None:
    """A button is of exactly one kind."""
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("x")]])
    with pytest.raises(BadRequest, match="text buttons are unallowed in the inline keyboard"):
        await bot.send_message(ana.id, "x", reply_markup=markup)
    complaints = [violation.complaint for violation in server.violations]
    server.violations.clear()
    assert complaints in ([], ["reply_markup.inline_keyboard[0][0] must be of exactly one kind, not []"])


async def test_mini_app_buttons_are_for_private_chats(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """BUTTON_TYPE_INVALID in groups."""
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("x", web_app=WebAppInfo("https://example.org"))]])
    assert await bot.send_message(ana.id, "x", reply_markup=markup)
    group = server.group("Study", ana, bot="member")
    with pytest.raises(BadRequest, match=r"^Button_type_invalid$"):
        await bot.send_message(group.id, "x", reply_markup=markup)


async def test_a_forced_reply_is_no_keyboard(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """It is seen in the request, not in the message."""
    sent = await bot.send_message(ana.id, "x", reply_markup=ForceReply(selective=True))
    assert sent.reply_markup is None
    call = server.platform.journal.called("sendMessage")[0]
    assert call.params["reply_markup"] == {"force_reply": True, "selective": True}


async def test_a_press_comes_as_a_callback_query_and_is_answered(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """With the person, the message as it is now, and the data."""
    await bot.send_message(ana.id, "Logged", reply_markup=_keyboard(["Undo", "Edit"], ["More"]))
    message = await server.message(ana.id, "Logged")
    assert labels(message) == [["Undo", "Edit"], ["More"]]
    query_id = ana.press(message, "Undo")
    updates = await bot.get_updates()
    query = updates[-1].callback_query
    assert query is not None
    assert (query.id, query.data, query.from_user.id, query.from_user.language_code) == (query_id, "undo", ana.id, "de")
    assert query.message is not None
    assert query.message.message_id == message["message_id"]
    await query.answer("Undone", show_alert=True)
    answer = await server.answer(query_id)
    assert (answer["text"], answer["show_alert"]) == ("Undone", True)


async def test_a_query_is_answered_once(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """The second answer finds the query gone."""
    await bot.send_message(ana.id, "Logged", reply_markup=_keyboard(["Undo"]))
    query_id = ana.press(await server.message(ana.id), "undo")
    assert await bot.answer_callback_query(query_id)
    with pytest.raises(BadRequest, match=OLD_QUERY):
        await bot.answer_callback_query(query_id)


async def test_a_query_lives_15_seconds(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """Then it is too old."""
    await bot.send_message(ana.id, "Logged", reply_markup=_keyboard(["Undo"]))
    query_id = ana.press(await server.message(ana.id), "Undo")
    server.platform.clock.advance(16)
    with pytest.raises(BadRequest, match=OLD_QUERY):
        await bot.answer_callback_query(query_id)


async def test_an_answer_has_200_characters_or_a_link_to_the_bot(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """Longer texts and other links are refused, and the query is still open after that."""
    await bot.send_message(ana.id, "Logged", reply_markup=_keyboard(["Undo"]))
    query_id = ana.press(await server.message(ana.id), "Undo")
    with pytest.raises(BadRequest, match=r"^Message_too_long$"):
        await bot.answer_callback_query(query_id, "x" * 201)
    with pytest.raises(BadRequest, match=r"^Url_invalid$"):
        await bot.answer_callback_query(query_id, url="https://example.org")
    assert await bot.answer_callback_query(query_id, url="t.me/pacekeeper_bot?start=join_5")


async def test_only_what_is_on_the_message_can_be_pressed(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """A forged press goes through with any data; a deleted message takes none."""
    sent = await bot.send_message(ana.id, "Logged", reply_markup=_keyboard(["Undo"]))
    message = await server.message(ana.id)
    with pytest.raises(ActError, match="no button 'Redo'"):
        ana.press(message, "Redo")
    ana.press(message, "v9:forged", forged=True)
    updates = await bot.get_updates()
    assert updates[-1].callback_query is not None
    assert updates[-1].callback_query.data == "v9:forged"
    await bot.delete_message(ana.id, sent.message_id)
    with pytest.raises(ActError, match="no such message"):
        ana.press(message, "Undo")


async def test_a_button_that_an_edit_took_away_cannot_be_pressed(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """An edit without reply_markup removes the keyboard."""
    sent = await bot.send_message(ana.id, "Logged", reply_markup=_keyboard(["Undo"]))
    await bot.edit_message_text("Undone", ana.id, sent.message_id)
    with pytest.raises(ActError, match="no button"):
        ana.press(await server.message(ana.id), "Undo")


async def test_anybody_in_a_group_can_press_and_nobody_outside(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """Privacy mode does not keep presses away."""
    ben, cem = server.person("Ben"), server.person("Cem")
    group = server.group("Study", ana, ben, bot="member")
    await bot.send_message(group.id, "Card", reply_markup=_keyboard(["Log"]))
    card = await server.message(group.id)
    ben.press(card, "Log")
    (update,) = await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    assert update.callback_query is not None
    assert update.callback_query.from_user.id == ben.id
    with pytest.raises(ActError, match="Cem is not in the chat"):
        cem.press(card, "Log")


async def test_a_link_button_leads_into_the_private_chat(server: TelegramServer, bot: Bot) -> None:
    """Somebody who never wrote to the bot presses Start there, with the link's parameter."""
    ben = server.person("Ben")
    group = server.group("Study", ben, bot="member")
    link = InlineKeyboardButton("Answer in private", url="https://t.me/pacekeeper_bot?start=log_9")
    other = InlineKeyboardButton("Read", url="https://example.org")
    await bot.send_message(group.id, "Let's go on in private.", reply_markup=InlineKeyboardMarkup([[link, other]]))
    line = await server.message(group.id)
    ben.follow(line, "Answer in private")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert (update.message.text, update.message.chat.id) == ("/start log_9", ben.id)
    with pytest.raises(ActError, match="no button 'Read' that leads to the bot"):
        ben.follow(line, "Read")
    with pytest.raises(ActError, match="opens something and tells the bot nothing"):
        ben.press(line, "Read")
