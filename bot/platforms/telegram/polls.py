"""A question as Telegram's own quiz, where it fits into one."""

from dataclasses import dataclass

from bot.platforms.telegram.spans import clean, weight
from bot.ui.phrase import words
from bot.ui.view import Quiz, View

QUESTION = 300
OPTION = 100
OPTIONS = range(2, 13)  # one alone would be no question
EXPLANATION = 200
ABOUT = 1024


@dataclass(frozen=True, slots=True)
class Poll:
    """What is sent; `about` stands above the question."""

    question: str
    options: tuple[str, ...]
    why: str
    about: str
    quiz: Quiz


def poll_of(view: View) -> Poll | None:
    """A view's quiz; None if it has none or if anything of it would be cut: then its options are buttons."""
    quiz = next((action for action in view.actions if isinstance(action, Quiz)), None)
    if quiz is None or len(view.actions) > 1:
        return None
    options = tuple(_line(option.label) for option in quiz.options)
    poll = Poll(_line(quiz.question), options, _line(quiz.why), _line(words(view.title)), quiz)
    fits = (
        0 < weight(poll.question) <= QUESTION
        and len(options) in OPTIONS
        and all(0 < weight(option) <= OPTION for option in options)
        and weight(poll.why) <= EXPLANATION
        and weight(poll.about) <= ABOUT
    )
    return poll if fits else None


def _line(text: str) -> str:
    return " ".join(clean(text).split())
