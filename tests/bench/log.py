"""`/log` through the real discord.py over a socket, from interaction sent to answer, against a bare command."""

import os
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.app.groups import GROUP_DAYS
from bot.app.links import new_key
from bot.core.days import local_day, monday_of
from bot.core.people import Address, Group, GroupId, Learner, LearnerId, Platform
from bot.core.plans import default_plan
from bot.core.zones import zone_named
from bot.opening import BOTS, open_store, utc_clock
from bot.storage.store import Tx
from tests.bench.bots import bot
from tests.fakes.discord import Remote, spawned

ONE, MANY = 1, 50
ROUNDS_OF_ONE, ROUNDS_OF_MANY = 300, 20
WARM_UP = 40
ZONE = "Europe/Berlin"
MEMORY = "/dev/shm"


def enrol(database: Path, people: list[int], channel: int) -> None:
    """Let everybody be a member of one group that meets in the channel."""
    store = open_store(str(database), BOTS)
    now = utc_clock()
    today = local_day(now, zone_named(ZONE))

    def work(tx: Tx) -> None:
        group = Group(
            GroupId(0), "Bench", "ml-46", ZONE, datetime(2026, 1, 1, 9, tzinfo=UTC).time(), GROUP_DAYS, True, new_key()
        )
        group_id = tx.groups.add(group, now)
        tx.groups.add_chat(group_id, Address(Platform.DISCORD, str(channel)))
        for number in people:
            learner = Learner(LearnerId(0), f"P{number}", ZONE, group.hour, False, today, "ml-46")
            added = tx.people.add(learner, default_plan(5), monday_of(today), now)
            tx.people.add_account(added, Platform.DISCORD, str(number), f"P{number}", now)
            tx.groups.join(group_id, added, today)

    store.write_now(work)
    store.close_now()


async def measure(remote: Remote, people: list[int], channel: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each answer, alone and with 50 at the same time."""
    options = {"minutes": "1h30", "note": "matrices and their products"}

    async def rush(who: list[int]) -> list[float]:
        found = await remote("crowd.rush", user_ids=who, command="log", options=options, channel_id=channel, within=30)
        if found["answered"] != len(who):
            raise AssertionError(found)
        return list(found["milliseconds"])

    for n in range(WARM_UP):
        await rush([people[n % MANY]])
    alone = [ms for n in range(ROUNDS_OF_ONE) for ms in await rush([people[n % MANY]])]
    together = [ms for _ in range(ROUNDS_OF_MANY) for ms in await rush(people[:MANY])]
    return alone, together


def places() -> dict[str, str | None]:
    """The bots to measure, and where each keeps its file: ours also without a disk, to tell its work from that."""
    found: dict[str, str | None] = {"bare": None, "ours": None}
    if Path(MEMORY).is_dir():
        found["ours, file in memory"] = MEMORY
    return found


async def one_run(name: str, folder: str) -> tuple[list[float], list[float]]:
    """Measure one bot with its file in a folder."""
    async with spawned("--no-spec") as remote:
        guild = await remote("world.add_guild", name="Bench")
        channel = await remote("world.add_channel", guild_id=guild, name="study")
        people = await remote("world.add_users", count=MANY, guild_id=guild, prefix="P")
        database = Path(folder) / "bench.db"
        enrol(database, people, channel)
        settings = {
            "DISCORD_TOKEN": remote.token,
            "DISCORD_API_URL": remote.api_url,
            "DISCORD_GATEWAY_URL": remote.gateway_url,
            "DATABASE_URL": str(database),
        }
        async with bot(Path(folder), settings, bare=name == "bare"):
            return await measure(remote, people, channel)


def sync_ms(folder: str) -> float:
    """What one durable write costs on the disk under a folder: the median of 100 fdatasync, in ms."""
    took = []
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        for _ in range(100):
            file.write(b"x" * 4096)
            file.flush()
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append((time.perf_counter() - begun) * 1e3)
    return statistics.median(took)


async def main() -> None:
    """Measure all bots in the same run, one after the other, twice each in turn."""
    found: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in places()}
    with tempfile.TemporaryDirectory() as folder:
        print(f"one fdatasync on this disk: {sync_ms(folder):.2f} ms (each `/log` alone waits for one)")
    for _ in range(2):
        for name, place in places().items():
            with tempfile.TemporaryDirectory(dir=place) as folder:
                alone, together = await one_run(name, folder)
            found[name][0].extend(alone)
            found[name][1].extend(together)
    print("| concurrent | bot | p50 ms | p99 ms | p50 ratio | p99 ratio |\n|---|---|---|---|---|---|")
    for at, concurrent in enumerate((ONE, MANY)):
        figures = {}
        for name, numbers in found.items():
            times = sorted(numbers[at])
            p50, p99 = figures[name] = statistics.median(times), times[int(len(times) * 0.99)]
            bare50, bare99 = figures["bare"]
            print(f"| {concurrent} | {name} | {p50:.2f} | {p99:.2f} | {p50 / bare50:.2f} | {p99 / bare99:.2f} |")
