"""What a simulation came to, as a group and as whoever hosts it would see it."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from statistics import median_low

from bot.simulation import naive
from bot.simulation.journal import Journal
from bot.simulation.person import Person
from bot.simulation.world import Lived


@dataclass(frozen=True, slots=True)
class Line:
    """Some learners' sums. `position` is the median of the week they stand in, `kept` of all their weeks together."""

    name: str
    members: int
    flows: int
    minutes: int
    kept: int
    best_run: int
    position: int
    explained: int
    finished: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole, each group, each habit, and what was sent. `busiest` is the minute that sent most, and how much."""

    learners: int
    weeks: int
    seed: int
    everybody: Line
    groups: tuple[Line, ...]
    habits: tuple[Line, ...]
    sent: dict[str, int]
    busiest: tuple[str, int]

    def as_json(self) -> str:
        """As one JSON object."""
        return json.dumps(asdict(self), indent=2, sort_keys=True)

    def as_text(self) -> str:
        """As a table that people read."""
        widths = {"members": 8, "flows": 8, "hours": 8, "kept": 7, "run": 5, "week": 6, "explained": 11, "finished": 10}
        head = " " * 14 + "".join(f"{name:>{width}}" for name, width in widths.items())
        lines = [f"{self.learners} learners, {self.weeks} weeks, seed {self.seed}: every rule held.", "", head]
        for part in ((self.everybody,), self.groups, self.habits):
            lines += [*map(_row, part), ""]
        told = ", ".join(f"{name} {number}" for name, number in self.sent.items())
        lines.append(f"Sent: {told}.")
        lines.append(f"Busiest minute: {self.busiest[0]} with {self.busiest[1]} messages.")
        return "\n".join(lines)


def _row(it: Line) -> str:
    return (
        f"{it.name:14}{it.members:>8}{it.flows:>8}{it.minutes // 60:>8}{it.kept:>7}{it.best_run:>5}{it.position:>6}"
        f"{it.explained:>11}{it.finished:>10}"
    )


def summed(lives: Sequence[Lived], weeks: int, seed: int) -> Summary:
    """Add up what came of each world."""
    now = max(life.at for life in lives)
    people = [person for life in lives for person in life.people]
    groups = [(it.name, [person for person in life.people if person.channel == it.name])
              for life in lives for it in life.channels]  # fmt: skip
    sent, minutes = sum((it.sent for it in lives), Counter()), sum((it.minutes for it in lives), Counter())
    busiest = min(minutes.items(), key=lambda pair: (-pair[1], pair[0]), default=(now, 0))
    habits = dict.fromkeys(person.habit.name for person in people)
    return Summary(
        len(people),
        weeks,
        seed,
        _line("everybody", people, now),
        tuple(_line(name, members, now) for name, members in groups),
        tuple(_line(name, [it for it in people if it.habit.name == name], now) for name in habits),
        dict(sorted(sent.items())),
        (f"{busiest[0]:%Y-%m-%d %H:%M} UTC", busiest[1]),
    )


def _line(name: str, people: Sequence[Person], now: datetime) -> Line:
    journals: list[Journal] = [it.journal for it in people if it.journal.joined]
    numbers = [naive.numbers(it.facts(it.today(now)), it.today(now)) for it in journals]
    return Line(
        name,
        len(journals),
        sum(len(it.logs) for it in journals),
        sum(flow.minutes for it in journals for flow in it.flows),
        sum(it.kept for it in numbers),
        max((it.best_run for it in numbers), default=0),
        median_low([it.way.week for it in journals]) if journals else 0,
        sum(len(it.explained) for it in journals),
        sum(it.way.spot == "finished" for it in journals),
    )
