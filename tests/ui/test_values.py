"""One typed text becomes a value, or a refusal that says what would work."""

import unicodedata
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app.commands import (
    COMMANDS,
    EditLog,
    Leaderboard,
    LogFlow,
    MarkDone,
    Setup,
    Ship,
    WriteCheckin,
    WriteReview,
)
from bot.app.commands import Settings as SettingsCommand
from bot.app.said import Refusal, Refused
from bot.core.plans import Plan
from bot.ui.forms import Field, form_of
from bot.ui.reading import read_field
from bot.ui.values import ECHO_LIMIT, WHEN_LIMIT

MINUTES = form_of(LogFlow).field("minutes")
NOTE = form_of(LogFlow).field("note")
WHEN = form_of(LogFlow).field("when")
FOCUS = form_of(LogFlow).field("focus")
DONE = form_of(LogFlow).field("done")
PERIOD = form_of(Leaderboard).field("period")
ZONE = form_of(Setup).field("zone")
HOUR = form_of(SettingsCommand).field("hour")
PLAN = form_of(SettingsCommand).field("plan")
WEEK = form_of(SettingsCommand).field("week")
CALLED = form_of(SettingsCommand).field("called")
REVIEW = form_of(WriteReview).field("text")
AFTER = form_of(WriteCheckin).field("after")


def outcome(field: Field, text: str) -> object:
    """What a text is read as, or its refusal; any other exception fails the test."""
    try:
        return read_field(field, text)
    except Refusal as refusal:
        return refusal.refused


def refused(field: Field, text: str) -> Refused:
    """What is said about a text that a field cannot take."""
    came = outcome(field, text)
    assert isinstance(came, Refused), f"{text!r} was read as {came!r}"
    return came


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (MINUTES, "90", 90),
        (MINUTES, " 1h30 ", 90),
        (MINUTES, "2 Hours", 120),
        (MINUTES, "1 h\u00a020", 80),
        (FOCUS, "4", 4),
        (FOCUS, "1", 1),
        (WEEK, "100", 100),
        (WHEN, "x" * WHEN_LIMIT, "x" * WHEN_LIMIT),
        (FOCUS, "\uff14", 4),
        (FOCUS, "+5", 5),
        (DONE, "yes", True),
        (DONE, "ON", True),
        (DONE, "✓", True),
        (DONE, "✔\ufe0f", True),
        (DONE, "1", True),
        (DONE, "No", False),
        (DONE, "off", False),
        (DONE, "0", False),
        (ZONE, "Europe/Berlin", "Europe/Berlin"),
        (ZONE, "europe/berlin", "Europe/Berlin"),
        (ZONE, "new york", "America/New_York"),
        (PLAN, "mon-fri", Plan(frozenset(range(5)))),
        (PLAN, "Sat, Sun", Plan(frozenset({5, 6}))),
        (WHEN, "  3  days ago ", "3 days ago"),
        (NOTE, "  svd\tnotes \n more ", "svd notes more"),
        (REVIEW, "x" * 79 + "\r\n\r\ny", "x" * 79 + "\n\ny"),
    ],
)
def test_what_people_type_is_understood(field: Field, text: str, value: object) -> None:
    """R3, R11: the spellings of a value; white space never matters."""
    assert read_field(field, text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("18:00", time(18)),
        ("6pm", time(18)),
        ("6 PM", time(18)),
        ("6:30 pm", time(18, 30)),
        ("6.30 p.m.", time(18, 30)),
        ("18", time(18)),
        ("18h", time(18)),
        ("18h30", time(18, 30)),
        ("1830", time(18, 30)),
        ("0905", time(9, 5)),
        ("9", time(9)),
        ("09:05", time(9, 5)),
        ("noon", time(12)),
        ("Midnight", time(0)),
        ("12am", time(0)),
        ("12:30pm", time(12, 30)),
        ("7 o\u2019clock", time(7)),
        ("18：00", time(18)),  # noqa: RUF001 - a full-width colon, as Japanese keyboards type it
        ("0:00", time(0)),
    ],
)
def test_a_clock_is_read_in_the_ways_people_write_it(text: str, value: time) -> None:
    """Twelve or twenty-four hours, with a colon or without."""
    assert read_field(HOUR, text) == value


@pytest.mark.parametrize(
    "text", ["24", "24:00", "25:00", "13pm", "0am", "6:75", "6:5", "x", "6 x", "-6", "6:30:00", "2460"]
)
def test_a_clock_that_no_clock_shows_is_refused(text: str) -> None:
    """Nothing is guessed from an impossible time."""
    assert refused(HOUR, text) == Refused("bad_clock", field="hour", given=text)


@given(st.times())
def test_every_clock_time_can_be_written_back(at: time) -> None:
    """HH:MM is always understood."""
    assert read_field(HOUR, f"{at:%H:%M}") == time(at.hour, at.minute)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("week", "week"),
        ("W", "week"),
        ("weeks", "week"),
        ("this week", "week"),
        ("1 week", "week"),
        ("1w", "week"),
        ("4 weeks", "4 weeks"),
        ("4weeks", "4 weeks"),
        ("4-week", "4 weeks"),
        ("4w", "4 weeks"),
        ("4", "4 weeks"),
        ("12 W", "12 weeks"),
    ],
)
def test_a_choice_is_understood_by_its_beginning(text: str, value: str) -> None:
    """Case, spaces and the plural don't matter; numbers must be whole."""
    assert read_field(PERIOD, text) == value


@pytest.mark.parametrize("text", ["1", "2 weeks", "40 weeks", "412", "month", "12 days", "weeks 4", "!", "w 4"])
def test_a_choice_that_is_none_is_refused_with_the_choices(text: str) -> None:
    """The refusal names what would work."""
    assert refused(PERIOD, text) == Refused(
        "bad_option", field="period", given=text, names=("week", "4 weeks", "12 weeks")
    )


def test_each_refusal_says_what_would_work() -> None:
    """Product section 4: what is wrong (also how many minutes were read), and the limits or names that help."""
    assert refused(MINUTES, "soon") == Refused("bad_minutes", field="minutes", given="soon")
    assert refused(MINUTES, "0 h") == Refused("bad_minutes", field="minutes", given="0 h", numbers=(0, 600))
    assert refused(MINUTES, "11 h") == Refused("bad_minutes", field="minutes", given="11 h", numbers=(660, 600))
    assert refused(FOCUS, "6") == Refused("bad_number", field="focus", given="6", numbers=(1, 5))
    assert refused(FOCUS, "9" * 5000).kind == "bad_number"
    assert refused(FOCUS, "٤").kind == "bad_number"
    assert refused(DONE, "maybe") == Refused("bad_switch", field="done", given="maybe")
    assert refused(PLAN, "someday") == Refused("bad_plan", field="plan", given="someday")
    assert refused(PLAN, "mon").kind == "bad_plan"


def test_an_unknown_zone_is_refused_with_the_nearest() -> None:
    """R11: a slip of the finger is met with the names that were probably meant."""
    told = refused(ZONE, "Europe/Berlni")

    assert (told.kind, told.field, told.given) == ("unknown_zone", "zone", "Europe/Berlni")
    assert "Europe/Berlin" in told.names


def test_lengths_are_counted_in_characters_after_stripping() -> None:
    """Product section 4: text too short or too long is refused with the count."""
    assert read_field(NOTE, " " + "ä" * 500 + "\n") == "ä" * 500
    assert refused(NOTE, "ä" * 501) == Refused("too_long", field="note", numbers=(501, 500))
    assert refused(REVIEW, " " + "x" * 79 + " ") == Refused("too_short", field="text", numbers=(79, 80))
    assert refused(REVIEW, "x" * 4001) == Refused("too_long", field="text", numbers=(4001, 4000))
    assert refused(AFTER, " \n ") == Refused("too_short", field="after", numbers=(0, 1))
    assert refused(WHEN, "x" * (WHEN_LIMIT + 1)).kind == "too_long"


def test_a_link_that_is_shipped_is_https() -> None:
    """R14: refused at once where it is typed, with what would work; nothing typed is no link."""
    link = form_of(Ship).field("link")
    assert read_field(link, " https://example.org/a ") == "https://example.org/a"
    assert read_field(link, " ") == ""
    assert refused(link, "http://example.org") == Refused("bad_link", field="link", given="http://example.org")
    assert refused(link, "https://example.org/" + "a" * 300).kind == "too_long"


def test_what_cannot_be_seen_is_dropped_quietly() -> None:
    """Controls, text direction overrides, zero-width spaces and broken characters never reach a message."""
    assert read_field(CALLED, "A\x00n\x07a\u202e \ud800\u200b") == "Ana"
    assert read_field(CALLED, "A\u202an\u202ea\u2066b\u2069c") == "Anabc"
    assert read_field(CALLED, "\u200d\u200b\u2066\ufeff") == ""
    assert read_field(CALLED, "Ana\nCard: 3 learners") == "Ana Card: 3 learners"


def test_what_spells_something_is_kept() -> None:
    """Joined emoji and Persian keep their joiners, every script its marks."""
    name = "👩\u200d💻 \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 e\u0301"

    assert read_field(CALLED, name) == name


def test_a_long_text_keeps_its_lines() -> None:
    """A review has paragraphs; a note is one line."""
    text = "First paragraph, " + "x" * 80 + "\n\n  - a point\n\u2028end"

    assert read_field(REVIEW, text) == text.replace("\u2028", "\n")


def test_nothing_typed_is_the_default_or_an_empty_text() -> None:
    """An input left empty says nothing; an emptied note is emptied."""
    assert read_field(form_of(EditLog).field("minutes"), " ") is None
    assert read_field(form_of(EditLog).field("note"), "") == ""
    assert read_field(form_of(Setup).field("hour"), "") is None
    assert read_field(WHEN, "") == ""
    assert refused(MINUTES, "").kind == "bad_minutes"
    assert read_field(ZONE, " ") == ""


def test_what_only_buttons_carry_cannot_be_typed() -> None:
    """An id that somebody types is a forged one."""
    assert refused(form_of(MarkDone).field("day"), "w01d1").kind == "outdated"


def test_what_was_given_is_said_back_short_and_clean() -> None:
    """A refusal must itself fit into a message."""
    told = refused(FOCUS, "x\u202e" * 5000)

    assert told.given == "x" * (ECHO_LIMIT - 1) + "…"
    assert refused(FOCUS, "x" * ECHO_LIMIT).given == "x" * ECHO_LIMIT


EVERY_FIELD = [field for cls in COMMANDS for field in form_of(cls).fields]


@given(st.sampled_from(EVERY_FIELD), st.text(max_size=60))
def test_any_text_is_a_value_or_a_refusal(field: Field, text: str) -> None:
    """Nothing that can be typed is an internal error."""
    came = outcome(field, text)

    if isinstance(came, Refused):
        assert len(came.given) <= ECHO_LIMIT
        return
    assert not field.ref
    if isinstance(came, str):
        assert came == came.strip()
        assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in came.replace("\n", ""))
