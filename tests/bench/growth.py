"""A simulated year of 1,000 learners in one process: how memory, the file and the beat grow, first week against last.

Everybody is in a group of 25 with a board, studies on three of five planned days, is prompted on the other two, and
checks in on Sundays; each group has its daily card. All of it goes through the app, the beats and the post office on a
real SQLite file, on a clock that is moved; the platform is nobody. What is kept grows with what was done, so the file
does; the process and the beat should not. `100 12` is 100 learners for 12 weeks.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

from bot.answers import Answers
from bot.app.app import App
from bot.app.commands import Join, JoinNow, ListMe, LogFlow, WriteCheckin
from bot.app.post import PostOffice
from bot.app.said import Logged
from bot.app.shelf import Shelf
from bot.core.people import Address, Platform
from bot.curriculum_file import built_in, load
from bot.heartbeat import beat, tidy
from bot.opening import BOTS, open_store
from bot.storage.store import Store
from tests.bench.bots import held_mib
from tests.bench.engines import size_mib
from tests.bench.taker import Nobody
from tests.bench.year import ANSWER, FIRST, NOTE, ZONE
from tests.world import Person, StoppedClock, founded

LEARNERS, WEEKS = 1_000, 52
CREW = 25
AT_ONCE = 50
IDLE_BEATS = 20
_presses = count(1)


@dataclass(slots=True)
class Week:
    """What was seen of a week: `idle` and `due` are milliseconds, of a beat with nothing due and of one for each 1,000
    that were due; `logs` of each `/log`."""

    memory: float = 0.0
    file: float = 0.0
    idle: list[float] = field(default_factory=list)
    due: list[float] = field(default_factory=list)
    logs: list[float] = field(default_factory=list)

    def row(self) -> tuple[float, ...]:
        """Memory, file, and the medians."""
        return self.memory, self.file, *(statistics.median(each or [0.0]) for each in (self.idle, self.due, self.logs))


@dataclass(slots=True)
class Town:
    """Everybody, and the bot."""

    store: Store
    clock: StoppedClock
    app: App
    post: PostOffice
    people: list[Person] = field(default_factory=list)

    async def settle_in(self, learners: int) -> None:
        """They join their groups."""
        for low in range(0, learners, CREW):
            host = Person(self.app, f"host{low}", "Hana", Platform.TERMINAL, facilitator=True)
            place = Address(Platform.TERMINAL, f"room{low}")
            group = await founded(host, place, zone=ZONE, board=True)
            for n in range(low, min(low + CREW, learners)):
                person = Person(self.app, f"p{n}", f"Member {n}", Platform.TERMINAL)
                await person.says(Join(), place)
                await person.says(JoinNow(prompts=True, zone=ZONE), place)
                await person.says(ListMe(group.id, True))
                self.people.append(person)

    async def day(self, day: date, week: Week) -> None:
        """One day of all."""
        await self._at(f"{day} 07:00", week)
        self.clock.show(f"{day} 16:00", ZONE)
        today = [person for n, person in enumerate(self.people) if (n + day.weekday()) % 5 < 3 and day.weekday() < 5]
        for low in range(0, len(today), AT_ONCE):
            crew = today[low : low + AT_ONCE]
            begun = time.perf_counter()
            await asyncio.gather(*(person.hears(Logged, LogFlow(45, NOTE)) for person in crew))
            week.logs.append((time.perf_counter() - begun) * 1e3 / len(crew))
        await self._at(f"{day} 18:30", week)
        if day.weekday() == 6:
            for low in range(0, len(self.people), AT_ONCE):
                await asyncio.gather(*(_checks_in(person) for person in self.people[low : low + AT_ONCE]))
        await self._at(f"{day} 21:30", week)
        self.clock.show(f"{day} 23:30", ZONE)
        await self.store.write(lambda tx: tidy(tx, self.clock()))
        for _ in range(IDLE_BEATS):
            week.idle.append((await self._beat())[0])

    async def _at(self, wall: str, week: Week) -> None:
        """Decide and deliver what is due by then."""
        self.clock.show(wall, ZONE)
        took, decided = await self._beat()
        if decided >= len(self.people) / 10:
            week.due.append(took / decided * 1_000)
        await self.post.deliver_due()

    async def _beat(self) -> tuple[float, int]:
        begun = time.perf_counter()
        decided = await beat(self.store, self.clock)
        return (time.perf_counter() - begun) * 1e3, decided


async def _checks_in(person: Person) -> None:
    written = WriteCheckin(ANSWER, ANSWER, "after breakfast", "sit down for ten minutes", 4)
    await person.says(written, press=f"{next(_presses)}:1rr")


async def main(*wanted: str) -> None:
    """Learners and weeks may be named, in this order."""
    if len(wanted) > 2 or not all(each.isdecimal() for each in wanted):
        sys.exit("known: how many learners, and for how many weeks")
    learners, weeks = (*map(int, wanted), *(LEARNERS, WEEKS)[len(wanted) :])
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "growth.db")
        store, clock = open_store(database, BOTS), StoppedClock(datetime(2026, 3, 1, tzinfo=UTC))
        shelf = Shelf(load(built_in()))
        answers = Answers(shelf)
        app = App(store, shelf, clock, remember=answers.remember, recall=answers.recall)
        town = Town(store, clock, app, PostOffice(store, {Platform.TERMINAL: Nobody()}, shelf, clock))
        clock.show(f"{FIRST} 05:00", ZONE)
        await town.settle_in(learners)
        lived: list[Week] = []
        begun = time.perf_counter()
        for number in range(weeks):
            lived.append(week := Week())
            for nth in range(7):
                await town.day(FIRST + timedelta(days=7 * number + nth), week)
            week.memory, week.file = held_mib(), size_mib(database)
            took = time.perf_counter() - begun
            print(f"\r{number + 1} of {weeks} weeks, {took:.0f} s", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        sent = store.write_now(lambda tx: tx.letters.states())
        await store.close()
    print(f"{learners:,} learners, {weeks} weeks, {took:.0f} s; letters of the last 30 days: {sent}")
    _report([each.row() for each in lived])


def _report(weeks: list[tuple[float, ...]]) -> None:
    names = ("memory MiB", "file MiB", "beat, nothing due ms", "beat for 1,000 due ms", "`/log` ms, 50 at once")
    print(f"| what | first week | middle | last week | last to first |\n{'|---' * 5}|")
    for name, *values in zip(names, *weeks, strict=True):
        first, middle, last = values[0], values[len(values) // 2], values[-1]
        print(f"| {name} | {first:.2f} | {middle:.2f} | {last:.2f} | {last / (first or 1):.2f} |")
