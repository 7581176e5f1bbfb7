"""The least that can be compared with: discord.py over several shards, with its default intents and caches."""

import os
import sys

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route


class Sharded(discord.AutoShardedClient):
    """Says when it is ready and does nothing else."""

    async def on_ready(self) -> None:
        """Say so, as ours does."""
        print(f"{len(self.guilds)} servers arrived", file=sys.stderr, flush=True)


if __name__ == "__main__":
    Route.BASE = os.environ["DISCORD_API_URL"]  # noqa: TID251 - a process of its own, set by the benchmark
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["DISCORD_GATEWAY_URL"])  # noqa: TID251 - as above
    shards = int(sys.argv[1])
    Sharded(intents=discord.Intents.default(), shard_count=shards).run(os.environ["DISCORD_TOKEN"], log_handler=None)  # noqa: TID251 - as above
