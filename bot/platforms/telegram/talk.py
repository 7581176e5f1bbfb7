"""What people write to the bot in private: commands with their words, deep links, answers, and everything else."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from telegram import Message

from bot.app.app import App
from bot.app.asker import Asker
from bot.app.commands import COMMANDS, Command, Join
from bot.app.questions import OpenQuestion
from bot.app.said import Refusal, Refused
from bot.platforms.telegram import phrases
from bot.platforms.telegram.after import NOTHING, After
from bot.platforms.telegram.asking import Asking, Outcome
from bot.platforms.telegram.files import fetched
from bot.platforms.telegram.links import opened
from bot.platforms.telegram.voice import Shown, Voice
from bot.ui.forms import form_of, upload_of
from bot.ui.menu import by_name
from bot.ui.reading import read_words
from bot.ui.text import Text, text_in

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]{3,64}))?(?:\s+(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Typed:
    """A command as it was typed: its name, the bot it was meant for, and the words after it."""

    name: str
    bot: str
    words: str


def typed_in(text: str) -> Typed | None:
    """Read a command at the beginning of a text; None if there is none."""
    found = _COMMAND.fullmatch(text)
    return Typed(found[1].casefold(), (found[2] or "").casefold(), (found[3] or "").strip()) if found else None


class Talk:
    """Takes private messages."""

    def __init__(self, app: App, voice: Voice, asking: Asking, door_opened: Callable[[Asker], Awaitable[None]]) -> None:
        self._app = app
        self._voice = voice
        self._asking = asking
        self._door_opened = door_opened

    async def take(self, message: Message, asker: Asker) -> After:
        """Carry a message out and say what came of it."""
        outcome = await self._outcome(message, asker)
        if outcome is None:
            return NOTHING
        shown = outcome if isinstance(outcome, Shown) else self._voice.shown(outcome)
        return After(reply=partial(self._voice.show, asker.chat, shown))

    async def _outcome(self, message: Message, asker: Asker) -> Outcome | None:
        text = message.text
        if text is None and message.effective_attachment is None:
            return None  # a service message
        question = await self._app.question(asker)
        if question is not None and self._asking.is_from(asker, question):
            return await self._asking.again(asker, question)
        if message.document is not None and (form := _form_for(message, question)) is not None:
            return await self._file(form, message, asker, question)
        if text is not None and (typed := typed_in(text)) is not None:
            return await self._command(typed, asker, question)
        return await self._words(text, asker, question)

    async def _file(
        self, form: type[Command], message: Message, asker: Asker, question: OpenQuestion | None
    ) -> Outcome:
        """A document with a command as its caption, or the answer to a question for one. A no leaves that open."""
        await self._door_opened(asker)
        try:
            ask = await fetched(form, message)
        except Refusal as refusal:
            return await self._app.refused(refusal.refused, asker)
        answer = await self._app.handle(ask, asker)
        if question is not None and not isinstance(answer.said, Refused):
            await self._app.put_question(asker, None)
        return answer

    async def _words(self, text: str | None, asker: Asker, question: OpenQuestion | None) -> Outcome:
        """Words are the answer to a question; without one, perhaps the last answer, delivered again."""
        await self._door_opened(asker)
        if question is not None and text is not None:
            return await self._asking.answer(asker, question, text)
        if question is not None:
            return Shown(phrases.words_please(await self._say(asker)))
        before = await self._app.replayed(asker)
        return before or Shown(phrases.not_understood(await self._say(asker)))

    async def _command(self, typed: Typed, asker: Asker, question: OpenQuestion | None) -> Outcome:
        if typed.name == "cancel":
            return await self._cancel(asker, question)
        if typed.name == "skip" and question is not None and self._asking.may_skip(question):
            return await self._asking.answer(asker, question, "")
        what = _meant(typed)
        if what is None:
            await self._door_opened(asker)
            return Shown(phrases.unknown_command(typed.name, await self._say(asker)))
        if question is not None:
            await self._app.put_question(asker, None)
        if isinstance(what, Command):
            return await self._app.handle(what, asker)
        return await self._run(what, "" if typed.name == "start" else typed.words, asker)

    async def _cancel(self, asker: Asker, question: OpenQuestion | None) -> Outcome:
        await self._door_opened(asker)
        if question is not None:
            return await self._asking.stop(asker)
        return Shown(phrases.nothing_open(await self._say(asker)))

    async def _run(self, command: type[Command], words: str, asker: Asker) -> Outcome:
        """Run a command with its words; what is missing is asked one by one."""
        form = form_of(command)
        try:
            read = read_words(form, words)
        except Refusal as refusal:
            await self._door_opened(asker)
            return await self._app.refused(refusal.refused, asker)
        if not read.missing:
            return await self._app.handle(form.make(read.values), asker)
        await self._door_opened(asker)
        if command.facilitator:
            return await self._app.refused(Refused("not_here"), asker)
        return await self._asking.begin(asker, command, tuple(field.name for field in read.missing), typed=words)

    async def _say(self, asker: Asker) -> Text:
        return text_in((await self._app.tongues(asker)).own)


def _form_for(message: Message, question: OpenQuestion | None) -> type[Command] | None:
    """The command that a document belongs to: its caption's, else that of the question; None if it takes no file."""
    typed = typed_in(message.caption or "")
    if typed is not None:
        form = by_name(typed.name)
    else:
        form = next((cls for cls in COMMANDS if question is not None and cls.code == question.form), None)
    return form if form is not None and upload_of(form) is not None else None


def _meant(typed: Typed) -> Command | type[Command] | None:
    if typed.name == "start":
        return opened(typed.words) if typed.words else Join()
    return by_name(typed.name)
