"""What people type in another language means what it means in English."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app.commands import LogFlow, Rest, Settings
from bot.core.plans import Plan
from bot.ui.dates import WEEKDAYS, WEEKDAYS_SHORT, date_words, distance, length, near_day
from bot.ui.forms import form_of
from bot.ui.heard import in_english
from bot.ui.reading import read_words
from bot.ui.text import Text, text_in

TODAY = date(2026, 3, 4)
deutsch = text_in("de")


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("gestern", "yesterday"),
        ("Heute", "today"),
        ("MONTAG", "monday"),
        ("Mo-Fr", "mon-fri"),
        ("Mo, Mi und Fr", "mon, wed and fri"),
        ("Montag bis Freitag", "monday to friday"),
        ("jeden Tag", "every day"),
        ("90 Minuten", "90 minutes"),
        ("90minuten", "90minutes"),
        ("1,5 Stunden", "1,5 hours"),
        ("3. März 2026", "3. march 2026"),
        ("vor 3 Tagen", "3 days ago"),
        ("vor 1 Tag", "1 day ago"),
        ("ja", "yes"),
    ],
)
def test_words_of_another_language_are_read(typed: str, english: str) -> None:
    """R2, R3, R11: as the screens call days and lengths, so people may type them."""
    assert in_english(typed) == english


@pytest.mark.parametrize(
    "text", ["yesterday", "mon-fri", "3 days ago", "Sat Sun", "1h30", "Montage", "ago", "somontag", "", "2026-03-02"]
)
def test_english_stays_as_it_is(text: str) -> None:
    """A word within another word is none."""
    assert in_english(text) == text


@given(st.integers(0, 6), st.booleans(), st.sampled_from(["{}", " {} ", "{}.", "({})"]))
def test_every_weekday_is_read_in_every_case(day: int, shout: bool, around: str) -> None:
    """R2: full or short, whatever stands around it."""
    for names in (WEEKDAYS, WEEKDAYS_SHORT):
        said = deutsch.words(names[day])
        typed = around.format(said.upper() if shout else said)
        assert in_english(typed) == around.format(names[day].casefold())


@given(st.integers(-27, 0))
def test_what_a_screen_calls_a_day_names_that_day(ago: int) -> None:
    """R2: copied from a receipt, a date is understood in either language."""
    day = TODAY + timedelta(days=ago)
    english = Text()
    for say in (english, deutsch):
        assert in_english(date_words(say, day)).replace(".", "").casefold() == date_words(english, day).casefold()
        if ago < -1:
            assert in_english(distance(say, day, TODAY)) == distance(english, day, TODAY)
        assert near_day(say, day, TODAY)


@given(st.integers(1, 600))
def test_what_a_screen_calls_a_length_is_that_length(minutes: int) -> None:
    """R3: 90 minutes are 90 minutes in every language."""
    assert read_words(form_of(LogFlow), length(deutsch, minutes)).values["minutes"] == minutes


def test_a_line_is_read_in_another_language() -> None:
    """A note stays as it was written."""
    log = read_words(form_of(LogFlow), "90 Minuten when:gestern heute viel gelernt").values
    assert log == {"minutes": 90, "when": "yesterday", "note": "heute viel gelernt"}
    assert read_words(form_of(Rest), "heute bis Sonntag").values == {"start": "today", "end": "sunday"}
    plan = read_words(form_of(Settings), "plan:Mo-Fr language:deutsch").values
    assert plan == {"plan": Plan(frozenset(range(5))), "language": "Deutsch"}
