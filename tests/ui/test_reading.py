"""Words after a command become its values: named options, places, flags, and a note of the rest."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app.commands import (
    COMMANDS,
    Command,
    Help,
    LogFlow,
    Setup,
    Today,
    WriteCheckin,
    WriteReview,
)
from bot.app.fields import Words
from bot.app.said import Refusal, Refused
from bot.ui.forms import Form, form_of
from bot.ui.reading import Typed, read_words


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
        ("90 svd NOT done", "svd NOT done"),
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
    assert missing(Setup, "board") == []
    assert len(missing(WriteCheckin, "")) == 5
    assert missing(WriteReview, "") == []


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


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Berlin 9:00 yes", {"zone": "Europe/Berlin", "hour": time(9), "board": True}),
        ("Berlin 9:00 no", {"zone": "Europe/Berlin", "hour": time(9), "board": False}),
        ("Berlin yes", {"zone": "Europe/Berlin", "board": True}),
        ("Berlin 9:00 yes we can", {"zone": "Europe/Berlin", "hour": time(9), "called": "yes we can"}),
        ("Berlin board yes", {"zone": "Europe/Berlin", "board": True}),
    ],
)
def test_a_yes_in_its_place_is_an_answer_and_no_name(text: str, values: dict[str, object]) -> None:
    """Section 3: arguments after the command, in the order of their declaration."""
    assert read(Setup, text) == values


def test_a_note_of_one_word_stays_a_note() -> None:
    """Only what stands before the text has a place: a flow's `done` comes after it."""
    assert read(LogFlow, "30 yes") == {"minutes": 30, "note": "yes"}
