"""Asks Telegram what the bot may do in a group or topic, and tries it without a trace."""

from collections.abc import Awaitable
from typing import TypeVar

from telegram import Chat, ChatFullInfo, ChatMember, ChatMemberRestricted
from telegram.constants import ChatAction
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.app.asker import Asker
from bot.app.rights import Needs
from bot.core.rights import Right, RightFact, State
from bot.platforms.telegram.line import Line
from bot.platforms.telegram.who import is_anonymous

T = TypeVar("T")
_AWAY = frozenset({ChatMember.LEFT, ChatMember.BANNED})
ALL: tuple[Right, ...] = ("member", "write", "admin", "privacy", "supergroup")


class Inspector:
    """Looks at one chat at a time."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def look(self, asker: Asker, needs: Needs) -> tuple[RightFact, ...]:
        """Every right that matters where the asker is. Only "is typing" is ever shown, in the group and in private."""
        del needs  # Telegram has neither voice channels nor roles
        here = await self.here(int(asker.chat.chat), int(asker.chat.thread or 0))
        return (*here, RightFact("direct", await self._direct(asker)))

    async def here(self, chat_id: int, thread: int, *, tries: bool = True) -> tuple[RightFact, ...]:
        """Every right in a group or topic: with `tries` proven by "is typing", else by the bot's standing alone."""
        try:
            me = await self._line.get_me()
            chat = await self._line.get_chat(chat_id)
            member = await self._line.get_chat_member(chat_id, me.id)
        except (Forbidden, BadRequest):
            return (RightFact("member", "missing"),)
        except TelegramError:
            return tuple(RightFact(right, "unknown") for right in ALL)
        if member.status in _AWAY or (isinstance(member, ChatMemberRestricted) and not member.is_member):
            return (RightFact("member", "missing"),)
        leads = member.status in {ChatMember.ADMINISTRATOR, ChatMember.OWNER}
        writes, topic = await self._writes(chat, member, thread, tries=tries)
        facts = [RightFact("member", "ok"), RightFact("write", writes)]
        if topic is not None:
            facts.append(RightFact("topic", topic))
        sees_all = leads or bool(me.can_read_all_group_messages)
        return (
            *facts,
            _fact("admin", leads),
            _fact("privacy", sees_all),
            _fact("supergroup", chat.type == Chat.SUPERGROUP),
        )

    async def _writes(
        self, chat: ChatFullInfo, member: ChatMember, thread: int, *, tries: bool
    ) -> tuple[State, State | None]:
        """Whether it may write in the group, and in this very topic; the latter only where that is the question."""
        if not _may_write(chat, member):
            return "missing", None
        if not tries:
            return "ok", None
        tried = await _tried(self._line.send_chat_action(chat.id, ChatAction.TYPING, message_thread_id=thread or None))
        if not thread:
            return tried, None
        return ("ok" if tried == "missing" else tried), tried

    async def _direct(self, asker: Asker) -> State:
        if is_anonymous(asker):
            return "unknown"
        return await _tried(self._line.send_chat_action(int(asker.person), ChatAction.TYPING))


def _may_write(chat: ChatFullInfo, member: ChatMember) -> bool:
    """By its standing: an administrator may, a restricted member if it says so, others as the group allows."""
    if member.status in {ChatMember.ADMINISTRATOR, ChatMember.OWNER}:
        return True
    if isinstance(member, ChatMemberRestricted) and not member.can_send_messages:
        return False
    return chat.permissions is None or chat.permissions.can_send_messages is not False


async def _tried(call: Awaitable[T]) -> State:
    try:
        await call
    except (Forbidden, BadRequest):
        return "missing"
    except TelegramError:
        return "unknown"
    return "ok"


def _fact(right: Right, holds: bool) -> RightFact:  # a right's own value
    return RightFact(right, "ok" if holds else "missing")
