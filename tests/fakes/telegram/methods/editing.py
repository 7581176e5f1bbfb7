"""Methods that change, remove or pin messages."""

from tests.fakes.telegram.access import own_message, reach
from tests.fakes.telegram.keyboard import inline_markup
from tests.fakes.telegram.mentions import resolved
from tests.fakes.telegram.methods.sending import caption_of, document_card, photo_sizes
from tests.fakes.telegram.platform import Platform
from tests.fakes.telegram.reading import Ask
from tests.fakes.telegram.refusals import bad
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.wording import worded_caption, worded_text
from tests.fakes.telegram.world import Chat

DELETE_WITHIN_S = 48 * 3600


def _amend(platform: Platform, ask: Ask, chat: Chat, message: Json, changes: Json) -> Json:
    changes["reply_markup"] = inline_markup(ask.params.get("reply_markup"), private=chat.private)
    if all(message.get(key) == value for key, value in changes.items()):
        raise bad(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    platform.limits.admit(chat.id, private=chat.private, edit=True)
    return platform.amend(chat, message, changes)


def edit_message_text(platform: Platform, ask: Ask) -> Json:
    """editMessageText; a request without reply_markup takes the keyboard away."""
    text, entities = worded_text(ask.text("text"), ask.text("parse_mode"), ask.items("entities"))
    chat = reach(platform, ask, write=True)
    entities = resolved(platform.world, chat, entities)
    message = own_message(chat, ask, platform.bot)
    if "text" not in message:
        raise bad("there is no text in the message to edit")
    return _amend(platform, ask, chat, message, {"text": text, "entities": entities or None})


def edit_message_caption(platform: Platform, ask: Ask) -> Json:
    """editMessageCaption."""
    caption = caption_of(ask)
    chat = reach(platform, ask, write=True)
    message = own_message(chat, ask, platform.bot)
    if "text" in message:
        raise bad("there is no caption in the message to edit")
    changes: Json = {key: caption.get(key) for key in ("caption", "caption_entities")}
    return _amend(platform, ask, chat, message, changes)


def edit_message_media(platform: Platform, ask: Ask) -> Json:
    """editMessageMedia, for photos and documents."""
    media = ask.params.get("media")
    if not isinstance(media, dict):
        raise bad("can't parse input media JSON object")
    chat = reach(platform, ask, write=True)
    message = own_message(chat, ask, platform.bot)
    reference = str(media.get("media", ""))
    changes: Json = dict.fromkeys(("text", "entities", "photo", "document"))
    match media.get("type"):
        case "photo":
            changes["photo"] = photo_sizes(platform, ask, reference)
        case "document":
            changes["document"] = document_card(platform, ask, reference)
        case other:
            raise bad(f"type {other} of input media is unsupported")
    caption, entities = worded_caption(
        str(media.get("caption", "")), str(media.get("parse_mode", "")), media.get("caption_entities", [])
    )
    changes |= {"caption": caption or None, "caption_entities": entities or None}
    return _amend(platform, ask, chat, message, changes)


def edit_message_reply_markup(platform: Platform, ask: Ask) -> Json:
    """editMessageReplyMarkup."""
    chat = reach(platform, ask, write=True)
    return _amend(platform, ask, chat, own_message(chat, ask, platform.bot), {})


def delete_message(platform: Platform, ask: Ask) -> bool:
    """deleteMessage: the bot's own within 48 hours, others' as an administrator of a group."""
    chat = reach(platform, ask, write=False)
    message = chat.messages.get(ask.whole("message_id"))
    if message is None:
        raise bad("message to delete not found")
    leads = not chat.private and chat.led_by(platform.bot.id)
    own = message["from"]["id"] == platform.bot.id or chat.private
    fresh = platform.clock.unix() - message["date"] < DELETE_WITHIN_S
    if not (leads or (own and fresh)):
        raise bad("message can't be deleted for everyone")
    del chat.messages[message["message_id"]]
    if message["message_id"] in chat.pinned:
        chat.pinned.remove(message["message_id"])
    platform.journal.deliver("deleted", message)
    return True


def _pinnable(platform: Platform, ask: Ask, what: str) -> tuple[Chat, int]:
    chat = reach(platform, ask, write=True)
    if not chat.private and not chat.led_by(platform.bot.id):
        raise bad("not enough rights to manage pinned messages in the chat")
    message_id = ask.whole("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.messages:
        raise bad(f"message to {what} not found")
    return chat, message_id


def pin_chat_message(platform: Platform, ask: Ask) -> bool:
    """pinChatMessage; pinning a pinned message is fine."""
    chat, message_id = _pinnable(platform, ask, "pin")
    if message_id not in chat.pinned:
        chat.pinned.append(message_id)
    return True


def unpin_chat_message(platform: Platform, ask: Ask) -> bool:
    """unpinChatMessage; without a message the newest pinned one."""
    chat, message_id = _pinnable(platform, ask, "unpin")
    if message_id in chat.pinned:
        chat.pinned.remove(message_id)
    return True
