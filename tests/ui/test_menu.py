"""The words of commands and fields: all there, and short enough for both platforms."""

import re

import pytest

from bot.app.commands import COMMANDS, Command, Join, LogFlow, Today, UndoLast
from bot.app.fields import OneOf
from bot.ui.command_words import words_of
from bot.ui.forms import form_of
from bot.ui.menu import MENU, by_name, named_commands
from bot.ui.phrase import words
from bot.ui.text import Text

say = Text()


@pytest.mark.parametrize("cls", COMMANDS)
def test_every_command_and_every_field_that_people_give_has_words(cls: type[Command]) -> None:
    """A field that is typed or asked has words; one that buttons carry has none."""
    given = {field.name for field in form_of(cls).fields if not field.ref}

    assert set(words_of(cls, say).fields) == given
    assert words_of(cls, say).description


@pytest.mark.parametrize("cls", COMMANDS)
def test_words_fit_both_platforms(cls: type[Command]) -> None:
    """Discord: descriptions 100, a modal's title and labels 45, hints 100. Telegram: descriptions 256."""
    told = words_of(cls, say)

    assert 1 <= len(told.description) <= (45 if told.fields else 100)
    for field in told.fields.values():
        assert 1 <= len(field.label) <= 45
        assert 1 <= len(field.hint) <= 100
        assert 1 <= len(field.question) <= 200
        assert field.question.endswith((".", "?"))


@pytest.mark.parametrize("cls", named_commands())
def test_names_fit_both_platforms(cls: type[Command]) -> None:
    """Telegram allows a-z, 0-9 and _ in 1 to 32 characters, Discord also 25 options of 1 to 32."""
    assert re.fullmatch(r"[a-z0-9_]{1,32}", cls.name)
    assert len(form_of(cls).options) <= 25
    assert all(re.fullmatch(r"[a-z0-9_]{1,32}", option.name) for option in form_of(cls).options)
    required = [option.required for option in form_of(cls).options]
    assert required == sorted(required, reverse=True), "Discord wants required options first"


@pytest.mark.parametrize("cls", named_commands())
def test_a_whole_definition_stays_within_discords_limit(cls: type[Command]) -> None:
    """Name, description, options and choices: 8,000 characters in all. A modal has 5 inputs."""
    told = words_of(cls, say)
    texts = [cls.name, told.description]
    for option in form_of(cls).options:
        texts += [option.name, told.fields[option.name].hint]
        if isinstance(option.kind, OneOf):
            texts += [word for choice in option.kind.options for word in (choice, choice)]

    assert sum(map(len, texts)) <= 8000
    assert len(form_of(cls).asks) <= 5


@pytest.mark.parametrize("cls", COMMANDS)
def test_the_words_are_sentences_of_ours(cls: type[Command]) -> None:
    """They are said like any other sentence: no field, no mark, nothing that breaks."""
    told = words_of(cls, say)
    texts = [
        told.description,
        *(text for f in told.fields.values() for text in (f.label, f.hint, f.question)),
    ]

    assert [words(say(text)) for text in texts] == texts


def test_the_menu_begins_as_promised() -> None:
    """Product section 3: today, log, checkin, progress, rest, recall, settings, help first."""
    first = ["today", "log", "checkin", "progress", "rest", "recall", "settings", "help"]
    assert [cls.name for cls in MENU[:8]] == first
    assert UndoLast not in MENU


def test_every_named_command_can_be_typed_under_one_name() -> None:
    """Names are never shared, and each leads to its command."""
    names = [cls.name for cls in COMMANDS if cls.name]

    assert sorted(cls.name for cls in named_commands()) == sorted(names) == sorted(set(names))
    assert all(by_name(cls.name) is cls for cls in named_commands())


def test_a_name_is_understood_in_any_case() -> None:
    """A phone begins a word with a capital; Telegram's own first button says /start."""
    assert by_name("Log") is LogFlow
    assert by_name("TODAY") is Today
    assert by_name("start") is Join
    assert by_name("undo") is UndoLast


@pytest.mark.parametrize("name", ["", "jo", "logs", "join_now", "/log"])
def test_other_names_are_no_commands(name: str) -> None:
    """What only buttons say has no name, so nobody can type it."""
    assert by_name(name) is None
