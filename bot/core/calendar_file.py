"""All-day events as an iCalendar file (RFC 5545)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.core.days import A_DAY

FOLD = 75  # octets of a line, without its line break
_MARKS = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class AllDay:
    """Something that took place on a day. `uid` is the same in every file, so that importing twice adds nothing."""

    uid: str
    day: date
    summary: str


def calendar(name: str, events: Iterable[AllDay], made_at: datetime) -> str:
    """The file: each event as a free day (it blocks nothing), stamped with the instant of writing."""
    stamp = made_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Pacekeeper//Study days//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{escaped(event.uid)}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.day + A_DAY:%Y%m%d}",
            f"SUMMARY:{escaped(event.summary)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{part}\r\n" for line in (*lines, "END:VCALENDAR") for part in folded(line))


def escaped(text: str) -> str:
    """A text value: its line breaks and separators escaped, other control characters left out."""
    plain = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(_MARKS.get(char, char) for char in plain)


def folded(line: str) -> Iterator[str]:
    """A line in parts of at most 75 octets, never within a character; each part after the first begins with a space."""
    part, room = "", FOLD
    for char in line:
        octets = len(char.encode())
        if octets > room:
            yield part
            part, room = " ", FOLD - 1
        part += char
        room -= octets
    yield part
