"""The catalogues: up to date, whole, and true to the English sentences."""

from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.app.commands import COMMANDS
from bot.app.fields import OneOf
from bot.core.languages import LANGUAGES, tidy_tag
from bot.ui.command_words import words_of
from bot.ui.forms import form_of
from bot.ui.heard import ENGLISH, WORDS, words_in
from bot.ui.menu import named_commands
from bot.ui.text import parse, text_in
from tests.catalogues.extract import sentences
from tests.catalogues.files import TEMPLATE, compiled, id_of, languages, renewed, template

MAKE = "python -m tests.catalogues.make"
BEGUN: frozenset[str] = frozenset()
"""Languages whose translation has only begun: what is missing is said in English."""
CATALOGUES = dict(languages())

each_language = pytest.mark.parametrize("tag", CATALOGUES)


def read(path: Path, tag: str) -> Catalog:
    return read_po(BytesIO(path.read_bytes()), locale=tag)


def translated(tag: str) -> list[tuple[Message, list[str]]]:
    """Each message that is translated, with its forms."""
    found = [
        (it, [it.string] if isinstance(it.string, str) else list(it.string or ())) for it in read(CATALOGUES[tag], tag)
    ]
    return [(message, forms) for message, forms in found if message.id and any(forms)]


def test_the_template_has_todays_sentences() -> None:
    """What translators begin with is what the code says."""
    assert TEMPLATE.read_bytes() == template(sentences()), f"run {MAKE}"


@each_language
def test_a_language_has_todays_sentences_and_is_compiled(tag: str) -> None:
    """The bot reads the .mo alone: it is what the .po says."""
    path = CATALOGUES[tag]
    po = path.read_bytes()
    assert po == renewed(sentences(), tag, po), f"run {MAKE}"
    assert path.with_suffix(".mo").read_bytes() == compiled(po, tag), f"run {MAKE}"


def test_every_language_that_can_be_chosen_has_a_catalogue() -> None:
    """English is the code's own."""
    assert set(LANGUAGES) == {ENGLISH, *CATALOGUES}
    assert all(tidy_tag(tag) == tag for tag in LANGUAGES)


@each_language
def test_a_language_is_whole(tag: str) -> None:
    """Nobody reads two languages on one screen; one that is only begun is named here until it is whole."""
    whole = {id_of(message) for message, forms in translated(tag) if all(forms)}
    missing = sorted(str(it.id) for it in read(CATALOGUES[tag], tag) if it.id and id_of(it) not in whole)
    if tag in BEGUN:
        assert missing, "it is whole: take it out of BEGUN"
    else:
        assert missing == []


@each_language
def test_a_translation_keeps_fields_and_marks(tag: str) -> None:
    """A fact that is lost, or a mark that breaks, would be shown in English without a word (`Text` yields to it)."""
    wrong: list[str] = []
    for message, forms in translated(tag):
        sources = [message.id] if isinstance(message.id, str) else list(message.id)
        for form in forms:
            try:
                told = shape(form)
            except ValueError as problem:
                wrong.append(str(problem))
                continue
            if isinstance(message.id, str) and told != shape(message.id):
                wrong.append(f"{message.id!r}: {form!r}")
            if not isinstance(message.id, str) and all(_without_n(told) != _without_n(shape(it)) for it in sources):
                wrong.append(f"{message.id!r}: {form!r}")
    assert wrong == []


def shape(sentence: str) -> Counter[tuple[str, str]]:
    """Its fields, each within its mark, how often something is strong, and what is code, word for word."""
    pieces = parse(sentence)
    kinds = Counter((piece.mark, piece.text) for piece in pieces if piece.field)
    kinds += Counter((piece.mark, piece.text) for piece in pieces if piece.mark == "code" and piece.text)
    return kinds + Counter((piece.mark, "") for piece in pieces if not piece.text)


def _without_n(told: Counter[tuple[str, str]]) -> set[tuple[str, str]]:
    return {each for each in told if each[1] != "n"}


@each_language
def test_no_guess_stands_in_a_catalogue(tag: str) -> None:
    """A translation that a tool guessed is none."""
    assert [message.id for message in read(CATALOGUES[tag], tag) if message.id and message.fuzzy] == []


@each_language
def test_a_translation_begins_and_ends_as_its_sentence_does(tag: str) -> None:
    """Spaces at the ends join sentences; a question stays one."""
    for message, forms in translated(tag):
        source = message.id if isinstance(message.id, str) else message.id[-1]
        for form in forms:
            spaces = source[:1] == " ", source[-1:] == " "
            assert (form[:1] == " ", form[-1:] == " ") == spaces, source


@each_language
@pytest.mark.parametrize("cls", COMMANDS)
def test_the_words_of_commands_fit_both_platforms(cls: type, tag: str) -> None:
    """Discord: descriptions 100, a modal's title and labels 45, hints 100. Telegram: descriptions 256."""
    told = words_of(cls, text_in(tag))
    assert 1 <= len(told.description) <= (45 if told.fields else 100)
    for field in told.fields.values():
        assert 1 <= len(field.label) <= 45
        assert 1 <= len(field.hint) <= 100
        assert 1 <= len(field.question) <= 200


@pytest.mark.parametrize("cls", named_commands())
def test_a_definition_with_its_longest_localizations_fits_discord(cls: type) -> None:
    """8,000 characters a command, of which each text counts in its longest language."""
    told = [words_of(cls, text_in(tag)) for tag in LANGUAGES]
    texts = [cls.name, max((it.description for it in told), key=len)]  # type: ignore[attr-defined]  # it is a command
    for option in form_of(cls).options:
        texts += [option.name, max((it.fields[option.name].hint for it in told), key=len)]
        if isinstance(option.kind, OneOf):
            texts += [word for choice in option.kind.options for word in (choice, choice)]
    assert sum(map(len, texts)) <= 8000


def test_no_word_that_people_type_means_two_things() -> None:
    """R2, R11: in no language is a day called what another one calls another day, English included."""
    meant = {word.casefold(): word.casefold() for word in WORDS}
    for tag in LANGUAGES:
        for said, word in words_in(text_in(tag)):
            assert meant.setdefault(said, word) == word, f"{said} in {tag}"
