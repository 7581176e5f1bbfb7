"""Text that people will read in a chat: of a bounded length, with nothing in it that cannot be seen."""

import re
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

# Signs that draw nothing, and those that turn the reading order of what follows: none belongs in a message.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_SEEN = re.compile(r"[^\s\u00ad\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Prose:
    """A text of 1 to `limit` characters once the space around it is gone, with something to see in it."""

    limit: int
    paragraphs: bool

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Length first, then what the signs are; the lengths go into the JSON Schema as well."""
        measured = core_schema.str_schema(strict=True, strip_whitespace=True, min_length=1, max_length=self.limit)
        return core_schema.no_info_after_validator_function(self._readable, measured)

    def _readable(self, value: str) -> str:
        if found := _CONTROL.search(value):
            raise PydanticCustomError("control_character", "U+{code}", {"code": f"{ord(found[0]):04X}"})
        if "\n" in value and not self.paragraphs:
            raise PydanticCustomError("line_break", "one line only")
        if not _SEEN.search(value):
            raise PydanticCustomError("string_too_short", "nothing to see")
        return value


def line(limit: int) -> Prose:
    """A text without line breaks."""
    return Prose(limit, paragraphs=False)


def text(limit: int) -> Prose:
    """A text that may have paragraphs."""
    return Prose(limit, paragraphs=True)
