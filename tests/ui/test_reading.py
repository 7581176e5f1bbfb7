"""Words after a command become its values: named options, places, flags, and a note of the rest."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app.commands import (
    COMMANDS,
    Command,
    Help,
    Join,
    Leaderboard,
    LogFlow,
    Setup,
    ShowWeek,
    Today,
    WriteCheckin,
    WriteReview,
)
from bot.app.commands import Settings as SettingsCommand
from bot.app.fields import Words
from bot.app.said import Refusal, Refused
from bot.core.plans import Plan
from bot.ui.forms import Form, form_of
from bot.ui.reading import Typed, read_words

WORKDAYS = Plan(frozenset(range(5)))


def read(cls: type[Command], text: str) -> dict[str, object]:
    """The values of a text."""
    return read_words(form_of(cls), text).values


def missing(cls: type[Command], text: str) -> list[str]:
    """What is still to be asked."""
    return [field.name for field in read_words(form_of(cls), text).missing]


def refused(cls: type[Command], text: str) -> Refused:
    """What is said about a text that cannot be read."""
    with pytest.raises(Refusal) as caught:
        read_words(form_of(cls), text)
    return caught.value.refused


def test_the_example_of_the_manual_is_read() -> None:
    """Product section 3: what is no option is the note."""
    assert read(LogFlow, "1h30 svd notes when:yesterday focus:4 done") == {
        "minutes": 90,
        "note": "svd notes",
        "when": "yesterday",
        "focus": 4,
        "done": True,
    }


@pytest.mark.parametrize(
    ("text", "minutes", "note"),
    [
        ("90", 90, None),
        ("90 svd", 90, "svd"),
        ("1 hour 20 minutes matrices", 80, "matrices"),
        ("2 hours svd", 120, "svd"),
        ("1 h 30 svd", 90, "svd"),
        ("1:30 svd", 90, "svd"),
        ("45 min 3 exercises", 45, "3 exercises"),
        ("90 4 chapters", 90, "4 chapters"),
        ("90, svd notes", 90, "svd notes"),
        ("90: svd notes", 90, "svd notes"),
        ("90 - svd notes", 90, "svd notes"),
        ("90 \u2014 svd notes", 90, "svd notes"),
        ("90\nsvd notes", 90, "svd notes"),
        ("90 focus on eigenvalues", 90, "focus on eigenvalues"),
        ("90 when in doubt, draw", 90, "when in doubt, draw"),
        ("90 see https://example.org/a?b=c", 90, "see https://example.org/a?b=c"),
        ('90 "quoted" note', 90, '"quoted" note'),
        ("90 todo: more", 90, "todo: more"),
        ("90 I wonder when:", 90, "I wonder when:"),
    ],
)
def test_the_first_words_are_the_minutes_and_the_rest_is_the_note(text: str, minutes: int, note: str | None) -> None:
    """R3's spellings may span several words; a note is never eaten by a name without a colon."""
    said = {"minutes": minutes} if note is None else {"minutes": minutes, "note": note}

    assert read(LogFlow, text) == said


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("90 done the dishes maths", "done the dishes maths"),
        ("90 finally done with svd", "finally done with svd"),
        ("90 svd not done", "svd not done"),
        ("90 exercises aren\u2019t done", "exercises aren\u2019t done"),
        ("90 almost done", "almost done"),
        ("90 half DONE", "half DONE"),
        ("90 undone", "undone"),
        ('90 note:"what I have done"', "what I have done"),
    ],
)
def test_a_done_that_is_part_of_the_note_stays_there(text: str, note: str) -> None:
    """A day is never marked done by a word in the middle of a sentence, or after a "not"."""
    assert read(LogFlow, text) == {"minutes": 90, "note": note}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("90 done", {"minutes": 90, "done": True}),
        ("90 svd Done", {"minutes": 90, "note": "svd", "done": True}),
        ("90 focus:4 done", {"minutes": 90, "focus": 4, "done": True}),
        ("90 done:yes svd", {"minutes": 90, "note": "svd", "done": True}),
        ("90 done=no svd", {"minutes": 90, "note": "svd", "done": False}),
        ("90 finished assignment done", {"minutes": 90, "note": "finished assignment", "done": True}),
        ("done", {"done": True}),
    ],
)
def test_a_done_at_the_very_end_is_a_yes(text: str, said: dict[str, object]) -> None:
    """A bare flag counts as the last word only; with a colon it may stand anywhere."""
    assert read(LogFlow, text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("90 when:yesterday svd", {"minutes": 90, "when": "yesterday", "note": "svd"}),
        ("90 when=monday svd", {"minutes": 90, "when": "monday", "note": "svd"}),
        ("90 WHEN: yesterday svd", {"minutes": 90, "when": "yesterday", "note": "svd"}),
        ('90 when:"3 days ago" svd', {"minutes": 90, "when": "3 days ago", "note": "svd"}),
        ("90 when:“3 days ago” svd", {"minutes": 90, "when": "3 days ago", "note": "svd"}),
        ("90 when:'3 days ago' svd", {"minutes": 90, "when": "3 days ago", "note": "svd"}),
        ("90 when:3 days ago svd", {"minutes": 90, "when": "3 days ago", "note": "svd"}),
        ("90 when:2 march 3 problems", {"minutes": 90, "when": "2 march", "note": "3 problems"}),
        ("90 when:last monday svd", {"minutes": 90, "when": "last monday", "note": "svd"}),
        ("90 when:2026-03-02 svd", {"minutes": 90, "when": "2026-03-02", "note": "svd"}),
        ("90 when:someday svd", {"minutes": 90, "when": "someday", "note": "svd"}),
        ("when:yesterday 90 svd", {"minutes": 90, "when": "yesterday", "note": "svd"}),
        ("focus:4 90 svd", {"minutes": 90, "focus": 4, "note": "svd"}),
        ("minutes:1h30 svd", {"minutes": 90, "note": "svd"}),
        ("minutes:1 hour 30 minutes svd", {"minutes": 90, "note": "svd"}),
        ("90 note:svd and more focus:4", {"minutes": 90, "note": "svd and more", "focus": 4}),
        ('90 first note:"and second"', {"minutes": 90, "note": "first and second"}),
        ("90 focus:3, svd", {"minutes": 90, "focus": 3, "note": "svd"}),
        ("90 focus:3 focus:4", {"minutes": 90, "focus": 4}),
        ('90 focus:"" svd', {"minutes": 90, "focus": None, "note": "svd"}),
        ("90 it's svd's when:'today'", {"minutes": 90, "note": "it's svd's", "when": "today"}),
    ],
)
def test_named_options_may_stand_anywhere(text: str, said: dict[str, object]) -> None:
    """A colon or an equals sign names an option; quotes hold several words, a day may span them without."""
    assert read(LogFlow, text) == said


@pytest.mark.parametrize(
    ("text", "kind", "given"),
    [
        ("svd 90", "bad_minutes", "svd"),
        ("11 hours svd", "bad_minutes", "11 hours"),
        ("0 svd", "bad_minutes", "0"),
        ("900 svd", "bad_minutes", "900"),
        ("90 focus:9 svd", "bad_number", "9"),
        ("90 focus:high", "bad_number", "high"),
        ("90 done:perhaps", "bad_switch", "perhaps"),
        ("minutes:soon", "bad_minutes", "soon"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(text: str, kind: str, given: str) -> None:
    """Product section 4: nothing is guessed, and what was meant as hours is not read as fewer minutes."""
    told = refused(LogFlow, text)

    assert (told.kind, told.given) == (kind, given)


def test_a_note_that_is_too_long_is_refused_with_its_count() -> None:
    """Typed words have the limits of every other way in."""
    assert refused(LogFlow, "90 " + "x" * 501) == Refused("too_long", field="note", numbers=(501, 500))


def test_what_is_missing_is_told() -> None:
    """Required fields without a value are asked for."""
    assert missing(LogFlow, "") == ["minutes"]
    assert missing(LogFlow, "focus:4") == ["minutes"]
    assert missing(LogFlow, "90") == []
    assert missing(Setup, "board") == ["zone"]
    assert len(missing(WriteCheckin, "")) == 5
    assert missing(WriteReview, "") == []


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


def test_a_set_up_that_makes_no_sense_is_refused() -> None:
    """An impossible clock is not taken for a name, nor a misspelt city."""
    assert refused(Setup, "Berlin 25:00").kind == "bad_clock"
    told = refused(Setup, "Atlantis City 9am")
    assert (told.kind, told.given) == ("unknown_zone", "Atlantis City")


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
        ("mon-fri 18:00", {"plan": WORKDAYS, "hour": time(18)}),
        ("Paris, France mon-fri", {"zone": "Europe/Paris", "plan": WORKDAYS}),
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


def test_a_review_is_taken_whole() -> None:
    """R13: in one's own words; nothing in it is an option, and its lines stay."""
    text = "A matrix is a text: rows and columns.\n\nIt moves space. week:2 focus=4 " + "x" * 80 + " done"

    assert read(WriteReview, text) == {"text": text}
    assert refused(WriteReview, "too short") == Refused("too_short", field="text", numbers=(9, 80))


def test_words_after_checkin_are_its_first_answer() -> None:
    """What went well comes first; the other four are still asked."""
    typed = read_words(form_of(WriteCheckin), "Five flows in a row.")

    assert typed.values == {"went_well": "Five flows in a row."}
    assert [field.name for field in typed.missing] == ["in_the_way", "after", "i_will", "confidence"]


@pytest.mark.parametrize("cls", [Today, Help])
def test_a_command_without_values_ignores_words(cls: type[Command]) -> None:
    """A word too many is no reason to refuse."""
    assert read_words(form_of(cls), "please :) focus:4") == Typed({}, ())


FORMS = [form_of(cls) for cls in COMMANDS]
HINTS = [
    *("90", "1", "hour", "30", "min", "11 hours", "when:", "when:yesterday", "focus:4", "focus=", "done", "not", "-"),
    *("board", "Berlin", "Paris,", "new", "york", "9am", "mon-fri", "mon", "18:00", "week", "4", "prompts", "off"),
    *("until", "1 may", '"', "'", ":", "called:", 'note:"'),
]
PIECES = st.one_of(st.text(max_size=12), st.sampled_from(HINTS))


@given(st.sampled_from(FORMS), st.lists(PIECES, max_size=10).map(" ".join))
def test_any_words_are_values_or_a_refusal(form: Form, text: str) -> None:
    """Whatever is typed after a command, it is read, refused, or asked for: never an internal error."""
    try:
        typed = read_words(form, text)
    except Refusal:
        return
    lacking = {field.name for field in typed.missing}
    assert not lacking & set(typed.values)
    assert {field.name for field in form.fields if field.required and not field.ref} <= lacking | set(typed.values)


@given(st.integers(1, 600), st.text(max_size=60))
def test_every_word_of_a_note_is_kept(minutes: int, note: str) -> None:
    """A note without names, flags and numbers comes through as it was typed."""
    plain = " ".join("".join(char for char in note if char.isalpha()).split())
    words = f"about {plain} again"

    assert read(LogFlow, f"{minutes} {words}") == {"minutes": minutes, "note": " ".join(words.split())}


def test_a_note_has_the_limits_of_its_declaration() -> None:
    """The longest note is a note."""
    kind = form_of(LogFlow).field("note").kind
    assert isinstance(kind, Words)
    assert read(LogFlow, "90 " + "x" * kind.most)["note"] == "x" * kind.most
