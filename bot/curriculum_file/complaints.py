"""The models' errors in the words of someone who writes a curriculum."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.curriculum_file import models
from bot.curriculum_file.problems import Finding, Steps, excerpt

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
    "bool_type": ("true or false", "Write true or false, without quotes."),
    "list_type": ("a list", "Begin each item with '- '."),
    "model_type": ("a group of fields", "Write 'name: text' lines, indented below it."),
    "literal_error": ("true or false", "Write true or false, without quotes."),
}


def spoken(error: ValidationError) -> Iterator[Finding]:
    """Turn each of a model's errors into a finding."""
    for details in error.errors(include_url=False):
        steps = tuple(step for step in details["loc"] if not str(step).startswith("<"))
        what, do = _say(details, steps)
        yield Finding(steps, what, do)


def _say(details: ErrorDetails, steps: Steps) -> tuple[str, str]:
    value, limits = details["input"], details.get("ctx", {})
    match details["type"]:
        case "missing":
            return "is missing", _WHY_NEEDED.get(str(steps[-1]), "Add it.")
        case "extra_forbidden":
            return "is not a field of this format", _nearest_field(steps)
        case "string_too_short":
            return "is empty", "Write it, or remove the line if the field is optional."
        case "string_too_long":
            return (
                f"“{excerpt(value)}” is too long ({len(value.strip())} of {limits['max_length']})",
                "Shorten it.",
            )
        case "string_pattern_mismatch":
            return _say_pattern(value, limits["pattern"])
        case "too_short":
            return _say_count(len(value), limits["min_length"], "at least")
        case "too_long":
            return _say_count(len(value), limits["max_length"], "at most")
        case "greater_than_equal":
            return f"is {value}, less than {limits['ge']}", f"Use {limits['ge']} or more."
        case "less_than_equal":
            return f"is {value}, more than {limits['le']}", f"Use {limits['le']} or less."
        case kind:
            return _say_type(
                value, *_WANTED.get(kind, ("something else", f"It should be: {details['msg']}."))
            )


def _say_count(there: int, limit: int, bound: str) -> tuple[str, str]:
    few = there < limit
    items = "1 item" if there == 1 else f"{there} items"
    return (
        f"has {items}, {bound} {limit} are needed" if few else f"has {items}, {bound} {limit} are allowed",
        (f"Add {limit - there}." if few else f"Remove {there - limit}."),
    )


def _say_type(value: object, wanted: str, do: str) -> tuple[str, str]:
    match value:
        case None:
            return (
                f"has no value, but should be {wanted}",
                "Write it, or remove the line if the field is optional.",
            )
        case bool() if wanted == "text":
            there, do = str(value).lower(), "Put it in quotes: YAML reads the bare word as yes or no."
        case int() | float() if wanted == "text":
            there, do = f"a number ({value})", "Put it in quotes to make it text."
        case dict() if wanted == "text":
            there, do = "a group of fields", "If the text holds ': ', put it in quotes."
        case bool():
            there = str(value).lower()
        case int() | float():
            there = f"a number ({value})"
        case str():
            there = f"text (“{excerpt(value)}”)"
        case list():
            there = "a list"
        case _:
            there = "a group of fields"
    return f"is {there}, but should be {wanted}", do


def _say_pattern(value: str, pattern: str) -> tuple[str, str]:
    if pattern in _PATTERNS:
        what, do = _PATTERNS[pattern]
        return f"“{excerpt(value)}” {what}", do
    text = value.strip()
    if pattern == models.LINE and "\n" in text:
        return (
            f"“{excerpt(text)}” has a line break",
            "Write it as one line, or begin it with >- to fold its lines.",
        )
    hidden = next((sign for sign in text if models.UNSEEN.match(sign)), None)
    if hidden is None:
        return "shows nothing", "Write it, or remove the line if the field is optional."
    return f"holds a control character (U+{ord(hidden):04X})", "Remove it; use spaces where a tab stands."


def _nearest_field(steps: Steps) -> str:
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
