"""A strict little reader of iCalendar files: whatever RFC 5545 does not allow fails."""

import re
from datetime import date, datetime

Event = dict[str, str]
_LINE = re.compile(r"(?P<name>[A-Z-]+)(?P<params>(?:;[A-Z-]+=[A-Za-z-]+)*):(?P<value>.*)", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def unfolded(text: str) -> list[str]:
    """The content lines of a file. Fails for a line of more than 75 octets, and for a bare line break."""
    assert text.endswith("\r\n")
    parts = text.removesuffix("\r\n").split("\r\n")
    lines: list[str] = []
    for part in parts:
        assert len(part.encode()) <= 75, part
        assert "\n" not in part
        assert "\r" not in part
        if part.startswith(" "):
            lines[-1] += part[1:]
        else:
            assert part
            lines.append(part)
    return lines


def text_of(value: str) -> str:
    """A text value without its escapes. Fails for a separator that is not escaped, and for an unknown escape."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), value
    marks = {"\\": "\\", ";": ";", ",": ",", "n": "\n", "N": "\n"}
    return _ESCAPE.sub(lambda found: marks[found[1]], value)


def events(text: str) -> list[Event]:
    """The events of a calendar, by property; each has what an all-day event must have, once."""
    lines = [found for line in unfolded(text) if (found := _LINE.fullmatch(line))]
    assert len(lines) == len(unfolded(text))
    pairs = [(it["name"] + it["params"], it["value"]) for it in lines]
    assert pairs[0] == ("BEGIN", "VCALENDAR")
    assert pairs[-1] == ("END", "VCALENDAR")
    head = dict(pairs[1 : next((n for n, it in enumerate(pairs) if it == ("BEGIN", "VEVENT")), len(pairs) - 1)])
    assert head["VERSION"] == "2.0"
    assert head["PRODID"]
    whole: list[Event] = []
    inside: list[tuple[str, str]] | None = None
    for pair in pairs[1 + len(head) : -1]:
        match pair:
            case ("BEGIN", "VEVENT"):
                assert inside is None
                inside = []
            case ("END", "VEVENT"):
                assert inside is not None
                whole.append(_whole(inside))
                inside = None
            case _:
                assert inside is not None
                inside.append(pair)
    assert inside is None
    return whole


def _whole(pairs: list[tuple[str, str]]) -> Event:
    event = dict(pairs)
    assert len(event) == len(pairs)
    datetime.strptime(event["DTSTAMP"], "%Y%m%dT%H%M%SZ")  # noqa: DTZ007 - it says UTC by its Z
    first, after = (_day(event[f"{name};VALUE=DATE"]) for name in ("DTSTART", "DTEND"))
    assert (after - first).days == 1
    return {**event, "UID": text_of(event["UID"]), "SUMMARY": text_of(event["SUMMARY"])}


def _day(text: str) -> date:
    assert re.fullmatch(r"[0-9]{8}", text)
    return date.fromisoformat(text)
