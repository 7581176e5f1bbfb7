"""What happens to the bot itself: added, removed, blocked, started again; and groups that get a new id."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import ChatMember, ChatMemberRestricted, ChatMemberUpdated, Message
from telegram.constants import ChatType

from bot.app.asker import Asker
from bot.core.people import Address
from bot.platforms.telegram.who import GROUPS, asker_of_event, group_address, place_of, private_address

ChatClosed = Callable[[Address, str], Awaitable[None]]
ChatMoved = Callable[[str, str], Awaitable[None]]
DoorOpened = Callable[[Asker], Awaitable[None]]
Arrived = Callable[[str], Awaitable[None]]
Departed = Callable[[str], Awaitable[None]]
Opened = Callable[[Address], Awaitable[None]]

BLOCKED = "the person blocked the bot"
REMOVED = "the bot was removed from the group"
MUTED = "the bot may not write in the group"

_AWAY = frozenset({ChatMember.LEFT, ChatMember.BANNED})


@dataclass(frozen=True, slots=True)
class Membership:
    """Turns such events into calls of the app."""

    chat_closed: ChatClosed
    chat_moved: ChatMoved
    door_opened: DoorOpened
    arrived: Arrived
    departed: Departed
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


def _closed_because(member: ChatMember) -> str:
    """Why the bot cannot write with this standing; empty if it can."""
    if member.status in _AWAY:
        return REMOVED
    if isinstance(member, ChatMemberRestricted):
        if not member.is_member:
            return REMOVED
        return "" if member.can_send_messages else MUTED
    return ""
