"""Voice channels: one that a facilitator picks, and who is seen in those that are study rooms.

A study room is looked into once a minute and whenever the gateway came back, so that what happened meanwhile is found
without having been told; what Discord tells between two looks only makes the moments exact.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Protocol

import discord
from discord import app_commands

from bot.app.rooms import Rooms, RoomSeen
from bot.core.people import Room
from bot.platforms.discord.asking import Interaction
from bot.platforms.discord.trail import trail

log = logging.getLogger("pacekeeper.discord")

EVERY = 60.0  # seconds between two looks
KINDS = (discord.VoiceChannel, discord.StageChannel)


class PickRoom(app_commands.Transformer):
    """The option of a slash command that takes a voice channel."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Those in which people talk."""
        return [discord.ChannelType.voice, discord.ChannelType.stage_voice]

    async def transform(self, interaction: Interaction, value: Any, /) -> Room:
        """What was picked, and whether the bot may look into it."""
        guild = interaction.guild
        channel = guild.get_channel(value.id) if guild else None
        visible = bool(guild and channel and channel.permissions_for(guild.me).view_channel)
        return Room(str(value.id), value.name, visible)


class Seer(Protocol):
    """The client, as far as rooms go."""

    @property
    def guilds(self) -> Sequence[discord.Guild]:
        """The servers that this process is told of."""

    def get_channel(self, channel: int, /) -> object:
        """A channel of theirs."""

    def sees(self, guild: discord.Guild) -> bool:
        """Whether what is known of a server is how it is now."""


class Watch:
    """Tells the app what is seen in study rooms, one thing after the other.

    Of several processes each looks into the rooms of its own servers; of the others it knows nothing and says nothing.
    """

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._soon = asyncio.Event()
        self._one = asyncio.Lock()

    @staticmethod
    def lose_sight(guild: discord.Guild) -> None:
        """A server is out of reach. Its next state only adds to what the library knows, so that whoever leaves during
        an outage would be seen in the room for ever."""
        guild._voice_states.clear()  # noqa: SLF001  # there is no other way

    def look_soon(self) -> None:
        """Look now: the gateway came back, or a server did."""
        self._soon.set()

    async def run(self, client: Seer) -> None:
        """Look again and again, for as long as the client runs."""
        while True:
            self._soon.clear()
            if any(client.sees(guild) for guild in client.guilds):
                try:
                    await self._look(client)
                except Exception as problem:  # noqa: BLE001  # the next look finds the same people
                    log.warning("looking into study rooms failed: %s", trail(problem))
            with suppress(TimeoutError):
                async with asyncio.timeout(EVERY):
                    await self._soon.wait()

    async def _look(self, client: Seer) -> None:
        async with self._one:
            seen: list[RoomSeen] = []
            for room, chats in (await self._rooms.named()).items():
                channel = client.get_channel(int(room))
                if channel is None and _is_deleted(client, chats):
                    await self._rooms.lost(room)
                elif isinstance(channel, KINDS) and not channel.guild.unavailable and client.sees(channel.guild):
                    seen.append(_seen(channel))
            if seen:
                await self._rooms.look(seen)

    async def moved(
        self, member: discord.Member, before: discord.VoiceState, after: discord.VoiceState, *, watched: bool
    ) -> None:
        """Somebody's voice state changed: of interest is only who came into a study room, or left one. Not `watched`:
        it is told on a connection's way up, and has happened while nobody looked."""
        if member.bot or before.channel == after.channel:
            return
        async with self._one:
            named = await self._rooms.named()
            if any(each is not None and str(each.id) in named for each in (before.channel, after.channel)):
                to = RoomSeen(str(after.channel.id), after.channel.name, frozenset()) if after.channel else None
                left = str(before.channel.id) if before.channel else ""
                await self._rooms.moved(str(member.id), to, left=left, watched=watched)

    async def deleted(self, channel: discord.abc.GuildChannel) -> None:
        """A channel is gone; if it was a study room, its facilitator hears of it."""
        if isinstance(channel, KINDS):
            await self._rooms.lost(str(channel.id))


def _seen(channel: discord.VoiceChannel | discord.StageChannel) -> RoomSeen:
    return RoomSeen(str(channel.id), channel.name, frozenset(map(str, channel.voice_states)))


def _is_deleted(client: Seer, chats: tuple[str, ...]) -> bool:
    """Whether a room that is not there is gone for good: every server where its groups meet is here, without it."""
    homes = [client.get_channel(int(chat)) for chat in chats]
    guilds = [home.guild for home in homes if isinstance(home, discord.abc.GuildChannel | discord.Thread)]
    here = all(client.sees(guild) and not guild.unavailable for guild in guilds)
    return bool(homes) and len(guilds) == len(homes) and here
