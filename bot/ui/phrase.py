"""Text as spans, so that each platform escapes and marks it up by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Shape = Literal["whole", "clock", "distance"]


@dataclass(frozen=True, slots=True)
class Plain:
    """Text as it is; never markup."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Text with weight."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Something to type."""

    text: str


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant (UTC), shown in the reader's own time where the platform can; `fallback` is the text elsewhere.

    `shape`: day and clock, the clock alone, or how far away it is, which the reader's own client counts down.
    """

    at: datetime
    fallback: str
    shape: Shape = "whole"


@dataclass(frozen=True, slots=True)
class Person:
    """A learner by the name they chose. A name, never a ping."""

    name: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A learner who agreed to be called: a ping where the message goes. `person` is their id on that platform, and
    without one it is a name alone. What a person wrote never becomes one."""

    name: str
    person: str


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to an https address."""

    text: str
    url: str


Span = Plain | Strong | Code | Moment | Person | Mention | Link
Phrase = tuple[Span, ...]


def plain(text: str) -> Phrase:
    """A phrase of one plain span."""
    return (Plain(text),)


def words(phrase: Iterable[Span]) -> str:
    """The phrase as bare text, for the terminal, alerts and tests."""
    out = []
    for span in phrase:
        match span:
            case Plain(text) | Strong(text) | Code(text):
                out.append(text)
            case Moment(fallback=text):
                out.append(text)
            case Person(name=text) | Mention(name=text):
                out.append(text)
            case Link(text=text):
                out.append(text)
    return "".join(out)
