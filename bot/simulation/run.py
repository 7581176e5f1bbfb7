"""A simulation from its few numbers to its summary."""

import asyncio
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from bot.core.curriculum import Curriculum
from bot.simulation.quick_store import QuickStore
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
from bot.simulation.summary import Summary, summed
from bot.simulation.travels import Travels
from bot.simulation.way import beginning
from bot.simulation.world import World

FIRST = date(2026, 3, 2)  # a Monday; 46 weeks from it cross both edges of summer time and a year's end
HABITS: tuple[type[Habit], ...] = (
    *(Habit, Weekend, Vanishes, Travels, NightOwl, Speedster, Struggles),
    *(Bookkeeper, ChangesMind, Alone, Watches),
)
GROUP_OF = 25
LATEST_START = 17  # days after the first Monday


def simulate(learners: int, weeks: int, seed: int, zones: Sequence[str], curriculum: Curriculum) -> Summary:
    """Let so many learners walk for so many weeks, on a temporary file. Raises Violation where a rule did not hold.

    Learners are put into groups of 25, whose zones take turns. The same arguments give the same summary.
    """
    with tempfile.TemporaryDirectory(prefix="pacekeeper-") as folder:
        return asyncio.run(_simulated(Path(folder), learners, weeks, seed, zones, curriculum))


async def _simulated(
    folder: Path, learners: int, weeks: int, seed: int, zones: Sequence[str], curriculum: Curriculum
) -> Summary:
    channels = [Channel(f"group-{n + 1}", zones[n % len(zones)]) for n in range(-(-learners // GROUP_OF))]
    people = [_person(n, seed, channels[n // GROUP_OF], curriculum) for n in range(learners)]
    store = QuickStore(folder / "simulation.db")
    try:
        world = World(store, curriculum, people, channels, FIRST)
        await world.live(weeks)
        return summed(world, weeks, seed)
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
