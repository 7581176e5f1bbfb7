"""Asks Telegram who is still in a group. It answers for others only where the bot is an administrator."""

from telegram import ChatMember
from telegram.error import BadRequest, TelegramError

from bot.core.people import Address
from bot.platforms.telegram.line import Line
from bot.platforms.telegram.membership import is_member
from bot.platforms.telegram.refusals import undeliverable

_LEADS = frozenset({ChatMember.ADMINISTRATOR, ChatMember.OWNER})
_NOBODY = ("member not found", "participant_id_invalid", "user_not_participant")
"""Refusals that say that the person does not take part; "user not found" says only that Telegram has no such id."""


class Lookout:
    """Looks at one person in one group at a time."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def places(self, chat: Address) -> tuple[str, ...]:
        """The group, if the bot is an administrator in it. Raises Undeliverable."""
        try:
            me = await self._line.get_chat_member(int(chat.chat), self._line.own_id)
        except TelegramError as problem:
            raise undeliverable(problem) from problem
        return (chat.chat,) if me.status in _LEADS else ()

    async def is_there(self, chat: Address, person: str) -> bool | None:
        """Whether somebody is a member; None if Telegram does not say. Raises Undeliverable."""
        try:
            return is_member(await self._line.get_chat_member(int(chat.chat), int(person)))
        except BadRequest as problem:
            return False if any(word in problem.message.casefold() for word in _NOBODY) else None
        except TelegramError as problem:
            raise undeliverable(problem) from problem
