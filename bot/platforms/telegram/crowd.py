"""What people write in a group. What is private stays private there: a personal command gets one impersonal line.

Only what concerns the group itself is answered in it. A complete `/log` is carried out, since nobody may lose credit
for where they typed it; its receipt goes to the private chat. A flood of personal commands does not fill the group:
beyond a few lines a minute they are still carried out, and nothing is posted for them.
"""

from dataclasses import replace
from functools import partial

from telegram import Message

from bot.app.app import App
from bot.app.asker import Asker
from bot.app.commands import Command, Help, History, Join, LogFlow, Progress, StartFocus
from bot.app.said import (
    Answer,
    ChatCode,
    FocusRound,
    HelloDraft,
    HellosShown,
    HelpShown,
    JoinOffer,
    Refusal,
    Refused,
    RightsShown,
    WentWrong,
)
from bot.platforms.telegram import phrases
from bot.platforms.telegram.after import NOTHING, After, Step
from bot.platforms.telegram.asking import Asking, Outcome
from bot.platforms.telegram.links import command_payload, join_payload
from bot.platforms.telegram.talk import typed_in
from bot.platforms.telegram.turnstile import Turnstile
from bot.platforms.telegram.voice import Shown, Voice
from bot.platforms.telegram.who import Leaders, is_anonymous, private_address
from bot.ui.forms import form_of
from bot.ui.menu import by_name
from bot.ui.reading import read_words
from bot.ui.text import text_in
from bot.ui.view import View

ALONE = (Refused, WentWrong, ChatCode, RightsShown, HellosShown, HelloDraft)
"""What is its asker's alone, also where it belongs to the group."""


class Crowd:
    """Takes messages of groups."""

    def __init__(self, app: App, voice: Voice, asking: Asking, leaders: Leaders, turnstile: Turnstile) -> None:
        self._app = app
        self._voice = voice
        self._asking = asking
        self._leaders = leaders
        self._turnstile = turnstile

    async def take(self, message: Message, asker: Asker, me: str) -> After:
        """Carry a message out; `me` is the bot's username."""
        typed = typed_in(message.text or "")
        if typed is None:
            return await self._answer(message, asker, me)
        command = by_name(typed.name)
        if typed.bot not in ("", me.casefold()):
            return NOTHING
        if command is None and typed.name != "cancel":
            return NOTHING  # it may be meant for another bot
        if (late := self._turnstile.written(asker, message.message_id)) is not None:
            return late
        if command is None:
            return await self._cancel(message, asker)
        if command.facilitator or command is Help:
            return await self._run(command, typed.words, message, asker)
        if command is Join and not is_anonymous(asker):
            return await self._join(message, asker)
        if command is LogFlow and not is_anonymous(asker):
            return await self._log(typed.words, message, asker)
        if command is StartFocus and not is_anonymous(asker):
            return await self._focus(typed.words, message, asker)
        await self._app.noticed(asker)
        return await self._line(message, asker, command_payload(command))

    async def _answer(self, message: Message, asker: Asker, me: str) -> After:
        """A reply to the bot may be the answer to its question. All other talk is none of its business."""
        replied = message.reply_to_message
        if message.text is None or replied is None or replied.from_user is None:
            return NOTHING
        if (replied.from_user.username or "").casefold() != me.casefold():
            return NOTHING
        question = await self._app.question(asker)
        if question is None:
            before = await self._app.replayed(asker)
            return self._public(message, asker, before) if before else NOTHING
        if (late := self._turnstile.written(asker, message.message_id)) is not None:
            return late
        asker = await self._leaders.mark(asker)
        return self._public(message, asker, await self._asking.answer(asker, question, message.text))

    async def _cancel(self, message: Message, asker: Asker) -> After:
        if await self._app.question(asker) is None:
            return NOTHING
        return self._public(message, asker, await self._asking.stop(asker))

    async def _run(self, command: type[Command], words: str, message: Message, asker: Asker) -> After:
        """Run a command that belongs to the group."""
        asker = await self._leaders.mark(asker)
        outcome = await self._outcome(command, words, asker)
        said = outcome.said if isinstance(outcome, Answer) else None
        spared = isinstance(said, HelpShown | Refused) and not asker.facilitator
        if isinstance(outcome, Answer) and isinstance(said, ALONE):
            shown = self._voice.shown(outcome)
            return After(private=partial(self._turnstile.aside, asker, shown, message.message_id, spared=spared))
        if isinstance(outcome, Answer) and isinstance(said, HelpShown):  # everybody reads it here
            outcome = replace(outcome, said=said.for_anybody())
        after = self._public(message, asker, outcome, spared=spared)
        if after.reply is None or not asker.facilitator or is_anonymous(asker) or not isinstance(outcome, Answer):
            return after
        return replace(after, reply=partial(self._insist, after.reply, asker, outcome))

    async def _insist(self, reply: Step, asker: Asker, answer: Answer) -> None:
        """What a facilitator asked for is shown in private, if the group takes no message."""
        if not await reply():
            say = text_in(answer.tongues.own)
            told = phrases.unwritable(asker.place, say), self._voice.shown(answer).view
            await self._voice.show_all(private_address(asker.person), told)

    async def _outcome(self, command: type[Command], words: str, asker: Asker) -> Outcome:
        question = await self._app.question(asker)
        if question is not None:
            if self._asking.is_from(asker, question):
                return await self._asking.again(asker, question)
            await self._app.put_question(asker, None)
        form = form_of(command)
        try:
            ask = form.make(read_words(form, words).values)
        except Refusal as refusal:
            await self._app.noticed(asker)
            return await self._app.refused(refusal.refused, asker)
        return await self._app.handle(ask, asker)

    async def _join(self, message: Message, asker: Asker) -> After:
        """Joining goes on in private, through the link that the app signs for this group."""
        answer = await self._app.handle(Join(), asker)
        match answer.said:
            case JoinOffer(link="") | Refused(kind="no_group"):
                return self._public(message, asker, replace(answer, said=Refused("no_group"), asides=()), spared=True)
            case JoinOffer(link=link):
                return await self._line(message, asker, join_payload(link))
            case _:
                return await self._line(message, asker, command_payload(Progress), answer)

    async def _log(self, words: str, message: Message, asker: Asker) -> After:
        """Record a flow if all is said; what is missing or wrong is settled in private."""
        form = form_of(LogFlow)
        try:
            read = read_words(form, words)
        except Refusal as refusal:
            await self._app.noticed(asker)
            return await self._line(
                message, asker, command_payload(LogFlow), await self._app.refused(refusal.refused, asker)
            )
        if read.missing:
            await self._app.noticed(asker)
            return await self._line(message, asker, command_payload(LogFlow))
        answer = await self._app.handle(form.make(read.values), asker)
        match answer.said:
            case Refused(kind="not_joined"):
                return await self._join(message, asker)
            case Refused():
                return await self._line(message, asker, command_payload(LogFlow), answer)
            case _:
                return await self._line(message, asker, command_payload(History), answer, noted=True)

    async def _focus(self, words: str, message: Message, asker: Asker) -> After:
        """Start a timer here. Only a listed member's round is told to the group; all else is the asker's alone."""
        outcome = await self._outcome(StartFocus, words, asker)
        said = outcome.said if isinstance(outcome, Answer) else None
        match said:
            case FocusRound():
                return self._public(message, asker, outcome, spared=True)
            case Refused(kind="not_joined"):
                return await self._join(message, asker)
            case _:
                answer = outcome if isinstance(outcome, Answer) else None
                return await self._line(message, asker, command_payload(StartFocus), answer)

    def _public(self, message: Message, asker: Asker, outcome: Outcome, *, spared: bool = False) -> After:
        """Answer in the group, if it is not `spared` this one; what the asker alone should know is private."""
        shown = outcome if isinstance(outcome, Shown) else self._voice.shown(outcome, public=True)
        return self._said(message, asker, Shown(shown.view, markup=shown.markup), shown.asides, spared=spared)

    async def _line(
        self, message: Message, asker: Asker, payload: str, answer: Answer | None = None, *, noted: bool = False
    ) -> After:
        """The impersonal line with a button that says `payload`, and the answer itself in private."""
        shown = self._voice.shown(answer) if answer else None
        views = (shown.view, *shown.asides) if shown else ()
        tongues = answer.tongues if answer else await self._app.tongues(asker)
        line = self._voice.private_line(payload, text_in(tongues.here), noted=noted)
        return self._said(message, asker, line, views, spared=True)

    def _said(self, message: Message, asker: Asker, public: Shown, private: tuple[View, ...], *, spared: bool) -> After:
        posts = not spared or self._app.one_more_line(asker.chat)
        line = partial(self._voice.show, asker.chat, public, answering=message.message_id)
        receipt = partial(self._voice.show_all, private_address(asker.person), private)
        return After(
            reply=line if posts else None,
            private=receipt if private and not is_anonymous(asker) else None,
        )
