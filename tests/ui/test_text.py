"""Sentences: our own markup is parsed, a person's text never is."""

import gettext
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.phrase import Code, Link, Moment, Person, Plain, Strong, words
from bot.ui.text import DOMAIN, Text

say = Text()

TEMPLATES = (
    "{fact}",
    "You logged **{fact}** minutes.",
    "**{fact}**, type `/log {fact}` and **rest**",
    "`{fact}``{fact}` **a****{fact}**",
    "{{{fact}}} {fact}**{fact}**{fact}",
)


def test_a_plain_sentence_is_one_plain_span() -> None:
    """Text without marks stays together, fields included."""
    assert say("You are back, {name}.", name="Ana") == (Plain("You are back, Ana."),)


def test_marks_of_our_own_text_become_spans() -> None:
    """`**strong**` and `code` are our markup; a field inside a mark carries it."""
    assert say("Logged **{minutes}** minutes. Type `/undo {which}`.", minutes=90, which="x") == (
        Plain("Logged "),
        Strong("90"),
        Plain(" minutes. Type "),
        Code("/undo x"),
        Plain("."),
    )


def test_neighbouring_marks_stay_apart() -> None:
    """Two strong texts side by side are two spans, as they were written."""
    assert say("**a****b**") == (Strong("a"), Strong("b"))


def test_doubled_braces_are_braces_and_single_stars_are_stars() -> None:
    """Only double stars, backticks and braces mean something."""
    assert say("{{{a}}} 2 * 3", a=1) == (Plain("{1} 2 * 3"),)


def test_stars_in_code_are_just_stars() -> None:
    """Code is shown as it is."""
    assert say("`a**b`") == (Code("a**b"),)


@given(st.sampled_from(TEMPLATES), st.text(min_size=1), st.text(min_size=1))
def test_no_fact_changes_what_is_marked(template: str, one: str, other: str) -> None:
    """Whatever a person typed, the spans are the same in number and kind, and hold the text unchanged."""
    kinds = [type(span) for span in say(template, fact=one)]

    assert [type(span) for span in say(template, fact=other)] == kinds
    assert words(say("{a}|**{b}**", a=one, b=other)) == f"{one}|{other}"


@pytest.mark.parametrize("fact", ["**bold**", "`code`", "{name}", "{0.__class__}", "**", "%(n)s"])
def test_markup_that_a_person_typed_stays_text(fact: str) -> None:
    """The worst that can be typed stays what it is."""
    assert say("Note: {fact}", fact=fact) == (Plain(f"Note: {fact}"),)


def test_an_empty_fact_leaves_no_empty_mark() -> None:
    """An empty strong span would be drawn as bare stars."""
    assert say("**{a}**`{a}`{a}", a="") == ()


def test_spans_and_phrases_keep_their_kind_within_a_mark() -> None:
    """A name stays a name, and a link a link, wherever they stand."""
    ana, site = Person("Ana"), Link("here", "https://example.org")
    at = Moment(datetime(2026, 3, 3, 17, tzinfo=UTC), "18:00")

    said = say("**Hello {who}!** {rest} {when}", who=ana, rest=(Plain("see "), site), when=at)

    assert said == (Strong("Hello "), ana, Strong("!"), Plain(" see "), site, Plain(" "), at)


@pytest.mark.parametrize("facts", [{}, {"a": 1}, {"a": 1, "b": 2, "c": 3}])
def test_a_missing_or_unknown_fact_is_an_error(facts: dict[str, int]) -> None:
    """A sentence takes exactly the facts that it names."""
    with pytest.raises(ValueError, match="missing"):
        say("{a} {b}", **facts)


@pytest.mark.parametrize("template", ["**open", "`open", "a } b", "a { b", "{}", "{A b}", "**a `b** c`"])
def test_a_broken_sentence_is_an_error(template: str) -> None:
    """Marks must close and braces must name a field."""
    with pytest.raises(ValueError, match=r"open|stray"):
        say(template)


def test_true_and_false_are_no_words() -> None:
    """A switch is said in words, not as Python writes it."""
    with pytest.raises(TypeError):
        say("{on}", on=True)


@pytest.mark.parametrize(("n", "read"), [(0, "0 flows, in week"), (1, "one flow in week"), (2, "2 flows, in week")])
def test_plurals_follow_the_count(n: int, read: str) -> None:
    """The count chooses the sentence; it need not be in both."""
    assert words(say.many("one flow in {what}", "{n} flows, in {what}", n, what="week")) == read
    assert say.many_words("one flow in {what}", "{n} flows, in {what}", n, what="week") == read


def test_a_plural_takes_the_same_facts_for_every_count() -> None:
    """A fact that only one of the sentences names is needed for both: no count fails alone."""
    for n in (1, 2):
        with pytest.raises(ValueError, match="who"):
            say.many("a flow", "{n} flows by {who}", n)


def _catalogue(folder: Path, tag: str, entries: dict[str | tuple[str, str], str | tuple[str, str]]) -> None:
    catalogue = Catalog(locale=tag)
    for source, target in entries.items():
        catalogue.add(source, target)
    path = folder / tag / "LC_MESSAGES" / f"{DOMAIN}.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalogue)


def test_another_language_is_spoken_where_there_is_a_catalogue(tmp_path: Path) -> None:
    """A platform's tag finds its language, whatever the region; the rest stays English."""
    _catalogue(
        tmp_path,
        "de",
        {"You logged **{n}**.": "**{n}** notiert.", ("one day", "{n} days"): ("ein Tag", "{n} Tage")},
    )
    deutsch = Text.for_language("de-AT", tmp_path)

    assert deutsch("You logged **{n}**.", n=5) == (Strong("5"), Plain(" notiert."))
    assert deutsch.many_words("one day", "{n} days", 3) == "3 Tage"
    assert deutsch.words("Well done.") == "Well done."


def test_a_translation_that_lost_or_broke_something_yields_to_english(tmp_path: Path) -> None:
    """A translator's slip never costs a fact or an answer."""
    _catalogue(
        tmp_path,
        "de",
        {
            "Hi {a}": "Hallo",
            "Bye {a}": "{b}, tschüss {a}",
            "So {a}": "**So {a}",
            "Ok {a}": "Gut {a}",
            ("one day", "{n} days"): ("{x} Tag", "{x} Tage"),
        },
    )
    deutsch = Text.for_language("de", tmp_path)

    said = [deutsch.words(source, a="x") for source in ("Hi {a}", "Bye {a}", "So {a}", "Ok {a}")]
    counted = [deutsch.many_words("one day", "{n} days", n) for n in (0, 1, 2)]

    assert said == ["Hi x", "Bye x", "So x", "Gut x"]
    assert counted == ["0 days", "one day", "2 days"]


@pytest.mark.parametrize("tag", ["", "xx", "../../etc", "de/..", "en-GB", "zh-Hant-TW"])
def test_any_other_tag_speaks_english(tag: str) -> None:
    """Whatever a platform sends as a language, there is an answer."""
    assert Text.for_language(tag).words("Well done.") == "Well done."


def test_of_several_catalogues_the_nearest_is_spoken(tmp_path: Path) -> None:
    """A region without its own catalogue speaks its script's or its language's."""
    _catalogue(tmp_path, "zh_Hant", {"today": "Hant"})
    _catalogue(tmp_path, "zh", {"today": "zh"})

    assert Text.for_language("zh-Hant-TW", tmp_path).words("today") == "Hant"
    assert Text.for_language("zh-CN", tmp_path).words("today") == "zh"


def test_a_catalogue_in_memory_will_do() -> None:
    """Any gettext translations can be spoken."""
    catalogue = Catalog(locale="de")
    catalogue.add("today", "heute")
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)

    assert Text(gettext.GNUTranslations(compiled)).words("today") == "heute"
