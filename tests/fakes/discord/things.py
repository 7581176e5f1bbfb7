"""The people, servers, channels and messages of the fake Discord, and how the API shows them."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from tests.fakes.discord.shapes import ALL_PERMISSIONS, Json, Permission

DmPolicy: TypeAlias = Literal["open", "closed", "strangers"]
"""Whether a person takes direct messages: closed answers 50007, strangers (no shared server) 50278."""

TEXT, DIRECT, VOICE, THREAD, STAGE = 0, 1, 2, 11, 13


@dataclass(slots=True)
class User:
    """An account."""

    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"
    dms: DmPolicy = "open"

    def shown(self) -> Json:
        """The user object."""
        return {
            "id": str(self.id),
            "username": self.name,
            "global_name": None if self.bot else self.name.title(),
            "discriminator": "0",
            "avatar": None,
            "banner": None,
            "accent_color": None,
            "public_flags": 0,
            "bot": self.bot,
        }


@dataclass(slots=True)
class Role:
    """A role of a server; the one with the server's own id is everyone's."""

    id: int
    name: str
    permissions: int
    position: int
    managed: bool = False

    def shown(self) -> Json:
        """The role object."""
        return {
            "id": str(self.id),
            "name": self.name,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "position": self.position,
            "permissions": str(self.permissions),
            "managed": self.managed,
            "mentionable": False,
            "flags": 0,
            "icon": None,
            "unicode_emoji": None,
        }


@dataclass(slots=True)
class Member:
    """A user in a server."""

    user: User
    joined: str
    roles: list[int] = field(default_factory=list)
    timed_out: str | None = None
    """Until when this member may only look on."""

    def shown(self, *, user: bool = True) -> Json:
        """The member object, with or without the user in it."""
        body: Json = {
            "roles": [str(each) for each in self.roles],
            "joined_at": self.joined,
            "nick": None,
            "avatar": None,
            "premium_since": None,
            "pending": False,
            "deaf": False,
            "mute": False,
            "flags": 0,
            "communication_disabled_until": self.timed_out,
        }
        if user:
            body["user"] = self.user.shown()
        return body


@dataclass(slots=True)
class Overwrite:
    """What a channel allows or denies to one role (0) or member (1)."""

    id: int
    kind: Literal[0, 1]
    allow: int = 0
    deny: int = 0

    def shown(self) -> Json:
        """The overwrite object."""
        return {"id": str(self.id), "type": self.kind, "allow": str(self.allow), "deny": str(self.deny)}


@dataclass(slots=True)
class Channel:
    """A channel of a server, or a direct conversation of the bot and one person."""

    id: int
    name: str
    guild_id: int | None = None
    kind: int = TEXT
    recipient: User | None = None
    position: int = 0
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    last_message_id: int | None = None
    parent: "Channel | None" = None
    """Of a thread: the channel that it hangs on, whose rights are its own."""
    locked: bool = False
    archived: bool = False
    slow: int = 0
    """Seconds between two messages of one person (slow mode)."""

    def shown(self) -> Json:
        """The channel object."""
        if self.parent is not None:
            return self._thread(self.parent)
        last = None if self.last_message_id is None else str(self.last_message_id)
        if self.guild_id is None:
            people = [] if self.recipient is None else [self.recipient.shown()]
            return {
                "id": str(self.id),
                "type": DIRECT,
                "last_message_id": last,
                "recipients": people,
                "flags": 0,
            }
        talk = {"bitrate": 64_000, "user_limit": 0, "rtc_region": None} if self.kind in (VOICE, STAGE) else {}
        return talk | {
            "id": str(self.id),
            "type": self.kind,
            "guild_id": str(self.guild_id),
            "name": self.name,
            "position": self.position,
            "permission_overwrites": [each.shown() for each in self.overwrites.values()],
            "nsfw": False,
            "parent_id": None,
            "topic": None,
            "rate_limit_per_user": self.slow,
            "last_message_id": last,
            "flags": 0,
        }

    def _thread(self, parent: "Channel") -> Json:
        """A public thread, which has no permissions of its own."""
        begun = "2026-03-03T08:00:00.000000+00:00"
        return {
            "id": str(self.id),
            "type": self.kind,
            "guild_id": str(self.guild_id),
            "name": self.name,
            "parent_id": str(parent.id),
            "owner_id": str(self.id),
            "message_count": 0,
            "total_message_sent": 0,
            "member_count": 1,
            "rate_limit_per_user": self.slow,
            "last_message_id": None if self.last_message_id is None else str(self.last_message_id),
            "flags": 0,
            "thread_metadata": {
                "archived": self.archived,
                "auto_archive_duration": 1440,
                "archive_timestamp": begun,
                "create_timestamp": begun,
                "locked": self.locked,
            },
        }


@dataclass(slots=True)
class Voice:
    """Where a member talks: a session in a voice channel."""

    user_id: int
    channel_id: int
    session: str
    muted: bool = False

    def shown(self) -> Json:
        """The voice state object, as GUILD_CREATE holds it: without server and member."""
        return {
            "user_id": str(self.user_id),
            "channel_id": str(self.channel_id),
            "session_id": self.session,
            "deaf": False,
            "mute": False,
            "self_deaf": False,
            "self_mute": self.muted,
            "self_stream": False,
            "self_video": False,
            "suppress": False,
            "request_to_speak_timestamp": None,
        }


@dataclass(slots=True)
class Guild:
    """A Discord server: its roles, members and channels, and whether the bot can see it now."""

    id: int
    name: str
    owner_id: int
    locale: str
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    voices: dict[int, Voice] = field(default_factory=dict)
    present: bool = True
    available: bool = True

    def permissions(self, user_id: int, channel: Channel | None = None) -> int:
        """The rights of a member, in a channel if one is given, as Discord computes them."""
        member = self.members.get(user_id)
        if member is None:
            return 0
        if user_id == self.owner_id:
            return ALL_PERMISSIONS
        rights = self.roles[self.id].permissions
        for role_id in member.roles:
            rights |= self.roles[role_id].permissions
        if rights & Permission.ADMINISTRATOR:
            return ALL_PERMISSIONS
        if channel is not None:
            rights = _overwritten(rights, channel.parent or channel, self.id, member)
        if member.timed_out is not None:
            rights &= Permission.VIEW_CHANNEL | Permission.READ_MESSAGE_HISTORY
        return rights

    def shown(self) -> Json:
        """The guild object, as GET /guilds/{guild_id} gives it."""
        return {
            "id": str(self.id),
            "name": self.name,
            "icon": None,
            "splash": None,
            "discovery_splash": None,
            "description": None,
            "banner": None,
            "owner_id": str(self.owner_id),
            "region": "automatic",
            "afk_channel_id": None,
            "afk_timeout": 300,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "roles": [each.shown() for each in self.roles.values()],
            "emojis": [],
            "stickers": [],
            "features": [],
            "mfa_level": 0,
            "nsfw_level": 0,
            "application_id": None,
            "system_channel_id": None,
            "system_channel_flags": 0,
            "rules_channel_id": None,
            "public_updates_channel_id": None,
            "vanity_url_code": None,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "preferred_locale": self.locale,
            "incidents_data": None,
        }

    def created(self, bot_id: int, joined: str) -> Json:
        """The body of GUILD_CREATE: of the members, only the bot, since it has no privileged intent."""
        return self.shown() | {
            "joined_at": joined,
            "large": False,
            "member_count": len(self.members),
            "voice_states": [each.shown() for each in self.voices.values()],
            "members": [self.members[bot_id].shown()],
            "channels": [each.shown() for each in self.channels.values() if each.parent is None],
            "threads": [it.shown() for it in self.channels.values() if it.parent is not None and not it.archived],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }


def _overwritten(rights: int, channel: Channel, everyone: int, member: Member) -> int:
    """Apply a channel's overwrites in Discord's order: everyone, roles together, the member."""
    groups = ([everyone], member.roles, [member.user.id])
    for group in groups:
        found = [channel.overwrites[each] for each in group if each in channel.overwrites]
        deny = allow = 0
        for each in found:
            deny |= each.deny
            allow |= each.allow
        rights = rights & ~deny | allow
    return rights


@dataclass(slots=True)
class Message:
    """A message; its body is replaced, never changed, so that recorded answers stay as they were."""

    id: int
    channel: Channel
    author_id: int
    body: Json
    only_for: int | None = None
    """The one person who sees it, if it is ephemeral."""
    deleted: bool = False
