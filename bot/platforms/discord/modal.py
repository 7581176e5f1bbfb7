"""A form as a modal: at most five inputs, filled with what is known, and what comes back from one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import discord
from discord import ui

from bot.app.commands import Command
from bot.app.fields import Number, OneOf, Switch, Words
from bot.platforms.discord.marks import clean, shortened
from bot.ui.command_words import words_of
from bot.ui.forms import Field, form_of
from bot.ui.text import Text

INPUTS = 5
TITLE = 45
LABEL = 45
HINT = 100
LONGEST = 4000  # characters of an input
SHORT = 100  # characters of a value that is not free text
LISTED = 25  # options of a select

Box = ui.TextInput[Any] | ui.Select[Any]


def modal_for(
    form: type[Command], asks: Sequence[str], prefill: Mapping[str, str], *, custom_id: str, say: Text
) -> ui.Modal:
    """Draw the modal that asks for these fields. Of more than five the required ones come first."""
    words = words_of(form, say)
    modal = ui.Modal(title=shortened(words.description, TITLE), custom_id=custom_id)
    fields = [form_of(form).field(name) for name in asks]
    for field in sorted(fields, key=lambda each: not _needed(each))[:INPUTS]:
        own = words.fields[field.name]
        box = _box(field, clean(prefill.get(field.name, "")), say)
        label = ui.Label[Any](
            text=shortened(own.label, LABEL), description=shortened(own.hint, HINT) or None, component=box
        )
        modal.add_item(label)
    modal.stop()
    return modal


def typed_in(submitted: Mapping[str, Any]) -> dict[str, str]:
    """Read a submitted modal: the text of each field that was filled in, as typed or chosen."""
    texts: dict[str, str] = {}
    for box in _boxes(submitted.get("components") or []):
        chosen = box.get("values")
        text = chosen[0] if chosen else box.get("value")
        if isinstance(text, str) and text.strip() and isinstance(box.get("custom_id"), str):
            texts[box["custom_id"]] = text
    return texts


def _boxes(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for each in components:
        if "component" in each:
            yield each["component"]
        else:
            yield from each.get("components") or ()


def _needed(field: Field) -> bool:
    """Whether the modal insists on it. Who opened a form for a long text means to write one."""
    return field.required or (isinstance(field.kind, Words) and field.kind.least > 0)


def _box(field: Field, present: str, say: Text) -> Box:
    match field.kind:
        case Words():
            return _text(field, field.kind, present)
        case OneOf(options):
            return _select(field, [(each, each) for each in options], present)
        case Switch():
            return _select(field, [(say.words("Yes"), "yes"), (say.words("No"), "no")], present)
        case Number(least, most) if most - least < LISTED:
            return _select(field, [(str(n), str(n)) for n in range(least, most + 1)], present)
        case _:
            return _text(field, Words(most=SHORT), present)


def _text(field: Field, kind: Words, present: str) -> Box:
    most = min(kind.most, LONGEST)
    return ui.TextInput(
        custom_id=field.name,
        style=discord.TextStyle.paragraph if kind.long else discord.TextStyle.short,
        default=present[:most] if len(present) >= kind.least else None,
        required=_needed(field),
        min_length=kind.least or None,
        max_length=most,
    )


def _select(field: Field, options: Sequence[tuple[str, str]], present: str) -> Box:
    return ui.Select(
        custom_id=field.name,
        required=_needed(field),
        min_values=1 if _needed(field) else 0,
        options=[
            discord.SelectOption(label=label, value=value, default=value == present)
            for label, value in options[:LISTED]
        ],
    )
