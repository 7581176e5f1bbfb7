"""Texts and captions as Telegram keeps them: parsed, trimmed, measured, with links and commands found."""

import re

from tests.fakes.telegram.markup import parse_html
from tests.fakes.telegram.refusals import bad
from tests.fakes.telegram.shapes import Json, utf16_length

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
ENTITY_LIMIT = 100

_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)])"
    r"|(?<![\w/])(?P<bot_command>/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?)(?![\w/])"
    r"|(?<![\w@/])(?P<mention>@[a-zA-Z0-9_]{4,32})(?!\w)"
)
_OPAQUE = frozenset({"code", "pre", "text_link", "text_mention", "date_time"})


def detected(text: str, entities: list[Json]) -> list[Json]:
    """The entities given plus the links, commands and mentions that Telegram finds by itself."""
    if "/" not in text and "@" not in text:
        return entities
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _OPAQUE]
    found = []
    for match in _FOUND.finditer(text):
        begin = utf16_length(text[: match.start()])
        end = begin + utf16_length(match.group())
        if not any(begin < until and end > since for since, until in taken):
            found.append({"type": match.lastgroup, "offset": begin, "length": end - begin})
    if not found:
        return entities
    return sorted([*entities, *found], key=lambda entity: (entity["offset"], -entity["length"]))


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    whole = text.rstrip()
    kept = whole.lstrip()
    if len(kept) == len(text):
        return text, entities
    cut = utf16_length(whole[: len(whole) - len(kept)])
    length = utf16_length(kept)
    moved = []
    for entity in entities:
        begin = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] + entity["length"] - cut, length)
        if end > begin:
            moved.append({**entity, "offset": begin, "length": end - begin})
    return kept, moved


def _formatted(text: str, parse_mode: str, entities: list[Json]) -> tuple[str, list[Json]]:
    match parse_mode.lower():
        case "":
            parsed = text, entities
        case "html":
            parsed = parse_html(text)
        case _:
            raise bad("unsupported parse_mode")
    text, entities = _trimmed(*parsed)
    return text, detected(text, entities)[:ENTITY_LIMIT]


def worded_text(text: str, parse_mode: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """A message's text and entities; RefusedError if it is empty or longer than 4,096 after parsing."""
    if not text:
        raise bad("message text is empty")
    text, entities = _formatted(text, parse_mode, entities)
    if not text:
        raise bad("text must be non-empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise bad("message is too long")
    return text, entities


def worded_caption(text: str, parse_mode: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """A caption and its entities, maybe empty; RefusedError if longer than 1,024 after parsing."""
    text, entities = _formatted(text, parse_mode, entities)
    if utf16_length(text) > CAPTION_LIMIT:
        raise bad("message caption is too long")
    return text, entities
