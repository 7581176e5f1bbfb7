"""Questions one by one. What is open is a row of the app's: an answer may come after a restart."""

from dataclasses import dataclass, replace

from bot.app.app import App
from bot.app.asker import Asker
from bot.app.commands import Command
from bot.app.fields import Upload, Words
from bot.app.questions import OpenQuestion
from bot.app.said import Answer, Refusal, Refused
from bot.platforms.terminal import phrases
from bot.platforms.terminal.files import picked_up
from bot.ui.command_words import words_of
from bot.ui.forms import Field, Form, form_of
from bot.ui.questions import TYPED, asked_again, begins_with, given_with, open_form, steps, values_of
from bot.ui.reading import read_field
from bot.ui.text import Text, text_in
from bot.ui.view import View

EMPTY = "-"
"""Empties an optional text that has a present value."""


@dataclass(frozen=True, slots=True)
class Question:
    """The next question to show, after a refusal if there was one. `long`: its answer may have several lines."""

    view: View
    refused: Refused | None = None
    long: bool = False
    language: str = ""


Outcome = Answer | Question


class Asking:
    """Opens questions, takes answers, and runs the command when nothing is left to ask."""

    def __init__(self, app: App, say: Text) -> None:
        self._app = app
        self._say = say

    async def begin(
        self, asker: Asker, form: type[Command], asks: tuple[str, ...], *, given: str = "", typed: str = ""
    ) -> Outcome:
        """Ask for fields: `given` is the payload of the button that began it, `typed` the words of a command."""
        question = OpenQuestion(
            form=form.code,
            given=given,
            todo=asks,
            answers={TYPED: typed} if typed else {},
            opened_by=f"form:{asker.request}",
            request=asker.request,
        )
        try:
            asked = await self._asked(asker, question, form_of(form))
        except Refusal as refusal:
            return await self._app.refused(refusal.refused, asker)
        await self._app.put_question(asker, question)
        return asked

    async def again(self, asker: Asker, question: OpenQuestion, refused: Refused | None = None) -> Outcome:
        """Ask the open field once more."""
        form = open_form(question)
        if form is None:
            return await self._outdated(asker)
        try:
            return await self._asked(asker, question, form, refused)
        except Refusal as refusal:  # what it was about is gone
            await self._app.put_question(asker, None)
            return await self._app.refused(refusal.refused, asker)

    async def answer(self, asker: Asker, question: OpenQuestion, text: str) -> Outcome:
        """Take an answer to the open field. Nothing typed leaves an optional one as it is."""
        form = open_form(question)
        if form is None:
            return await self._outdated(asker)
        field = form.field(question.todo[0])
        try:
            if not text and field.required:
                text = await self._present(asker, question, form)
            _read(field, text)
        except Refusal as refusal:
            return await self.again(asker, question, refusal.refused)
        answers = {**question.answers, field.name: text}
        moved = replace(question, todo=question.todo[1:], answers=answers, request=asker.request)
        if not moved.todo:
            return await self._finish(asker, form, moved)
        await self._app.put_question(asker, moved)
        return await self.again(asker, moved)

    async def stop(self, asker: Asker) -> None:
        """Close the open question without doing anything."""
        await self._app.put_question(asker, None)

    async def _asked(
        self, asker: Asker, question: OpenQuestion, form: Form, refused: Refused | None = None
    ) -> Question:
        field = form.field(question.todo[0])
        present = await self._present(asker, question, form)
        language = (await self._app.tongues(asker)).own
        say = text_in(language) if language else self._say
        view = phrases.question(
            field,
            words_of(form.command, say).fields[field.name],
            say,
            present=present,
            step=steps(question) - len(question.todo) + 1,
            steps=steps(question),
        )
        return Question(view, refused, isinstance(field.kind, Words) and field.kind.least > 1, language)

    async def _present(self, asker: Asker, question: OpenQuestion, form: Form) -> str:
        field = form.field(question.todo[0])
        found = await self._app.prefill(form.command, given_with(question), asker)
        return begins_with(field, found.get(field.name, ""))

    async def _finish(self, asker: Asker, form: Form, question: OpenQuestion) -> Outcome:
        """Run the command. If the app refuses one of the answers, that field is asked once more."""
        try:
            command = form.make(values_of(form, question, _read))
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


def _empties(field: Field, text: str) -> bool:
    return text == EMPTY and not field.required and isinstance(field.kind, Words)


def _read(field: Field, text: str) -> object:
    """An answer as a value: of a file its path is typed, here where it lies beside the bot."""
    if _empties(field, text):
        return ""
    return picked_up(field, text) if isinstance(field.kind, Upload) else read_field(field, text)
