"""Requests as the Bot API reads them: query, form, multipart or JSON, all becoming the same values."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from tests.fakes.telegram.shapes import Json, Upload

NUMBERS = frozenset(
    {
        "cache_time",
        "chat_id",
        "close_date",
        "limit",
        "max_connections",
        "message_id",
        "message_thread_id",
        "offset",
        "open_period",
        "timeout",
        "user_id",
    }
)
SWITCHES = frozenset(
    {
        "allow_paid_broadcast",
        "allows_multiple_answers",
        "allows_revoting",
        "disable_content_type_detection",
        "disable_notification",
        "drop_pending_updates",
        "has_spoiler",
        "is_anonymous",
        "is_closed",
        "protect_content",
        "show_alert",
        "show_caption_above_media",
    }
)
STRUCTURES = frozenset(
    {
        "allowed_updates",
        "caption_entities",
        "commands",
        "correct_option_ids",
        "entities",
        "explanation_entities",
        "link_preview_options",
        "media",
        "options",
        "question_entities",
        "reply_markup",
        "reply_parameters",
        "scope",
    }
)


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: its parameters as values, and its files by field name."""

    params: Json
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A text parameter, "" if absent."""
        value = self.params.get(name)
        return "" if value is None else str(value)

    def whole(self, name: str, otherwise: int = 0) -> int:
        """An integer parameter; what cannot be read as one counts as absent, as with Telegram."""
        value = self.params.get(name)
        return value if isinstance(value, int) else otherwise

    def items(self, name: str) -> list[Json]:
        """A list parameter, empty if absent."""
        value = self.params.get(name)
        return value if isinstance(value, list) else []


def _value(name: str, raw: str) -> Any:
    if name in NUMBERS:
        digits = raw.removeprefix("-")
        return int(raw) if digits.isascii() and digits.isdigit() else raw
    if name in SWITCHES:
        return {"true": True, "false": False}.get(raw.lower(), raw)
    if name in STRUCTURES:
        try:
            return json.loads(raw)
        except ValueError:
            return raw
    return raw


def _values(pairs: list[tuple[str, str]]) -> Json:
    return {name: _value(name, raw) for name, raw in pairs}


async def read(request: web.BaseRequest) -> Ask:
    """The request's parameters and files; ValueError if the body cannot be read."""
    content_type = request.headers.get("Content-Type", "")
    if content_type.startswith("multipart/"):
        return await _read_multipart(request)
    body = await request.read()
    if content_type.startswith("application/json"):
        loaded = json.loads(body)
        if not isinstance(loaded, dict):
            raise ValueError("the parameters are no JSON object")
        return Ask({k: _value(k, v) if isinstance(v, str) else v for k, v in loaded.items()})
    pairs = parse_qsl(body.decode(), keep_blank_values=True)
    if request.query_string:
        pairs = [*request.query.items(), *pairs]
    return Ask(_values(pairs))


async def _read_multipart(request: web.BaseRequest) -> Ask:
    pairs: list[tuple[str, str]] = list(request.query.items())
    files: dict[str, Upload] = {}
    for name, part in (await request.post()).items():
        if isinstance(part, web.FileField):
            files[name] = Upload(part.filename, part.file.read(), part.content_type)
        else:
            pairs.append((name, part if isinstance(part, str) else bytes(part).decode()))
    return Ask(_values(pairs), files)
