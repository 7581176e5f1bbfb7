"""The connection to Discord: no privileged intents, no caches, nobody is ever pinged."""

import asyncio
import hashlib
import json
import logging
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot import causes
from bot.app.app import App
from bot.app.said import Refusal, Refused
from bot.core.people import Address, Platform
from bot.platforms.discord.arrivals import Arrivals
from bot.platforms.discord.asking import Interaction
from bot.platforms.discord.desk import Desk
from bot.platforms.discord.errors import GONE
from bot.platforms.discord.files import attached, fetched
from bot.platforms.discord.press import pressed
from bot.platforms.discord.slash import slash_commands
from bot.platforms.discord.trail import trail
from bot.platforms.discord.translations import Translations, told
from bot.platforms.discord.voice import Watch
from bot.storage.troubles import is_away, note
from bot.ui.forms import Form
from bot.ui.reading import read_field

log = logging.getLogger("pacekeeper.discord")

REGISTERS_AGAIN = (60.0, 300.0, 900.0, 3600.0)  # seconds; the last one repeats
TOGETHER = 0.2  # seconds for further servers to come
LONGEST_WAIT = 30.0  # seconds that the library may sleep for a rate limit

Remembered = Callable[[], Awaitable[str]]
Remember = Callable[[str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Memory:
    """What outlives the process: the mark of the slash commands that were registered last."""

    recall: Remembered
    keep: Remember


class Front(discord.Client):
    """Receives what Discord tells and hands requests to the desk. `ready` is set while the gateway is connected."""

    def __init__(
        self,
        app: App,
        desk: Desk,
        *,
        memory: Memory,
        watch: Watch,
        arrivals: Arrivals,
        ready: asyncio.Event,
        trace: aiohttp.TraceConfig,
        **more: Any,
    ) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, voice_states=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_ratelimit_timeout=LONGEST_WAIT,
            http_trace=trace,
            **more,
        )
        self._registers = True
        self._registered = True  # as far as anybody knows
        self._available: list[discord.Guild] = []
        self._app = app
        self._desk = desk
        self._memory = memory
        self._watch = watch
        self._arrivals = arrivals
        self._connected = ready
        self.tree = Tree(self, desk)
        for command in slash_commands(self._slash, app):
            self.tree.add_command(command)

    async def setup_hook(self) -> None:
        """Register the slash commands if they differ from those that were registered last."""
        if not self._registers:
            return
        try:
            await self._sync()
        except (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError) as problem:
            log.warning("the slash commands are not registered, it is tried again: %s", trail(problem))
            self._registered = False

    async def register_later(self) -> None:
        """Register what could not be registered at the start, again and again: without it nobody finds a command."""
        for pause in chain(REGISTERS_AGAIN, repeat(REGISTERS_AGAIN[-1])):
            if self._registered:
                return
            await asyncio.sleep(pause)
            self._registered = True
            await self.setup_hook()

    async def _sync(self) -> None:
        mark = self.definitions()
        if await self._memory.recall() == mark:
            return
        await self.tree.set_translator(Translations())
        await self.tree.sync()
        await self._memory.keep(mark)
        log.info("registered %d slash commands", len(self.tree.get_commands()))

    def definitions(self) -> str:
        """A mark that changes with any command's definition, and with the application it belongs to."""
        commands = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        text = json.dumps([self.application_id, commands, told()], sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    async def on_interaction(self, interaction: Interaction) -> None:
        """Take presses and modals; slash commands come through the tree."""
        causes.begin()
        try:
            await pressed(self._desk, interaction)
        except Exception as problem:  # noqa: BLE001  # the asker hears of it; its words may be theirs
            await self._desk.apologise(interaction, "a press", problem)

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Hand out an event; while it closes nothing more, since the library has no loop for it any longer then."""
        if not self.is_closed():
            super().dispatch(event, *args, **kwargs)

    async def on_connect(self) -> None:
        """The gateway is connected; servers may still be on their way."""
        self._connected.set()

    async def on_ready(self) -> None:
        """The servers have arrived, with who is in their voice channels."""
        self._watch.look_soon()
        for guild in self.guilds:
            if self.is_closed():  # the others are met at the next start
                return
            await self._arrivals.met(guild)
        await self._arrivals.found(self.guilds)

    def has(self, server: int) -> bool:
        """Whether this process is the one that is told of a server, should the bot be in it."""
        del server
        return True

    def sees(self, guild: discord.Guild) -> bool:
        """Whether what is known of a server is how it is now."""
        del guild
        return self._connected.is_set()

    async def on_resumed(self) -> None:
        """The gateway is connected again, and nothing was missed."""
        self._app.gauges.resumed()
        self._connected.set()
        self._watch.look_soon()

    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        """A server is out of reach for a while."""
        self._watch.lose_sight(guild)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server has arrived after the start, or is back after an outage; those that come together are looked at
        together."""
        self._watch.look_soon()
        self._available.append(guild)
        if len(self._available) == 1:
            await asyncio.sleep(TOGETHER)
            guilds, self._available = self._available, []
            await self._arrivals.found(guilds)

    async def on_guild_channel_update(self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        """The bot's rights in a channel may have changed."""
        if before.overwrites != after.overwrites:
            await self._arrivals.found([after.guild])

    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        """The rights of a role that the bot may have."""
        if before.permissions != after.permissions:
            await self._arrivals.found([after.guild])

    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """The bot's own roles or its timeout; of others Discord tells nothing without a privileged intent."""
        if after.id == self._own_id and (before.roles, before.timed_out_until) != (after.roles, after.timed_out_until):
            await self._arrivals.found([after.guild])

    async def on_raw_thread_update(self, thread: discord.RawThreadUpdateEvent) -> None:
        """A thread may have been opened or unlocked."""
        guild = self.get_guild(thread.guild_id)
        if guild is not None:
            await self._arrivals.found([guild])

    async def on_voice_state_update(
        self, member: discord.Member, before: discord.VoiceState, after: discord.VoiceState
    ) -> None:
        """Somebody entered or left a voice channel, or muted themselves and the like."""
        await self._watch.moved(member, before, after, watched=self.sees(member.guild))

    async def watch(self) -> None:
        """Look into the study rooms again and again."""
        await self._watch.run(self)

    async def on_disconnect(self) -> None:
        """The gateway is gone; letters go on, by REST."""
        self._connected.clear()

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A group's channel or its study room may be gone."""
        await self._app.news.address_closed(Address(Platform.DISCORD, str(channel.id)), GONE[10003])
        await self._watch.deleted(channel)

    async def on_guild_role_delete(self, role: discord.Role) -> None:
        """A role that was given for a phase may be gone."""
        await self._app.news.role_gone(str(role.guild.id), str(role.id))

    async def on_raw_thread_delete(self, thread: discord.RawThreadDeleteEvent) -> None:
        """A group's thread may be gone."""
        await self._app.news.address_closed(Address(Platform.DISCORD, str(thread.thread_id)), GONE[10003])

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was added to a server."""
        await self._arrivals.joined(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed from a server (an outage is another event): its groups there are closed."""
        for channel in (*guild.channels, *guild.threads):
            await self._app.news.address_closed(Address(Platform.DISCORD, str(channel.id)), GONE[10004])
        await self._arrivals.left(guild)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Log what failed and where; the arguments hold what people typed."""
        problem = sys.exception()
        if self.is_closed():  # nothing waits for it any more, and what it needs is closed as well
            log.info("%s was given up at the end", event_method)
        elif isinstance(problem, Exception) and is_away(problem):
            note(log, problem, "what Discord told was not taken in")
        else:
            log.error("%s failed: %s", event_method, trail(problem) if problem else "unknown")

    @property
    def _own_id(self) -> int:
        return self.user.id if self.user else 0

    async def _slash(self, interaction: Interaction, form: Form, given: Mapping[str, object]) -> None:
        causes.begin()
        try:
            values = {
                name: read_field(form.field(name), value) if isinstance(value, str) else value
                for name, value in given.items()
            }
            if files := attached(form, values):
                await self._desk.run_fetched(interaction, fetched(form, values, files))
                return
            if any(field.required and field.asked and field.name not in values for field in form.fields):
                await self._desk.open_form(interaction, form.command, values)
            else:
                await self._desk.run(interaction, form.make(values))
        except Refusal as refusal:
            await self._desk.tell(interaction, refusal.refused)


class Tree(app_commands.CommandTree[Front]):
    """The slash commands, and what happens when one fails."""

    def __init__(self, client: Front, desk: Desk) -> None:
        super().__init__(client)
        self._desk = desk

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError) -> None:
        """A command that no longer fits what Discord has registered is outdated; else it is our fault."""
        if interaction.type is discord.InteractionType.autocomplete:
            log.error("a suggestion failed: %s", trail(error))
        elif isinstance(error, app_commands.CommandInvokeError):
            await self._desk.apologise(interaction, "a slash command", error.original)
        else:
            await self._desk.tell(interaction, Refused("outdated"))
