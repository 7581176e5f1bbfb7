"""The least that can be compared with: discord.py with one `/log` command that only answers."""

import os
import sys

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route


class Bare(discord.Client):
    """Answers `/log` and does nothing else."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        """Register the command."""
        await self.tree.sync()

    async def on_ready(self) -> None:
        """Say so, as ours does."""
        print("ready", file=sys.stderr, flush=True)


client = Bare()


@client.tree.command(name="log", description="Only answers")
async def log(interaction: discord.Interaction, minutes: str, note: str = "") -> None:
    """Answer, privately as ours does."""
    await interaction.response.send_message(f"Logged {minutes} {note}", ephemeral=True)


if __name__ == "__main__":
    Route.BASE = os.environ["DISCORD_API_URL"]  # noqa: TID251 - a process of its own, set by the benchmark
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["DISCORD_GATEWAY_URL"])  # noqa: TID251 - as above
    client.run(os.environ["DISCORD_TOKEN"], log_handler=None)  # noqa: TID251 - as above
