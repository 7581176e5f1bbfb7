"""All messages: posting with Discord's nonce, editing, deleting, attachments."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.fakes.discord.bell import Bell
from tests.fakes.discord.clock import Clock, Snowflakes
from tests.fakes.discord.contents import composed
from tests.fakes.discord.refusals import not_the_author, slow_mode, too_large, unknown
from tests.fakes.discord.settings import Settings
from tests.fakes.discord.shapes import Emit, Flag, Intent, Json, Permission
from tests.fakes.discord.things import Channel, Message
from tests.fakes.discord.world import World

FILE_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a request."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Origin:
    """What the API adds to a message that answers an interaction: fields, and who alone may see it."""

    fields: Json = field(default_factory=dict)
    only_for: int | None = None


@dataclass(slots=True)
class _Nonce:
    message: Message
    at: float


class Messages:
    """Keeps the messages of all channels and rings ("channel", id) at each change."""

    def __init__(self, world: World, clock: Clock, ids: Snowflakes, settings: Settings, bell: Bell, emit: Emit) -> None:
        self._world = world
        self._clock = clock
        self._ids = ids
        self._settings = settings
        self._bell = bell
        self._emit = emit
        self._by_id: dict[int, Message] = {}
        self._by_channel: dict[int, dict[int, Message]] = {}
        self._nonces: dict[tuple[int, str], _Nonce] = {}
        self._posted_at: dict[int, float] = {}
        self.files: dict[tuple[int, str], Upload] = {}
        self.repeats = 0
        """How often a nonce kept a message from being posted twice."""

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, message_id: int) -> Message | None:
        """A message that was not deleted."""
        message = self._by_id.get(message_id)
        return None if message is None or message.deleted else message

    def within(self, channel_id: int) -> Iterator[Message]:
        """The messages of a channel, oldest first, ephemeral ones included."""
        return (each for each in self._by_channel.get(channel_id, {}).values() if not each.deleted)

    def seen(self, channel_id: int, message_id: int) -> Message:
        """A message for the API, which shows nothing ephemeral in a channel; else 10008."""
        message = self.get(message_id)
        if message is None or message.channel.id != channel_id or message.only_for is not None:
            raise unknown("Message")
        return message

    def readable(self, message: Message) -> Json:
        """The message as the bot reads it: people's words in a server only with the privileged intent."""
        mine = message.author_id == self._world.bot.id
        if mine or message.channel.guild_id is None:
            return message.body
        if self._settings.privileged_intents & Intent.MESSAGE_CONTENT:
            return message.body
        return message.body | {"content": "", "embeds": [], "attachments": [], "components": []}

    def repeated(self, channel_id: int, request: Json) -> Message | None:
        """The first message with this request's enforced nonce in the channel, if it is under 120 s old.

        Raises RefusedError 10008 if that message was deleted.
        """
        if request.get("nonce") is None or not request.get("enforce_nonce"):
            return None
        known = self._nonces.get((channel_id, str(request["nonce"])))
        if known is None or self._clock.now() - known.at >= self._settings.nonce_seconds:
            return None
        self.repeats += 1
        if known.message.deleted:
            raise unknown("Message")
        return known.message

    def refuse_too_soon(self, channel: Channel) -> None:
        """Slow mode holds a bot that may neither manage messages nor channels."""
        if not channel.slow or channel.guild_id is None:
            return
        rights = self._world.guilds[channel.guild_id].permissions(self._world.bot.id, channel)
        if rights & (Permission.MANAGE_MESSAGES | Permission.MANAGE_CHANNELS):
            return
        mine = [self._posted_at[it.id] for it in self.within(channel.id) if it.id in self._posted_at]
        left = mine[-1] + channel.slow - self._clock.now() if mine else 0.0
        if left > 0:
            raise slow_mode(left)

    def post(
        self,
        channel: Channel,
        request: Json,
        *,
        uploads: dict[str, Upload] | None = None,
        origin: Origin | None = None,
        host: str = "",
    ) -> Message:
        """Write what the bot asks for, or refuse it; a repeated nonce gives the first message back."""
        if (first := self.repeated(channel.id, request)) is not None:
            return first
        held = composed(request, ephemeral_allowed=origin is not None)
        message = self._new(channel, held, origin)
        if origin is None:  # answers to people are no messages of the bot's own accord
            self._posted_at[message.id] = self._clock.now()
        message.body["attachments"] = self._attached(message, request, [], uploads or {}, host)
        if request.get("nonce") is not None:
            message.body["nonce"] = request["nonce"]
            self._nonces[channel.id, str(request["nonce"])] = _Nonce(message, self._clock.now())
        self._announce("MESSAGE_CREATE", message, message.body)
        return message

    def post_loading(self, channel: Channel, *, ephemeral: bool, origin: Origin) -> Message:
        """The "is thinking" message of a deferred answer."""
        flags = int(Flag.LOADING | (Flag.EPHEMERAL if ephemeral else 0))
        held: Json = {"content": "", "embeds": [], "components": [], "flags": flags}
        message = self._new(channel, held | {"mentions": [], "mention_roles": [], "mention_everyone": False}, origin)
        self._announce("MESSAGE_CREATE", message, message.body)
        return message

    def edit(
        self,
        message: Message,
        request: Json,
        *,
        uploads: dict[str, Upload] | None = None,
        host: str = "",
    ) -> Message:
        """Change a message of the bot's own."""
        if message.author_id != self._world.bot.id:
            raise not_the_author()
        held = composed(request, message.body)
        held["mentions"] = self._people(held["mentions"])
        kept = [each for each in request.get("attachments") or [] if not _is_new(each, uploads or {})]
        wanted = {str(each["id"]) for each in kept}
        old: list[Json] = message.body["attachments"]
        if "attachments" in request:
            old = [each for each in old if each["id"] in wanted]
        attached = self._attached(message, request, old, uploads or {}, host)
        message.body = message.body | held | {"edited_timestamp": self._clock.stamp(), "attachments": attached}
        self._announce("MESSAGE_UPDATE", message, message.body)
        return message

    def delete(self, message: Message) -> None:
        """Take a message away for good."""
        message.deleted = True
        body = {"id": str(message.id), "channel_id": str(message.channel.id)}
        self._announce("MESSAGE_DELETE", message, body)

    def write(self, user_id: int, channel: Channel, text: str) -> Message:
        """A person writes something."""
        held = composed({"content": text})
        message = self._new(channel, held, None, author_id=user_id)
        self._announce("MESSAGE_CREATE", message, self.readable(message))
        return message

    def _new(self, channel: Channel, held: Json, origin: Origin | None, *, author_id: int | None = None) -> Message:
        author = self._world.bot if author_id is None else self._world.users[author_id]
        number = self._ids.next()
        body: Json = {
            "id": str(number),
            "channel_id": str(channel.id),
            "type": 0,
            "author": author.shown(),
            "timestamp": self._clock.stamp(),
            "edited_timestamp": None,
            "tts": False,
            "pinned": False,
            "attachments": [],
        }
        body |= held
        body["mentions"] = self._people(held["mentions"])
        only_for = None
        if origin is not None:
            body |= origin.fields
            only_for = origin.only_for if held["flags"] & Flag.EPHEMERAL else None
        message = Message(number, channel, author.id, body, only_for)
        self._by_id[number] = message
        self._by_channel.setdefault(channel.id, {})[number] = message
        if only_for is None:
            channel.last_message_id = number
        return message

    def _people(self, user_ids: list[str]) -> list[Json]:
        found = (self._world.users.get(int(each)) for each in user_ids)
        return [user.shown() for user in found if user is not None]

    def _attached(
        self, message: Message, request: Json, old: list[Json], uploads: dict[str, Upload], host: str
    ) -> list[Json]:
        described = {str(each.get("id")): each for each in request.get("attachments") or []}
        attached = list(old)
        for number, upload in uploads.items():
            if len(upload.content) > FILE_BYTES:
                raise too_large()
            attachment_id = self._ids.next()
            self.files[attachment_id, upload.name] = upload
            url = f"http://{host}/attachments/{message.channel.id}/{attachment_id}/{upload.name}"
            attached.append(
                {
                    "id": str(attachment_id),
                    "filename": upload.name,
                    "description": described.get(number, {}).get("description"),
                    "content_type": upload.kind,
                    "size": len(upload.content),
                    "url": url,
                    "proxy_url": url,
                }
            )
        return attached

    def _announce(self, event: str, message: Message, body: Json) -> None:
        self._bell.ring(("channel", message.channel.id))
        self._bell.ring("messages")
        if message.only_for is not None:
            return
        guild_id = message.channel.guild_id
        if guild_id is None:
            self._emit(event, body, None, Intent.DIRECT_MESSAGES)
        else:
            self._emit(event, body | {"guild_id": str(guild_id)}, guild_id, Intent.GUILD_MESSAGES)


def _is_new(attachment: Json, uploads: dict[str, Upload]) -> bool:
    return str(attachment.get("id")) in uploads
