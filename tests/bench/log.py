"""`/log` through the real discord.py over a socket, from interaction sent to answer, against a bare command."""

import statistics
import tempfile
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


async def main() -> None:
    """Measure both bots in the same run, one after the other, twice each in turn."""
    found: dict[str, tuple[list[float], list[float]]] = {"bare": ([], []), "ours": ([], [])}
    for _ in range(2):
        for name, numbers in found.items():
            async with spawned("--no-spec") as remote:
                guild = await remote("world.add_guild", name="Bench")
                channel = await remote("world.add_channel", guild_id=guild, name="study")
                people = await remote("world.add_users", count=MANY, guild_id=guild, prefix="P")
                with tempfile.TemporaryDirectory() as folder:
                    database = Path(folder) / "bench.db"
                    enrol(database, people, channel)
                    settings = {
                        "DISCORD_TOKEN": remote.token,
                        "DISCORD_API_URL": remote.api_url,
                        "DISCORD_GATEWAY_URL": remote.gateway_url,
                        "DATABASE_URL": str(database),
                    }
                    async with bot(Path(folder), settings, bare=name == "bare"):
                        alone, together = await measure(remote, people, channel)
                numbers[0].extend(alone)
                numbers[1].extend(together)
    print("| concurrent | bot | p50 ms | p99 ms |\n|---|---|---|---|")
    for at, concurrent in enumerate((ONE, MANY)):
        figures = {}
        for name, numbers in found.items():
            times = sorted(numbers[at])
            figures[name] = statistics.median(times), times[int(len(times) * 0.99)]
            print(f"| {concurrent} | {name} | {figures[name][0]:.2f} | {figures[name][1]:.2f} |")
        p50, p99 = (ours / bare for ours, bare in zip(figures["ours"], figures["bare"], strict=True))
        print(f"| {concurrent} | ratio | {p50:.2f} | {p99:.2f} |")
