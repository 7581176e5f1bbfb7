"""What the bot may send, to whom, and the refusals, through the real client."""

import struct

import pytest
from telegram import Bot, InputMediaPhoto, MessageEntity, ReplyParameters
from telegram.error import BadRequest, Forbidden

from tests.fakes.telegram import TelegramServer


def _png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\x06\0\0\0"


async def test_a_message_arrives_with_its_text_and_entities(server: TelegramServer, bot: Bot) -> None:
    """The client gets back what Telegram keeps, and a test sees the same."""
    ana = server.person("Ana", started=True)
    sent = await bot.send_message(ana.id, "<b>90 min</b> on <i>vectors</i>", parse_mode="HTML")
    assert sent.text == "90 min on vectors"
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [
        (MessageEntity.BOLD, 0, 6),
        (MessageEntity.ITALIC, 10, 7),
    ]
    assert sent.from_user is not None
    assert sent.from_user.username == "pacekeeper_bot"
    kept = await server.message(ana.id, r"^90 min")
    assert kept["message_id"] == sent.message_id


async def test_each_message_is_handed_out_once(server: TelegramServer, bot: Bot) -> None:
    """Waiting again for the same words means the next message."""
    ana = server.person("Ana", started=True)
    first = await bot.send_message(ana.id, "again")
    second = await bot.send_message(ana.id, "again")
    assert (await server.message(ana.id, "again"))["message_id"] == first.message_id
    assert (await server.message(ana.id, "again"))["message_id"] == second.message_id
    with pytest.raises(TimeoutError, match=r"no sent message 'again' .* 'again'"):
        await server.message(ana.id, "again", within=0.02)


async def test_nobody_is_written_to_before_they_pressed_start(server: TelegramServer, bot: Bot) -> None:
    """403: a bot cannot begin a conversation."""
    ana = server.person("Ana")
    with pytest.raises(Forbidden, match=r"^Forbidden: bot can't initiate conversation with a user$"):
        await bot.send_message(ana.id, "hello")
    ana.start()
    assert (await bot.send_message(ana.id, "hello")).text == "hello"


async def test_a_person_who_blocked_the_bot_gets_nothing_until_they_restart_it(
    server: TelegramServer, bot: Bot
) -> None:
    """403, and again 200 after Start."""
    ana = server.person("Ana", started=True)
    ana.block()
    with pytest.raises(Forbidden, match=r"^Forbidden: bot was blocked by the user$"):
        await bot.send_message(ana.id, "hello")
    ana.start()
    assert (await bot.send_message(ana.id, "hello")).text == "hello"


async def test_a_deleted_account_is_told_apart(server: TelegramServer, bot: Bot) -> None:
    """403 with words of its own."""
    ana = server.person("Ana", started=True)
    ana.vanish()
    with pytest.raises(Forbidden, match=r"^Forbidden: user is deactivated$"):
        await bot.send_message(ana.id, "hello")


async def test_an_unknown_chat_is_not_found(bot: Bot) -> None:
    """400, for numbers and for names."""
    for chat in (123456, "@nobody_here"):
        with pytest.raises(BadRequest, match=r"^Chat not found$"):
            await bot.send_message(chat, "hello")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "Message text is empty"),
        ("   ", "Text must be non-empty"),
        ("<b></b>", "Text must be non-empty"),
        ("x" * 4097, "Message is too long"),
        ("😀" * 2049, "Message is too long"),
        ("<p>x</p>", """Can't parse entities: unsupported start tag "p" at byte offset 0"""),
    ],
)
async def test_a_text_that_telegram_would_not_take_is_refused(
    server: TelegramServer, bot: Bot, text: str, complaint: str
) -> None:
    """400: empty, above 4,096 UTF-16 units, or HTML that it cannot read."""
    ana = server.person("Ana", started=True)
    with pytest.raises(BadRequest) as caught:
        await bot.send_message(ana.id, text, parse_mode="HTML")
    assert caught.value.message.lower() == complaint.lower()
    assert server.platform.journal.in_chat(ana.id) == []


async def test_the_limit_counts_after_the_markup_is_read(server: TelegramServer, bot: Bot) -> None:
    """4,096 characters fit however long their tags are."""
    ana = server.person("Ana", started=True)
    sent = await bot.send_message(ana.id, f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    assert sent.text is not None
    assert len(sent.text) == 4096


async def test_a_photo_arrives_with_its_sides_and_caption(server: TelegramServer, bot: Bot) -> None:
    """The file is kept, so that a test can look at it, and can be sent again by its id."""
    ana = server.person("Ana", started=True)
    sent = await bot.send_photo(ana.id, _png(800, 400), caption="<b>Week 3</b>", parse_mode="HTML")
    assert (sent.photo[0].width, sent.photo[0].height, sent.caption) == (800, 400, "Week 3")
    assert server.platform.files[sent.photo[0].file_id].content == _png(800, 400)
    again = await bot.send_photo(ana.id, sent.photo[0].file_id)
    assert again.photo[0].file_id == sent.photo[0].file_id


@pytest.mark.parametrize(
    ("photo", "caption", "complaint"),
    [
        (_png(9000, 2000), "", "Photo_invalid_dimensions"),
        (_png(2100, 100), "", "Photo_invalid_dimensions"),
        (b"no picture", "", "Image_process_failed"),
        (_png(10, 10), "x" * 1025, "Message caption is too long"),
        ("unknown-file-id", "", "Wrong file identifier/http url specified"),
    ],
)
async def test_a_photo_that_telegram_would_not_take_is_refused(
    server: TelegramServer, bot: Bot, photo: bytes | str, caption: str, complaint: str
) -> None:
    """Sides up to 10,000 together and 1:20, captions up to 1,024."""
    ana = server.person("Ana", started=True)
    with pytest.raises(BadRequest) as caught:
        await bot.send_photo(ana.id, photo, caption=caption)
    assert caught.value.message.lower() == complaint.lower()


async def test_a_document_keeps_its_name(server: TelegramServer, bot: Bot) -> None:
    """An export arrives as the file that was sent."""
    ana = server.person("Ana", started=True)
    sent = await bot.send_document(ana.id, b"day,minutes\n", filename="log.csv", caption="Your log")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size, sent.caption) == ("log.csv", 12, "Your log")


async def test_a_picture_can_be_exchanged_in_place(server: TelegramServer, bot: Bot) -> None:
    """editMessageMedia replaces the photo and the caption."""
    ana = server.person("Ana", started=True)
    sent = await bot.send_photo(ana.id, _png(10, 10), caption="old")
    await bot.edit_message_media(InputMediaPhoto(_png(20, 10), caption="new"), ana.id, sent.message_id)
    edited = await server.message(ana.id, "new", change="edited")
    assert edited["photo"][0]["width"] == 20
    await bot.edit_message_caption(ana.id, sent.message_id, caption="newer")
    assert (await server.message(ana.id, "newer", change="edited"))["photo"] == edited["photo"]


async def test_a_reply_shows_what_it_answers(server: TelegramServer, bot: Bot) -> None:
    """400 if that message is gone, unless the bot allows for it."""
    ana = server.person("Ana", started=True)
    asked = ana.tell("how?")
    sent = await bot.send_message(ana.id, "so", reply_parameters=ReplyParameters(asked["message_id"]))
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "how?"
    with pytest.raises(BadRequest, match=r"^Message to be replied not found$"):
        await bot.send_message(ana.id, "so", reply_parameters=ReplyParameters(9999))
    loose = ReplyParameters(9999, allow_sending_without_reply=True)
    assert (await bot.send_message(ana.id, "so", reply_parameters=loose)).reply_to_message is None


async def test_typing_is_shown_only_where_the_bot_may_write(server: TelegramServer, bot: Bot) -> None:
    """sendChatAction is refused like a message, and for an action that does not exist."""
    ana, ben = server.person("Ana", started=True), server.person("Ben")
    assert await bot.send_chat_action(ana.id, "typing")
    with pytest.raises(Forbidden):
        await bot.send_chat_action(ben.id, "typing")
    with pytest.raises(BadRequest, match="Wrong parameter action in request"):
        await bot.send_chat_action(ana.id, "dancing")


async def test_every_request_is_written_down(server: TelegramServer, bot: Bot) -> None:
    """Method, parameters as values, time, and how it was answered."""
    ana = server.person("Ana", started=True)
    await bot.send_message(ana.id, "x", disable_notification=True)
    call = server.platform.journal.called("sendMessage")[0]
    assert call.params == {"chat_id": ana.id, "text": "x", "disable_notification": True}
    assert (call.code, call.result["text"]) == (200, "x")
    assert call.at <= server.platform.clock.steady()
