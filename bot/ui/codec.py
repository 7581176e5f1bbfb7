"""Commands as short button payloads, and back: `1:lo:30` is version 1, the command's code, its values.

At most 64 bytes of ASCII (Telegram's limit). Values are ids, numbers, days and other things that buttons
carry, never what a person wrote. Everything that comes in is checked against its field's kind; whatever does
not fit is an outdated button.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cache

from bot.app.commands import COMMANDS, Command
from bot.app.fields import (
    ClockTime,
    CurriculumName,
    Duration,
    Number,
    OneOf,
    Passcode,
    Ref,
    RoleOfServer,
    Switch,
    Upload,
    VoiceRoom,
    Weekdays,
    When,
    Words,
    ZoneName,
)
from bot.app.said import Refusal
from bot.core.minutes import LEAST
from bot.core.plans import Plan
from bot.core.zones import zone_named
from bot.ui.forms import Field, Form, form_of

LIMIT = 64
VERSION = "1"
FILL = "1f"

_TOKEN = re.compile(r"[A-Za-z0-9_+./-]{1,60}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Filling:
    """A button that asks: the command, the values it already carries, the names of the fields to ask for."""

    form: type[Command]
    given: Mapping[str, object]
    asks: tuple[str, ...]


def encode(command: Command) -> str:
    """Write a command as a payload. Raises ValueError for free text, or for too much."""
    form = form_of(type(command))
    values = [_write(field, getattr(command, field.name)) for field in form.fields]
    return _joined(VERSION, command.code, values)


def decode(payload: str) -> Command:
    """Read a payload. Raises Refusal("outdated") for one that `encode` does not write today."""
    try:
        code, values = _split(payload, VERSION)
        form = form_of(_by_code()[code])
        command = form.command(**_values(form, values))
        same = encode(command) == payload  # whatever int() and fromisoformat() forgive, we do not write
    except (KeyError, TypeError, ValueError):
        raise Refusal("outdated") from None
    if not same:
        raise Refusal("outdated")
    return command


def is_fill(payload: str) -> bool:
    """Whether a payload belongs to a button that asks, of whatever version."""
    return payload.split(":", 1)[0].endswith("f")


def encode_fill(form: type[Command], given: Mapping[str, object], asks: tuple[str, ...]) -> str:
    """Write a button that asks; no `asks` means the form's own, without those given.

    A value that equals its field's default is not carried. Raises ValueError for what a button cannot carry,
    for names that the form does not have, and if a required field is neither given nor asked.
    """
    fields = form_of(form)
    wanted = asks or tuple(field.name for field in fields.asks if field.name not in given)
    if strangers := {*given, *wanted} - {field.name for field in fields.fields}:
        raise ValueError(f"{form.__name__} has no {sorted(strangers)}")
    if problem := _incomplete(fields, given, wanted):
        raise ValueError(problem)
    mask = sum(1 << at for at, field in enumerate(fields.fields) if field.name in wanted)
    values = [_write(field, given[field.name]) if field.name in given else "" for field in fields.fields]
    return _joined(FILL, form.code, [f"{mask:x}", *values])


def decode_fill(payload: str) -> Filling:
    """Read a button that asks. Raises Refusal("outdated") for one that `encode_fill` does not write today."""
    try:
        code, (mask, *values) = _split(payload, FILL)
        form = form_of(_by_code()[code])
        given = _values(form, values)
        asks = _asked(form, mask)
        same = encode_fill(form.command, given, asks) == payload
    except (KeyError, ValueError):
        raise Refusal("outdated") from None
    if not same:
        raise Refusal("outdated")
    return Filling(form.command, given, asks)


@cache
def _by_code() -> Mapping[str, type[Command]]:
    return {cls.code: cls for cls in COMMANDS}


def _split(payload: str, version: str) -> tuple[str, list[str]]:
    parts = payload.split(":")
    if len(payload) > LIMIT or len(parts) < 2 or parts[0] != version:
        raise ValueError("malformed")
    return parts[1], parts[2:]


def _joined(version: str, code: str, values: list[str]) -> str:
    while values and not values[-1]:
        values.pop()
    payload = ":".join((version, code, *values))
    if len(payload) > LIMIT:
        raise ValueError(f"{payload} takes {len(payload)} bytes of {LIMIT}")
    return payload


def _values(form: Form, texts: list[str]) -> dict[str, object]:
    if len(texts) > len(form.fields):
        raise ValueError("malformed")
    return {field.name: _read(field, text) for field, text in zip(form.fields, texts, strict=False) if text}


def _incomplete(form: Form, given: Mapping[str, object], asks: tuple[str, ...]) -> str:
    """What is wrong with a question; empty if it can be asked."""
    if not asks:
        return f"{form.command.__name__} asks for nothing"
    for field in form.fields:
        if field.ref and field.name in asks:
            return f"nobody types {field.name}"
        if field.required and field.name not in given and field.name not in asks:
            return f"{field.name} is neither given nor asked"
    return ""


def _asked(form: Form, mask: str) -> tuple[str, ...]:
    return tuple(field.name for at, field in enumerate(form.fields) if int(mask, 16) >> at & 1)


def _write(field: Field, value: object) -> str:
    """A value as text; empty for the default. Raises ValueError for what a payload cannot carry."""
    if not field.required and value == field.default and type(value) is type(field.default):
        return ""
    text = _text(field, value)
    try:
        back = _read(field, text)
    except ValueError:
        back = None
    if not text or back != value or type(back) is not type(value):
        raise ValueError(f"a button cannot carry {field.name}={value!r}")
    return text


def _text(field: Field, value: object) -> str:
    match value:
        case bool():
            return "1" if value else "0"
        case int():
            return str(value)
        case Plan():
            return "".join(str(day) for day in sorted(value.weekdays))
        case time():
            return f"{value.hour:02}{value.minute:02}"
        case str() if field.one_of:
            return str(field.one_of.index(value)) if value in field.one_of else ""
        case str() if isinstance(field.kind, When):
            return value.replace("-", "")
        case str():
            return value
        case _:
            return ""


def _read(field: Field, text: str) -> object:
    """A text as a value of a field. Raises ValueError if it is none."""
    if field.one_of:
        return _of(field.one_of, text)
    match field.kind:
        case Duration(most):
            return _within(text, LEAST, most)
        case Number(least, most):
            return _within(text, least, most)
        case Switch():
            return _switch(text)
        case ClockTime():
            return _clock(text)
        case Weekdays():
            return _plan(text)
        case When():
            return date.fromisoformat(text).isoformat()
        case ZoneName():
            return _zone(text)
        case CurriculumName():
            return _token(text)
        case Ref():
            return _carried(field.holds, text)
        case Words() | OneOf() | Passcode() | VoiceRoom() | RoleOfServer() | Upload():
            raise ValueError("malformed")


def _carried(holds: object, text: str) -> object:
    """The value of a field that only buttons carry, by its annotation."""
    match holds:
        case _ if holds is bool:
            return _switch(text)
        case _ if holds is int:
            return _within(text, 0, 2**63 - 1)
        case _:
            return _token(text)


def _within(text: str, least: int, most: int) -> int:
    number = int(text)
    if not least <= number <= most:
        raise ValueError(f"{text} is not within {least} and {most}")
    return number


def _of(options: tuple[str, ...], text: str) -> str:
    return options[_within(text, 0, len(options) - 1)]


def _switch(text: str) -> bool:
    return bool(_within(text, 0, 1))


def _token(text: str) -> str:
    if not _TOKEN.fullmatch(text):
        raise ValueError("malformed")
    return text


def _zone(text: str) -> str:
    """A zone's own name: what finds it otherwise (a city, another case) is for people, not for buttons."""
    if zone_named(_token(text)).key != text:
        raise ValueError("malformed")
    return text


def _clock(text: str) -> time:
    return time(int(text[:2]), int(text[2:]))


def _plan(text: str) -> Plan:
    return Plan(frozenset(int(day) for day in text))
