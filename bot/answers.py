"""Answers as text and back, so that a request that comes again is answered as it was (R20)."""

import json
from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter

from bot.app.said import Answer, Said

KINDS: dict[str, type] = {kind.__name__: kind for kind in get_args(Said)}


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(KINDS[kind])


def remember(answer: Answer) -> str:
    """Write an answer down."""
    return json.dumps([_written(said) for said in (answer.said, *answer.asides)])


def recall(text: str) -> Answer:
    """Read an answer back. Raises ValueError for one that another version wrote in its own way."""
    written = json.loads(text)
    if any(kind not in KINDS for kind, _ in written):
        raise ValueError("something that this version does not say")
    first, *rest = (_adapter(kind).validate_python(facts) for kind, facts in written)
    return Answer(first, tuple(rest))


def _written(said: Said) -> tuple[str, Any]:
    kind = type(said).__name__
    return kind, _adapter(kind).dump_python(said, mode="json")
