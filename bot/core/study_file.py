"""Study days as CSV: what a learner takes away, and what they bring along (R2, R3, R19).

A cell that a spreadsheet would take for a formula gets an apostrophe in front, which reading takes off again: what was
written out and comes back is the same text.
"""

import csv
import io
import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.core.minutes import BadMinutes, parse_minutes

MOST_ROWS = 5000
MOST_LINES = 4 * MOST_ROWS  # with empty and unreadable ones: a file of nothing else would take seconds to walk
MOST_COLUMNS = 100
MOST_BYTES = 4 * 1024 * 1024  # of a file that is brought along
MOST_NOTE = 500  # characters
MOST_NAME = 40  # characters of a column's name that are told
FURTHEST_BACK = timedelta(days=3653)  # ten years: a history, but not an endless one to add up at each request
HEADER = ("date", "minutes", "note", "focus", "logged_on", "logged_at", "zone", "curriculum", "spent_on")

Reason = Literal[
    "not_text", "no_header", "no_rows", "too_many_rows",
    "unreadable", "columns", "date", "ahead", "too_far", "minutes", "note",
]  # fmt: skip

_WIDE = ("\uff1d", "\uff0b", "\uff0d", "\uff20")  # = + - @ as East Asian keyboards type them
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'", *_WIDE)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class StudyRow:
    """One flow that somebody brings along, and the line of the file that it stood in."""

    line: int
    day: date
    minutes: int
    note: str


@dataclass(frozen=True, slots=True)
class BadLine:
    """What is wrong with a line; 0 is the file as a whole."""

    line: int
    reason: Reason


class BadFile(ValueError):
    """A file that is not right from beginning to end: every line that is wrong, in order."""

    def __init__(self, *problems: BadLine) -> None:
        super().__init__(f"{len(problems)} lines are wrong")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class StudyFile:
    """What a file holds, and the names of its columns that mean nothing here."""

    rows: tuple[StudyRow, ...]
    passed_over: tuple[str, ...]


def neutral(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, not even one that leaves blanks at its beginning out."""
    return f"'{cell}" if _is_formula(cell) else cell


def restored(cell: str) -> str:
    """What `neutral` was given."""
    return cell[1:] if cell.startswith("'") and _is_formula(cell[1:]) else cell


def _is_formula(cell: str) -> bool:
    return cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA)


def written(rows: Iterable[Sequence[str]]) -> str:
    """Rows under HEADER as RFC 4180 has it; the mark at its beginning tells spreadsheets that it is UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADER)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def read_study_file(content: bytes, today: date) -> StudyFile:
    """Read `date,minutes[,note]`, with commas or semicolons, in any order, beside columns that are passed over.

    A day is at most ten years back and never ahead of the learner's local day `today`; minutes are R3's. Raises
    BadFile with every line that is wrong.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile(BadLine(0, "not_text")) from None
    if "\x00" in text:
        raise BadFile(BadLine(0, "not_text"))
    return _read(text, today)


def _read(text: str, today: date) -> StudyFile:
    first = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",", strict=True
    )
    columns: dict[str, int] | None = None
    names: list[str] = []
    rows: list[StudyRow] = []
    problems: list[BadLine] = []
    for read in itertools.count():
        line = reader.line_num + 1
        if read > MOST_LINES:
            raise BadFile(BadLine(0, "too_many_rows"))
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            problems.append(BadLine(line, "unreadable"))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if columns is None:
            names = [cell.strip().casefold() for cell in cells]
            columns = _columns(names, line)
        elif len(rows) + len(problems) >= MOST_ROWS:
            raise BadFile(BadLine(0, "too_many_rows"))
        else:
            found = _row(line, cells, columns, len(names), today)
            (problems if isinstance(found, BadLine) else rows).append(found)  # type: ignore[arg-type]  # each to its own
    if columns is None:
        raise BadFile(*problems, BadLine(0, "no_header"))
    if not rows and not problems:
        raise BadFile(BadLine(0, "no_rows"))
    if problems:
        raise BadFile(*problems)
    known = (*HEADER, "")
    return StudyFile(tuple(rows), tuple(dict.fromkeys(clean(name[:MOST_NAME]) for name in names if name not in known)))


def _columns(names: list[str], line: int) -> dict[str, int]:
    """Where each column stands. Raises BadFile for one that is missing or there twice."""
    found = {name: names.index(name) for name in ("date", "minutes", "note") if names.count(name) == 1}
    if len(names) > MOST_COLUMNS or not {"date", "minutes"} <= found.keys() or names.count("note") > 1:
        raise BadFile(BadLine(line, "no_header"))
    return found


def _row(line: int, cells: list[str], columns: dict[str, int], width: int, today: date) -> StudyRow | BadLine:
    if len(cells) > width or len(cells) <= max(columns["date"], columns["minutes"]):
        return BadLine(line, "columns")
    day = _day(cells[columns["date"]].strip(), today)
    if not isinstance(day, date):
        return BadLine(line, day)
    try:
        minutes = parse_minutes(cells[columns["minutes"]])
    except BadMinutes:
        return BadLine(line, "minutes")
    at = columns.get("note", width)
    note = clean(restored(cells[at])) if at < len(cells) else ""
    return BadLine(line, "note") if len(note) > MOST_NOTE else StudyRow(line, day, minutes, note)


def _day(text: str, today: date) -> date | Reason:
    if not _DATE.fullmatch(text):
        return "date"
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return "date"
    if day > today:
        return "ahead"
    return "too_far" if day < today - FURTHEST_BACK else day


def clean(text: str) -> str:
    """A text in one line, without what cannot be seen or would turn the line around."""
    seen = "".join(char for char in text if char.isspace() or unicodedata.category(char) not in {"Cc", "Cs"})
    return " ".join(re.sub("[\u202a-\u202e\u2066-\u2069\ufeff]", "", seen).split())
