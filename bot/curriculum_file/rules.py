"""What the parts of a curriculum owe each other: ids, numbers, sums, references, and what a real task is.

The rules read plain values of any shape and pass over what the models complain of: all is told in one run.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from bot.curriculum_file.models import MOST
from bot.curriculum_file.problems import Finding, Steps, excerpt

Fields: TypeAlias = Mapping[str, Any]
Found: TypeAlias = Iterable[tuple[Steps, Fields]]

_NO_TASK = re.compile(
    r"\W*(todo|tbd|tba|fixme|xxx+|n/?a|none|placeholder|lorem ipsum.*|coming soon|later|draft|to be \w+)?\W*",
    re.IGNORECASE | re.DOTALL,
)
_YES_NO = re.compile(r"yes|no|on|off|y|n|none|true|false|never|not needed", re.IGNORECASE)
_KINDS = (
    ("phases",),
    ("phases", "weeks"),
    ("phases", "weeks", "days"),
    ("phases", "weeks", "recall"),
    ("phases", "project"),
    ("phases", "project", "milestones"),
    ("faq",),
)


def findings(top: Fields) -> Iterator[Finding]:
    """Everything that no single part can see for itself."""
    yield from _ids_once(top)
    yield from _numbers_without_a_gap(top)
    yield from _totals_as_declared(top)
    yield from _days_as_many_as_declared(top)
    yield from _real_tasks(top)
    yield from _slices_of_the_project(top)
    yield from _right_choices(top)
    yield from _known_phases_in_tools(top)
    yield from _plain_answers_on_gpus(top)
    yield from _lists_that_fit(top)


def parts(top: Fields, *names: str) -> Found:
    """All groups of fields of one kind, with the way to each; what is no group is passed over."""
    found: Found = [((), top)]
    for name in names:
        found = [pair for steps, fields in found for pair in _inside(steps, fields, name)]
    return found


def _inside(steps: Steps, fields: Fields, name: str) -> Found:
    match fields.get(name):
        case list() as items:
            for at, item in enumerate(items):
                if isinstance(item, dict):
                    yield (*steps, name, at), item
        case dict() as one:
            yield (*steps, name), one


def whole(value: object) -> int | None:
    """The value if it is a whole number."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def words(value: object) -> list[tuple[int, str]]:
    """The texts in a list, each with its position."""
    return [(at, item) for at, item in enumerate(value) if isinstance(item, str)] if isinstance(value, list) else []


def _ids_once(top: Fields) -> Iterator[Finding]:
    for kind in _KINDS:
        seen: set[str] = set()
        for steps, fields in parts(top, *kind):
            name = fields.get("id")
            if isinstance(name, str) and name in seen:
                yield Finding(
                    (*steps, "id"),
                    f"“{excerpt(name)}” is taken by another of its kind",
                    "Give each its own id.",
                )
            elif isinstance(name, str):
                seen.add(name)


def _numbers_without_a_gap(top: Fields) -> Iterator[Finding]:
    """Weeks count 1, 2, 3 … through all phases; one wrong number or one lost week is one complaint."""
    before: int = 0
    for position, (steps, week) in enumerate(parts(top, "phases", "weeks"), start=1):
        number = whole(week.get("number"))
        if number is not None and number not in (position, before + 1):
            yield Finding(
                (*steps, "number"),
                f"is {number}, but the week before is {before}" if before else f"is {number}, but weeks begin at 1",
                f"Number the weeks without a gap: this is {before + 1}.",
            )
        before = before + 1 if number is None else number


def _totals_as_declared(top: Fields) -> Iterator[Finding]:
    totals = top.get("totals")
    if not isinstance(totals, dict):
        return
    for name, kind in (("weeks", _KINDS[1]), ("days", _KINDS[2])):
        declared, there = whole(totals.get(name)), len(list(parts(top, *kind)))
        if declared is not None and declared != there:
            yield Finding(("totals", name), f"is {declared}, but there are {there}", "Correct it, or add what is lost.")


def _days_as_many_as_declared(top: Fields) -> Iterator[Finding]:
    wanted = whole(top.get("days_per_week"))
    for steps, week in parts(top, "phases", "weeks"):
        days = week.get("days")
        if wanted is not None and isinstance(days, list) and len(days) != wanted:
            yield Finding(
                (*steps, "days"),
                f"has {_counted(len(days), 'day')}, but days_per_week is {wanted}",
                f"Write exactly {wanted}.",
            )


def _real_tasks(top: Fields) -> Iterator[Finding]:
    """A day can be started at once, in a draft week too: its `do` is a task, not a note to write one."""
    for kind in (("phases", "weeks", "days"), ("phases", "weeks", "checkpoint")):
        for steps, fields in parts(top, *kind):
            task, title = fields.get("do"), fields.get("title")
            if not isinstance(task, str) or not task.strip():
                continue
            if _NO_TASK.fullmatch(task):
                yield Finding((*steps, "do"), f"“{excerpt(task)}” is no task", "Write what to do, begun by a verb.")
            elif isinstance(title, str) and task.strip().casefold() == title.strip().casefold():
                yield Finding((*steps, "do"), "only repeats the title", "Write what to do, begun by a verb.")


def _slices_of_the_project(top: Fields) -> Iterator[Finding]:
    for steps, week in parts(top, "phases", "weeks"):
        later = steps[-1] != 0
        if later and week.get("draft") is not True and "project_slice" not in week:
            yield Finding(
                (*steps, "project_slice"),
                "is missing",
                "Add the slice of the project that belongs to this week (from a phase's second week on).",
            )


def _right_choices(top: Fields) -> Iterator[Finding]:
    for steps, question in parts(top, "phases", "weeks", "recall"):
        choices, right = question.get("choices"), whole(question.get("right"))
        if "choices" not in question:
            for name in ("right", "why"):
                if question.get(name) is not None:
                    yield Finding((*steps, name), "stands without choices", "Add choices, or remove it.")
            continue
        if question.get("right") is None:
            yield Finding((*steps, "right"), "is missing", "Add the position of the right choice, counted from 0.")
        elif isinstance(choices, list) and right is not None and right >= len(choices):
            yield Finding(
                (*steps, "right"),
                f"is {right}, which is not among the choices",
                f"Count from 0: the last choice is {len(choices) - 1}.",
            )
        yield from repeated(choices, (*steps, "choices"), "Make each choice different.")


def _known_phases_in_tools(top: Fields) -> Iterator[Finding]:
    known = {phase.get("id") for _, phase in parts(top, "phases") if isinstance(phase.get("id"), str)}
    for steps, tool in parts(top, "tools"):
        yield from unknown(tool.get("phases"), known, (*steps, "phases"), "the id of a phase")
        yield from repeated(tool.get("phases"), (*steps, "phases"), "Name each phase once.")


def _plain_answers_on_gpus(top: Fields) -> Iterator[Finding]:
    """YAML 1.2 reads `no` as a word, and any word would mean that a GPU is needed."""
    for steps, phase in parts(top, "phases"):
        needs = phase.get("needs_gpu")
        if isinstance(needs, str) and _YES_NO.fullmatch(needs.strip()):
            what = f"is the word “{excerpt(needs)}”"
            yield Finding((*steps, "needs_gpu"), what, "Write true or false, without quotes.")


def _lists_that_fit(top: Fields) -> Iterator[Finding]:
    """Told here and not by the models, which would say nothing of what stands in a list that is too long."""
    for name, most in MOST.items():
        items = top.get(name)
        if isinstance(items, list) and len(items) > most:
            what = f"has {len(items)} items, at most {most} are allowed"
            yield Finding((name,), what, "Remove some: chats list them in one message.")


def unknown(names: object, known: set[Any], steps: Steps, wanted: str) -> Iterator[Finding]:
    """Complain of each name in a list that is not known."""
    for at, name in words(names):
        if name not in known:
            yield Finding((*steps, at), f"“{excerpt(name)}” is not {wanted}", "Correct it, or remove it.")


def repeated(names: object, steps: Steps, do: str) -> Iterator[Finding]:
    """Complain of each text that a list holds again."""
    seen: Counter[str] = Counter()
    for at, name in words(names):
        seen[name.strip()] += 1
        if seen[name.strip()] > 1:
            yield Finding((*steps, at), f"“{excerpt(name)}” stands in this list already", do)


def _counted(number: int, thing: str) -> str:
    return f"1 {thing}" if number == 1 else f"{number} {thing}s"
