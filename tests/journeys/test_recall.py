"""What was explained comes back: weeks of recall in the terminal."""

import re

from tests.journeys.test_weeks import CHECKIN, SHAMING
from tests.journeys.walk import JOIN, MINE, Press, Typed, Walk

EXPLAINED = "A vector is a list of numbers, and the dot product says how much two of them point the same way in space."
REVIEW: tuple[Typed, ...] = ("/review", Press("Write the review"), EXPLAINED, Press("Nothing, go on"))
GOT_IT: tuple[Typed, ...] = (Press("Show the answer"), Press("Got it"))
QUIZ = "They are at right angles"


async def test_two_days_after_a_review_one_is_asked_what_one_wrote(walk: Walk) -> None:
    """Recall: the question without its answer, then the text, then three words; until then it says when it comes."""
    heard = await walk(*JOIN, *REVIEW, "/recall", "+2d", "/recall", Press("Show what I wrote"), Press("Hard"))

    assert "The next question comes on Wednesday 4 March." in heard[len(JOIN) + len(REVIEW)]
    asked = heard.after("/recall")
    assert "What did you write about Vectors and matrices in NumPy?" in asked
    assert "list of numbers" not in asked
    assert "list of numbers" in heard.after(Press("Show what I wrote"))
    assert "It comes again on Thursday 12 March." in heard[-1]
    assert heard.messages(MINE, moving=True)[-1].text.startswith("Week 2, day 1")  # no recall prompt by itself


async def test_a_day_of_recall_ends_with_the_fifth_and_goes_on_tomorrow(walk: Walk) -> None:
    """Recall: numbered options where there are choices; at most five a day; warm words and what comes next."""
    following = Press("Next question")
    heard = await walk(
        *(*JOIN, *REVIEW, "+2d", "/recall", Press("Show what I wrote"), Press("Got it")),
        *(following, Press(QUIZ), following, *GOT_IT, following, Press("(3, 5)"), following, *GOT_IT),
        *("/recall", "+1d", "/recall"),
    )

    assert "That is right" in heard.after(Press(QUIZ))
    wrong = heard.after(Press("(3, 5)"))
    assert "Another one was right" in wrong
    assert "(5, 3). Shapes are lined up from the right" in wrong
    assert "It comes again tomorrow." in wrong
    first, second = [said for line, said in heard.lines if line == "/recall"][1:]
    assert "Five for today, well done" in first
    assert "The next question comes tomorrow." in first
    assert "x has shape (5, 1) and y has shape (3,)" in second  # what was not known, before what never was asked
    answers = "".join(said for line, said in heard.lines if line in (Press("(3, 5)"), "/recall", Press("Got it")))
    assert not SHAMING.search(answers)
    assert not re.search(r"\d+ (questions|left|due|waiting)", answers)


async def test_a_question_is_pressed_twice_and_answered_once(walk: Walk) -> None:
    """R20: another button of the same question changes nothing any more; the same one says the same again."""
    heard = await walk(
        *(*JOIN, *REVIEW, "+2d", "/recall", Press("Show what I wrote"), Press("Forgot"), Press("Forgot"), Press("Hard"))
    )

    assert heard[-2] == re.sub(r"\[(\d+)\]", lambda found: f"[{int(found[1]) + 1}]", heard[-3])
    assert "That question is no longer open" in heard[-1]


async def test_a_review_that_is_undone_takes_its_questions_with_it(walk: Walk) -> None:
    """R19: and brings them back when the week is explained again."""
    heard = await walk(*JOIN, *REVIEW, Press("Undo"), "+2d", "/recall", *REVIEW, "+2d", "/recall")

    first, second = [said for line, said in heard.lines if line == "/recall"]
    assert "Recall begins once you have explained a week" in first
    assert "What did you write about" in second


async def test_each_check_in_brings_one_question_from_further_back(walk: Walk) -> None:
    """Recall: one more button on its receipt, and it counts towards nobody's five."""
    heard = await walk(
        *(*JOIN, *REVIEW, "+6d", *CHECKIN, Press("One question from week 1"), Press("Show what I wrote")),
        *(Press("Got it"), "/recall", Press(QUIZ), Press("Next question"), *GOT_IT, Press("Next question")),
        *(Press("(5, 3)"), Press("Next question"), *GOT_IT, Press("Next question")),
    )

    assert "One question from week 1" in heard.after("4")
    kept = heard.after(Press("Got it"))
    assert "Well recalled" in kept
    assert "x has shape" not in heard.after("/recall")
    assert "Dividing by a tiny pivot" not in heard[-1]
    assert "Why does elimination swap in the row" in heard[-1]  # the fifth of the day, after one extra
