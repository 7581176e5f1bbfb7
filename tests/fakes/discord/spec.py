"""Checks request bodies against Discord's own OpenAPI document, where it lies beside the checkout."""

import copy
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.fakes.discord.shapes import Json

if TYPE_CHECKING:
    from jsonschema import ValidationError

SPEC = Path(__file__).resolve().parents[4] / "shared" / "spec" / "discord-openapi.json"

# discord.py sends these and Discord takes them, but the document does not know them.
_UNDOCUMENTED = {
    "RichEmbed": ["flags"],
    "MessageEditRequestPartial": ["tts"],
    "IncomingWebhookUpdateRequestPartial": ["tts"],
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": ["tts"],
    "ApplicationCommandUpdateRequest": ["nsfw"],
    "ApplicationCommandCreateRequest": ["nsfw"],
}


def available() -> bool:
    """Whether the document is there; without it nothing is checked."""
    return SPEC.exists()


def problems(method: str, route: str, body: Any) -> list[str]:
    """What the document has against a body for a route such as "/channels/{channel_id}/messages"."""
    check = _checker(method, route)
    if check is None:
        return [] if body is None else [f"{method} {route} takes no body"]
    return [f"{error.json_path}: {error.message}"[:500] for error in check(body)]


@cache
def _document() -> Json:
    document: Json = json.loads(SPEC.read_text())
    schemas = document["components"]["schemas"]
    schemas["SnowflakeType"] = {"type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]*)$", "minimum": 0}
    for schema in schemas.values():
        _close(schema)
    for name, extra in _UNDOCUMENTED.items():
        schemas[name]["properties"] |= dict.fromkeys(extra, True)
    return document


def _close(schema: Any) -> None:
    """Refuse properties that a schema does not name, since a misspelt one would do nothing."""
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict) and "allOf" not in schema:
            schema.setdefault("additionalProperties", False)
        for each in schema.values():
            _close(each)
    elif isinstance(schema, list):
        for each in schema:
            _close(each)


@cache
def _checker(method: str, route: str) -> Callable[[Any], Iterator["ValidationError"]] | None:
    operation = _document()["paths"].get(route, {}).get(method.lower(), {})
    content = operation.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema")
    if schema is None:
        return None
    root = copy.deepcopy(schema) | {"components": _document()["components"]}
    _close({key: value for key, value in root.items() if key != "components"})
    check: Callable[[Any], Iterator[ValidationError]] = _validator()(root).iter_errors
    return check


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    choosing = {"oneOf": _one_of_the_kind, "anyOf": _one_of_the_kind}
    return extend(Draft202012Validator, choosing)  # type: ignore[no-untyped-call]  # untyped there


def _one_of_the_kind(validator: Any, choices: list[Json], instance: Any, schema: Json) -> "Iterator[ValidationError]":
    """oneOf and anyOf of typed things: look only at the choice with the instance's type.

    This is what makes the check fast, and its messages say what is wrong with the thing that was meant.
    """
    from jsonschema import ValidationError

    if isinstance(instance, dict) and isinstance(kind := instance.get("type"), int):
        for choice in choices:
            if kind in _kinds(choice.get("$ref", "")):
                yield from validator.descend(instance, choice)
                return
    elif instance is None and {"type": "null"} in choices:
        return
    else:
        rest = [choice for choice in choices if choice != {"type": "null"}]
        if len(rest) == 1:
            yield from validator.descend(instance, rest[0])
            return
    if not any(validator.evolve(schema=choice).is_valid(instance) for choice in choices):
        yield ValidationError(f"{instance!r} fits none of the choices")


@cache
def _kinds(reference: str) -> tuple[int, ...]:
    """The values of "type" that a schema of the document takes."""
    schema = _document()["components"]["schemas"].get(reference.rpartition("/")[2], {})
    return tuple(schema.get("properties", {}).get("type", {}).get("enum", ()))
