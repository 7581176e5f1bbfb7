"""Makes interactions: the event that a person's act becomes, and its dispatch to the bot."""

from tests.fakes.discord.clock import Clock, Snowflakes
from tests.fakes.discord.interactions import Interaction, Interactions
from tests.fakes.discord.shapes import EVERYONE, NO_INTENT, AskKind, Emit, Json
from tests.fakes.discord.things import Channel, Guild, Message
from tests.fakes.discord.world import World

GUILD_CONTEXT, BOT_DM_CONTEXT = 0, 1
FILE_BYTES = 10 * 1024 * 1024


class Asking:
    """Turns what a person did into an INTERACTION_CREATE; without a session it is lost, as on Discord."""

    def __init__(self, world: World, interactions: Interactions, clock: Clock, ids: Snowflakes, emit: Emit) -> None:
        self._world = world
        self._interactions = interactions
        self._clock = clock
        self._ids = ids
        self._emit = emit

    def ask(
        self,
        kind: AskKind,
        user_id: int,
        channel: Channel,
        body: Json,
        *,
        message: Message | None = None,
        opener: Interaction | None = None,
    ) -> int:
        """Send a new interaction to the bot; returns its id."""
        number = self._ids.next()
        asked = Interaction(number, kind, user_id, channel, {}, self._clock.now(), message, opener)
        asked.body = self._event(asked) | {"data": body}
        if message is not None:
            asked.body["message"] = message.body
        self._interactions.keep(asked)
        self.send(asked)
        return number

    def send(self, asked: Interaction) -> None:
        """Give the bot an interaction, a new one or the same once more."""
        self._emit("INTERACTION_CREATE", asked.body, asked.channel.guild_id, NO_INTENT)

    def guild_of(self, channel: Channel) -> Guild | None:
        """The server of a channel, None for a conversation."""
        return None if channel.guild_id is None else self._world.guilds[channel.guild_id]

    def _event(self, asked: Interaction) -> Json:
        user, channel = self._world.users[asked.user_id], asked.channel
        event: Json = {
            "id": str(asked.id),
            "application_id": str(self._world.bot.id),
            "type": asked.kind,
            "token": asked.token,
            "version": 1,
            "channel_id": str(channel.id),
            "channel": channel.shown(),
            "locale": user.locale,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "attachment_size_limit": FILE_BYTES,
        }
        guild = self.guild_of(channel)
        if guild is None:
            return event | {
                "user": user.shown(),
                "context": BOT_DM_CONTEXT,
                "app_permissions": str(int(EVERYONE)),
                "authorizing_integration_owners": {"0": "0"},
            }
        rights = guild.permissions(user.id, channel)
        event["channel"]["permissions"] = str(rights)
        return event | {
            "guild_id": str(guild.id),
            "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
            "guild_locale": guild.locale,
            "context": GUILD_CONTEXT,
            "member": guild.members[user.id].shown() | {"permissions": str(rights)},
            "app_permissions": str(guild.permissions(self._world.bot.id, channel)),
            "authorizing_integration_owners": {"0": str(guild.id)},
        }
