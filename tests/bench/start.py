"""Start to ready with each platform against its server, and peak memory; a bare discord.py bot beside it."""

import statistics
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

from bot.opening import BOTS, open_store
from tests.bench.bots import bot
from tests.fakes.discord import spawned
from tests.fakes.telegram import separate_server

ROUNDS = 5


async def main() -> None:
    """Measure each set-up several times, in turn, on a database that is already migrated."""
    async with AsyncExitStack() as stack:
        discord = await stack.enter_async_context(spawned("--no-spec"))
        telegram = await stack.enter_async_context(separate_server("--no-check"))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        open_store(str(folder / "bench.db"), BOTS).close_now()
        one = {
            "DISCORD_TOKEN": discord.token,
            "DISCORD_API_URL": discord.api_url,
            "DISCORD_GATEWAY_URL": discord.gateway_url,
        }
        other = {"TELEGRAM_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url}
        database = {"DATABASE_URL": str(folder / "bench.db")}
        setups = {
            "Discord": (one | database, False),
            "Telegram": (other | database, False),
            "both": (one | other | database, False),
            "bare discord.py": (one, True),
        }
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in setups}
        for _ in range(ROUNDS):
            for name, (settings, bare) in setups.items():
                async with bot(folder, settings, bare=bare) as process:
                    found[name].append((process.ready_after, process.peak_mib()))
    print("| bot | start to ready, median s | peak MiB |\n|---|---|---|")
    for name, runs in found.items():
        print(f"| {name} | {statistics.median(s for s, _ in runs):.2f} | {max(mib for _, mib in runs):.0f} |")
