"""The least that can be compared with: discord.py with one `/log` command that only answers."""

import os
import sys
from typing import Any

import discord
import yarl
from discord import app_commands, ui
from discord.gateway import DiscordWebSocket
from discord.http import Route

RICH = "BENCH_RICH" in os.environ  # noqa: TID251 - a process of its own, set by the benchmark


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


def rich(text: str) -> ui.LayoutView:
    """A container of the parts that our receipt has: three texts and three buttons."""
    view, box = ui.LayoutView(timeout=None), ui.Container[Any](accent_colour=0x3BA55D)
    for line in (f"### {text}", "🟩🟦🟦⬜⬜", "**1 flow**, 2 in reserve."):
        box.add_item(ui.TextDisplay(line))
    box.add_item(ui.ActionRow(*(ui.Button(label=name, custom_id=f"1b|{name}") for name in ("Done", "Edit", "Undo"))))
    view.add_item(box)
    view.stop()
    return view


client = Bare()


@client.tree.command(name="log", description="Only answers")
async def log(interaction: discord.Interaction, minutes: str, note: str = "") -> None:
    """Answer, privately as ours does."""
    if RICH:
        await interaction.response.send_message(view=rich(f"Logged {minutes} {note}"), ephemeral=True)
    else:
        await interaction.response.send_message(f"Logged {minutes} {note}", ephemeral=True)


if __name__ == "__main__":
    Route.BASE = os.environ["DISCORD_API_URL"]  # noqa: TID251 - a process of its own, set by the benchmark
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["DISCORD_GATEWAY_URL"])  # noqa: TID251 - as above
    client.run(os.environ["DISCORD_TOKEN"], log_handler=None)  # noqa: TID251 - as above
