"""What a typed line is: words to the bot, a number, a move of the clock, or the way out."""

import re
from dataclasses import dataclass
from datetime import timedelta

LONGEST_MOVE = timedelta(days=366)

_MOVE = re.compile(r"\+\s*([0-9]{1,6})\s*(m|min|h|d|w)", re.IGNORECASE)
_UNITS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_ADDRESSED = re.compile(
    r"(?:@(?P<person>[^\W\d_][\w.-]{0,29}))?\s*(?:#(?P<channel>[\w-]{0,30}))?(?:\s+(?P<rest>.*)|(?P<slash>/.*)|)",
    re.DOTALL,
)
_LEAVING = frozenset({"/exit", "/quit", "exit", "quit"})


@dataclass(frozen=True, slots=True)
class Move:
    """`+1d`: let the clock go on."""

    by: timedelta


@dataclass(frozen=True, slots=True)
class TooFar:
    """A move of the clock that is longer than a year."""


@dataclass(frozen=True, slots=True)
class ShowClock:
    """`+` alone."""


@dataclass(frozen=True, slots=True)
class Leave:
    """`/exit`, or the bare word where nothing is being asked (`bare`)."""

    bare: bool


@dataclass(frozen=True, slots=True)
class Words:
    """Something said. `person` and `channel` are None where the line names none; a channel without a name is the
    one that is there. `whole` is the line as it stands."""

    person: str | None
    channel: str | None
    text: str
    whole: str


Line = Move | TooFar | ShowClock | Leave | Words


def read_line(line: str) -> Line:
    """Read a typed line. Never raises."""
    said = line.strip()
    if said == "+":
        return ShowClock()
    if found := _MOVE.fullmatch(said):
        by = timedelta(**{_UNITS[found[2].lower()]: int(found[1])})
        return Move(by) if by <= LONGEST_MOVE else TooFar()
    if said.lower() in _LEAVING:
        return Leave(bare=not said.startswith("/"))
    found = _ADDRESSED.fullmatch(said)
    if found is None or (found["person"] is None and found["channel"] is None):
        return Words(None, None, said, said)
    return Words(found["person"], found["channel"], (found["rest"] or found["slash"] or "").strip(), said)


def person_id(name: str) -> str:
    """What the terminal knows a person by: their name in small letters."""
    return name.casefold()[:40]  # as long as an account's id may be


def display_name(person: str) -> str:
    """A person's name as it is shown: "ana" is Ana."""
    return " ".join(part[:1].upper() + part[1:] for part in re.split(r"[._]+", person) if part) or person
