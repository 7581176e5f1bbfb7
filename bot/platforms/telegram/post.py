"""Sends, edits and answers presses; replies take from the send budget and never raise."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from telegram import InlineKeyboardMarkup, InputFile, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode, PollType
from telegram.error import TelegramError

from bot.app.courier import Later, Moved, Unacceptable, Undeliverable, Unsure, Vanished, trouble_of
from bot.core.people import Address, Platform
from bot.gauges import SILENT, Gauges
from bot.platforms.telegram.line import Line
from bot.platforms.telegram.polls import Poll
from bot.platforms.telegram.refusals import is_stale, is_unchanged, plain, undeliverable
from bot.platforms.telegram.render import ALERT, Drawn, Markup
from bot.ui.view import File

log = logging.getLogger("pacekeeper.telegram")

REPLY_TRIES = 3
LONGEST_WAIT_S = 30.0
"""A reply that would have to wait longer is given up: the effect stands, and the person has moved on."""

UNREADABLE = "Telegram's answer cannot be read."

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

Pass = Callable[[Address], Awaitable[None]]
QuizSent = Callable[[str, int, str, int], Awaitable[None]]
"""Told of a quiz that went out: its poll's id, the recall, its state, the right option."""


async def _at_once(_: Address) -> None:
    """No budget: letters have paid theirs."""


class Post:
    """Everything that this door writes goes through here."""

    def __init__(self, line: Line, take_reply: Pass, quiz_sent: QuizSent, gauges: Gauges = SILENT) -> None:
        self._line = line
        self._take_reply = take_reply
        self._quiz_sent = quiz_sent
        self._gauges = gauges

    async def send(self, to: Address, drawn: Drawn, *, answering: int | None = None, before: Pass = _at_once) -> str:
        """Post the messages of a view and return the last one's id. Raises Undeliverable.

        Once one of them stands, a failure of the others is Unsure: the whole must not be posted again.
        """
        if drawn.poll is not None:
            await before(to)
            return await self._send_poll(to, drawn.poll)
        posted = ""
        for left, page in zip(range(len(drawn.pages) - 1, -1, -1), drawn.pages, strict=True):
            await before(to)
            try:
                posted = await self._send_page(to, page, None if left else drawn.markup, None if posted else answering)
            except Undeliverable as problem:
                if posted:
                    raise Unsure(f"Only a part was posted. {problem.reason}") from problem
                raise
        return posted

    async def edit(self, to: Address, message: str, drawn: Drawn) -> None:
        """Replace a message; the same content again is a success. Raises Undeliverable."""
        keyboard = drawn.markup if isinstance(drawn.markup, InlineKeyboardMarkup) else None
        chat = chat_id(to)
        try:
            await self._line.edit_message_text(
                drawn.pages[0],
                chat_id=chat,
                message_id=int(message),
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=keyboard,
            )
        except TelegramError as problem:
            if not is_unchanged(problem):
                raise undeliverable(problem) from problem

    async def reply(
        self, to: Address, drawn: Drawn, *, instead_of: int | None = None, answering: int | None = None
    ) -> bool:
        """Answer somebody, in place of a message if it fits there; False if that did not arrive."""
        if len(drawn.pages) != 1 or not isinstance(drawn.markup, InlineKeyboardMarkup | None):
            instead_of = None
        for _ in range(REPLY_TRIES):
            try:
                if instead_of is None:
                    await self.send(to, drawn, answering=answering, before=self._take_reply)
                else:
                    await self._take_reply(to)
                    await self.edit(to, str(instead_of), drawn)
            except Vanished:
                instead_of = None
            except Moved as moved:
                to, instead_of, answering = replace(to, chat=moved.chat), None, None
            except Later as later:
                self._gauges.failed(Platform.TELEGRAM, trouble_of(later))
                if later.seconds > LONGEST_WAIT_S:
                    log.warning("a reply was given up: %s", later.reason)
                    return False
                await asyncio.sleep(later.seconds)
            except Undeliverable as problem:
                self._gauges.failed(Platform.TELEGRAM, trouble_of(problem))
                log.warning("a reply did not go out: %s", problem.reason)
                return False
            else:
                return True
        log.warning("a reply was given up after %d tries", REPLY_TRIES)
        return False

    async def hand_over(self, to: Address, file: File) -> bool:
        """Send a file to somebody alone; False if it did not arrive."""
        for _ in range(REPLY_TRIES):
            await self._take_reply(to)
            try:
                await self._line.send_document(
                    chat_id(to),
                    InputFile(file.content, filename=file.name),
                    disable_content_type_detection=True,
                )
            except TelegramError as problem:
                trouble = undeliverable(problem)
                self._gauges.failed(Platform.TELEGRAM, trouble_of(trouble))
                if not isinstance(trouble, Later) or trouble.seconds > LONGEST_WAIT_S:
                    log.warning("a file did not go out: %s", trouble.reason)
                    return False
                await asyncio.sleep(trouble.seconds)
            else:
                return True
        return False

    async def answer_press(self, query: str, text: str = "", *, alert: bool = False, url: str = "") -> None:
        """Stop the little clock on a button, with up to 200 characters or a link into the private chat."""
        try:
            await self._line.answer_callback_query(
                query, text=text[:ALERT] or None, show_alert=alert or None, url=url or None
            )
        except TelegramError as problem:
            if not is_stale(problem):
                log.warning("a press was not answered: %s", plain(problem))

    async def _send_poll(self, to: Address, poll: Poll) -> str:
        """Post a quiz, and keep its id: its answer names nothing else."""
        try:
            message = await self._line.send_poll(
                chat_id(to),
                poll.question,
                list(poll.options),
                is_anonymous=False,  # of the others a bot hears no answers
                type=PollType.QUIZ,
                correct_option_ids=[poll.quiz.right],  # type: ignore[list-item]  # the library's type lists the numbers
                explanation=poll.why or None,
                description=poll.about or None,
                message_thread_id=int(to.thread) if to.thread else None,
            )
        except TelegramError as problem:
            raise undeliverable(problem) from problem
        except Exception as problem:  # as in `_send_page`
            raise Unsure(UNREADABLE) from problem
        if message.poll is not None:
            await self._quiz_sent(message.poll.id, poll.quiz.recall, poll.quiz.state, poll.quiz.right)
        return str(message.message_id)

    async def _send_page(self, to: Address, page: str, markup: Markup | None, answering: int | None) -> str:
        chat = chat_id(to)
        reply = None
        if answering is not None:
            reply = ReplyParameters(answering, allow_sending_without_reply=True)
        try:
            message = await self._line.send_message(
                chat,
                page,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                message_thread_id=int(to.thread) if to.thread else None,
                reply_markup=markup,
                reply_parameters=reply,
            )
        except TelegramError as problem:
            raise undeliverable(problem) from problem
        except Exception as problem:  # the library says nothing of what a broken answer raises
            raise Unsure(UNREADABLE) from problem
        return str(message.message_id)


def chat_id(address: Address) -> int:
    """Where an address leads; a private chat has its person's id. Raises Unacceptable for another platform's."""
    try:
        return int(address.chat or address.person)
    except ValueError:
        raise Unacceptable("This is no Telegram chat.") from None
