"""What the tests of this package play with: commands, views, a form."""

from typing import Any

import discord
from discord import app_commands

from tests.fakes.discord.stages import Act, Stage


def add_commands(tree: app_commands.CommandTree[Any]) -> None:
    """A slash command with typed options, one with a subcommand, one for facilitators."""

    @tree.command(name="log", description="Record a flow")
    @app_commands.choices(focus=[app_commands.Choice(name="deep", value=5)])
    async def log(
        interaction: Act,
        minutes: app_commands.Range[int, 1, 600],
        note: app_commands.Range[str, 1, 20] = "",
        focus: int = 0,
        with_whom: discord.Member | None = None,
        week: str = "",
    ) -> None:
        """Answered by the tests."""

    @log.autocomplete("week")
    async def weeks(interaction: Act, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"Week {current}", value=current)]

    groups = app_commands.Group(name="group", description="The group")

    @groups.command(name="zone", description="Set the zone")
    async def zone(interaction: Act, name: str) -> None:
        """Answered by the tests."""

    tree.add_command(groups)

    @tree.command(name="setup", description="Make this chat a group")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def setup(interaction: Act) -> None:
        """Answered by the tests."""


def view_with(*items: discord.ui.Item[Any]) -> discord.ui.View:
    view = discord.ui.View()
    for item in items:
        view.add_item(item)
    view.stop()
    return view


class Review(discord.ui.Modal):
    """A form with the fields that our bot uses."""

    def __init__(self) -> None:
        super().__init__(title="Review", custom_id="review:1")
        self.add_item(
            discord.ui.Label(text="In your words", component=discord.ui.TextInput(custom_id="words", min_length=5))
        )
        options = [discord.SelectOption(label="deep"), discord.SelectOption(label="shallow")]
        self.add_item(discord.ui.Label(text="Focus", component=discord.ui.Select(custom_id="focus", options=options)))
        self.stop()


async def log(stage: Stage, **options: Any) -> tuple[int, Act]:
    asked = stage.server.people.slash(stage.ana.id, "log", {"minutes": 50} | options, channel_id=stage.channel.id)
    return asked, await stage.client.next_act()
