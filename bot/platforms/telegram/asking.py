"""Questions one by one, where there is no modal. What is open is a row of the app's, never memory.

An answer that is refused leaves its question open. A replay of the request that moved a question on asks the open
field again and changes nothing (R20).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

from telegram import ForceReply, InlineKeyboardButton

from bot.app.app import App
from bot.app.asker import Asker
from bot.app.commands import Command
from bot.app.fields import Kind, Number, OneOf, Switch
from bot.app.questions import OpenQuestion
from bot.app.said import Answer, Refusal, Refused
from bot.platforms.telegram import phrases
from bot.platforms.telegram.keyboard import in_rows, label, markup
from bot.platforms.telegram.render import Markup
from bot.platforms.telegram.voice import Shown, Voice
from bot.ui.command_words import words_of
from bot.ui.forms import Field, Form
from bot.ui.questions import TYPED, asked_again, begins_with, given_with, open_form, steps, values_of
from bot.ui.reading import read_field
from bot.ui.text import Text, text_in

PREFIX = "q:"
MOST_BUTTONS = 10
PLACEHOLDER = 64


class Way(StrEnum):
    """What a button of a question does: answers, leaves this field, leaves all that are left, or stops."""

    ANSWER = "answer"
    SKIP = "skip"
    REST = "rest"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Choice:
    """A button of a question; `text` is the answer that it stands for."""

    label: str
    way: Way
    text: str = ""


Outcome = Answer | Shown


class Asking:
    """Opens questions, takes answers, and runs the command when nothing is left to ask."""

    def __init__(self, app: App, voice: Voice) -> None:
        self._app = app
        self._voice = voice

    async def begin(
        self, asker: Asker, form: type[Command], asks: tuple[str, ...], *, given: str = "", typed: str = ""
    ) -> Outcome:
        """Ask for fields: `given` is the payload of the button that began it, `typed` the words of a command."""
        question = OpenQuestion(
            form=form.code,
            given=given,
            todo=asks,
            answers={TYPED: typed} if typed else {},
            opened_by=_opening(asker),
            request=asker.request,
        )
        await self._app.put_question(asker, question)
        return await self.again(asker, question)

    async def again(self, asker: Asker, question: OpenQuestion, refused: Refused | None = None) -> Outcome:
        """Ask the open field, after a refusal with its sentence first."""
        form = open_form(question)
        if form is None:
            return await self._outdated(asker)
        field = form.field(question.todo[0])
        present = await self._present(asker, question, form)
        language = (await self._app.tongues(asker)).here
        say = text_in(language)
        view = phrases.question(
            field,
            words_of(form.command, say).fields[field.name],
            say,
            present=present,
            step=steps(question) - len(question.todo) + 1,
            steps=steps(question),
            refused=self._voice.of(refused, language) if refused else None,
            private=asker.private,
        )
        return Shown(view, markup=self._markup(asker, question, form, present, say))

    async def answer(self, asker: Asker, question: OpenQuestion, text: str) -> Outcome:
        """Take an answer to the open field; empty leaves an optional one as it is."""
        form = open_form(question)
        if form is None:
            return await self._outdated(asker)
        if question.request == asker.request:
            return await self.again(asker, question)
        field = form.field(question.todo[0])
        try:
            read_field(field, text)
        except Refusal as refusal:
            return await self.again(asker, question, refusal.refused)
        answers = {**question.answers, field.name: text}
        moved = replace(question, todo=question.todo[1:], answers=answers, request=asker.request)
        if not moved.todo:
            return await self._finish(asker, form, moved)
        await self._app.put_question(asker, moved)
        return await self.again(asker, moved)

    async def press(self, asker: Asker, data: str) -> Outcome | None:
        """Take a press on a question's button; None if that question is closed or somebody else's."""
        question = await self._app.question(asker)
        form = open_form(question) if question else None
        if question is None or form is None:
            return None
        if question.request == asker.request:
            return await self.again(asker, question)
        mark, _, at = data.removeprefix(PREFIX).partition(":")
        choices = self._choices(question, form, await self._present(asker, question, form), Text())
        if mark != _mark(question) or not (at.isascii() and at.isdigit() and int(at) < len(choices)):
            return None
        choice = choices[int(at)]
        match choice.way:
            case Way.STOP:
                return await self.stop(asker)
            case Way.REST:
                return await self._finish(asker, form, _enough(question, asker))
            case Way.SKIP | Way.ANSWER:
                return await self.answer(asker, question, choice.text)

    async def stop(self, asker: Asker) -> Shown:
        """Close the open question without doing anything."""
        await self._app.put_question(asker, None)
        return Shown(phrases.stopped(text_in((await self._app.tongues(asker)).here)))

    def is_from(self, asker: Asker, question: OpenQuestion) -> bool:
        """Whether this very request began the question or moved it on last, and comes again."""
        return asker.request == question.request or _opening(asker) == question.opened_by

    def may_skip(self, question: OpenQuestion) -> bool:
        """Whether the open field may be left as it is: an optional one among several."""
        form = open_form(question)
        return form is not None and _optional(form.field(question.todo[0]), question)

    async def _finish(self, asker: Asker, form: Form, question: OpenQuestion) -> Outcome:
        """Run the command. If the app refuses one of the answers, that field is asked once more."""
        try:
            command = form.make(values_of(form, question))
        except Refusal as refusal:
            await self._app.put_question(asker, None)
            return await self._app.refused(refusal.refused, asker)
        answer = await self._app.handle(command, replace(asker, press=question.opened_by))
        back = asked_again(question, answer)
        if back is not None and isinstance(answer.said, Refused):
            await self._app.put_question(asker, back)
            return await self.again(asker, back, answer.said)
        await self._app.put_question(asker, None)
        return answer

    async def _outdated(self, asker: Asker) -> Answer:
        """A question of an earlier version that no longer exists."""
        await self._app.put_question(asker, None)
        return await self._app.refused(Refused("outdated"), asker)

    async def _present(self, asker: Asker, question: OpenQuestion, form: Form) -> str:
        field = form.field(question.todo[0])
        found = await self._app.prefill(form.command, _given(question), asker)
        return begins_with(field, found.get(field.name, ""))

    def _markup(self, asker: Asker, question: OpenQuestion, form: Form, present: str, say: Text) -> Markup | None:
        """Buttons for an answer. In a group a text is asked for by a reply that only the asker is urged to make."""
        choices = self._choices(question, form, present, say)
        own = [choice for choice in choices if choice.way is Way.ANSWER]
        if not asker.private and not own:
            hint = words_of(form.command, say).fields[question.todo[0]].hint
            return ForceReply(selective=True, input_field_placeholder=hint[:PLACEHOLDER])
        buttons = [
            InlineKeyboardButton(label(choice.label), callback_data=f"{PREFIX}{_mark(question)}:{at}")
            for at, choice in enumerate(choices)
        ]
        return markup([*in_rows(buttons[: len(own)], most=5), *in_rows(buttons[len(own) :])])

    def _choices(self, question: OpenQuestion, form: Form, present: str, say: Text) -> list[Choice]:
        """The buttons of the open field: its few answers, then the ways around it."""
        field = form.field(question.todo[0])
        around: list[Choice] = []
        if field.required and present:
            around.append(Choice(phrases.as_it_is(say), Way.ANSWER, present))
        if _optional(field, question):
            around.append(Choice(phrases.skip(say, present=bool(present)), Way.SKIP))
        if len(question.todo) > 1 and not any(form.field(name).required for name in question.todo):
            around.append(Choice(phrases.enough(say), Way.REST))
        around.append(Choice(phrases.cancel(say), Way.STOP))
        return [Choice(name, Way.ANSWER, text) for name, text in self._answers(field.kind, say)] + around

    def _answers(self, kind: Kind, say: Text) -> list[tuple[str, str]]:
        """The few answers that a field can have, each with its label; none for what has to be typed."""
        match kind:
            case OneOf(options):
                return [(option, option) for option in options]
            case Number(least, most) if most - least < MOST_BUTTONS:
                return [(str(n), str(n)) for n in range(least, most + 1)]
            case Switch():
                return [(phrases.yes(say), "yes"), (phrases.no(say), "no")]
        return []


def _opening(asker: Asker) -> str:
    """What began a question: this one update, so that the same button can begin another one later."""
    return f"update:{asker.request}"


def _enough(question: OpenQuestion, asker: Asker) -> OpenQuestion:
    """The question with all that is left to ask left as it is."""
    return replace(
        question,
        todo=(),
        answers={**question.answers, **dict.fromkeys(question.todo, "")},
        request=asker.request,
    )


def _optional(field: Field, question: OpenQuestion) -> bool:
    return not field.required and steps(question) > 1


def _mark(question: OpenQuestion) -> str:
    """Tells this question's buttons from those of every other one."""
    return sha256(f"{question.opened_by} {question.todo[0]}".encode()).hexdigest()[:10]


def _given(question: OpenQuestion) -> Mapping[str, object]:
    """The values of the button that began it; none if that button is outdated by now."""
    try:
        return given_with(question)
    except Refusal:
        return {}
