"""Roles of a server: one that a facilitator picks, what stands against giving it, and giving and taking it back."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import discord
from discord import app_commands

from bot.app.courier import Later, Unacceptable, Undeliverable
from bot.app.role_rounds import NoSuchRole, NotAllowed, NotThere
from bot.core.roles import RoleFlaw, ServerRole
from bot.platforms.discord.asking import Interaction
from bot.platforms.discord.attempt import attempt
from bot.platforms.discord.courier import NOT_YET, DiscordCourier

WITHIN = 12.0  # seconds for one role
REASON = "A role of the study group for a finished phase"  # in the server's audit log, whoever it is about
NOT_THERE = {10007: "they are not in the server", 10013: "the account no longer exists"}
NO_ROLE = {10011: "the role was deleted"}
SERVER_GONE = {10004, 50001}  # the bot is not in it
REFUSED = "the server does not let the bot give or take this role"


class PickRole(app_commands.Transformer):
    """The option of a slash command that takes a role."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A role."""
        return discord.AppCommandOptionType.role

    async def transform(self, interaction: Interaction, value: Any, /) -> ServerRole:
        """What was picked, and what stands against giving it, from the server's state of this moment."""
        guild = interaction.guild
        if guild is None:
            return ServerRole("", str(value.id), value.name, "unknown")
        return examined(guild, value.id, value.name)


class Keeper:
    """Gives and takes roles, with the login that the courier has. `RoleKeeper` says what the rest relies on."""

    def __init__(self, courier: DiscordCourier, connected: asyncio.Event) -> None:
        self._courier = courier
        self._connected = connected

    def look(self, server: str, role: str) -> ServerRole:
        """A role as the gateway tells of it. Unknown while it is cut, before it told, and in an outage: what was
        known before may no longer hold."""
        client = self._courier.client
        if client is None or not self._connected.is_set():
            return ServerRole(server, role, "", "unknown")
        guild = client.get_guild(int(server))
        if guild is None:
            is_ours = getattr(client, "has", _always)(int(server))  # another process may be told of it
            return ServerRole(server, role, "", "away" if client.is_ready() and is_ours else "unknown")
        return examined(guild, int(role))

    async def give(self, server: str, role: str, person: str) -> None:
        """PUT, which changes nothing for who has it already."""
        http = self._client().http
        await _done(http.add_role(int(server), int(person), int(role), reason=REASON))

    async def take(self, server: str, role: str, person: str) -> None:
        """DELETE, which changes nothing for who has none."""
        http = self._client().http
        await _done(http.remove_role(int(server), int(person), int(role), reason=REASON))

    def _client(self) -> discord.Client:
        if self._courier.client is None or self._courier.client.user is None or self._courier.client.is_closed():
            raise Later("the bot is not logged in to Discord yet", NOT_YET)
        return self._courier.client


def _always(server: int) -> bool:
    del server
    return True


async def _done(work: Awaitable[Any]) -> None:
    """Do it, and tell Discord's refusals of roles apart. Whatever is unsure is done again: it does no harm."""
    try:
        await attempt(work, WITHIN, posts=False)
    except Later:
        raise
    except Undeliverable as problem:
        code = problem.__cause__.code if isinstance(problem.__cause__, discord.HTTPException) else 0
        status = problem.__cause__.status if isinstance(problem.__cause__, discord.HTTPException) else 0
        if code in NOT_THERE:
            raise NotThere(NOT_THERE[code]) from problem
        if code in NO_ROLE:
            raise NoSuchRole(NO_ROLE[code]) from problem
        if status == 403 or code in SERVER_GONE or isinstance(problem, Unacceptable):
            raise NotAllowed(f"{REFUSED} ({code})") from problem
        raise


def examined(guild: discord.Guild, number: int, name: str = "") -> ServerRole:
    """A role of a server, and the first thing that stands against giving it out."""
    role, me = guild.get_role(number), guild.me
    if guild.unavailable or me is None or guild.default_role is None:
        return ServerRole(str(guild.id), str(number), name, "unknown")
    mine = me.top_role.name
    if role is None:
        return ServerRole(str(guild.id), str(number), name, "gone", mine)
    return ServerRole(str(guild.id), str(number), role.name, _flaw(role, me), mine)


def _flaw(role: discord.Role, me: discord.Member) -> RoleFlaw | None:
    if role.is_default():
        return "everyone"
    if role.managed or (role.tags is not None and role.tags.is_guild_connection()):
        return "managed"
    if has_powers(role):
        return "powers"
    if not me.guild_permissions.manage_roles:
        return "right"
    return None if role < me.top_role else "order"


def has_powers(role: discord.Role) -> bool:
    """Whether a role lets its members do in the server, or in any channel of it, what not everybody there may."""
    everyone = role.guild.default_role.permissions.value
    allowed = role.permissions.value
    for channel in role.guild.channels:
        allowed |= channel.overwrites_for(role).pair()[0].value
    return bool(allowed & ~everyone)
