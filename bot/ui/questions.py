"""Questions one by one, where there is no form to fill in: what an open one still asks, and what was answered."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.app.commands import COMMANDS
from bot.app.questions import OpenQuestion
from bot.app.said import Answer, Refusal, Refused
from bot.ui.codec import decode_fill
from bot.ui.forms import Field, Form, form_of
from bot.ui.reading import read_field, read_words

TYPED = ""
"""The key of `OpenQuestion.answers` under which the words after the command itself are kept."""

_DAYS = frozenset({"bad_day", "day_ahead", "day_too_far"})


def open_form(question: OpenQuestion) -> Form | None:
    """The form of a question; None if a newer version has no such command or field."""
    form = next((form_of(cls) for cls in COMMANDS if cls.code == question.form), None)
    if form is None or not question.todo:
        return None
    named = {field.name for field in form.fields}
    return form if named.issuperset({*question.todo, *question.answers} - {TYPED}) else None


def steps(question: OpenQuestion) -> int:
    """How many questions this form takes in all."""
    return len(question.todo) + sum(name != TYPED for name in question.answers)


def given_with(question: OpenQuestion) -> Mapping[str, object]:
    """The values of the button that began it. Raises Refusal("outdated") if that button is."""
    return decode_fill(question.given).given if question.given else {}


def begins_with(field: Field, present: str) -> str:
    """What an open field has to begin with; of one that must be answered only what would be an answer."""
    try:
        if field.required:
            read_field(field, present)
    except Refusal:
        return ""
    return present


def values_of(
    form: Form, question: OpenQuestion, read: Callable[[Field, str], object] = read_field
) -> dict[str, object]:
    """Everything that was given and answered. Raises Refusal if a newer version reads it otherwise."""
    values = dict(given_with(question))
    if typed := question.answers.get(TYPED):
        values |= read_words(form, typed).values
    for name, text in question.answers.items():
        if name != TYPED and text:
            values[name] = read(form.field(name), text)
    return values


def asked_again(question: OpenQuestion, answer: Answer) -> OpenQuestion | None:
    """The question with that field open again which the app refused; None if it refused none of those answered."""
    if not isinstance(answer.said, Refused):
        return None
    culprit = "when" if answer.said.kind in _DAYS else answer.said.field
    if not culprit or culprit not in question.answers:
        return None
    kept = {name: text for name, text in question.answers.items() if name != culprit}
    return replace(question, todo=(culprit,), answers=kept)
