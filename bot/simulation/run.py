"""A simulation from its few numbers to its summary."""

import asyncio
import os
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from random import Random

from bot.core.curriculum import Curriculum
from bot.simulation.courier import Channel
from bot.simulation.habits import (
    Alone,
    Bookkeeper,
    ChangesMind,
    Habit,
    NightOwl,
    Speedster,
    Struggles,
    Vanishes,
    Watches,
    Weekend,
)
from bot.simulation.journal import Journal
from bot.simulation.person import Person
from bot.simulation.quick_store import QuickStore
from bot.simulation.summary import Summary, summed
from bot.simulation.travels import Travels
from bot.simulation.way import beginning
from bot.simulation.world import Lived, World

FIRST = date(2026, 3, 2)  # a Monday; 46 weeks from it cross both edges of summer time and a year's end
HABITS: tuple[type[Habit], ...] = (
    *(Habit, Weekend, Vanishes, Travels, NightOwl, Speedster, Struggles),
    *(Bookkeeper, ChangesMind, Alone, Watches),
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
    with ProcessPoolExecutor(min(len(worlds), os.cpu_count() or 1), get_context("spawn")) as processes:
        lives = list(processes.map(_live, repeat(plan), worlds, repeat(curriculum)))
    return summed(lives, plan.weeks, plan.seed)


def _live(plan: Plan, numbers: range, curriculum: Curriculum) -> Lived:
    with tempfile.TemporaryDirectory(prefix="pacekeeper-") as folder:
        return asyncio.run(_lived(Path(folder), plan, numbers, curriculum))


async def _lived(folder: Path, plan: Plan, numbers: range, curriculum: Curriculum) -> Lived:
    channels = {n: Channel(f"group-{n + 1}", plan.zones[n % len(plan.zones)]) for n in {n // GROUP_OF for n in numbers}}
    people = [_person(n, plan.seed, channels[n // GROUP_OF], curriculum) for n in numbers]
    store = QuickStore(folder / "simulation.db")
    try:
        world = World(store, curriculum, people, list(channels.values()), FIRST)
        return await world.live(plan.weeks)
    finally:
        await store.close()


def _person(number: int, seed: int, channel: Channel, curriculum: Curriculum) -> Person:
    habit = HABITS[number % len(HABITS)]()
    lot = Random(f"{seed}:{number}")  # noqa: S311 - the same seed must give the same months
    journal = Journal(
        f"{habit.name.title().replace(' ', '')}{number + 1:04}",
        [(datetime.combine(FIRST - timedelta(days=2), time(), UTC), channel.zone)],
        time(18),
        beginning(curriculum),
    )
    starts = FIRST + timedelta(days=lot.choice((0, 0, 0, lot.randrange(LATEST_START))))
    return Person(f"p{number + 1}", habit, lot, "" if habit.alone else channel.name, channel.zone, starts, journal)
