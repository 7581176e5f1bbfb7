"""The published vectors, run against the rules (R1-R11, R15, R17)."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import pytest

from bot.core.board import Period, points_of_week, score
from bot.core.cadence import next_occurrence, occurrence
from bot.core.days import day_span, local_day, monday_of
from bot.core.plans import Plan, PlanHistory, default_plan
from bot.core.record import DayFacts, Record
from bot.core.standing import standing_on
from bot.core.verdicts import WeekFacts, verdict_of
from bot.core.whichday import is_late
from tests.core.naive import words_of
from tests.vectors.edges import NO_PLACE, instant, minutes, offset
from tests.vectors.reading import Given, given

FOLDER = Path(__file__).parent
A_MOMENT = timedelta(microseconds=1)
MONDAY = date(2026, 3, 2)
MOST_CHANGED = 40  # zones of 597 whose laws another edition of the zone database may tell otherwise


def _object(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / name).read_text())
    return found


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text().splitlines()]


LEARNERS = _lines("learners.jsonl")


def _day_of(at: datetime, zone: str) -> date:
    return local_day(at, ZoneInfo(zone))


@pytest.mark.parametrize("vector", _object("days.json")["days"], ids=lambda it: it["name"])
def test_local_days(vector: dict[str, str]) -> None:
    """R1: night owls, both edges of summer time, leap days, year ends, travellers."""
    assert str(_day_of(datetime.fromisoformat(vector["at"]), vector["zone"])) == vector["day"]


def test_weeks_and_what_is_too_late() -> None:
    """R2, R4."""
    found = _object("days.json")
    for day, monday in found["weeks"]:
        assert str(monday_of(date.fromisoformat(day))) == monday
    for day, logged_on, late in found["too_late"]:
        assert is_late(date.fromisoformat(day), date.fromisoformat(logged_on)) is late


def test_verdicts_of_every_plan() -> None:
    """R5: plans of 2 to 7 days, any number of study days, with and without log, rest, being the first."""
    for row in _object("tables.json")["verdicts"]:
        p, n, logged, rested, first, verdict = row
        facts = WeekFacts(MONDAY, default_plan(p), n, max(n, logged), 60 * n, int(rested), int(rested), first)
        assert verdict_of(facts) == verdict, row


def test_points_of_every_plan() -> None:
    """R10: study days of q, one review, the welcome back."""
    for row in _object("tables.json")["points"]:
        p, n, reviews, welcome, expected = row
        assert points_of_week(default_plan(p), n, reviews, welcome=welcome).total == expected, row


@pytest.mark.parametrize("vector", LEARNERS, ids=lambda it: it["name"])
def test_learners(vector: dict[str, Any]) -> None:
    """R5-R11, R15: verdicts, kept weeks, run, last eight, the open week with its words, points."""
    found = given(vector, _day_of)
    record = _record(found)
    standing = standing_on(record, found.today)
    week = standing.this_week
    words, more = words_of(week.words)
    assert {
        "sealed": [str(day) for day in found.sealed],
        "verdicts": [str(one.verdict) for one in standing.past],
        "kept": standing.kept,
        "run": standing.run,
        "best_run": standing.best_run,
        "last_eight": list(standing.last_eight),
        "studied": week.studied,
        "days_left": week.days_left,
        "reserve": week.reserve,
        "words": words,
        "more": more,
        **{period: _score(record, found, period) for period in ("week", "4 weeks", "12 weeks")},
    } == vector["expect"]


def _score(record: Record, found: Given, period: Period) -> str | None:
    result = score(record, found.reviews, period, found.today, found.rest_in_time)
    if result is None:
        return None
    return f"{result.value:.0f}" if period == "week" else str(result.value)


def _record(found: Given) -> Record:
    days: dict[date, DayFacts] = {}
    for flow in found.flows:
        before = days.get(flow.day, DayFacts(0, 0, 0))
        on_time = 0 if is_late(flow.day, flow.logged_on) else flow.minutes
        days[flow.day] = DayFacts(before.minutes + flow.minutes, before.logs + 1, before.on_time_minutes + on_time)
    first = min([found.joined, *days])
    history = PlanHistory.beginning(first, Plan(found.plan))
    for chosen_on, plan in found.changes:
        history = history.changed(chosen_on, Plan(plan))
    return Record(found.joined, days, history, found.rest)


def test_some_of_them_were_worked_out_by_hand() -> None:
    """The page that a person checked: each number of the rules appears on it."""
    by_hand = [key for vector in LEARNERS for key in vector["by_hand"]]
    assert len([vector for vector in LEARNERS if vector["by_hand"]]) >= 45
    assert set(by_hand) == set(LEARNERS[0]["expect"])


# --- every zone


def _names() -> dict[str, list[str]]:
    clocks: dict[str, list[str]] = _object("zones.json")["clocks"]
    return clocks


def _knows_otherwise(name: str, edges: list[dict[str, Any]]) -> bool:
    """Whether the zone database that is installed tells one of these edges in another way, or not at all."""
    try:
        zone = ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return True
    instants = [(datetime.fromisoformat(edge["at"]), edge) for edge in edges if edge["at"]]
    return any(
        minutes(offset(at, zone)) != edge["to"] or minutes(offset(at - A_MOMENT, zone)) != edge["from"]
        for at, edge in instants
    )


def _zones() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    edges: dict[str, list[dict[str, Any]]] = {}
    for edge in _lines("edges.jsonl"):
        edges.setdefault(edge["clock"], []).append(edge)
    for clock, names in _names().items():
        for name in names:
            yield name, edges[clock]


def test_every_zone_over_every_edge() -> None:
    """R1, R17: where days begin around each edge of 2024 to 2028, and when each half hour around it comes."""
    passed_over = []
    for name, edges in _zones():
        if _knows_otherwise(name, edges):
            passed_over.append(name)
            continue
        zone = ZoneInfo(name)
        for edge in edges:
            for day, start in edge["days"]:
                begins = day_span(date.fromisoformat(day), zone)[0]
                assert instant(begins) == start, (name, edge["at"], day)
                assert str(local_day(begins, zone)) == day
                assert local_day(begins - A_MOMENT, zone) == date.fromisoformat(day) - timedelta(days=1)
            for day, at, comes in edge["times"]:
                found = occurrence(date.fromisoformat(day), time.fromisoformat(at), zone)
                assert instant(found) == comes, (name, edge["at"], day, at)
    assert len(passed_over) <= MOST_CHANGED, passed_over


def test_what_comes_round_comes_once_over_every_edge() -> None:
    """R17: from one time to the next nothing is skipped and nothing comes twice, whatever the clock does."""
    for clock, names in _names().items():
        zone = ZoneInfo(names[0])
        for edge in _lines("edges.jsonl"):
            if edge["clock"] != clock or _knows_otherwise(names[0], [edge]):
                continue
            for day, at, comes in edge["times"]:
                instant_ = datetime.fromisoformat(comes)
                found = next_occurrence(instant_ - timedelta(minutes=1), time.fromisoformat(at), zone, lambda _: True)
                assert found == (date.fromisoformat(day), instant_.astimezone(UTC)), (clock, day, at)
                again = next_occurrence(instant_, time.fromisoformat(at), zone, lambda _: True)
                assert again is not None
                assert again[0] == date.fromisoformat(day) + timedelta(days=1), (clock, day, at)


def test_no_zone_is_left_out() -> None:
    """Every IANA zone stands in the file once."""
    named = [name for names in _names().values() for name in names]
    assert len(named) == len(set(named))
    assert len(available_timezones() - NO_PLACE - set(named)) <= MOST_CHANGED
