"""`/log` through the real discord.py over a socket, from interaction sent to answer, against a bare command."""

import os
import statistics
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import time as time_of_day
from pathlib import Path

from bot.app.links import new_key
from bot.core.days import local_day, monday_of
from bot.core.people import Address, Group, GroupId, Learner, LearnerId, Platform
from bot.core.plans import default_plan
from bot.core.prompts import GROUP_DAYS
from bot.core.zones import zone_named
from bot.opening import BOTS, open_store, utc_clock
from bot.storage.tx import Tx
from tests.bench.bots import bot
from tests.fakes.discord import Remote, spawned

ONE, MANY = 1, 50
SHIFTS = 2  # so many groups of 50 in turn: nobody is quicker than one person may be
BLOCKS, BLOCK = 30, (20, 1)  # (one by one, 50 at once) of each bot in turn
WARM_UP = (40, 2)
OPTIONS = {"minutes": "1h30", "note": "matrices and their products"}
ZONE = "Europe/Berlin"
MEMORY = "/dev/shm"
BOARD = "ours, in a group with a board"
RICH = "bare, answering with a receipt like ours"  # tells what the picture costs from what the record costs


def enrol(database: Path, people: list[int], channel: int, *, board: bool) -> None:
    """Let everybody be a member of one group that meets in the channel, and has a board or not."""
    store = open_store(str(database), BOTS)
    now = utc_clock()
    today = local_day(now, zone_named(ZONE))

    def work(tx: Tx) -> None:
        group = Group(GroupId(0), "Bench", "ml-46", ZONE, time_of_day(9), GROUP_DAYS, board, new_key())
        group_id = tx.groups.add(group, now)
        tx.groups.add_chat(group_id, Address(Platform.DISCORD, str(channel)))
        for number in people:
            learner = Learner(LearnerId(0), f"P{number}", ZONE, group.hour, False, today, "ml-46")
            added = tx.people.add(learner, default_plan(5), monday_of(today), now)
            tx.people.add_account(added, Platform.DISCORD, str(number), f"P{number}", now)
            tx.groups.join(group_id, added, today)

    store.write_now(work)
    store.close_now()


@dataclass(slots=True)
class Rival:
    """A bot that answers, and the milliseconds of its answers: alone, and 50 at the same time."""

    remote: Remote
    people: list[int]
    channel: int
    alone: list[float] = field(default_factory=list)
    together: list[float] = field(default_factory=list)

    async def block(self, alone: int, together: int) -> None:
        """Ask it so many times one by one, and so many times 50 at once."""
        who, self.people = self.people[:MANY], self.people[MANY:] + self.people[:MANY]
        for n in range(alone):
            self.alone += await self._rush([who[n % MANY]])
        for _ in range(together):
            self.together += await self._rush(who)

    async def _rush(self, who: list[int]) -> list[float]:
        found = await self.remote(
            "crowd.rush", user_ids=who, command="log", options=OPTIONS, channel_id=self.channel, within=30
        )
        if found["answered"] != len(who):
            raise AssertionError(found)
        return list(found["milliseconds"])


def places() -> dict[str, str | None]:
    """The bots to measure, and where each keeps its file: ours also without a disk, to tell its work from that."""
    found: dict[str, str | None] = {"bare": None, RICH: None, "ours": None, BOARD: None}
    if Path(MEMORY).is_dir():
        found["ours, file in memory"] = MEMORY
    return found


async def rival(stack: AsyncExitStack, name: str, place: str | None) -> Rival:
    """Start one bot, with a platform of its own and its file in a folder at `place`."""
    remote = await stack.enter_async_context(spawned("--no-spec"))
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=place)))
    guild = await remote("world.add_guild", name="Bench")
    channel = await remote("world.add_channel", guild_id=guild, name="study")
    people = await remote("world.add_users", count=SHIFTS * MANY, guild_id=guild, prefix="P")
    database = folder / "bench.db"
    enrol(database, people, channel, board=name == BOARD)
    settings = {
        "DISCORD_TOKEN": remote.token,
        "DISCORD_API_URL": remote.api_url,
        "DISCORD_GATEWAY_URL": remote.gateway_url,
        "DATABASE_URL": str(database),
    }
    if name == RICH:
        settings["BENCH_RICH"] = "1"
    await stack.enter_async_context(bot(folder, settings, bare=name in ("bare", RICH)))
    return Rival(remote, people, channel)


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
    """Measure all bots in turn, block by block, so that a slow moment of the machine is everybody's."""
    with tempfile.TemporaryDirectory() as folder:
        print(f"one fdatasync on this disk: {sync_ms(folder):.2f} ms (each `/log` alone waits for one)")
    async with AsyncExitStack() as stack:
        rivals = {name: await rival(stack, name, place) for name, place in places().items()}
        for each in rivals.values():
            await each.block(*WARM_UP)
            each.alone.clear()
            each.together.clear()
        for _ in range(BLOCKS):
            for each in rivals.values():
                await each.block(*BLOCK)
    print("| concurrent | bot | p50 ms | p99 ms | p50 ratio | p99 ratio |\n|---|---|---|---|---|---|")
    for concurrent in (ONE, MANY):
        figures = {}
        for name, each in rivals.items():
            times = sorted(each.alone if concurrent == ONE else each.together)
            p50, p99 = figures[name] = statistics.median(times), times[int(len(times) * 0.99)]
            bare50, bare99 = figures["bare"]
            print(f"| {concurrent} | {name} | {p50:.2f} | {p99:.2f} | {p50 / bare50:.2f} | {p99 / bare99:.2f} |")
