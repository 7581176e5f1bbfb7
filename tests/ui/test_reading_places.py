"""Words after a command without a note: zones, clocks, plans and choices by their place or their name."""

from datetime import time

import pytest

from bot.app.commands import Command, Join, Leaderboard, Rest, Setup, ShowWeek
from bot.app.commands import Settings as SettingsCommand
from bot.app.said import Refusal, Refused
from bot.core.plans import Plan
from bot.ui.forms import form_of
from bot.ui.reading import read_words

WORKDAYS = Plan(frozenset(range(5)))


def read(cls: type[Command], text: str) -> dict[str, object]:
    """The values of a text."""
    return read_words(form_of(cls), text).values


def refused(cls: type[Command], text: str) -> Refused:
    """What is said about a text that cannot be read."""
    with pytest.raises(Refusal) as caught:
        read_words(form_of(cls), text)
    return caught.value.refused


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Europe/Berlin", {"zone": "Europe/Berlin"}),
        ("Europe/Berlin 09:00 board", {"zone": "Europe/Berlin", "hour": time(9), "board": True}),
        ("new york 9am", {"zone": "America/New_York", "hour": time(9)}),
        ("new york 9 am board", {"zone": "America/New_York", "hour": time(9), "board": True}),
        ("Berlin, 9am", {"zone": "Europe/Berlin", "hour": time(9)}),
        ("Paris, France", {"zone": "Europe/Paris"}),
        ("Paris, France 9am", {"zone": "Europe/Paris", "hour": time(9)}),
        ("zone:Paris, France hour:9am", {"zone": "Europe/Paris", "hour": time(9)}),
        ("Berlin, Rust club", {"zone": "Europe/Berlin", "called": "Rust club"}),
        ("Berlin Rust club", {"zone": "Europe/Berlin", "called": "Rust club"}),
        ("Berlin 9 Rust club", {"zone": "Europe/Berlin", "hour": time(9), "called": "Rust club"}),
        ("zone:New York hour:18:00", {"zone": "America/New_York", "hour": time(18)}),
        ('Berlin called:"42 Heilbronn"', {"zone": "Europe/Berlin", "called": "42 Heilbronn"}),
        ("Berlin called:Rust club board", {"zone": "Europe/Berlin", "called": "Rust club", "board": True}),
    ],
)
def test_a_group_is_set_up_in_one_line(text: str, said: dict[str, object]) -> None:
    """Zone, hour and the board's flag by their place, the rest is the group's name."""
    assert read(Setup, text) == said


@pytest.mark.parametrize(
    "text", ["from:2026-03-10 to:2026-03-12", "start:2026-03-10 until:2026-03-12", "from 2026-03-10 to 2026-03-12"]
)
def test_a_range_of_days_is_named_as_the_manual_names_it(text: str) -> None:
    """Section 3: `/rest [from] [to]`; a field of that very name goes first."""
    assert read(Rest, text) == {"start": "2026-03-10", "end": "2026-03-12"}
    assert read(SettingsCommand, "zone:Tokyo until:2026-03-12") == {"zone": "Asia/Tokyo", "until": "2026-03-12"}


def test_a_set_up_that_makes_no_sense_is_refused() -> None:
    """An impossible clock is not taken for a name, nor a misspelt city."""
    assert refused(Setup, "Berlin 25:00").kind == "bad_clock"
    assert refused(Setup, "Berlin, 25:00").kind == "bad_clock"
    told = refused(Setup, "Atlantis City 9am")
    assert (told.kind, told.given) == ("unknown_zone", "Atlantis City")
    assert refused(Setup, "Atlantis City of the Sea").given == "Atlantis City of"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", {}),
        ("Berlin", {"zone": "Europe/Berlin"}),
        ("Ana", {"called": "Ana"}),
        ("Berlin 18:00 mon-fri", {"zone": "Europe/Berlin", "hour": time(18), "plan": WORKDAYS}),
        (
            "new york 6pm Mon Tue Wed Thu Fri",
            {"zone": "America/New_York", "hour": time(18), "plan": WORKDAYS},
        ),
        ("Berlin mon-fri Ana Maria", {"zone": "Europe/Berlin", "plan": WORKDAYS, "called": "Ana Maria"}),
        ("called:Ana Maria zone:Tokyo", {"called": "Ana Maria", "zone": "Asia/Tokyo"}),
        ("Berlin, 18:00, mon-fri", {"zone": "Europe/Berlin", "hour": time(18), "plan": WORKDAYS}),
        ("Berlin, mon-fri", {"zone": "Europe/Berlin", "plan": WORKDAYS}),
    ],
)
def test_joining_takes_what_is_said(text: str, said: dict[str, object]) -> None:
    """Typed values skip the offer; each may be left out."""
    assert read(Join, text) == said


def test_a_plan_of_one_day_is_refused_and_not_taken_for_a_name() -> None:
    """R5: a plan has 2 to 7 days."""
    assert refused(Join, "Berlin 18:00 mon").kind == "bad_plan"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("zone:Tokyo hour:18:00 plan:mon-fri", {"zone": "Asia/Tokyo", "hour": time(18), "plan": WORKDAYS}),
        ("zone Tokyo hour 18:00 plan mon-fri", {"zone": "Asia/Tokyo", "hour": time(18), "plan": WORKDAYS}),
        ("Tokyo 18:00 mon-fri", {"zone": "Asia/Tokyo", "hour": time(18), "plan": WORKDAYS}),
        ("Tokyo 18:00 mon-fri 12", {"zone": "Asia/Tokyo", "hour": time(18), "plan": WORKDAYS}),
        ("mon-fri 18:00", {"plan": WORKDAYS, "hour": time(18)}),
        ("Paris, France mon-fri", {"zone": "Europe/Paris", "plan": WORKDAYS}),
        ("ZONE Tokyo Hour 18:00", {"zone": "Asia/Tokyo", "hour": time(18)}),
        ("Tokyo until 1 May", {"zone": "Asia/Tokyo", "until": "1 May"}),
        ("prompts off", {"prompts": False}),
        ("prompts", {"prompts": True}),
        ("prompts hour 7am", {"prompts": True, "hour": time(7)}),
        ("prompts:no called:Ana Maria week:12", {"prompts": False, "called": "Ana Maria", "week": 12}),
        ("week 12", {"week": 12}),
        ("", {}),
    ],
)
def test_settings_are_changed_by_name_or_by_place(text: str, said: dict[str, object]) -> None:
    """Where there is no note, a name needs no colon, and words may come in any order."""
    assert read(SettingsCommand, text) == said


@pytest.mark.parametrize(
    ("text", "kind", "field"),
    [
        ("Atlantis", "unknown_zone", "zone"),
        ("25:00", "bad_clock", "hour"),
        ("prompts maybe", "bad_switch", "prompts"),
        ("hour", "missing", "hour"),
        ("week 1000", "bad_number", "week"),
        ("plan mon", "bad_plan", "plan"),
        ("Tokyo 18:00 please", "bad_plan", "plan"),
        ("Tokyo 18:00 40", "bad_plan", "plan"),
    ],
)
def test_settings_that_make_no_sense_are_refused(text: str, kind: str, field: str) -> None:
    """No setting changes by a word that was not understood."""
    told = refused(SettingsCommand, text)

    assert (told.kind, told.field) == (kind, field)


def test_short_commands_take_their_one_value() -> None:
    """`/week 12` and `/leaderboard 4 weeks`, with or without a word too many."""
    assert read(ShowWeek, "12") == {"number": 12}
    assert read(ShowWeek, "number:12") == {"number": 12}
    assert read(ShowWeek, "12 please") == {"number": 12}
    assert read(Leaderboard, "4 weeks") == {"period": "4 weeks"}
    assert read(Leaderboard, "12w") == {"period": "12 weeks"}
    assert refused(ShowWeek, "twelve").kind == "bad_number"
    assert refused(Leaderboard, "month").kind == "bad_option"
