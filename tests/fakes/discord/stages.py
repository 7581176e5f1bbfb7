"""A ready scene for tests: a server, a study hall in it, a learner, and a real discord.py client online."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import discord
from discord import app_commands

from tests.fakes.discord.pointing import pointed_at
from tests.fakes.discord.server import DiscordServer
from tests.fakes.discord.things import Channel, Guild, User

Act: TypeAlias = discord.Interaction["BareClient"]


class BareClient(discord.Client):
    """discord.py with the guilds intent and a command tree; what people do waits in acts for the test."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("intents", discord.Intents(guilds=True))
        super().__init__(guild_ready_timeout=0.02, max_messages=None, **options)
        self.tree = app_commands.CommandTree(self)
        self.acts: asyncio.Queue[Act] = asyncio.Queue()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Don't wait the 5 s that discord.py keeps between two IDENTIFYs."""

    async def on_interaction(self, interaction: Act) -> None:
        """Keep it for the test, which answers."""
        self.acts.put_nowait(interaction)

    async def next_act(self) -> Act:
        """The next thing that a person did; TimeoutError after 5 s."""
        async with asyncio.timeout(5):
            return await self.acts.get()


@asynccontextmanager
async def online(client: discord.Client, token: str) -> AsyncIterator[None]:
    """Log in, connect, wait for READY; close on the way out, and raise what ended the connection before."""
    try:
        await client.login(token)
        running = asyncio.ensure_future(client.connect())
        ready = asyncio.ensure_future(client.wait_until_ready())
        await asyncio.wait({running, ready}, timeout=5, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if running.done():
            await running
        yield
    finally:
        await client.close()
    await running


@dataclass(frozen=True, slots=True)
class Stage:
    """What a test plays on."""

    server: DiscordServer
    client: BareClient
    guild: Guild
    channel: Channel
    ana: User

    def room(self) -> discord.TextChannel:
        """The channel as the client knows it."""
        channel = self.client.get_channel(self.channel.id)
        assert isinstance(channel, discord.TextChannel)
        return channel


@asynccontextmanager
async def staged(server: DiscordServer | None = None) -> AsyncIterator[Stage]:
    """A study hall with one channel, the learner Ana in it, and a client online; at the end no violation."""
    async with server or DiscordServer() as stage_server:
        guild = stage_server.world.add_guild("Study hall")
        channel = stage_server.world.add_channel(guild.id, "log")
        ana = stage_server.world.add_user("ana")
        stage_server.world.add_member(guild.id, ana.id)
        client = BareClient()
        with pointed_at(stage_server):
            async with online(client, stage_server.token):
                yield Stage(stage_server, client, guild, channel, ana)
        assert not stage_server.watch.violations, stage_server.watch.violations
