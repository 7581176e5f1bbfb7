"""iCalendar files: folding, escaping, and what an all-day event needs (RFC 5545)."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.core.calendar_file import AllDay, calendar, escaped, folded
from tests.core.calendars import events, text_of, unfolded

NOW = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
DAY = date(2026, 3, 1)
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)


@given(texts)
def test_a_folded_line_unfolds_to_what_it_was(line: str) -> None:
    """RFC 5545, 3.1: at most 75 octets a line, and never within a character."""
    parts = list(folded(line))
    assert all(len(part.encode()) <= 75 for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line
    assert all(part.startswith(" ") for part in parts[1:])


def test_a_line_is_as_long_as_it_may_be() -> None:
    """75 octets stay one line; the 76th begins another, whose space counts."""
    assert list(folded("x" * 75)) == ["x" * 75]
    assert list(folded("x" * 150)) == ["x" * 75, " " + "x" * 74, " x"]
    assert list(folded("x" * 74 + "ü")) == ["x" * 74, " ü"]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_an_escaped_text_reads_back_without_its_controls(text: str) -> None:
    """RFC 5545, 3.3.11: backslash, semicolon, comma and line break; no other control character may stand there."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    assert text_of(escaped(text)) == "".join(
        char for char in plain if char == "\n" or (ord(char) >= 32 and char != "\x7f")
    )


@given(st.lists(st.tuples(st.dates(date(2016, 1, 1), date(2030, 1, 1)), texts, texts), max_size=5))
def test_any_events_make_a_file_that_a_strict_reader_takes(given_events: list[tuple[date, str, str]]) -> None:
    """Each event comes back with its day, its UID and its words."""
    text = calendar("Study days", [AllDay(uid, day, summary) for day, uid, summary in given_events], NOW)
    found = events(text)
    assert [(it["DTSTART;VALUE=DATE"], it["UID"], it["SUMMARY"]) for it in found] == [
        (f"{day:%Y%m%d}", uid, summary) for day, uid, summary in given_events
    ]


def test_the_file_as_it_is_written() -> None:
    """Literally: stamped in UTC, a free day, its end the day after."""
    assert unfolded(calendar("Study, days", [AllDay("a@b", DAY, "Studied 1 h; twice")], NOW)) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Pacekeeper//Study days//EN",
        "CALSCALE:GREGORIAN",
        "NAME:Study\\, days",
        "X-WR-CALNAME:Study\\, days",
        "BEGIN:VEVENT",
        "UID:a@b",
        "DTSTAMP:20260302T183000Z",
        "DTSTART;VALUE=DATE:20260301",
        "DTEND;VALUE=DATE:20260302",
        "SUMMARY:Studied 1 h\\; twice",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
