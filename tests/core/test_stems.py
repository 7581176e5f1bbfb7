"""Why and how questions to begin a review with (R13)."""

from bot.core.curriculum import Question
from bot.core.stems import stems
from bot.curriculum_file import built_in, load


def asks(*texts: str) -> list[Question]:
    return [Question(f"q{n}", ask, "Because.") for n, ask in enumerate(texts)]


def test_only_questions_that_ask_why_or_how_are_stems() -> None:
    """R13: "how many" asks for a number, not for an explanation."""
    given = asks("What is it?", "Why does it hold?", "How many are there?", "How would you check it?", "However?")
    assert stems(given) == ("Why does it hold?", "How would you check it?")
    assert stems(asks("What?")) == ()


def test_there_are_three_at_most_and_of_both_kinds() -> None:
    """R13: why and how; in the order in which the week asks."""
    assert stems(asks("Why a?", "Why b?", "Why c?", "How d?")) == ("Why a?", "Why b?", "How d?")
    assert stems(asks("How a?", "How b?", "How c?", "How d?")) == ("How a?", "How b?", "How c?")
    assert stems(asks("How a?", "How b?", "How c?", "Why d?")) == ("How a?", "How b?", "Why d?")


def test_every_week_of_the_built_in_curriculum_has_some() -> None:
    """R13: nobody is left before an empty page."""
    assert all(len(stems(week.recall)) >= 2 for week in load(built_in()).weeks)
