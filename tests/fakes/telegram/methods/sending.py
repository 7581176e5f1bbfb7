"""Methods that write new messages."""

import math
import struct

from tests.fakes.telegram.access import brief, reach, replied_to, thread_of
from tests.fakes.telegram.keyboard import inline_markup
from tests.fakes.telegram.mentions import resolved
from tests.fakes.telegram.platform import Platform
from tests.fakes.telegram.reading import Ask
from tests.fakes.telegram.refusals import bad, too_many
from tests.fakes.telegram.shapes import Json, Upload
from tests.fakes.telegram.wording import worded_caption, worded_text

PHOTO_BYTES = 10 * 1024 * 1024
DOCUMENT_BYTES = 50 * 1024 * 1024
PHOTO_SIDES = 10_000
PHOTO_RATIO = 20
ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def write(platform: Platform, ask: Ask, content: Json) -> Json:
    """Post a message with this content where the request says."""
    chat = reach(platform, ask, write=True)
    thread_id = thread_of(chat, ask, platform.bot)
    markup = inline_markup(ask.params.get("reply_markup"), private=chat.private)
    answered = replied_to(chat, ask)
    if answered is not None:
        if thread_id is None and answered.get("is_topic_message"):
            thread_id = answered["message_thread_id"]
        content["reply_to_message"] = brief(answered)
    if markup is not None:
        content["reply_markup"] = markup
    now = platform.clock.steady()
    if chat.slow and not chat.led_by(platform.bot.id):
        left = chat.bot_wrote_at + chat.slow - now
        if left > 0:
            raise too_many(math.ceil(left))
    platform.limits.admit(chat.id, private=chat.private)
    chat.bot_wrote_at = now
    return platform.speak(chat, content, thread_id)


def send_message(platform: Platform, ask: Ask) -> Json:
    """sendMessage."""
    text, entities = worded_text(ask.text("text"), ask.text("parse_mode"), ask.items("entities"))
    content: Json = {"text": text}
    if entities := resolved(platform.world, reach(platform, ask, write=True), entities):
        content["entities"] = entities
    return write(platform, ask, content)


def caption_of(ask: Ask) -> Json:
    """The caption's fields of a message, none if there is no caption."""
    caption = ask.text("caption")
    text, entities = worded_caption(caption, ask.text("parse_mode"), ask.items("caption_entities"))
    content: Json = {"caption": text} if text else {}
    if entities:
        content["caption_entities"] = entities
    return content


def upload_of(platform: Platform, ask: Ask, name: str, reference: str) -> tuple[str, str, Upload]:
    """The file that a parameter names: its ids and itself; RefusedError if there is none."""
    if reference in platform.files:
        return reference, f"AQAD{reference[-6:]}", platform.files[reference]
    field = reference.removeprefix("attach://") or name
    if field not in ask.files:
        if not reference:
            raise bad(f"there is no {name} in the request")
        raise bad("wrong file identifier/HTTP URL specified")
    upload = ask.files[field]
    if not upload.content:
        raise bad("file must be non-empty")
    return *platform.keep(upload), upload


def photo_sizes(platform: Platform, ask: Ask, reference: str) -> list[Json]:
    """The `photo` field of a message; checks size, sides and ratio."""
    file_id, unique_id, upload = upload_of(platform, ask, "photo", reference)
    if len(upload.content) > PHOTO_BYTES:
        raise bad("file is too big for a photo; the maximum size is 10485760 bytes")
    width, height = _sides(upload.content)
    if width + height > PHOTO_SIDES or max(width, height) > PHOTO_RATIO * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    size = {"file_id": file_id, "file_unique_id": unique_id, "width": width, "height": height}
    return [{**size, "file_size": len(upload.content)}]


def _sides(content: bytes) -> tuple[int, int]:
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    if content.startswith((b"\xff\xd8\xff", b"RIFF")):
        return 1280, 720
    raise bad("IMAGE_PROCESS_FAILED")


def document_card(platform: Platform, ask: Ask, reference: str) -> Json:
    """The `document` field of a message."""
    file_id, unique_id, upload = upload_of(platform, ask, "document", reference)
    if len(upload.content) > DOCUMENT_BYTES:
        raise bad("file is too big")
    return {
        "file_id": file_id,
        "file_unique_id": unique_id,
        "file_name": upload.name,
        "mime_type": upload.mime_type,
        "file_size": len(upload.content),
    }


def send_photo(platform: Platform, ask: Ask) -> Json:
    """sendPhoto."""
    caption = caption_of(ask)
    return write(platform, ask, {"photo": photo_sizes(platform, ask, ask.text("photo")), **caption})


def send_document(platform: Platform, ask: Ask) -> Json:
    """sendDocument."""
    caption = caption_of(ask)
    return write(platform, ask, {"document": document_card(platform, ask, ask.text("document")), **caption})


def send_chat_action(platform: Platform, ask: Ask) -> bool:
    """sendChatAction."""
    if ask.text("action").lower() not in ACTIONS:
        raise bad("wrong parameter action in request")
    chat = reach(platform, ask, write=True)
    thread_of(chat, ask, platform.bot)
    return True
