"""The models' errors in the words of someone who writes a curriculum."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.curriculum_file import models
from bot.curriculum_file.problems import Finding, Steps, excerpt

_WRITE = "Write it, or remove the line if the field is optional."
_WHY_NEEDED = {
    "project": "Add it: every phase ends with a project.",
    "ready": "Add it: every phase has a sign by which people know that they may leave it.",
}
_PATTERNS = {
    models.SLUG: ("is no id", "Use small letters a-z, digits and single hyphens, such as 'week-1'."),
    models.LANGUAGE: ("is no language tag", "Use a BCP 47 tag such as en, de or pt-BR."),
    models.LINK: ("is no link", "Write a whole link that begins with https://, or leave the field out."),
}
_WANTED = {
    "string_type": ("text", "Write one text."),
    "int_type": ("a whole number", "Write a whole number, without quotes and leading zeros."),
    "bool_type": ("true, false or text", "Write true or false, or say in words what is needed."),
    "list_type": ("a list", "Begin each item with '- '."),
    "model_type": ("a group of fields", "Write 'name: text' lines, indented below it."),
    "literal_error": ("true or false", "Write true or false, without quotes."),
}
_SAID = {
    "string_too_short": ("is empty", _WRITE),
    "string_too_long": ("“{value}” is too long ({length} of {max_length})", "Shorten it."),
    "line_break": (
        "“{value}” has a line break",
        "Write it as one line, or begin it with >- to fold its lines.",
    ),
    "control_character": ("holds a control character (U+{code})", "Remove it; use spaces in place of a tab."),
    "too_short": ("has {length} of at least {min_length} items", "Add what is missing."),
    "too_long": ("has {length} items, at most {max_length} are allowed", "Remove some."),
    "greater_than_equal": ("is {value}, less than {ge}", "Use {ge} or more."),
    "less_than_equal": ("is {value}, more than {le}", "Use {le} or less."),
}


def spoken(error: ValidationError) -> Iterator[Finding]:
    """Turn each of a model's errors into a finding."""
    for details in error.errors(include_url=False):
        steps = _steps(details)
        what, do = _say(details, steps)
        yield Finding(steps, what, do)


def _steps(details: ErrorDetails) -> Steps:
    """The way to the value without the models' own marks; an unknown field keeps its name, whatever it is."""
    *way, last = details["loc"]
    named = details["type"] == "extra_forbidden" or last not in models.MARKS
    return (*(step for step in way if step not in models.MARKS), *((last,) if named else ()))


def _say(details: ErrorDetails, steps: Steps) -> tuple[str, str]:
    kind, value, limits = details["type"], details["input"], details.get("ctx", {})
    match kind:
        case "missing":
            return "is missing", _WHY_NEEDED.get(str(steps[-1]), "Add it.")
        case "extra_forbidden":
            return "is not a field of this format", _nearest_field(steps)
        case "string_pattern_mismatch":
            what, do = _PATTERNS[limits["pattern"]]
            return f"“{excerpt(value)}” {what}", do
        case _ if kind in _SAID:
            what, do = _SAID[kind]
            known = {**limits, "value": excerpt(str(value)), "length": _length(value)}
            return what.format(**known), do.format(**known)
    wanted, do = _WANTED.get(kind, ("something else", f"The check says: {details['msg']}."))
    return _say_type(value, wanted, do)


def _length(value: object) -> int:
    match value:
        case str():
            return len(value.strip())
        case list():
            return len(value)
    return 0


def _say_type(value: object, wanted: str, do: str) -> tuple[str, str]:
    text = wanted == "text"
    match value:
        case None:
            return f"has no value, but should be {wanted}", _WRITE
        case bool():
            there = str(value).lower()
            do = "Put it in quotes: YAML reads the bare word as yes or no." if text else do
        case int() | float():
            there = f"a number ({value})"
            do = "Put it in quotes to make it text." if text else do
        case str():
            there = f"text (“{excerpt(value)}”)"
        case list():
            there = "a list"
        case _:
            there = "a group of fields"
            do = "If the text holds ': ', put it in quotes." if text else do
    return f"is {there}, but should be {wanted}", do


def _nearest_field(steps: Steps) -> str:
    """What an unknown field was perhaps meant to be, by the fields of its own group."""
    parts = [step for step in steps[:-1] if isinstance(step, str)]
    known = _FIELDS[parts[-1]] if parts else frozenset(models.Curriculum.model_fields)
    near = get_close_matches(str(steps[-1])[:40], sorted(known), n=1)
    return f"Did you mean '{near[0]}'?" if near else "Remove it, or check its indentation."


def _parts_in(annotation: Any) -> Iterator[type[models.Part]]:
    if isinstance(annotation, type) and issubclass(annotation, models.Part):
        yield annotation
    for inner in get_args(annotation):
        yield from _parts_in(inner)


def _fields_below(part: type[models.Part]) -> Iterator[tuple[str, frozenset[str]]]:
    for name, field in part.model_fields.items():
        for inner in _parts_in(field.annotation):
            yield name, frozenset(inner.model_fields)
            yield from _fields_below(inner)


_FIELDS = dict(_fields_below(models.Curriculum))
