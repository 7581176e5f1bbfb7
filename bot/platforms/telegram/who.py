"""Who asks, from where, read from a message or a press; and who leads a group at this moment."""

import asyncio
from dataclasses import replace

from telegram import Chat, ChatMemberUpdated, MaybeInaccessibleMessage, Message, User
from telegram.constants import ChatID, ChatType
from telegram.error import BadRequest, Forbidden

from bot.app.asker import Asker
from bot.core.languages import tidy_tag
from bot.core.people import Address, Platform
from bot.platforms.telegram.line import Line

FRESH_S = 30.0
"""How long it is believed that somebody does not lead a group. That they do is asked for anew each time."""

GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})


def private_address(person: str) -> Address:
    """A person's private chat, which has the person's id."""
    return Address(Platform.TELEGRAM, person, person=person)


def group_address(chat: Chat) -> Address:
    """A whole group."""
    return Address(Platform.TELEGRAM, str(chat.id))


def asker_of(user: User, message: MaybeInaccessibleMessage, update: int, data: str = "") -> Asker:
    """The sender of a message, or with `data` the person who pressed one of its buttons (R20)."""
    private = message.chat.type == ChatType.PRIVATE
    person = str(user.id)
    return Asker(
        platform=Platform.TELEGRAM,
        person=person,
        name=user.full_name,
        chat=private_address(person) if private else place_of(message),
        private=private,
        request=str(update),
        press=f"{message.chat.id}:{message.message_id}:{data}" if data else "",
        place="" if private else message.chat.title or "",
        sent=message.date if isinstance(message, Message) and not data else None,
        language=tidy_tag(user.language_code),
    )


def place_of(message: MaybeInaccessibleMessage) -> Address:
    """A group, or its topic. In other groups a thread id only marks a chain of replies."""
    thread = ""
    if isinstance(message, Message) and message.is_topic_message and message.message_thread_id:
        thread = str(message.message_thread_id)
    return Address(Platform.TELEGRAM, str(message.chat.id), thread)


def is_anonymous(asker: Asker) -> bool:
    """Whether an administrator wrote as the group: a leader, but nobody in particular."""
    return asker.person == str(ChatID.ANONYMOUS_ADMIN)


class Leaders:
    """Who leads which group, asked of Telegram at each use: a right that was taken away is gone at the next press.

    Who does not lead may ask as often as they like: for half a minute Telegram is not asked again on their account.
    """

    def __init__(self, line: Line) -> None:
        self._line = line
        self._known: dict[str, tuple[float, frozenset[str]]] = {}

    async def mark(self, asker: Asker) -> Asker:
        """The asker with the right to facilitate, if they have it now. Raises TelegramError without an answer."""
        if asker.private:
            return asker
        leads = is_anonymous(asker) or await self._leads(asker.chat.chat, asker.person)
        return replace(asker, facilitator=leads)

    async def _leads(self, chat: str, person: str) -> bool:
        now = asyncio.get_running_loop().time()
        until, people = self._known.get(chat, (0.0, frozenset()))
        if until > now and person not in people:
            return False
        return person in await self._of(chat, now)

    async def _of(self, chat: str, now: float) -> frozenset[str]:
        try:
            found = await self._line.get_chat_administrators(int(chat))
        except (BadRequest, Forbidden):
            return frozenset()
        people = frozenset(str(member.user.id) for member in found)
        self._known = {name: known for name, known in self._known.items() if known[0] > now}
        self._known[chat] = (now + FRESH_S, people)
        return people


def asker_of_event(event: ChatMemberUpdated, update: int) -> Asker:
    """Who let the bot in, or started it again."""
    person = str(event.from_user.id)
    private = event.chat.type == ChatType.PRIVATE
    return Asker(
        platform=Platform.TELEGRAM,
        person=person,
        name=event.from_user.full_name,
        chat=private_address(person) if private else group_address(event.chat),
        private=private,
        request=str(update),
        place="" if private else event.chat.title or "",
        language=tidy_tag(event.from_user.language_code),
    )
