"""Reply markup: what Telegram accepts, and its words for what it does not."""

from typing import Any
from urllib.parse import urlsplit

from tests.fakes.telegram.refusals import RefusedError, bad
from tests.fakes.telegram.shapes import Json

DATA_BYTES = 64
ROW_LIMIT = 8
BUTTON_LIMIT = 100
OTHER_KINDS = frozenset({"login_url", "switch_inline_query", "switch_inline_query_current_chat", "copy_text", "pay"})


def _unreadable(reason: str) -> RefusedError:
    return bad(f"can't parse inline keyboard button: {reason}")


def _check_url(url: str) -> None:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    plausible = parts.scheme == "tg" or (parts.scheme in ("http", "https") and "." in (parts.hostname or ""))
    if not plausible:
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _button(button: Any, *, private: bool) -> Json:
    if not isinstance(button, dict):
        raise _unreadable("expected an Object")
    if "text" not in button:
        raise _unreadable('Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise _unreadable('Field "text" must be of type String')
    if not button["text"].strip():
        raise bad("BUTTON_TEXT_INVALID")
    if "callback_data" in button:
        if not 1 <= len(str(button["callback_data"]).encode()) <= DATA_BYTES:
            raise bad("BUTTON_DATA_INVALID")
    elif "url" in button:
        _check_url(str(button["url"]))
    elif "web_app" in button:
        if not private:
            raise bad("BUTTON_TYPE_INVALID")
    elif not OTHER_KINDS & button.keys():
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    return button


def inline_markup(markup: Any, *, private: bool) -> Json | None:
    """The inline keyboard to keep with the message; None for forced replies and the like."""
    if markup is None or markup == "":
        return None
    if isinstance(markup, str):
        raise bad("can't parse reply keyboard markup JSON object")
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    rows = markup.get("inline_keyboard")
    if not rows:
        return None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    kept = [[_button(button, private=private) for button in row] for row in rows if row]
    if sum(map(len, kept)) > BUTTON_LIMIT or any(len(row) > ROW_LIMIT for row in kept):
        raise bad("reply markup is too long")
    return {"inline_keyboard": kept} if kept else None


def find_button(message: Json, wanted: str) -> Json | None:
    """The button of the message with this label, or else with this callback data."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons: list[Json] = [button for row in rows for button in row]
    for key in ("text", "callback_data"):
        for button in buttons:
            if button.get(key) == wanted:
                return button
    return None


def labels(message: Json) -> list[list[str]]:
    """The labels of the message's inline keyboard, row by row."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [[button["text"] for button in row] for row in rows]
