"""Reads a vector's learner as the README of the vectors says; `day_of` is the reading of R1 that is under test."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.simulation.naive import Flow

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
DayOf = Callable[[datetime, str], date]
LETTERS = {"x": (60, 0), "s": (5, 0), "w": (60, 7), "l": (60, 8)}  # minutes, and days until it was logged


@dataclass(frozen=True, slots=True)
class Given:
    """What a vector says of a learner, sealed."""

    joined: date
    today: date
    plan: frozenset[int]
    changes: tuple[tuple[date, frozenset[int]], ...]  # (the day on which it was chosen, the plan)
    flows: tuple[Flow, ...]
    sealed: tuple[date, ...]  # the days of the logs that are given by their instants
    rest: frozenset[date]
    rest_in_time: frozenset[date]
    reviews: Mapping[date, int]  # by Monday


def given(vector: Mapping[str, Any], day_of: DayOf) -> Given:
    """The learner of a vector."""
    flows, rest, in_time = _of_words(vector)
    sealed = []
    for log in vector.get("logs", ()):
        logged_on = day_of(datetime.fromisoformat(log["at"]), log["zone"])
        day = date.fromisoformat(log["for"]) if "for" in log else logged_on
        flows.append(Flow(day, log["minutes"], logged_on))
        sealed.append(day)
    today = date.fromisoformat(vector["today"])
    for first, last, declared in vector.get("rest", ()):
        ends = date.fromisoformat(last) if last else _monday(today) + 6 * A_DAY
        days = _range(date.fromisoformat(first), ends)
        rest |= days
        in_time |= {day for day in days if date.fromisoformat(declared) <= _monday(day) + 6 * A_DAY}
    reviews: dict[date, int] = {}
    for text in vector.get("reviews", ()):
        week = _monday(date.fromisoformat(text))
        reviews[week] = reviews.get(week, 0) + 1
    return Given(
        date.fromisoformat(vector["joined"]),
        today,
        weekdays(vector["plan"]),
        tuple((date.fromisoformat(day), weekdays(plan)) for day, plan in vector.get("changes", ())),
        tuple(flows),
        tuple(sealed),
        frozenset(rest),
        frozenset(in_time),
        reviews,
    )


def weekdays(digits: str) -> frozenset[int]:
    """A plan's digits; 0 is Monday."""
    return frozenset(map(int, digits))


def _of_words(vector: Mapping[str, Any]) -> tuple[list[Flow], set[date], set[date]]:
    flows: list[Flow] = []
    rest: set[date] = set()
    monday = date.fromisoformat(vector["from"])
    for number, word in enumerate(vector.get("weeks", ())):
        for weekday, letter in enumerate(word):
            day = monday + number * A_WEEK + weekday * A_DAY
            if letter == "r":
                rest.add(day)
            elif letter != ".":
                minutes, late = LETTERS[letter]
                flows.append(Flow(day, minutes, day + late * A_DAY))
    return flows, rest, set(rest)


def _range(first: date, last: date) -> set[date]:
    return {first + n * A_DAY for n in range((last - first).days + 1)}


def _monday(day: date) -> date:
    return day - day.weekday() * A_DAY
