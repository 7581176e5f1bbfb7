"""Checks requests against the Bot API's description, where a copy of it lies beside the checkout."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.fakes.telegram.reading import Ask
from tests.fakes.telegram.shapes import Json

DEFAULT_PATH = Path(__file__).parents[4] / "shared" / "spec" / "telegram-bot-api.json"
BUTTON = "InlineKeyboardButton"
BUTTON_LOOKS = frozenset({"text", "icon_custom_emoji_id", "style"})
STYLES = frozenset({"danger", "success", "primary"})


@dataclass(frozen=True, slots=True)
class Violation:
    """A request that breaks the description."""

    method: str
    complaint: str


@dataclass(frozen=True, slots=True)
class _Field:
    types: tuple[str, ...]
    required: bool


def _fields(thing: Json) -> dict[str, _Field]:
    return {f["name"]: _Field(tuple(f["types"]), f["required"]) for f in thing.get("fields", ())}


class Spec:
    """The methods' parameters and the types' fields; values may come as strings, as forms carry them."""

    def __init__(self, document: Json) -> None:
        self._methods = {name.lower(): _fields(method) for name, method in document["methods"].items()}
        self._types = {name: _fields(kind) for name, kind in document["types"].items()}
        self._subtypes = {name: kind["subtypes"] for name, kind in document["types"].items() if kind.get("subtypes")}

    @classmethod
    @cache
    def load(cls, path: Path = DEFAULT_PATH) -> "Spec | None":
        """The description, read once, or None where there is no copy."""
        return cls(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None

    def knows(self, method: str) -> bool:
        """Whether the Bot API has the method."""
        return method.lower() in self._methods

    def complaints(self, method: str, ask: Ask) -> list[str]:
        """Unknown and missing parameters and wrong types of a request."""
        fields = self._methods[method.lower()]
        found = [
            f"parameter {name} is missing"
            for name, field in fields.items()
            if field.required and name not in ask.params and name not in ask.files
        ]
        for name, value in ask.params.items():
            field = fields.get(name)
            if field is None:
                found.append(f"parameter {name} is unknown")
            else:
                found += self._any(field.types, value, name)
        return found

    def _any(self, types: tuple[str, ...], value: Any, place: str) -> list[str]:
        """No complaint if one of the types fits, else those of the type that fits best."""
        best: list[str] | None = None
        for kind in types:
            complaints = self._one(kind, value, place)
            if not complaints:
                return []
            if best is None or len(complaints) < len(best):
                best = complaints
        return best or []

    def _one(self, kind: str, value: Any, place: str) -> list[str]:
        fits: bool
        match kind:
            case "String" | "InputFile":
                fits = isinstance(value, str)
            case "Integer":
                fits = (isinstance(value, int) and not isinstance(value, bool)) or _reads(value, int)
            case "Float":
                fits = isinstance(value, int | float) or _reads(value, float)
            case "Boolean":
                fits = isinstance(value, bool) or value in ("true", "false")
            case _:
                return self._structure(kind, _loaded(value), place)
        return [] if fits else [f"{place} is no {kind}: {value!r}"]

    def _structure(self, kind: str, value: Any, place: str) -> list[str]:
        if kind.startswith("Array of "):
            if not isinstance(value, list):
                return [f"{place} is no {kind}: {value!r}"]
            inner = kind.removeprefix("Array of ")
            return [c for at, item in enumerate(value) for c in self._one(inner, item, f"{place}[{at}]")]
        if kind in self._subtypes:
            return self._any(tuple(self._subtypes[kind]), value, place)
        fields = self._types.get(kind)
        if fields is None or not isinstance(value, dict):
            return [] if fields is None else [f"{place} is no {kind}: {value!r}"]
        return self._object(kind, fields, value, place)

    def _object(self, kind: str, fields: dict[str, _Field], value: Json, place: str) -> list[str]:
        found = [f"{place}.{name} is missing" for name, field in fields.items() if field.required and name not in value]
        for name, inner in value.items():
            if name not in fields:
                found.append(f"{place}.{name} is unknown to {kind}")
            else:
                found += self._any(fields[name].types, inner, f"{place}.{name}")
        if kind == BUTTON:
            found += _button_complaints(value, place)
        return found


def _button_complaints(button: Json, place: str) -> list[str]:
    """Rules that the description holds in prose only."""
    found = []
    kinds = sorted(button.keys() - BUTTON_LOOKS)
    if len(kinds) != 1:
        found.append(f"{place} must be of exactly one kind, not {kinds}")
    if button.get("style", "danger") not in STYLES:
        found.append(f"{place}.style is unknown: {button['style']!r}")
    return found


def _reads(value: Any, number: type[int] | type[float]) -> bool:
    if not isinstance(value, str):
        return False
    try:
        number(value)
    except ValueError:
        return False
    return True


def _loaded(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
