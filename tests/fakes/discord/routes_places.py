"""The routes for the bot itself, for channels with their messages, and for servers."""

from tests.fakes.discord.parts import Parts
from tests.fakes.discord.refusals import (
    RefusedError,
    archived_thread,
    direct_messages_closed,
    missing_access,
    missing_permissions,
    no_shared_server,
    unknown,
)
from tests.fakes.discord.routing import NO_CONTENT, Call, Routes
from tests.fakes.discord.shapes import Intent, Json, Permission
from tests.fakes.discord.things import Channel

ROUTES = Routes()
_READ = (Permission.READ_MESSAGE_HISTORY,)


def _application(parts: Parts) -> Json:
    bot = parts.world.bot
    return {
        "id": str(bot.id),
        "name": bot.name,
        "description": "",
        "icon": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": bot.shown(),
        "team": None,
        "verify_key": "0" * 64,
        "flags": 0,
        "bot": bot.shown(),
        "approximate_guild_count": len(list(parts.world.joined())),
        "interactions_endpoint_url": None,
        "redirect_uris": [],
        "integration_types_config": {"0": {}},
    }


@ROUTES.add("GET", "/users/@me")
def get_me(parts: Parts, call: Call) -> Json:
    """The bot's own account."""
    return parts.world.bot.shown() | {"verified": True, "mfa_enabled": False, "email": None, "flags": 0}


@ROUTES.add("GET", "/oauth2/applications/@me")
def get_oauth2_application(parts: Parts, call: Call) -> Json:
    """The application, as discord.py asks for it at login."""
    return _application(parts)


@ROUTES.add("GET", "/applications/@me")
def get_application(parts: Parts, call: Call) -> Json:
    """The application, by its newer route."""
    return _application(parts)


@ROUTES.add("GET", "/gateway")
def get_gateway(parts: Parts, call: Call) -> Json:
    """Where the gateway is."""
    return {"url": f"ws://{call.host}/gateway"}


@ROUTES.add("GET", "/gateway/bot")
def get_gateway_bot(parts: Parts, call: Call) -> Json:
    """Where the gateway is, how many shards it recommends and how many sessions may begin today."""
    settings = parts.settings
    left = 1000 - parts.gateway.counts()["identified"] if settings.starts_left is None else settings.starts_left
    after = round(settings.starts_reset_seconds * 1000)
    limit = {"total": 1000, "remaining": max(0, left), "reset_after": after, "max_concurrency": 1}
    shards = settings.shards
    return {"url": f"ws://{call.host}/gateway", "shards": shards, "session_start_limit": limit}


@ROUTES.add("GET", "/users/{user_id}")
def get_user(parts: Parts, call: Call) -> Json:
    """Anybody's account."""
    user = parts.world.users.get(call.id("user_id"))
    if user is None:
        raise unknown("User")
    return user.shown()


@ROUTES.add("POST", "/users/@me/channels")
def open_conversation(parts: Parts, call: Call) -> Json:
    """The direct conversation with a person, always the same one."""
    user = parts.world.users.get(int(call.body.get("recipient_id") or 0))
    if user is None:
        raise RefusedError(400, 50033, "Invalid Recipient(s)")
    if user.bot:
        raise direct_messages_closed()
    return parts.world.conversation(user.id).shown()


@ROUTES.add("GET", "/channels/{channel_id}")
def get_channel(parts: Parts, call: Call) -> Json:
    """A channel."""
    return parts.world.seen_channel(call.id("channel_id")).shown()


@ROUTES.add("PATCH", "/channels/{channel_id}")
def change_channel(parts: Parts, call: Call) -> Json:
    """Take a thread out of the archive, for which the right to write in it is enough; anything else takes more."""
    channel = parts.world.seen_channel(call.id("channel_id"), Permission.SEND_MESSAGES)
    if channel.parent is None or call.body != {"archived": False}:
        raise missing_permissions()
    parts.world.archive_thread(channel.id, archived=False)
    return channel.shown()


@ROUTES.add("GET", "/channels/{channel_id}/messages")
def get_messages(parts: Parts, call: Call) -> list[Json]:
    """The newest messages of a channel, before or after one if asked."""
    channel = parts.world.seen_channel(call.id("channel_id"), *_READ)
    before, after = int(call.query.get("before", 1 << 63)), int(call.query.get("after", 0))
    public = [each for each in parts.messages.within(channel.id) if each.only_for is None]
    chosen = [parts.messages.readable(each) for each in public if after < each.id < before]
    limit = int(call.query.get("limit", 50))
    chosen = chosen[:limit] if "after" in call.query else chosen[-limit:]
    return chosen[::-1]


@ROUTES.add("POST", "/channels/{channel_id}/messages")
def create_message(parts: Parts, call: Call) -> Json:
    """Post into a channel or a conversation."""
    channel = parts.world.seen_channel(call.id("channel_id"), Permission.SEND_MESSAGES)
    _refuse_closed(channel)
    parts.messages.refuse_too_soon(channel)
    if channel.archived:  # a new message takes a thread out again
        parts.world.archive_thread(channel.id, archived=False)
    if call.uploads and channel.guild_id is not None:
        parts.world.seen_channel(channel.id, Permission.ATTACH_FILES)
    return parts.messages.post(channel, call.body, uploads=call.uploads, host=call.host).body


def _refuse_closed(channel: Channel) -> None:
    if channel.recipient is None:
        return
    if channel.recipient.dms == "closed":
        raise direct_messages_closed()
    if channel.recipient.dms == "strangers":
        raise no_shared_server()


@ROUTES.add("GET", "/channels/{channel_id}/messages/{message_id}")
def get_message(parts: Parts, call: Call) -> Json:
    """One message."""
    channel = parts.world.seen_channel(call.id("channel_id"), *_READ)
    return parts.messages.readable(parts.messages.seen(channel.id, call.id("message_id")))


@ROUTES.add("PATCH", "/channels/{channel_id}/messages/{message_id}")
def edit_message(parts: Parts, call: Call) -> Json:
    """Change one of the bot's messages."""
    channel = parts.world.seen_channel(call.id("channel_id"))
    message = parts.messages.seen(channel.id, call.id("message_id"))
    if channel.archived:
        raise archived_thread()
    return parts.messages.edit(message, call.body, uploads=call.uploads, host=call.host).body


@ROUTES.add("DELETE", "/channels/{channel_id}/messages/{message_id}")
def delete_message(parts: Parts, call: Call) -> object:
    """Take a message away; somebody else's only with MANAGE_MESSAGES."""
    channel = parts.world.seen_channel(call.id("channel_id"))
    message = parts.messages.seen(channel.id, call.id("message_id"))
    if message.author_id != parts.world.bot.id:
        if channel.guild_id is None:
            raise missing_permissions()
        parts.world.seen_channel(channel.id, Permission.MANAGE_MESSAGES)
    parts.messages.delete(message)
    return NO_CONTENT


@ROUTES.add("POST", "/channels/{channel_id}/typing")
def typing(parts: Parts, call: Call) -> object:
    """Show that the bot writes."""
    parts.world.seen_channel(call.id("channel_id"), Permission.SEND_MESSAGES)
    return NO_CONTENT


@ROUTES.add("GET", "/guilds/{guild_id}")
def get_guild(parts: Parts, call: Call) -> Json:
    """A server that the bot is in."""
    guild = parts.world.seen_guild(call.id("guild_id"))
    if call.query.get("with_counts") not in ("1", "true"):
        return guild.shown()
    count = len(guild.members)
    return guild.shown() | {"approximate_member_count": count, "approximate_presence_count": 1}


@ROUTES.add("GET", "/guilds/{guild_id}/channels")
def get_guild_channels(parts: Parts, call: Call) -> list[Json]:
    """All channels of a parts."""
    return [
        each.shown() for each in parts.world.seen_guild(call.id("guild_id")).channels.values() if each.parent is None
    ]


@ROUTES.add("GET", "/guilds/{guild_id}/roles")
def get_roles(parts: Parts, call: Call) -> list[Json]:
    """All roles of a parts."""
    return [each.shown() for each in parts.world.seen_guild(call.id("guild_id")).roles.values()]


@ROUTES.add("GET", "/guilds/{guild_id}/members")
def get_members(parts: Parts, call: Call) -> list[Json]:
    """The members of a server, for applications with the privileged intent only."""
    guild = parts.world.seen_guild(call.id("guild_id"))
    if not parts.settings.privileged_intents & Intent.GUILD_MEMBERS:
        raise missing_access()
    after, limit = int(call.query.get("after", 0)), int(call.query.get("limit", 1))
    found = [guild.members[each] for each in sorted(guild.members) if each > after]
    return [each.shown() for each in found[:limit]]


@ROUTES.add("GET", "/guilds/{guild_id}/members/{user_id}")
def get_member(parts: Parts, call: Call) -> Json:
    """One member; 10007 tells that the person left."""
    guild = parts.world.seen_guild(call.id("guild_id"))
    if call.id("user_id") not in parts.world.users:
        raise unknown("User")
    member = guild.members.get(call.id("user_id"))
    if member is None:
        raise unknown("Member")
    return member.shown()
