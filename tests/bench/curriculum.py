"""Loading and checking the whole curriculum against the bare YAML parser, what it holds in memory, drawing /week."""

import gc
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import yaml

from bot.answers import recall, remember
from bot.app.app import App
from bot.app.commands import ShowWeek
from bot.app.shelf import Shelf
from bot.curriculum_file import built_in, load
from bot.opening import BOTS, open_store
from bot.platforms.discord.render import layouts
from bot.platforms.telegram.keyboard import Spot
from bot.platforms.telegram.render import draw
from bot.ui.present import present
from bot.ui.text import Text
from tests.world import Person

ROUNDS = 15
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def _median_ms(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        gc.collect()
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1e3)
    return statistics.median(times)


def _held_mib(work: Callable[[], object]) -> float:
    """What stays in memory of what is made, in MiB."""
    gc.collect()
    tracemalloc.start()
    kept = work()
    gc.collect()
    held = tracemalloc.get_traced_memory()[0] / 2**20
    tracemalloc.stop()
    del kept
    return held


async def main() -> None:
    """Measure and print."""
    path = built_in()
    text = path.read_text("utf-8")
    loader = yaml.CSafeLoader
    bare = _median_ms(lambda: yaml.load(text, loader))  # noqa: S506  # CSafeLoader is a safe one
    plain = _median_ms(lambda: yaml.safe_load(text))
    ours = _median_ms(lambda: load(path))
    print("| what | ms | ratio |")
    print("|---|---|---|")
    print(f"| yaml.load with the C parser, nothing checked | {bare:.0f} | 1.0 |")
    print(f"| yaml.safe_load, nothing checked | {plain:.0f} | {plain / bare:.1f} |")
    print(f"| load: parsed, every rule checked, built | {ours:.0f} | {ours / bare:.1f} |")
    print(f"\nheld in memory: {_held_mib(lambda: load(path)):.2f} MiB of {path.stat().st_size / 2**20:.2f} MiB of text")
    await _drawing()


async def _drawing() -> None:
    """All weeks, from the request to what is sent, for a learner who stands in one of them."""
    whole = load(built_in())
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(str(Path(folder) / "bench.db"), BOTS)
        ana = Person(App(store, Shelf(whole), lambda: NOW, remember=remember, recall=recall), "1", "Ana")
        await ana.joins()
        weeks = range(1, 1 + sum(1 for _ in whole.weeks))
        said = [(await ana.says(ShowWeek(n))).said for n in weeks]
        say, spot = Text(), Spot("pacekeeper_bot", group=False)
        discord = _median_ms(lambda: [layouts([present(each, say)]) for each in said])
        telegram = _median_ms(lambda: [draw(present(each, say), spot) for each in said])
        begun = time.perf_counter()
        for n in weeks:
            await ana.says(ShowWeek(n))
        asked = (time.perf_counter() - begun) * 1e3
        await store.close()
    count = len(weeks)
    print("\n| /week, all of them | ms | ms each |")
    print("|---|---|---|")
    print(f"| read from the database | {asked:.0f} | {asked / count:.2f} |")
    print(f"| drawn for Discord | {discord:.0f} | {discord / count:.2f} |")
    print(f"| drawn for Telegram | {telegram:.0f} | {telegram / count:.2f} |")
