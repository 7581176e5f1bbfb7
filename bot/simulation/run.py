"""A simulation from its few numbers to its summary."""

import asyncio
import os
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import repeat
from multiprocessing import get_context, parent_process
from pathlib import Path
from random import Random
from threading import Thread

from bot.core.curriculum import Curriculum
from bot.simulation.cards import Channel
from bot.simulation.habits import Habit
from bot.simulation.journal import Journal
from bot.simulation.kinds import (
    Alone,
    Bookkeeper,
    ChangesMind,
    Drifts,
    NightOwl,
    Speedster,
    Struggles,
    Vanishes,
    Watches,
    Weekend,
)
from bot.simulation.person import Person
from bot.simulation.quick_store import QuickStore
from bot.simulation.summary import Summary, summed
from bot.simulation.travels import Travels
from bot.simulation.violation import FIRST
from bot.simulation.way import beginning
from bot.simulation.world import Lived, World

HABITS: tuple[type[Habit], ...] = (
    *(Habit, Weekend, Vanishes, Travels, NightOwl, Speedster, Struggles),
    *(Bookkeeper, ChangesMind, Alone, Watches, Drifts),
)
GROUP_OF = 25
GROUPS_TOGETHER = 4  # on one database; further ones have another, and another process
LATEST_START = 17  # days after the first Monday


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be simulated: so many learners for so many weeks, in groups whose zones take turns."""

    learners: int
    weeks: int
    seed: int
    zones: tuple[str, ...]


def simulate(plan: Plan, curriculum: Curriculum) -> Summary:
    """Let everybody walk, on temporary files. Raises Violation where a rule did not hold.

    Learners are put into groups of 25. The same plan gives the same summary, however many processors there are.
    """
    together = GROUP_OF * GROUPS_TOGETHER
    worlds = [range(n, min(n + together, plan.learners)) for n in range(0, plan.learners, together)]
    if len(worlds) == 1:
        return summed([_live(plan, worlds[0], curriculum)], plan.weeks, plan.seed)
    # A fork would take along the threads and locks of whoever runs this.
    at_once = min(len(worlds), os.cpu_count() or 1)
    with ProcessPoolExecutor(at_once, get_context("spawn"), initializer=_end_with_parent) as processes:
        lives = list(processes.map(_live, repeat(plan), worlds, repeat(curriculum)))
    return summed(lives, plan.weeks, plan.seed)


def _end_with_parent() -> None:
    """A process of the pool waits for work for ever, also once whoever gave it was killed."""
    parent = parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=wait, daemon=True).start()


def _live(plan: Plan, numbers: range, curriculum: Curriculum) -> Lived:
    with tempfile.TemporaryDirectory(prefix="pacekeeper-") as folder:
        return asyncio.run(_lived(Path(folder), plan, numbers, curriculum))


async def _lived(folder: Path, plan: Plan, numbers: range, curriculum: Curriculum) -> Lived:
    channels: dict[str, Channel] = {}
    people = [_person(n, plan, channels, curriculum) for n in numbers]
    store = QuickStore(folder / "simulation.db")
    try:
        world = World(store, curriculum, people, list(channels.values()), FIRST)
        return await world.live(plan.weeks)
    finally:
        await store.close()


def _person(number: int, plan: Plan, channels: dict[str, Channel], curriculum: Curriculum) -> Person:
    habit = HABITS[number % len(HABITS)]()
    lot = Random(f"{plan.seed}:{number}")  # noqa: S311 - the same seed must give the same months
    group = number // GROUP_OF
    zone = plan.zones[group % len(plan.zones)]
    name = "" if habit.alone else f"corner-{group + 1}" if habit.small_group else f"group-{group + 1}"
    if name:
        meets_twice = not habit.small_group and group % GROUPS_TOGETHER == 0
        channels.setdefault(name, Channel(name, zone, also=f"lounge-{group + 1}" if meets_twice else ""))
    before = datetime.combine(FIRST - timedelta(days=2), time(), UTC)
    called = f"{habit.name.title().replace(' ', '')}{number + 1:04}"
    journal = Journal(called, [(before, zone)], time(18), beginning(curriculum))
    starts = FIRST + timedelta(days=lot.choice((0, 0, 0, lot.randrange(LATEST_START))))
    whim = Random(f"{plan.seed}:{number}:group")  # noqa: S311 - so that what else they do does not hang on it
    return Person(f"p{number + 1}", habit, lot, name, zone, starts, journal, before, whim=whim)
