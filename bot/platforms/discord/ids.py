"""What a button, a select and a modal carry, so that a press is understood after any restart.

`1b|PAYLOAD` is a button, `1s|N` the select number N of its message (the values of its options are
`1o|PAYLOAD`), and `1m|OPENING|PAYLOAD` a modal with the id of the interaction that opened it (R20). The leading
1 is the version. A number after the letter keeps two buttons of one payload apart, as Discord insists.
"""

import re
from dataclasses import dataclass
from typing import Literal

LIMIT = 100

_SHAPE = re.compile(r"1([bsom])[0-9]{0,3}\|(?:([0-9]{1,20})\|)?([\x21-\x7e]{1,90})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Carried:
    """An id that was read back: what it sits on, its payload, and for a modal what opened it."""

    on: Literal["button", "select", "option", "modal"]
    payload: str
    opening: str = ""


_KINDS: dict[str, Literal["button", "select", "option", "modal"]] = {
    "b": "button",
    "s": "select",
    "o": "option",
    "m": "modal",
}


class Ids:
    """Gives out the ids of one message, no two alike."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._selects = 0

    def button(self, payload: str) -> str:
        """The custom_id of a button."""
        return self._unlike("b", payload)

    def option(self, payload: str) -> str:
        """The value of one line of a select."""
        return self._unlike("o", payload)

    def select(self) -> str:
        """The custom_id of the next select."""
        self._selects += 1
        return f"1s|{self._selects}"

    def _unlike(self, letter: str, payload: str) -> str:
        given, copy = f"1{letter}|{payload}", 1
        while given in self._given:
            copy += 1
            given = f"1{letter}{copy}|{payload}"
        self._given.add(given)
        return given


def modal_id(opening: int, payload: str) -> str:
    """The custom_id of a modal that the interaction `opening` opens."""
    return f"1m|{opening}|{payload}"


def read_id(custom_id: str) -> Carried | None:
    """Read an id back; None for one that this version does not write."""
    found = _SHAPE.fullmatch(custom_id)
    if found is None:
        return None
    letter, opening, payload = found.groups(default="")
    if (letter == "m") != bool(opening):
        return None
    return Carried(_KINDS[letter], payload, opening)
