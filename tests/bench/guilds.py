"""10,000 servers over 4 shards, and 10,000 Telegram groups: start to ready, memory, processor.

On Discord until all servers have arrived and were looked at, each with 10 channels and 7 roles, beside a bare
`AutoShardedClient` with the library's default intents and caches. The library waits 5 s before each further shard and
2 s after the last server: those 17 s are in both. On Telegram, which tells nothing at the start, beside our own bot on
an empty database.
"""

import sys
import tempfile
from collections.abc import Sequence
from datetime import time, timedelta
from pathlib import Path

from bot.app.links import new_key
from bot.core.people import Address, Group, GroupId, Platform
from bot.core.prompts import GROUP_DAYS
from bot.opening import BOTS, open_store, utc_clock
from bot.storage.rhythms import Rhythm
from bot.storage.tx import Tx
from tests.bench.bots import OURS, Process, bot
from tests.fakes.discord import spawned
from tests.fakes.telegram import separate_server

SERVERS, SHARDS, GROUPS = 10_000, 4, 10_000
QUICK = 20
AT_ONCE = 500
WITHIN = 300.0


async def main(*wanted: str) -> None:
    """Both platforms, or the one that is named; `quick` with a twentieth."""
    if not set(wanted) <= {"quick", "discord", "telegram"}:
        sys.exit("known: quick, discord, telegram")
    few = QUICK if "quick" in wanted else 1
    platforms = [each for each in ("discord", "telegram") if each in wanted] or ["discord", "telegram"]
    print(f"| bot | start to ready s | peak MiB | processor s | to bare: MiB, processor |\n{'|---' * 5}|")
    with tempfile.TemporaryDirectory() as folder:
        if "discord" in platforms:
            await _discord(Path(folder), SERVERS // few)
        if "telegram" in platforms:
            await _telegram(Path(folder), GROUPS // few)


async def _discord(folder: Path, servers: int) -> None:
    async with spawned("--no-spec") as discord:
        for _ in range(0, servers, AT_ONCE):
            await discord("world.add_guilds", count=min(AT_ONCE, servers))
        settings = {
            "DISCORD_TOKEN": discord.token,
            "DISCORD_API_URL": discord.api_url,
            "DISCORD_GATEWAY_URL": discord.gateway_url,
        }
        found = []
        ours = settings | {"DATABASE_URL": str(folder / "discord.db"), "DISCORD_SHARDS": f"0-{SHARDS - 1}/{SHARDS}"}
        open_store(ours["DATABASE_URL"], BOTS).close_now()
        programs: list[tuple[str, dict[str, str], Sequence[str]]] = [
            ("bare AutoShardedClient", settings, ("tests.bench.sharded", str(SHARDS))),
            ("ours", ours, ("tests.bench.arriving", "run")),
        ]
        for name, environment, program in programs:
            arrived = f"{servers} servers arrived"
            async with bot(folder, environment, program=program, within=WITHIN, ready=arrived) as running:
                found.append((running.peak_mib(), running.processor_s()))
                _print(f"{name}, {servers:,} servers, {SHARDS} shards", running, found)


async def _telegram(folder: Path, groups: int) -> None:
    async with separate_server("--no-check") as telegram:
        found = []
        for count in (0, groups):
            database = str(folder / f"telegram{count}.db")
            store = open_store(database, BOTS)
            store.write_now(lambda tx, count=count: _groups(tx, count))  # type: ignore[misc]
            store.close_now()
            settings = {"TELEGRAM_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url, "DATABASE_URL": database}
            async with bot(folder, settings, program=OURS, within=WITHIN) as running:
                found.append((running.peak_mib(), running.processor_s()))
                _print(f"ours, {count:,} Telegram groups", running, found)


def _groups(tx: Tx, count: int) -> None:
    """So many groups that meet on Telegram, whose next cards come tomorrow."""
    now = utc_clock()
    for n in range(count):
        group = Group(GroupId(0), f"G{n}", "ml-46", "UTC", time(9), GROUP_DAYS, True, new_key())
        chat = tx.groups.add_chat(tx.groups.add(group, now), Address(Platform.TELEGRAM, str(-(10**12) - n)))
        tx.rhythms.put([Rhythm("card", chat, now.date(), now + timedelta(days=1))])


def _print(name: str, running: Process, found: list[tuple[float, float]]) -> None:
    (bare_mib, bare_s), (mib, seconds) = found[0], found[-1]
    print(
        f"| {name} | {running.ready_after:.1f} | {mib:.0f} | {seconds:.1f} "
        f"| {mib / bare_mib:.2f}, {seconds / bare_s:.2f} |",
        flush=True,
    )
