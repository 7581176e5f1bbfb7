"""What is wrong with a curriculum file, where, and what to do about it."""

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from bot.core.curriculum import Curriculum

Steps: TypeAlias = tuple[str | int, ...]
"""The way from the top of the file to a value: field names and positions in lists."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One complaint about a file; `line` counts from 1 and is None where no line can be named."""

    file: str
    line: int | None
    path: str
    what: str
    do: str

    def __str__(self) -> str:
        """Say it in one line, as editors and terminals can follow it: file:line, path, what, what to do."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        subject = f"{self.path}: " if self.path else ""
        return f"{place}  {subject}{self.what}. {self.do}"


class Finding(NamedTuple):
    """A complaint that does not know its file and line yet."""

    steps: Steps
    what: str
    do: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found; `curriculum` is there exactly when there are no problems."""

    curriculum: Curriculum | None
    problems: tuple[Problem, ...]
    weeks: int = 0
    days: int = 0
    drafts: int = 0
    questions: int = 0


class CurriculumBroken(Exception):
    """A curriculum file that cannot be used; its text lists every problem, one a line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def route(steps: Steps) -> str:
    """Write the way to a value as people read it: `phases[0].weeks[1].title`."""
    said = "".join(f"[{step}]" if isinstance(step, int) else f".{excerpt(step)}" for step in steps)
    return said.removeprefix(".")


def excerpt(text: str, limit: int = 40) -> str:
    """The beginning of a text as one harmless line: nothing in it can steer a terminal."""
    start = "".join(sign if sign.isprintable() else " " if sign.isspace() else "�" for sign in text[:limit])
    return f"{start}…" if len(text) > limit else start
