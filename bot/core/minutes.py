"""Reading how long a flow was, and what of it a group counts (R3)."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

LEAST = 1
MOST = 600
MOST_CREDITED = 240
_LONGEST_TEXT = 40

_HOUR = r"(?:h|hrs?|hours?)"
_MINUTE = r"(?:m|mins?|minutes?)"
_BARE = re.compile(rf"([0-9]+)\s*{_MINUTE}?")
_CLOCK = re.compile(r"([0-9]+):([0-5][0-9])")
_HOURS = re.compile(rf"([0-9]+(?:[.,][0-9]+)?)\s*{_HOUR}")
_BOTH = re.compile(rf"([0-9]+)\s*{_HOUR}\s*(?:and\s+)?([0-5]?[0-9])\s*{_MINUTE}?")


class BadMinutes(ValueError):
    """A text that is no duration of the minutes that are allowed (R3); `minutes` is what it says, if it can be read."""

    def __init__(
        self, text: str, reason: Literal["unreadable", "zero", "too_many"], minutes: int | None = None
    ) -> None:
        super().__init__(f"{reason}: {text!r}")
        self.text = text
        self.reason = reason
        self.minutes = minutes


def parse_minutes(text: str, most: int = MOST) -> int:
    """Read a duration such as 90, 90m, 1h30, 1:30, 1.5h or 2 hours as whole minutes, 1 to 600 or to `most` (R3).

    Raises BadMinutes. Parts of a minute are rounded, halves up.
    """
    minutes = _read(text.strip().lower())
    if minutes is None:
        raise BadMinutes(text, "unreadable")
    if minutes < LEAST:
        raise BadMinutes(text, "zero", minutes)
    if minutes > most:
        raise BadMinutes(text, "too_many", minutes)
    return minutes


def _read(said: str) -> int | None:
    if len(said) > _LONGEST_TEXT:
        return None
    if found := _BARE.fullmatch(said):
        return int(found[1])
    if found := _CLOCK.fullmatch(said) or _BOTH.fullmatch(said):
        return int(found[1]) * 60 + int(found[2])
    if found := _HOURS.fullmatch(said):
        hours = Decimal(found[1].replace(",", "."))
        return int((hours * 60).to_integral_value(ROUND_HALF_UP))
    return None


def credited(minutes: int) -> int:
    """What a group's sums count of a learner's minutes on one local day: at most 240 (R3)."""
    return min(minutes, MOST_CREDITED)
