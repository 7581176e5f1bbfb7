"""YAML text as plain values, with the line of each: parsed once, nothing expanded, nothing constructed.

The C parser's events are put together here instead of by a loader, because a loader keeps the last of two
equal keys, follows aliases, obeys tags and forgets the lines.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

import yaml

from bot.curriculum_file.problems import Finding, Problem, Steps, excerpt, route
from bot.curriculum_file.scalars import plain
from bot.curriculum_file.syntax import DEEPEST, TOO_DEEP, explained

MOST_VALUES = 200_000  # 5 MB of honest text has fewer
MOST_PROBLEMS = 5_000  # whoever has more begins with these

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Place:
    """Where a value stands: its line from 1, the places inside, and whether it was complained of already."""

    line: int
    inside: "dict[str | int, Place]" = field(default_factory=dict)
    spoiled: bool = False


@dataclass(slots=True)
class Tree:
    """A file's values, their places and what was wrong with the YAML itself."""

    file: str
    value: object = None
    top: Place = field(default_factory=lambda: Place(1))
    found: dict[Problem, None] = field(default_factory=dict)

    @property
    def full(self) -> bool:
        """Whether there are so many complaints that no more are kept."""
        return len(self.found) >= MOST_PROBLEMS

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every complaint once, by line."""
        by_line = tuple(sorted(self.found, key=lambda problem: problem.line or 0))
        if not self.full:
            return by_line
        more = Problem(self.file, None, "", f"has {MOST_PROBLEMS:,} problems or more", "Begin with these.")
        return (more, *by_line)

    def add(self, finding: Finding) -> None:
        """Keep a complaint with the line of its value, or of the nearest group that should hold it."""
        place = self._nearest(finding.steps)
        if not place.spoiled:
            self.add_at(place.line, finding)

    def add_at(self, line: int | None, finding: Finding) -> None:
        """Keep a complaint about a line; the same one twice is one."""
        if not self.full:
            self.found[Problem(self.file, line, route(finding.steps), finding.what, finding.do)] = None

    def _nearest(self, steps: Steps) -> Place:
        place = self.top
        for step in steps:
            if place.spoiled or step not in place.inside:
                break
            place = place.inside[step]
        return place


class _Unreadable(Exception):
    """Nothing after this can be made sense of; the complaint is kept already."""


def grow(text: str, file: str) -> Tree:
    """Read YAML. Problems are kept in the tree; its value is None if nothing could be read.

    Refused besides broken syntax: a field twice in one group, anchors, aliases and tags, a second document,
    field names that are no words, more than `DEEPEST` levels or `MOST_VALUES` values.
    """
    tree = Tree(file)
    try:
        _Grower(tree, yaml.parse(text, Loader=_Loader)).document()
    except _Unreadable:
        tree.value = None
    except yaml.YAMLError as broken:
        tree.value = None
        for line, finding in explained(broken, text):
            tree.add_at(line, finding)
    return tree


class _Grower:
    """Puts the parser's events together, top down."""

    def __init__(self, tree: Tree, events: Iterator[yaml.Event]) -> None:
        self._tree = tree
        self._events = events
        self._values = 0

    def document(self) -> None:
        for event in self._events:
            match event:
                case yaml.DocumentStartEvent() if self._values:
                    self._complain(event, (), "a second document begins here ('---')", "Keep one per file.")
                    return
                case yaml.NodeEvent():
                    self._tree.value, self._tree.top = self._value(event, ())

    def _value(self, event: yaml.Event, steps: Steps) -> tuple[object, Place]:
        self._values += 1
        if self._values > MOST_VALUES:
            self._stop(event, (), f"more than {MOST_VALUES:,} values", "Split the curriculum.")
        if len(steps) > DEEPEST:
            self._stop(event, steps[:4], *TOO_DEEP)
        place = Place(_line(event), spoiled=self._refused(event, steps))
        value: object = None
        match event:
            case yaml.ScalarEvent():
                value = plain(event.value) if event.implicit[0] else event.value
            case yaml.SequenceStartEvent():
                value = self._items(steps, place)
            case yaml.MappingStartEvent():
                value = self._fields(steps, place)
        return value, place

    def _items(self, steps: Steps, place: Place) -> list[object]:
        items: list[object] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            at = len(items)
            item, place.inside[at] = self._value(event, (*steps, at))
            items.append(item)
        return items

    def _fields(self, steps: Steps, place: Place) -> dict[str, object]:
        fields: dict[str, object] = {}
        while not isinstance(key := next(self._events), yaml.MappingEndEvent):
            name = self._name(key, steps)
            value, found = self._value(next(self._events), (*steps, name))
            found.line = _line(key)
            if name in fields:
                first = place.inside[name].line
                what = f"appears twice in the same group (first in line {first})"
                self._complain(key, (*steps, name), what, "Keep one of them.")
                continue
            fields[name], place.inside[name] = value, found
        return fields

    def _name(self, key: yaml.Event, steps: Steps) -> str:
        """A field's name, exactly as written: `on` and `1` are names like any other."""
        if not isinstance(key, yaml.ScalarEvent):
            self._stop(key, steps, "has a field whose name is not a word", "Put the text in quotes.")
        self._refused(key, (*steps, key.value))
        return str(key.value)

    def _refused(self, event: yaml.Event, steps: Steps) -> bool:
        """Anchors and aliases can blow up a small file, tags can ask for any object: none is needed here."""
        match event:
            case yaml.AliasEvent(anchor=name):
                self._complain(event, steps, f"uses an alias (*{excerpt(name or '')})", "Write it out, or quote it.")
                return True
            case yaml.ScalarEvent() | yaml.CollectionStartEvent():
                if event.anchor is not None:
                    what = f"sets an anchor (&{excerpt(event.anchor)})"
                    self._complain(event, steps, what, "Remove it, or quote the text.")
                if event.tag is not None:
                    what = f"has a tag ({excerpt(event.tag)})"
                    self._complain(event, steps, what, "Remove it, or quote the text.")
                    return True
        return False

    def _complain(self, event: yaml.Event, steps: Steps, what: str, do: str) -> None:
        self._tree.add_at(_line(event), Finding(steps, what, do))

    def _stop(self, event: yaml.Event, steps: Steps, what: str, do: str) -> NoReturn:
        self._complain(event, steps, what, do)
        raise _Unreadable


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
