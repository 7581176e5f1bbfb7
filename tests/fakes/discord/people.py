"""What people do: use commands, press, choose, submit, write; each act becomes an event for the bot."""

from collections.abc import Mapping
from typing import Any

from tests.fakes.discord.asking import BOT_DM_CONTEXT, GUILD_CONTEXT, Asking
from tests.fakes.discord.commands import Commands
from tests.fakes.discord.components import every_component
from tests.fakes.discord.interactions import Interactions
from tests.fakes.discord.messages import Messages
from tests.fakes.discord.modals import filled
from tests.fakes.discord.options import Typed, Typing
from tests.fakes.discord.refusals import ActError
from tests.fakes.discord.shapes import (
    SELECTS,
    AnswerKind,
    AskKind,
    Json,
    Part,
    Permission,
)
from tests.fakes.discord.things import Channel, Guild, Message
from tests.fakes.discord.world import World


class People:
    """Acts return the new interaction's id, and raise ActError for what Discord's client would not allow."""

    def __init__(
        self,
        world: World,
        commands: Commands,
        messages: Messages,
        interactions: Interactions,
        asking: Asking,
    ) -> None:
        self._world = world
        self._commands = commands
        self._messages = messages
        self._interactions = interactions
        self._asking = asking

    def slash(
        self,
        user_id: int,
        command: str,
        options: Mapping[str, Any] | None = None,
        *,
        channel_id: int | None = None,
    ) -> int:
        """Use a synced command ("log", or "group sub") in a channel, or in the conversation with the bot."""
        channel, found, branch = self._command(user_id, command, channel_id)
        typed = Typing(self._world, self._asking.guild_of(channel)).whole(found, branch, options or {})
        return self._asking.ask(AskKind.COMMAND, user_id, channel, _command_body(found, typed))

    def autocomplete(
        self,
        user_id: int,
        command: str,
        focused: str,
        text: str,
        options: Mapping[str, Any] | None = None,
        *,
        channel_id: int | None = None,
    ) -> int:
        """Type text into an option that offers choices while one types."""
        channel, found, branch = self._command(user_id, command, channel_id)
        typing = Typing(self._world, self._asking.guild_of(channel))
        typed = typing.partial(found, branch, options or {}, focused, text)
        return self._asking.ask(AskKind.AUTOCOMPLETE, user_id, channel, _command_body(found, typed))

    def press(self, user_id: int, message_id: int, custom_id: str) -> int:
        """Press a button that stands on a message now."""
        message, found = self._component(user_id, message_id, custom_id)
        if found["type"] != Part.BUTTON:
            raise ActError(f"{custom_id} is no button")
        body = {"custom_id": custom_id, "component_type": found["type"], "id": found["id"]}
        return self._asking.ask(AskKind.COMPONENT, user_id, message.channel, body, message=message)

    def press_outdated(self, user_id: int, message_id: int, custom_id: str) -> int:
        """Press a button as it stood on the person's screen before an edit took it away."""
        message = self._visible(user_id, message_id)
        body = {"custom_id": custom_id, "component_type": Part.BUTTON, "id": 1}
        return self._asking.ask(AskKind.COMPONENT, user_id, message.channel, body, message=message)

    def choose(self, user_id: int, message_id: int, custom_id: str, values: list[str]) -> int:
        """Choose in a select that stands on a message; people, roles and channels by their ids."""
        message, found = self._component(user_id, message_id, custom_id)
        if found["type"] not in SELECTS:
            raise ActError(f"{custom_id} is no select")
        if not found.get("min_values", 1) <= len(values) <= found.get("max_values", 1):
            raise ActError(f"{custom_id} does not take {len(values)} values")
        if found["type"] == Part.STRING_SELECT:
            strangers = set(values) - {each["value"] for each in found["options"]}
            if strangers:
                raise ActError(f"{custom_id} has no option {', '.join(sorted(strangers))}")
        body: Json = {
            "custom_id": custom_id,
            "component_type": found["type"],
            "id": found["id"],
            "values": list(values),
            "resolved": {},
        }
        return self._asking.ask(AskKind.COMPONENT, user_id, message.channel, body, message=message)

    def submit(self, user_id: int, opened_by: int, values: Mapping[str, Any] | None = None) -> int:
        """Send the modal with which the bot answered an interaction of this person."""
        opener = self._interactions.get(opened_by)
        if opener.user_id != user_id or opener.answer is None or opener.answer.kind != AnswerKind.MODAL:
            raise ActError("no modal is open for this person")
        modal = opener.answer.body
        body = {"custom_id": modal["custom_id"], "components": filled(modal, values or {}), "resolved": {}}
        return self._asking.ask(AskKind.MODAL, user_id, opener.channel, body, message=opener.message, opener=opener)

    def deliver_again(self, interaction_id: int) -> None:
        """The gateway gives the bot the very same interaction once more."""
        self._asking.send(self._interactions.get(interaction_id))

    def write(self, user_id: int, text: str, *, channel_id: int | None = None) -> int:
        """Write a message; returns its id."""
        return self._messages.write(user_id, self._place(user_id, channel_id), text).id

    def _command(self, user_id: int, words: str, channel_id: int | None) -> tuple[Channel, Json, list[str]]:
        name, *branch = words.split()
        channel = self._place(user_id, channel_id)
        found = self._commands.find(name, channel.guild_id)
        if found is None:
            raise ActError(f"there is no command /{name}")
        guild = self._asking.guild_of(channel)
        context = BOT_DM_CONTEXT if guild is None else GUILD_CONTEXT
        contexts = found.get("contexts")
        if contexts is not None and context not in contexts:
            raise ActError(f"/{name} is not offered here")
        if guild is None and not found.get("dm_permission", "guild_id" not in found):
            raise ActError(f"/{name} is not offered in direct messages")
        if guild is not None and found["default_member_permissions"] is not None:
            needed = int(found["default_member_permissions"]) or Permission.ADMINISTRATOR
            if guild.permissions(user_id, channel) & needed != needed:
                raise ActError(f"/{name} is not offered to this member")
        return channel, found, branch

    def _place(self, user_id: int, channel_id: int | None) -> Channel:
        if channel_id is None:
            return self._world.conversation(user_id)
        channel = self._world.channels.get(channel_id)
        if channel is None:
            raise ActError("there is no such channel")
        if channel.guild_id is None:
            if channel.recipient is None or channel.recipient.id != user_id:
                raise ActError("this is somebody else's conversation")
        elif not self._world.guilds[channel.guild_id].permissions(user_id, channel) & Permission.VIEW_CHANNEL:
            raise ActError("the person is not in this channel")
        return channel

    def _visible(self, user_id: int, message_id: int) -> Message:
        message = self._messages.get(message_id)
        if message is None or message.only_for not in (None, user_id):
            raise ActError("the person does not see this message")
        self._place(user_id, message.channel.id)
        return message

    def _component(self, user_id: int, message_id: int, custom_id: str) -> tuple[Message, Json]:
        message = self._visible(user_id, message_id)
        for component in every_component(message.body["components"]):
            if component.get("custom_id") == custom_id:
                if component.get("disabled"):
                    raise ActError(f"{custom_id} is switched off")
                return message, component
        raise ActError(f"{custom_id} does not stand on this message")

    def _guild_of(self, channel: Channel) -> Guild | None:
        return None if channel.guild_id is None else self._world.guilds[channel.guild_id]


def _command_body(command: Json, typed: Typed) -> Json:
    body: Json = {
        "id": command["id"],
        "name": command["name"],
        "type": command["type"],
        "options": typed.options,
    }
    if typed.resolved:
        body["resolved"] = typed.resolved
    if "guild_id" in command:
        body["guild_id"] = command["guild_id"]
    return body
