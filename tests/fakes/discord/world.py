"""The state of the fake Discord apart from messages, and the events that its changes cause."""

from collections.abc import Iterable

from tests.fakes.discord.clock import Clock, Snowflakes
from tests.fakes.discord.refusals import (
    RefusedError,
    missing_access,
    missing_permissions,
    thread_locked,
    unknown,
)
from tests.fakes.discord.shapes import EVERYONE, LEAN_INVITE, Emit, Intent, Json, Permission
from tests.fakes.discord.things import TEXT, THREAD, Channel, DmPolicy, Guild, Member, Overwrite, Role, User

A_MONTH = 30 * 86_400.0  # seconds


class World:
    """Who and what exists. Ids go in and things come out, here and over the control API alike."""

    def __init__(self, clock: Clock, ids: Snowflakes, emit: Emit) -> None:
        self._clock = clock
        self._ids = ids
        self._emit = emit
        self.bot = User(ids.next(), "pacekeeper", bot=True)
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.conversations: dict[int, Channel] = {}

    def add_user(self, name: str, *, locale: str = "en-US", dms: DmPolicy = "open") -> User:
        """A new person, in no server yet."""
        user = User(self._ids.next(), name, locale=locale, dms=dms)
        self.users[user.id] = user
        return user

    def add_users(self, count: int, *, guild_id: int | None = None, prefix: str = "learner") -> list[int]:
        """Many people at once, members of a server if one is given; their ids."""
        users = [self.add_user(f"{prefix}{number}") for number in range(count)]
        if guild_id is not None:
            for user in users:
                self.add_member(guild_id, user.id)
        return [user.id for user in users]

    def set_dms(self, user_id: int, dms: DmPolicy) -> None:
        """Open or close a person's direct messages."""
        self.users[user_id].dms = dms

    def add_guild(self, name: str, *, locale: str = "en-US", bot_permissions: int = LEAN_INVITE) -> Guild:
        """A new server with the bot in it; its owner is a new person."""
        owner = self.add_user(f"owner of {name}")
        guild = Guild(self._ids.next(), name, owner.id, locale)
        guild.roles[guild.id] = Role(guild.id, "@everyone", int(EVERYONE), 0)
        self.guilds[guild.id] = guild
        guild.members[owner.id] = Member(owner, self._clock.stamp())
        guild.members[self.bot.id] = Member(self.bot, self._clock.stamp())
        role = self._new_role(guild, self.bot.name, bot_permissions)
        role.managed = True
        guild.members[self.bot.id].roles.append(role.id)
        self._emit("GUILD_CREATE", self.guild_created(guild), guild.id, Intent.GUILDS)
        return guild

    def add_guilds(self, count: int, *, channels: int = 10, roles: int = 5) -> list[int]:
        """Many servers at once, which the bot joined a month ago; their ids."""
        found = []
        for number in range(count):
            guild = self.add_guild(f"Hall {number}")
            guild.members[self.bot.id].joined = self._clock.stamp(ago=A_MONTH)
            for nth in range(channels):
                self.add_channel(guild.id, f"room {nth}")
            for nth in range(roles):
                self.add_role(guild.id, f"role {nth}", 0)
            found.append(guild.id)
        return found

    def add_role(self, guild_id: int, name: str, permissions: int) -> Role:
        """A new role at the top of a server."""
        role = self._new_role(self.guilds[guild_id], name, permissions)
        body = {"guild_id": str(guild_id), "role": role.shown()}
        self._emit("GUILD_ROLE_CREATE", body, guild_id, Intent.GUILDS)
        return role

    def _new_role(self, guild: Guild, name: str, permissions: int) -> Role:
        role = Role(self._ids.next(), name, int(permissions), len(guild.roles))
        guild.roles[role.id] = role
        return role

    def add_channel(self, guild_id: int, name: str, *, kind: int = TEXT) -> Channel:
        """A new channel, of text unless its type is said (2 voice, 13 stage)."""
        guild = self.guilds[guild_id]
        channel = Channel(self._ids.next(), name, guild_id, kind, position=len(guild.channels))
        guild.channels[channel.id] = self.channels[channel.id] = channel
        self._emit("CHANNEL_CREATE", channel.shown(), guild_id, Intent.GUILDS)
        return channel

    def add_thread(self, channel_id: int, name: str) -> Channel:
        """A new public thread of a channel."""
        parent = self.channels[channel_id]
        thread = Channel(self._ids.next(), name, parent.guild_id, THREAD, parent=parent)
        self.channels[thread.id] = thread
        if parent.guild_id is not None:
            self.guilds[parent.guild_id].channels[thread.id] = thread
        self._emit("THREAD_CREATE", thread.shown() | {"newly_created": True}, parent.guild_id, Intent.GUILDS)
        return thread

    def lock_thread(self, thread_id: int, *, locked: bool = True) -> None:
        """Close a thread to all who may not manage threads, or open it again."""
        self.channels[thread_id].locked = locked
        self._thread_changed(thread_id)

    def archive_thread(self, thread_id: int, *, archived: bool = True) -> None:
        """Put a thread away, as an hour or a day without a word does, or take it out again."""
        self.channels[thread_id].archived = archived
        self._thread_changed(thread_id)

    def _thread_changed(self, thread_id: int) -> None:
        thread = self.channels[thread_id]
        self._emit("THREAD_UPDATE", thread.shown(), thread.guild_id, Intent.GUILDS)

    def set_slow(self, channel_id: int, seconds: int) -> None:
        """Slow mode: one message in so many seconds from everybody without a right to manage; 0 ends it."""
        channel = self.channels[channel_id]
        channel.slow = seconds
        self._emit("CHANNEL_UPDATE", channel.shown(), channel.guild_id, Intent.GUILDS)

    def set_bot_role(self, guild_id: int, permissions: int) -> None:
        """Change what the bot's own role grants in a whole server."""
        guild = self.guilds[guild_id]
        role = guild.roles[guild.members[self.bot.id].roles[0]]
        role.permissions = int(permissions)
        body = {"guild_id": str(guild_id), "role": role.shown()}
        self._emit("GUILD_ROLE_UPDATE", body, guild_id, Intent.GUILDS)

    def set_everyone(self, guild_id: int, permissions: int) -> None:
        """Change what everybody may in a whole server."""
        role = self.guilds[guild_id].roles[guild_id]
        role.permissions = int(permissions)
        body = {"guild_id": str(guild_id), "role": role.shown()}
        self._emit("GUILD_ROLE_UPDATE", body, guild_id, Intent.GUILDS)

    def time_out(self, guild_id: int, *, until: str | None) -> None:
        """Time the bot out, or end that. Of itself a bot hears without the members intent."""
        member = self.guilds[guild_id].members[self.bot.id]
        member.timed_out = until
        self._emit("GUILD_MEMBER_UPDATE", member.shown() | {"guild_id": str(guild_id)}, guild_id, Intent.GUILDS)

    def add_member(self, guild_id: int, user_id: int, *, permissions: int = 0) -> Member:
        """A person joins a server, with a role of their own if they hold permissions."""
        guild = self.guilds[guild_id]
        member = Member(self.users[user_id], self._clock.stamp())
        guild.members[user_id] = member
        if permissions:
            member.roles.append(self.add_role(guild_id, f"rights of {user_id}", permissions).id)
        body = member.shown() | {"guild_id": str(guild_id)}
        self._emit("GUILD_MEMBER_ADD", body, guild_id, Intent.GUILD_MEMBERS)
        return member

    def remove_member(self, guild_id: int, user_id: int) -> None:
        """A person leaves a server; a bot without the members intent hears nothing."""
        member = self.guilds[guild_id].members.pop(user_id)
        body = {"guild_id": str(guild_id), "user": member.user.shown()}
        self._emit("GUILD_MEMBER_REMOVE", body, guild_id, Intent.GUILD_MEMBERS)

    def ban_member(self, guild_id: int, user_id: int) -> None:
        """A person is put out of a server for good; told only with the intents for members and for moderation."""
        self.remove_member(guild_id, user_id)
        body = {"guild_id": str(guild_id), "user": self.users[user_id].shown()}
        self._emit("GUILD_BAN_ADD", body, guild_id, Intent.GUILD_MODERATION)

    def set_rights(self, channel_id: int, *, allow: int = 0, deny: int = 0, user_id: int | None = None) -> Channel:
        """Overwrite the rights of a member (the bot unless a user is named) in a channel."""
        channel = self.channels[channel_id]
        target = self.bot.id if user_id is None else user_id
        channel.overwrites[target] = Overwrite(target, 1, int(allow), int(deny))
        self._emit("CHANNEL_UPDATE", channel.shown(), channel.guild_id, Intent.GUILDS)
        return channel

    def delete_channel(self, channel_id: int) -> None:
        """Somebody deletes a channel."""
        channel = self.channels.pop(channel_id)
        threads = [each for each in self.channels.values() if each.parent is channel]
        for thread in threads:  # they go with it, without a word of their own
            self.channels.pop(thread.id)
        if channel.parent is not None:
            self._delete_thread(channel)
            return
        if channel.guild_id is not None:
            guild = self.guilds[channel.guild_id]
            guild.channels.pop(channel_id)
            for thread in threads:
                guild.channels.pop(thread.id)
            guild.voices = {user: each for user, each in guild.voices.items() if each.channel_id != channel_id}
        self._emit("CHANNEL_DELETE", channel.shown(), channel.guild_id, Intent.GUILDS)

    def _delete_thread(self, thread: Channel) -> None:
        if thread.guild_id is None or thread.parent is None:
            return
        self.guilds[thread.guild_id].channels.pop(thread.id)
        body = {"id": str(thread.id), "guild_id": str(thread.guild_id), "parent_id": str(thread.parent.id)}
        self._emit("THREAD_DELETE", body | {"type": thread.kind}, thread.guild_id, Intent.GUILDS)

    def remove_guild(self, guild_id: int, *, unavailable: bool = False) -> None:
        """The bot loses a server: removed from it, or only by an outage if unavailable."""
        guild = self.guilds[guild_id]
        body: Json = {"id": str(guild_id)}
        if unavailable:
            guild.available = False
            body["unavailable"] = True
        else:
            guild.present = False
            guild.members.pop(self.bot.id, None)
            guild.roles = {each.id: each for each in guild.roles.values() if not each.managed}
        self._emit("GUILD_DELETE", body, guild_id, Intent.GUILDS)

    def add_again(self, guild_id: int, *, bot_permissions: int = LEAN_INVITE) -> None:
        """The bot is invited into a server that it was removed from."""
        guild = self.guilds[guild_id]
        guild.present = True
        guild.members[self.bot.id] = Member(self.bot, self._clock.stamp())
        role = self._new_role(guild, self.bot.name, bot_permissions)
        role.managed = True
        guild.members[self.bot.id].roles.append(role.id)
        self._emit("GUILD_CREATE", self.guild_created(guild), guild_id, Intent.GUILDS)

    def return_guild(self, guild_id: int) -> None:
        """An outage is over."""
        guild = self.guilds[guild_id]
        guild.available = True
        body = self.guild_created(guild) | {"unavailable": False}
        self._emit("GUILD_CREATE", body, guild_id, Intent.GUILDS)

    def guild_created(self, guild: Guild) -> Json:
        """The body of GUILD_CREATE."""
        return guild.created(self.bot.id, self._clock.stamp())

    def joined(self) -> Iterable[Guild]:
        """The servers that the bot is in."""
        return (guild for guild in self.guilds.values() if guild.present)

    def conversation(self, user_id: int) -> Channel:
        """The one direct conversation of the bot and a person, opened at the first need."""
        channel = self.conversations.get(user_id)
        if channel is None:
            channel = Channel(self._ids.next(), "", recipient=self.users[user_id])
            self.conversations[user_id] = self.channels[channel.id] = channel
        return channel

    def seen_guild(self, guild_id: int) -> Guild:
        """A server for the API: refuses one that the bot is not in or that is down."""
        guild = self.guilds.get(guild_id)
        if guild is None or not guild.present:
            raise unknown("Guild")
        if not guild.available:
            raise RefusedError(503, 0, "Guild unavailable")
        return guild

    def seen_channel(self, channel_id: int, *needs: Permission) -> Channel:
        """A channel for the API: 10003 if unknown, 50001 if out of sight, 50013 if a right is missing."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise unknown("Channel")
        if channel.guild_id is not None:
            guild = self.guilds[channel.guild_id]
            if not guild.present:
                raise missing_access()
            if not guild.available:
                raise RefusedError(503, 0, "Guild unavailable")
            rights = guild.permissions(self.bot.id, channel)
            if not rights & Permission.VIEW_CHANNEL:
                raise missing_access()
            instead = {Permission.SEND_MESSAGES: Permission.SEND_MESSAGES_IN_THREADS} if channel.parent else {}
            wanted = [instead.get(each, each) for each in needs]
            if any(not rights & need for need in wanted):
                raise missing_permissions()
            if channel.locked and Permission.SEND_MESSAGES in needs and not rights & Permission.MANAGE_THREADS:
                raise thread_locked()
        return channel
