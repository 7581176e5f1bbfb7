"""Names for the values that travel: JSON objects and uploaded files."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as the bot sent it."""

    name: str
    content: bytes
    mime_type: str


def utf16_length(text: str) -> int:
    """The length in UTF-16 code units, in which Telegram counts entities and limits."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
