"""Forms: a command class is read once, and says what it asks for."""

from dataclasses import dataclass, fields
from typing import Annotated

import pytest

from bot.app.commands import (
    COMMANDS,
    Command,
    EditLog,
    JoinNow,
    Leaderboard,
    LogFlow,
    MarkDone,
    Setup,
    WriteCheckin,
    WriteReview,
)
from bot.app.fields import Duration, Number, OneOf, Ref, Words
from bot.app.said import Refusal
from bot.ui.forms import form_of


def _names(items: object) -> list[str]:
    assert isinstance(items, tuple)
    return [item.name for item in items]


@pytest.mark.parametrize("cls", COMMANDS)
def test_every_command_can_be_read(cls: type[Command]) -> None:
    """Each field has exactly one kind, and keeps its place and its default."""
    form = form_of(cls)

    assert form.command is cls
    assert form.name == cls.name
    assert _names(form.fields) == [each.name for each in fields(cls)]
    defaults = {each.name: each.default for each in fields(cls)}
    optional = {field.name: field.default for field in form.fields if not field.required}
    required = {field.name for field in form.fields if field.required}
    assert optional == {name: defaults[name] for name in optional}
    assert required == {each.name for each in fields(cls) if each.name not in optional}


def test_a_form_is_read_once() -> None:
    """Buttons are decoded often, so reading is remembered."""
    assert form_of(LogFlow) is form_of(LogFlow)


def test_options_are_what_people_type_and_asks_what_they_are_asked() -> None:
    """A slash command offers what is neither asked nor carried; a modal asks what is marked or required."""
    assert _names(form_of(LogFlow).options) == ["minutes", "note", "when", "focus", "done"]
    assert _names(form_of(LogFlow).asks) == ["minutes"]
    assert _names(form_of(Setup).options) == [
        "zone",
        "hour",
        "board",
        "called",
        "curriculum",
        "digest",
        "days",
        "attach",
        "check",
        "language",
    ]
    assert _names(form_of(Setup).asks) == []
    assert _names(form_of(WriteReview).options) == []
    assert _names(form_of(WriteReview).asks) == ["text"]
    assert _names(form_of(EditLog).asks) == ["minutes", "note", "when", "focus"]
    assert len(form_of(WriteCheckin).asks) == 5


def test_what_only_buttons_carry_is_never_asked() -> None:
    """An id is nothing that anybody could type, required or not."""
    assert form_of(JoinNow).options == form_of(JoinNow).asks == ()
    assert form_of(MarkDone).field("day").ref
    assert form_of(MarkDone).field("day").required


def test_a_field_knows_its_kind_and_limits() -> None:
    """The kind is the one of the declaration."""
    assert form_of(LogFlow).field("minutes").kind == Duration()
    assert form_of(LogFlow).field("focus").kind == Number(1, 5)
    assert form_of(Leaderboard).field("period").kind == OneOf(("week", "4 weeks", "12 weeks"))
    assert form_of(Leaderboard).field("group").kind == Ref()
    assert form_of(WriteReview).field("text").kind == Words(80, 4000, long=True)


def test_an_unknown_field_is_an_error() -> None:
    """A name that the command does not have is a mistake of ours."""
    with pytest.raises(KeyError, match="mood"):
        form_of(LogFlow).field("mood")
    with pytest.raises(KeyError, match="mood"):
        form_of(LogFlow).make({"minutes": 30, "mood": 1})


def test_values_make_the_command() -> None:
    """What is left out has its default."""
    assert form_of(Setup).make({"zone": "UTC"}) == Setup(zone="UTC")


def test_a_required_value_that_is_missing_is_refused() -> None:
    """The refusal names the field."""
    with pytest.raises(Refusal) as caught:
        form_of(LogFlow).make({"note": "svd"})

    assert (caught.value.refused.kind, caught.value.refused.field) == ("missing", "minutes")


@dataclass(frozen=True, slots=True)
class Bare(Command):
    """A field without a kind."""

    code = "x1"
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Double(Command):
    """A field of two kinds."""

    minutes: Annotated[int, Duration(), Number(1, 5)] = 0


@pytest.mark.parametrize("cls", [Bare, Double])
def test_a_field_without_exactly_one_kind_is_an_error(cls: type[Command]) -> None:
    """A forgotten annotation is found when the command is first read."""
    with pytest.raises(TypeError, match="kind"):
        form_of(cls)
