"""The built-in curriculum's texts as a whole: quizzes without giveaways, reasons asked for, numbers that are right."""

import ast
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.core.curriculum import Curriculum, Question

HERE = Path(__file__).parent
REASONS = re.compile(r"\b(why|how)\b", re.IGNORECASE)


def questions(curriculum: Curriculum) -> list[Question]:
    """All recall questions, in order."""
    return [question for week in curriculum.weeks for question in week.recall]


def field(*layers: tuple[int, int]) -> int:
    """The receptive field of layers given as (kernel, stride)."""
    size, jump = 1, 1
    for kernel, stride in layers:
        size, jump = size + (kernel - 1) * jump, jump * stride
    return size


NUMBERS: dict[str, Callable[[], float]] = {
    "w09q1": lambda: 1 - 0.8**2 - 0.2**2,
    "w15q4": lambda: 0.5 * (1 - 0.5),
    "w18q3": lambda: -math.log(1 / 10),
    "w21q1": lambda: 3 * 3 * 16 * 32 + 32,
    "w21q4": lambda: field((3, 1), (3, 1)),
    "w23q4": lambda: 32 - 5 + 1,
    "w24q2": lambda: 100 * (9 * 128 + 128 * 128) / (9 * 128 * 128),
    "w26q1": lambda: 0.5 / (1 + 1 - 0.5),
    "w27q1": lambda: 2 * 0.5 / (1 + 0.5),
    "w31q4": lambda: 1.386 / math.log(2),
    "w35q3": lambda: math.log(65),
    "w37q2": lambda: 0.5 * (1**2 + 1 - 1 - math.log(1)),
    "w40q1": lambda: 2 + 0.5 * (1 + 0.9 * 5 - 2),
    "w45q2": lambda: 100 * 0.95**4,
}


@pytest.mark.parametrize("id_", NUMBERS)
def test_a_number_that_a_quiz_calls_right_is_right(curriculum: Curriculum, id_: str) -> None:
    """The bar of the text: what is given as the right answer can be worked out, and no other choice is as near."""
    question = next(q for q in questions(curriculum) if q.id == id_)
    values = [number(choice) for choice in question.choices]
    apart = [abs(value - NUMBERS[id_]()) for value in values]

    assert apart.index(min(apart)) == question.right
    assert min(apart) <= 0.02 * max(1.0, NUMBERS[id_]())


def number(text: str) -> float:
    """The first number of a choice; a fraction is worked out, a text without one is far off."""
    found = re.search(r"(\d[\d,]*(?:\.\d+)?)(?:/(\d+))?", text)
    return float(found[1].replace(",", "")) / float(found[2] or 1) if found else math.inf


def test_a_quiz_cannot_be_guessed_by_its_form(curriculum: Curriculum) -> None:
    """Quizzes: the right answer stands in each place about as often, and is not given away by its length."""
    quizzes = [question for question in questions(curriculum) if question.choices]
    places = Counter(quiz.right for quiz in quizzes)
    longest = 0
    for quiz in quizzes:
        lengths = [len(text) for text in quiz.choices]
        longest += lengths.index(max(lengths)) == quiz.right and lengths.count(max(lengths)) == 1

    assert len(quizzes) >= len(questions(curriculum)) / 3
    assert all(places[n] >= len(quizzes) / 8 for n in range(4))
    assert longest <= len(quizzes) / 4


def test_half_of_the_questions_ask_why_or_how(curriculum: Curriculum) -> None:
    """Section 3 of the curriculum's bar: at least 230 questions, 4 a week, half of them why or how."""
    asked = questions(curriculum)

    assert len(asked) >= 230
    assert all(len(week.recall) >= 4 for week in curriculum.weeks)
    assert sum(bool(REASONS.search(question.ask)) for question in asked) >= len(asked) / 2


def test_no_two_sentences_are_the_same(curriculum: Curriculum) -> None:
    """No filler: no task, test, hint, question or answer stands twice in 46 weeks."""
    texts = [
        text
        for week in curriculum.weeks
        for text in (
            week.why_now,
            week.explain,
            *week.objectives,
            *week.if_stuck,
            *(t for day in week.days for t in (day.title, day.do, day.done_when)),
            *(t for q in week.recall for t in (q.ask, q.answer)),
        )
    ]

    assert [text for text, count in Counter(texts).items() if count > 1] == []


def test_what_is_claimed_to_be_checked_exists(curriculum: Curriculum) -> None:
    """The docstrings of the claims name weeks, days and questions by their ids."""
    ids = {week.id for week in curriculum.weeks}
    ids |= {day.id for week in curriculum.weeks for day in week.days}
    ids |= {question.id for question in questions(curriculum)}
    named = {id_ for text in docstrings() for id_ in re.findall(r"\bw\d\d(?:[dq]\d)?\b", text)}

    assert len(named) > 80
    assert named <= ids


def docstrings() -> Iterator[str]:
    """Of all tests that do what a day promises."""
    for path in sorted(HERE.glob("test_phase_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (text := ast.get_docstring(node)):
                yield text
