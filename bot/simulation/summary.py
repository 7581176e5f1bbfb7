"""What a simulation came to, as a group and as whoever hosts it would see it."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from statistics import median_low

from bot.simulation import naive
from bot.simulation.cards import Channel
from bot.simulation.journal import Journal
from bot.simulation.person import Person
from bot.simulation.wording import text_of
from bot.simulation.world import Lived
from bot.ui.present import present
from bot.ui.text import Text


@dataclass(frozen=True, slots=True)
class Line:
    """Some learners' sums. `position` is the median of the week they stand in, `kept` of all their weeks together,
    `shipped` counts milestones and `left` phases."""

    name: str
    members: int
    flows: int
    minutes: int
    kept: int
    best_run: int
    position: int
    explained: int
    shipped: int
    left: int
    finished: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole, each group with its newest card that holds a digest, each habit, and what was sent. `busiest` is the
    minute that sent most, and how much."""

    learners: int
    weeks: int
    seed: int
    everybody: Line
    groups: tuple[Line, ...]
    cards: tuple[str, ...]
    habits: tuple[Line, ...]
    sent: dict[str, int]
    busiest: tuple[str, int]

    def as_json(self) -> str:
        """As one JSON object."""
        return json.dumps(asdict(self), indent=2, sort_keys=True)

    def as_text(self) -> str:
        """As a table that people read."""
        widths = {"members": 8, "flows": 8, "hours": 8, "kept": 7, "run": 5, "week": 6, "explained": 11,
                  "shipped": 9, "left": 6, "finished": 10}  # fmt: skip
        head = " " * 14 + "".join(f"{name:>{width}}" for name, width in widths.items())
        lines = [f"{self.learners} learners, {self.weeks} weeks, seed {self.seed}: every rule held.", "", head]
        for part in ((self.everybody,), self.groups, self.habits):
            lines += [*map(_row, part), ""]
        if self.cards and self.cards[0]:  # one says what it is like; all of them are in the JSON
            lines += [f"{self.groups[0].name} saw last:", *(f"    {line}" for line in self.cards[0].splitlines()), ""]
        told = ", ".join(f"{name} {number}" for name, number in self.sent.items())
        lines.append(f"Sent: {told}.")
        lines.append(f"Busiest minute: {self.busiest[0]} with {self.busiest[1]} messages.")
        return "\n".join(lines)


def _row(it: Line) -> str:
    return (
        f"{it.name:14}{it.members:>8}{it.flows:>8}{it.minutes // 60:>8}{it.kept:>7}{it.best_run:>5}{it.position:>6}"
        f"{it.explained:>11}{it.shipped:>9}{it.left:>6}{it.finished:>10}"
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
        tuple(_card(it) for life in lives for it in life.channels),
        tuple(_line(name, [it for it in people if it.habit.name == name], now) for name in habits),
        dict(sorted(sent.items())),
        (f"{busiest[0]:%Y-%m-%d %H:%M} UTC", busiest[1]),
    )


def _card(channel: Channel) -> str:
    return text_of(present(channel.shown, Text())) if channel.shown else ""


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
        sum(len(it.way.explained) for it in journals),
        sum(len(set(it.way.shipped.values())) for it in journals),
        sum(len({move.before[0] for move in it.way.moves if move.kind == "left"}) for it in journals),
        sum(it.way.spot == "finished" for it in journals),
    )
