"""A server's roles: made, moved, changed and deleted by people, given and taken by the bot as Discord allows it.

After "Permissions", "Role Hierarchy" and the events GUILD_ROLE_CREATE, _UPDATE and _DELETE of Discord's documentation.
"""

from tests.fakes.discord.clock import Snowflakes
from tests.fakes.discord.refusals import RefusedError, missing_permissions, unknown
from tests.fakes.discord.shapes import Emit, Intent, Permission
from tests.fakes.discord.things import Guild, Member, Role
from tests.fakes.discord.world import World


class Roles:
    """What is above what decides: a bot gives and takes only roles below its highest one."""

    def __init__(self, world: World, ids: Snowflakes, emit: Emit) -> None:
        self._world = world
        self._ids = ids
        self._emit = emit

    def add(self, guild_id: int, name: str, *, permissions: int = 0, managed: bool = False) -> Role:
        """Somebody makes a role: at the bottom, above everyone's, as Discord does."""
        guild = self._world.guilds[guild_id]
        for each in guild.roles.values():
            each.position += each.id != guild_id
        role = Role(self._ids.next(), name, int(permissions), 1, managed)
        guild.roles[role.id] = role
        self._emit("GUILD_ROLE_CREATE", {"guild_id": str(guild_id), "role": role.shown()}, guild_id, Intent.GUILDS)
        self._told(guild, *(each for each in guild.roles.values() if each not in (role, guild.roles[guild_id])))
        return role

    def raise_to_top(self, guild_id: int, role_id: int) -> None:
        """Somebody drags a role above all others."""
        guild = self._world.guilds[guild_id]
        others = sorted((it for it in guild.roles.values() if it.id != role_id), key=lambda it: it.position)
        for position, each in enumerate([*others, guild.roles[role_id]]):
            each.position = position
        self._told(guild, *guild.roles.values())

    def change(self, guild_id: int, role_id: int, *, permissions: int) -> None:
        """Somebody gives a role other permissions."""
        guild = self._world.guilds[guild_id]
        guild.roles[role_id].permissions = int(permissions)
        self._told(guild, guild.roles[role_id])

    def delete(self, guild_id: int, role_id: int) -> None:
        """Somebody deletes a role; nobody has it any more."""
        guild = self._world.guilds[guild_id]
        del guild.roles[role_id]
        for member in guild.members.values():
            member.roles = [each for each in member.roles if each != role_id]
        body = {"guild_id": str(guild_id), "role_id": str(role_id)}
        self._emit("GUILD_ROLE_DELETE", body, guild_id, Intent.GUILDS)

    def of_bot(self, guild_id: int) -> int:
        """The bot's own role."""
        return self._world.guilds[guild_id].members[self._world.bot.id].roles[0]

    def held(self, guild_id: int, user_id: int) -> list[int]:
        """The roles that a member has."""
        return list(self._world.guilds[guild_id].members[user_id].roles)

    def give(self, guild_id: int, user_id: int, role_id: int) -> None:
        """PUT: a second time changes nothing."""
        guild, member = self._may(guild_id, user_id, role_id)
        if role_id not in member.roles:
            member.roles.append(role_id)
            self._member_told(guild, member)

    def take(self, guild_id: int, user_id: int, role_id: int) -> None:
        """DELETE: from who has none, nothing is taken."""
        guild, member = self._may(guild_id, user_id, role_id)
        if role_id in member.roles:
            member.roles.remove(role_id)
            self._member_told(guild, member)

    def _may(self, guild_id: int, user_id: int, role_id: int) -> tuple[Guild, Member]:
        """Refuses as Discord does: 50013 without the right or above the bot, 10007, 10011, 50028 for a managed one."""
        guild = self._world.seen_guild(guild_id)
        if not guild.permissions(self._world.bot.id) & Permission.MANAGE_ROLES:
            raise missing_permissions()
        if user_id not in self._world.users:
            raise unknown("User")
        member = guild.members.get(user_id)
        if member is None:
            raise unknown("Member")
        role = guild.roles.get(role_id)
        if role is None:
            raise unknown("Role")
        if role.managed or role.id == guild.id:
            raise RefusedError(400, 50028, "Invalid Role")
        mine = max(guild.roles[each].position for each in guild.members[self._world.bot.id].roles)
        if role.position >= mine:
            raise missing_permissions()
        return guild, member

    def _told(self, guild: Guild, *roles: Role) -> None:
        for role in roles:
            body = {"guild_id": str(guild.id), "role": role.shown()}
            self._emit("GUILD_ROLE_UPDATE", body, guild.id, Intent.GUILDS)

    def _member_told(self, guild: Guild, member: Member) -> None:
        body = member.shown() | {"guild_id": str(guild.id)}
        self._emit("GUILD_MEMBER_UPDATE", body, guild.id, Intent.GUILD_MEMBERS)
