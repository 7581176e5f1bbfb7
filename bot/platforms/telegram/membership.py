"""Who comes and goes: the bot itself (added, removed, blocked, started again), people, and groups that get a new id."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import ChatMember, ChatMemberRestricted, ChatMemberUpdated, Message, User
from telegram.constants import ChatType

from bot.app.asker import Asker
from bot.core.people import Address
from bot.platforms.telegram.who import GROUPS, asker_of_event, group_address, place_of, private_address
from bot.ui.text import later

ChatClosed = Callable[[Address, str], Awaitable[None]]
ChatMoved = Callable[[str, str], Awaitable[None]]
DoorOpened = Callable[[Asker], Awaitable[None]]
Arrived = Callable[[str], Awaitable[None]]
Departed = Callable[[str], Awaitable[None]]
Opened = Callable[[Address], Awaitable[None]]
Person = Callable[[str, str], Awaitable[None]]
"""Told of a chat and a person who came there, or is there no longer."""

BLOCKED = later("the person blocked the bot")
REMOVED = later("the bot was removed from the group")
MUTED = later("the bot may not write in the group")

_AWAY = frozenset({ChatMember.LEFT, ChatMember.BANNED})


@dataclass(frozen=True, slots=True)
class Membership:
    """Turns such events into calls of the app."""

    chat_closed: ChatClosed
    chat_moved: ChatMoved
    door_opened: DoorOpened
    arrived: Arrived
    departed: Departed
    came: Person
    went: Person
    opened: Opened

    async def changed(self, event: ChatMemberUpdated, update: int) -> bool:
        """The bot's own standing in a chat changed; whether it came to a group."""
        person = str(event.from_user.id)
        if event.chat.type == ChatType.PRIVATE:
            if event.new_chat_member.status in _AWAY:
                await self.chat_closed(private_address(person), BLOCKED)
            else:
                await self.door_opened(asker_of_event(event, update))
        elif event.chat.type in GROUPS:
            if reason := _closed_because(event.new_chat_member):
                await self.chat_closed(group_address(event.chat), reason)
                if reason == REMOVED:
                    await self.departed(str(event.chat.id))
            else:  # a promotion, too, may bring back what the group's own permissions had taken
                await self.arrived(str(event.chat.id))
                return bool(_closed_because(event.old_chat_member))
        return False

    async def other(self, event: ChatMemberUpdated) -> None:
        """Somebody else's standing in a group changed; told only where the bot is an administrator."""
        if event.chat.type in GROUPS:
            await self._is(event.chat.id, event.new_chat_member.user, there=is_member(event.new_chat_member))

    async def announced(self, message: Message) -> bool:
        """A group shows that people came or that one is gone: every bot in it reads that. False if it shows neither."""
        for user in message.new_chat_members:
            await self._is(message.chat.id, user, there=True)
        if message.left_chat_member:
            await self._is(message.chat.id, message.left_chat_member, there=False)
        return bool(message.new_chat_members or message.left_chat_member)

    async def _is(self, chat: int, user: User, *, there: bool) -> None:
        if not user.is_bot:
            await (self.came if there else self.went)(str(chat), str(user.id))

    async def reopened(self, message: Message) -> bool:
        """A topic, or the General one, takes messages again. False if the message tells no such thing."""
        if message.forum_topic_reopened is None and message.general_forum_topic_unhidden is None:
            return False
        await self.opened(place_of(message))
        return True

    async def moved(self, message: Message) -> bool:
        """A group became a supergroup: both chats say so, in any order. False if the message tells no such thing."""
        if message.migrate_to_chat_id:
            await self.chat_moved(str(message.chat.id), str(message.migrate_to_chat_id))
        elif message.migrate_from_chat_id:
            await self.chat_moved(str(message.migrate_from_chat_id), str(message.chat.id))
        else:
            return False
        return True


def is_member(member: ChatMember) -> bool:
    """Whether somebody with this standing is in the chat: one who is restricted may be or not."""
    if isinstance(member, ChatMemberRestricted):
        return bool(member.is_member)
    return member.status not in _AWAY


def _closed_because(member: ChatMember) -> str:
    """Why the bot cannot write with this standing; empty if it can."""
    if not is_member(member):
        return REMOVED
    return MUTED if isinstance(member, ChatMemberRestricted) and not member.can_send_messages else ""
