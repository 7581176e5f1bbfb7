"""Text on a screen of a given width: what may be shown, how wide it is, where its lines end."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

WIDTH = 76
"""The most columns a line takes."""

BULLET = "• "

Ink = Literal["plain", "strong", "code", "quiet", "person", "good", "warm", "no"]

_PIECES = re.compile(r" +|[^ ]+")
_TURNS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u2028\u2029")


@dataclass(frozen=True, slots=True)
class Run:
    """Some text in one ink."""

    text: str
    ink: Ink = "plain"


Line = tuple[Run, ...]


def visible(text: str) -> str:
    """Text without what could move the cursor, change colours or turn a line round; line breaks stay."""
    text = text.replace("\t", " ")
    return "".join(each for each in text if each == "\n" or not _unseen(each))


def _unseen(each: str) -> bool:
    return each in _TURNS or unicodedata.category(each) in {"Cc", "Cs"}


def columns(text: str) -> int:
    """How many columns a text takes: wide characters two, marks on a letter none."""
    return sum(_columns(each) for each in text)


def _columns(each: str) -> int:
    if unicodedata.combining(each) or unicodedata.category(each) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(each) in "WF" else 1


def wide(line: Sequence[Run]) -> int:
    """How many columns a line takes."""
    return sum(columns(run.text) for run in line)


def wrap(runs: Sequence[Run], width: int = WIDTH, first: str = "", after: str | None = None) -> list[Line]:
    """Break text into lines between words; `first` stands before the first line, `after` before the others.

    Line breaks inside the text are kept. A word that is longer than a line is cut.
    """
    after = " " * columns(first) if after is None else after
    lines: list[Line] = []
    for paragraph in _paragraphs(runs):
        hang = " " * _bullet(paragraph)
        room = max(8, width - max(columns(first), columns(after)) - len(hang))
        for at, words in enumerate(_rows(paragraph, room, len(hang))):
            before = (first if not lines else after) + (hang if at else "")
            lines.append((Run(before), *words) if before else words)
    return lines


def _bullet(runs: Sequence[Run]) -> int:
    """How many columns the bullet at a line's beginning takes: what follows hangs behind it."""
    return len(BULLET) if runs and runs[0].text.startswith(BULLET) else 0


def _paragraphs(runs: Sequence[Run]) -> list[list[Run]]:
    """The runs of each line of the source."""
    paragraphs: list[list[Run]] = [[]]
    for run in runs:
        first, *others = visible(run.text).split("\n")
        paragraphs[-1].append(Run(first, run.ink))
        paragraphs += [[Run(other, run.ink)] for other in others]
    return paragraphs


def _rows(runs: Sequence[Run], width: int, first_more: int) -> Iterator[Line]:
    """Rows of at most `width`; the first may take `first_more` columns more."""
    row: list[Run] = []
    room = width + first_more
    for word in _words(runs):
        blank = word[0].text.isspace()
        if row and not blank and wide(row) + wide(word) > room:
            yield _ended(row)
            row, room = [], width
        for run in word if row or not blank else ():
            row.append(run)
            while wide(row) > room and not blank:
                full, row = _cut(row, room)
                yield _ended(full)
                room = width
    yield _ended(row)


def _words(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Words and the blanks between them. A word may change its ink in the middle."""
    word: list[Run] = []
    for run in runs:
        for piece in _PIECES.findall(run.text):
            if word and word[-1].text.isspace() != piece.isspace():
                yield word
                word = []
            word.append(Run(piece, run.ink))
    if word:
        yield word


def _cut(row: Sequence[Run], width: int) -> tuple[list[Run], list[Run]]:
    """A row that is too wide: what fits, and the rest of its last run."""
    *before, last = row
    room = width - wide(before)
    at = 0
    while at < len(last.text) and columns(last.text[: at + 1]) <= room:
        at += 1
    return [*before, Run(last.text[:at], last.ink)], [Run(last.text[at:], last.ink)]


def _ended(row: Sequence[Run]) -> Line:
    """A row without the blanks at its end."""
    kept = list(row)
    while kept and kept[-1].text.isspace():
        kept.pop()
    return tuple(kept)
