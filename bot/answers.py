"""Answers as text and back, so that a request that comes again is answered as it was (R20)."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter

from bot.app.said import Answer, Said
from bot.app.shelf import Shelf
from bot.core.curriculum import Curriculum, Phase

KINDS: dict[str, type] = {kind.__name__: kind for kind in get_args(Said)}
_NAMED = "="  # the only key of what is named instead of written out; no field can be called that

_phases = TypeAdapter(tuple[Phase, ...])


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(KINDS[kind])


def remember(answer: Answer) -> str:
    """Write an answer down, with all that it shows of a curriculum."""
    return json.dumps(_written(answer))


def recall(text: str) -> Answer:
    """Read an answer back. Raises ValueError for one that another version wrote in its own way."""
    return _read(json.loads(text))


class Answers:
    """The same, but what an answer shows of a curriculum on the shelf (a week, a whole phase) is named and not copied:
    it is a hundred times as much as the rest, and stays where it is.

    Read back it is what stands there then: a newer edition shows its own words under the same id.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._known = _Known((), {}, {})

    def remember(self, answer: Answer) -> str:
        """Write an answer down."""
        return json.dumps(_shorter(_written(answer), self._look()))

    def recall(self, text: str) -> Answer:
        """Read an answer back. Raises ValueError also where a part of a curriculum is gone since."""
        return _read(_whole(json.loads(text), self._look()))

    def _look(self) -> "_Known":
        """What can be named, made anew once something else stands on the shelf."""
        of, known = tuple(volume.curriculum for volume in self._shelf.volumes), self._known
        if len(of) != len(known.of) or any(a is not b for a, b in zip(of, known.of, strict=True)):
            parts = dict(found for it in of for found in _parts(it.id, _phases.dump_python(it.phases, mode="json")))
            by_id = defaultdict(list)
            for name, part in parts.items():
                by_id[part["id"]].append(name)
            self._known = known = _Known(of, parts, by_id)
        return known


@dataclass(frozen=True, slots=True)
class _Known:
    """The parts of some curricula as they are written down, by name; and the names that an id has."""

    of: tuple[Curriculum, ...]
    parts: Mapping[str, Any]
    by_id: Mapping[str, Sequence[str]]


def _shorter(written: Any, known: _Known) -> Any:
    if isinstance(written, dict):
        for name in known.by_id.get(str(written.get("id")), ()):
            if known.parts[name] == written:
                return {_NAMED: name}
        return {key: _shorter(value, known) for key, value in written.items()}
    return [_shorter(each, known) for each in written] if isinstance(written, list | tuple) else written


def _whole(read: Any, known: _Known) -> Any:
    if isinstance(read, dict):
        if _NAMED not in read:
            return {key: _whole(value, known) for key, value in read.items()}
        if read[_NAMED] not in known.parts:
            raise ValueError("a part of a curriculum that is gone")
        return known.parts[read[_NAMED]]
    return [_whole(each, known) for each in read] if isinstance(read, list) else read


def _parts(path: str, written: Any) -> Iterator[tuple[str, Any]]:
    """Everything in a curriculum that has an id, by what it is and whose: "ml-46/weeks/w02"."""
    if isinstance(written, list | tuple):
        for each in written:
            yield from _parts(path, each)
    elif isinstance(written, dict):
        if "id" in written:
            yield f"{path}/{written['id']}", written
        for key, value in written.items():
            yield from _parts(f"{path.partition('/')[0]}/{key}", value)


def _written(answer: Answer) -> list[tuple[str, Any]]:
    return [
        (kind, _adapter(kind).dump_python(said, mode="json"))
        for said in (answer.said, *answer.asides)
        for kind in (type(said).__name__,)
    ]


def _read(written: Any) -> Answer:
    if any(kind not in KINDS for kind, _ in written):
        raise ValueError("something that this version does not say")
    first, *rest = (_adapter(kind).validate_python(facts) for kind, facts in written)
    return Answer(first, tuple(rest))
