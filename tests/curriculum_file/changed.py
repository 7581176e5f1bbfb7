"""The good example file, and ways to change one thing in it."""

import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

from bot.curriculum_file import Problem, Report
from bot.curriculum_file.checking import examine
from bot.curriculum_file.tree import grow

EXAMPLE = Path(__file__).with_name("two_weeks.yaml")
GOOD = EXAMPLE.read_text("utf-8")


def examined(text: str) -> Report:
    """Check a text as if it stood in curriculum.yaml."""
    return examine(text.encode(), "curriculum.yaml")


def replaced(old: str, new: str) -> str:
    """The example with one passage, which it holds exactly once, replaced."""
    assert GOOD.count(old) == 1, f"{old!r} stands {GOOD.count(old)} times in the example"
    return GOOD.replace(old, new)


def line_of(text: str, part: str) -> int:
    """The line in which a passage begins that the text holds exactly once."""
    assert text.count(part) == 1, f"{part!r} stands {text.count(part)} times"
    return text.count("\n", 0, text.index(part)) + 1


def only_problem(text: str) -> Problem:
    """The one thing that is wrong with a text."""
    report = examined(text)
    assert report.curriculum is None
    (problem,) = report.problems
    return problem


def told(text: str, part: str, path: str, what: str) -> None:
    """The text has this one problem, in the line of that part."""
    problem = only_problem(text)
    assert (problem.path, problem.what, problem.line) == (path, what, line_of(text, part))


def values() -> Any:
    """The example as plain values, free to change."""
    return deepcopy(grow(GOOD, "curriculum.yaml").value)


def put(top: Any, path: str, value: object) -> None:
    """Set the value at a path such as `phases[0].weeks[1].title`."""
    *way, last = [int(step) if step.isdigit() else step for step in re.findall(r"\w+", path)]
    for step in way:
        top = top[step]
    top[last] = value


def at(top: Any, path: str) -> Any:
    """The value at a path such as `phases[0].weeks[1].title`."""
    for step in re.findall(r"\w+", path):
        top = top[int(step) if step.isdigit() else step]
    return top


class _WithoutAliases(yaml.SafeDumper):
    """Writes a value that stands twice twice."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def written(top: object) -> str:
    """Plain values as a YAML text."""
    return yaml.dump(top, Dumper=_WithoutAliases, sort_keys=False, allow_unicode=True)
