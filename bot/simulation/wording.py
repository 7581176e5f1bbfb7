"""Nothing shames and nothing is owed: the words that no message may hold (R12, R22)."""

import re
from collections.abc import Iterable, Iterator

from bot.core.curriculum import Curriculum
from bot.ui.phrase import words
from bot.ui.view import Checklist, Facts, Meter, Pick, Quiz, Quote, View

SHAMING = re.compile(
    r"\b(missed|misses|missing out|ow(e|es|ed|ing)|behind|late|overdue|catch(ing)? up|backlog|fail(ed|ing|ure)?|"
    r"lapsed?|broken|lost|lazy|shame|ashamed|guilty|excuse|should have|only \d+|inactive|absent|absentees?|skipped|"
    r"forgotten|since you|for \d+ (days?|weeks?))\b",
    re.IGNORECASE,
)
# Ours, and meant well: what is said here is of the message and never of a person.
HARMLESS = (
    "Nothing is ever owed",
    "nothing is ever owed",
    "nothing is owed",
    "A whole phase is behind you.",
    "is behind you, with its project.",
    "lies behind you already",
    "They are kept until you log them, for 7 days.",
    "Late flows still count.",
    "What is logged more than 7 days late counts everywhere but here.",
)


def text_of(view: View) -> str:
    """All that a reader sees of a message but what somebody wrote themselves."""
    return "\n".join(_parts(view))


def _parts(view: View) -> Iterator[str]:
    yield words(view.title)
    for block in view.blocks:
        match block:
            case Facts(rows=rows):
                yield from (f"{label}: {words(value)}" for label, value in rows)
            case Checklist(rows=marked):
                yield from (words(line) for _, line in marked)
            case Meter() | Quote():
                pass
            case _:
                yield words(block.text)
    for action in view.actions:
        if isinstance(action, Pick | Quiz):
            yield from (f"{option.label} {option.about}" for option in action.options)
        else:
            yield action.label


class Ear:
    """Listens for words that shame; what the curriculum itself teaches is not about anybody."""

    def __init__(self, curriculum: Curriculum) -> None:
        self._taught = sorted(set(_texts(curriculum)), key=len, reverse=True)

    def shaming(self, text: str) -> str:
        """The first word that no message may hold; empty if there is none."""
        if SHAMING.search(text) is None:
            return ""
        for taught in (*HARMLESS, *self._taught):
            text = text.replace(taught, "")
        found = SHAMING.search(text)
        return found[0] if found else ""


def _texts(curriculum: Curriculum) -> Iterator[str]:
    yield from _filled((curriculum.title, curriculum.summary))
    for phase in curriculum.phases:
        project, ready = phase.project, phase.ready
        yield from _filled((phase.title, phase.why, project.title, project.brief, project.stretch))
        yield from _filled(text for step in project.milestones for text in (step.title, step.accept))
        yield from _filled((ready.signal, ready.how_to_check, *(it.explain for it in phase.accelerated)))
        for week in phase.weeks:
            yield from _filled((week.title, week.explain, week.why_now, *week.if_stuck))
            yield from _filled(text for day in week.days for text in (day.title, day.do, day.done_when))
            yield from _filled(text for it in week.recall for text in (it.ask, it.answer, it.why, *it.choices))
            if week.checkpoint:
                yield from (week.checkpoint.do, week.checkpoint.done_when)


def _filled(texts: Iterable[str]) -> Iterator[str]:
    return (text for text in texts if text)
