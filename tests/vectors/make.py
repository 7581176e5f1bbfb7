"""Writes the vectors: `python -m tests.vectors.make`. What is expected comes from the naive reading of the rules alone.

Where a value was worked out by hand it must be the same, or nothing is written. `bot.core` has no part in it.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zoneinfo import reset_tzpath

from bot.simulation import naive
from bot.simulation.naive import Facts
from tests.vectors.day_cases import DAYS, TOO_LATE, WEEKS
from tests.vectors.edges import clocks, vector
from tests.vectors.learner_cases import CASES, Case, drawn
from tests.vectors.reading import given

FOLDER = Path(__file__).parent
PERIODS = ("week", "4 weeks", "12 weeks")
DRAWN = 24


class Disagreement(Exception):
    """The hand and the naive reading do not say the same."""


def days() -> dict[str, list[Any]]:
    """R1, R2, R4: by hand, checked by the naive reading."""
    for name, zone, at, day in DAYS:
        _agree(name, naive.local_day(datetime.fromisoformat(at), zone), date.fromisoformat(day))
    for day, monday in WEEKS:
        _agree(day, naive.monday(date.fromisoformat(day)), date.fromisoformat(monday))
    for day, logged_on, late in TOO_LATE:
        flow = naive.Flow(date.fromisoformat(day), 30, date.fromisoformat(logged_on))
        _agree(day, naive.is_too_late(flow), late)
    named = [dict(zip(("name", "zone", "at", "day"), row, strict=True)) for row in DAYS]
    return {"days": named, "weeks": list(map(list, WEEKS)), "too_late": list(map(list, TOO_LATE))}


def tables() -> dict[str, list[Any]]:
    """R5 and R10 for every plan and every number of days."""
    yes_no = (False, True)
    verdicts = [
        [p, n, logged, rested, first, naive.verdict(_plan(p), n, logged=logged, rested=rested, is_first=first)]
        for p in range(2, 8)
        for n in range(8)
        for logged in (yes_no if n == 0 else (True,))
        for rested in yes_no
        for first in yes_no
    ]
    points = [
        [p, n, reviews, back, naive.points(p, n, reviews, welcome=back)]
        for p in range(2, 8)
        for n in range(8)
        for reviews in range(3)
        for back in yes_no
    ]
    values = [[], [100], [100, 100], [60, 120, 100, 100], [50, 70, 90, 70, 70, 20], [0, 0, 0]]
    places = [[scores, naive.places(list(map(Fraction, scores)))] for scores in values]
    _agree("places", places[3][1], [4, 1, 2, 2])
    return {"verdicts": verdicts, "points": points, "places": places}


def _plan(size: int) -> frozenset[int]:
    return frozenset(range(size))


def learner(case: Case) -> dict[str, Any]:
    """A case with what is expected of it."""
    found = given(case, naive.local_day)
    plans = [(naive.monday(min([found.joined, *(flow.day for flow in found.flows)])), found.plan)]
    for chosen_on, plan in found.changes:
        plans = naive.changed(plans, chosen_on, plan)
    facts = Facts(found.joined, found.flows, plans, found.rest)
    numbers = naive.numbers(facts, found.today)
    expect: dict[str, Any] = {
        "sealed": [str(day) for day in found.sealed],
        "verdicts": list(numbers.verdicts),
        "kept": numbers.kept,
        "run": numbers.run,
        "best_run": numbers.best_run,
        "last_eight": list(numbers.last_eight),
        "studied": numbers.studied,
        "days_left": numbers.days_left,
        "reserve": numbers.reserve,
        "words": numbers.words,
        "more": numbers.more,
    }
    for period in PERIODS:
        value = naive.score(facts, found.reviews, period, found.today, found.rest_in_time)
        expect[period] = None if value is None else f"{float(value):.{0 if period == 'week' else 1}f}"
    hand = case["hand"]
    for key, value in hand.items():
        _agree(f"{case['name']}: {key}", expect[key], value)
    asked = {key: value for key, value in case.items() if key != "hand"}
    return {**asked, "expect": expect, "by_hand": sorted(hand)}


def zones() -> tuple[dict[str, list[str]], list[dict[str, Any]]]:
    """R1 and R17 at every edge of every zone."""
    found = clocks()
    lines = [vector(clock, edge) for clock, (_, edges) in found.items() for edge in (edges or (None,))]
    return {clock: names for clock, (names, _) in found.items()}, lines


def _agree(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise Disagreement(f"{what}: by the naive reading {found!r}, by hand {expected!r}")


def _written(parts: Mapping[str, Any]) -> str:
    """A JSON object of lists and objects, with one of their entries on each line."""
    return "{\n" + ",\n".join(f"{json.dumps(name)}: {_rows(rows)}" for name, rows in parts.items()) + "\n}\n"


def _rows(rows: Any) -> str:
    if isinstance(rows, dict):
        lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in rows.items()]
        return "{\n" + ",\n".join(lines) + "\n}"
    return "[\n" + ",\n".join(map(json.dumps, rows)) + "\n]" if isinstance(rows, list) else json.dumps(rows)


def _lines(rows: Iterable[Mapping[str, Any]]) -> str:
    return "".join(f"{json.dumps(row)}\n" for row in rows)


def main() -> None:
    """Write all files, with the zone database of the package rather than this system's."""
    reset_tzpath(())
    same, edges = zones()
    (FOLDER / "days.json").write_text(_written(days()))
    (FOLDER / "tables.json").write_text(_written(tables()))
    (FOLDER / "learners.jsonl").write_text(_lines(map(learner, [*CASES, *drawn(DRAWN)])))
    (FOLDER / "zones.json").write_text(_written({"tzdata": version("tzdata"), "clocks": same}))
    (FOLDER / "edges.jsonl").write_text(_lines(edges))


if __name__ == "__main__":
    main()
