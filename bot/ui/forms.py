"""Reads a command class once: its fields, what each may hold, and who gives it (typed, asked or carried)."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Annotated, Literal, get_args, get_origin, get_type_hints

from bot.app.commands import Command
from bot.app.fields import Asked, Kind, OneOf, Ref, RoleOfServer, Upload, VoiceRoom
from bot.app.said import Refusal


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a command. `holds` is its bare annotation (`int`, `Literal[...]`), for the codec; `one_of` are the
    words of a field that holds one of a few."""

    name: str
    kind: Kind
    required: bool
    default: object
    asked: bool
    ref: bool
    holds: object = str
    one_of: tuple[str, ...] = ()

    @property
    def picked(self) -> bool:
        """Whether it names something that one platform alone has, and that nobody can type."""
        return isinstance(self.kind, VoiceRoom | RoleOfServer)


@dataclass(frozen=True, slots=True)
class Form:
    """A command as something to fill in, its fields in the order of their declaration."""

    command: type[Command]
    name: str
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field:
        """Find a field by its name; KeyError for a name that the command does not have."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    @property
    def options(self) -> tuple[Field, ...]:
        """The fields that can be typed after a command."""
        return tuple(field for field in self.fields if not (field.asked or field.ref or field.picked))

    @property
    def picks(self) -> tuple[Field, ...]:
        """The fields that can only be picked, where a platform has what they name."""
        return tuple(field for field in self.fields if field.picked)

    @property
    def asks(self) -> tuple[Field, ...]:
        """The fields that a modal or a question asks for when nothing else is said."""
        return tuple(field for field in self.fields if not field.ref and (field.asked or field.required))

    def make(self, values: Mapping[str, object]) -> Command:
        """Build the command. Raises Refusal("missing") for a required field left out, KeyError for others."""
        for name in values:
            self.field(name)
        for field in self.fields:
            if field.required and field.name not in values:
                raise Refusal("missing", field=field.name)
        return self.command(**values)


def upload_of(cls: type[Command]) -> Field | None:
    """The field of a command that takes a file, if it has one."""
    return next((field for field in form_of(cls).fields if isinstance(field.kind, Upload)), None)


_FORMS: dict[type[Command], Form] = {}


def form_of(cls: type[Command]) -> Form:
    """The form of a command, read once. Raises TypeError for a field that has not exactly one kind."""
    form = _FORMS.get(cls)
    if form is None:
        form = _FORMS[cls] = _form(cls)
    return form


def _form(cls: type[Command]) -> Form:
    hints = get_type_hints(cls, include_extras=True)
    return Form(cls, cls.name, tuple(_read(each.name, hints[each.name], each.default) for each in fields(cls)))


def _read(name: str, hint: object, default: object) -> Field:
    if get_origin(hint) is not Annotated:
        raise TypeError(f"{name} has no kind")
    holds, *marks = get_args(hint)
    kinds = [mark for mark in marks if isinstance(mark, Kind)]
    if len(kinds) != 1:
        raise TypeError(f"{name} needs exactly one kind, not {len(kinds)}")
    kind, required = kinds[0], default is MISSING
    words = get_args(holds) if get_origin(holds) is Literal else ()
    return Field(
        name=name,
        kind=kind,
        required=required,
        default=None if required else default,
        asked=any(isinstance(mark, Asked) for mark in marks),
        ref=isinstance(kind, Ref),
        holds=holds,
        one_of=kind.options if isinstance(kind, OneOf) else words,
    )
