"""Where an update goes: to the private talk, the crowd, the presses, the votes, or nowhere."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from telegram import CallbackQuery, Message, PollAnswer, Update, User
from telegram.constants import ChatType

from bot.app.said import Introduced, WentWrong
from bot.core.languages import tidy_tag
from bot.core.people import Address, Platform
from bot.platforms.telegram.after import NOTHING, After
from bot.platforms.telegram.crowd import Crowd
from bot.platforms.telegram.line import Line
from bot.platforms.telegram.membership import Membership
from bot.platforms.telegram.press import Presses
from bot.platforms.telegram.render import alert
from bot.platforms.telegram.talk import Talk, typed_in
from bot.platforms.telegram.turnstile import Turnstile
from bot.platforms.telegram.voice import Shown, Voice
from bot.platforms.telegram.votes import Votes
from bot.platforms.telegram.who import GROUPS, asker_of, group_address, is_anonymous, private_address


@dataclass(frozen=True, slots=True)
class Reception:
    """Carries updates out."""

    line: Line
    voice: Voice
    turnstile: Turnstile
    talk: Talk
    crowd: Crowd
    presses: Presses
    votes: Votes
    membership: Membership
    introduces: Callable[[str], Awaitable[bool]]
    settles: float  # seconds

    async def take(self, update: Update) -> After:
        """Carry an update's effect out and commit it; what remains is said afterwards. Raises what the app raises."""
        if (message := update.message) is not None:
            return await self._message(message, update.update_id)
        if (query := update.callback_query) is not None:
            return await self.presses.take(query, update.update_id)
        if (vote := update.poll_answer) is not None:
            return await self.votes.take(vote, update.update_id)
        if (change := update.chat_member) is not None:
            await self.membership.other(change)
            return NOTHING
        event = update.my_chat_member
        if event is not None and await self.membership.changed(event, update.update_id):
            return After(
                reply=partial(self._introduce, group_address(event.chat), tidy_tag(event.from_user.language_code))
            )
        return NOTHING

    async def _message(self, message: Message, update: int) -> After:
        if await self.membership.moved(message) or await self.membership.reopened(message):
            return NOTHING
        if await self.membership.announced(message):
            return NOTHING
        user = message.from_user
        if user is None or message.chat.type not in {ChatType.PRIVATE, *GROUPS}:
            return NOTHING
        asker = asker_of(user, message, update)
        if (user.is_bot or message.sender_chat is not None) and not is_anonymous(asker):
            return NOTHING  # other bots, and channels that speak in their group
        if asker.private:
            return self.turnstile.written(asker, message.message_id) or await self.talk.take(message, asker)
        return await self.crowd.take(message, asker, self.line.username)

    async def _introduce(self, group: Address, language: str) -> None:
        """Once, in the language of who added it. A group that became a supergroup looks like a new one until its old
        chat's message is read as well."""
        await asyncio.sleep(self.settles)
        if await self.introduces(group.chat):
            await self.voice.show(group, Shown(self.voice.of(Introduced(Platform.TELEGRAM), language)))

    def apologise(self, update: Update, reference: str) -> After:
        """Tell who waits for an answer that it went wrong, with a reference that the log carries too."""
        user = update.effective_user
        view = self.voice.of(WentWrong(reference), tidy_tag(user.language_code) if user else "")
        match update:
            case Update(callback_query=CallbackQuery() as query):
                text = alert(view)
                return After(
                    at_once=partial(self.voice.answer_press, query.id, text.text if text else reference, alert=True)
                )
            case Update(poll_answer=PollAnswer(user=User() as user)):
                return After(reply=partial(self.voice.show, private_address(str(user.id)), Shown(view)))
            case Update(message=Message() as message) if message.from_user and _awaits(message):
                to = asker_of(message.from_user, message, update.update_id).chat
                answering = None if message.chat.type == ChatType.PRIVATE else message.message_id
                return After(reply=partial(self.voice.show, to, Shown(view), answering=answering))
        return NOTHING


def _awaits(message: Message) -> bool:
    """Whether somebody who wrote this waits for an answer: always in private, in a group after a command."""
    return message.chat.type == ChatType.PRIVATE or typed_in(message.text or "") is not None
