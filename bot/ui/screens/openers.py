"""One open question a week for a group: to be answered in the chat by whoever likes, and by nobody if not."""

from collections.abc import Callable
from datetime import date

from bot.core.days import week_number
from bot.ui.phrase import Phrase
from bot.ui.text import Text

OPENERS: tuple[Callable[[Text], Phrase], ...] = (
    lambda say: say("A question for the week: what surprised you lately in what you study?"),
    lambda say: say("A question for the week: which idea would you explain to a friend over coffee?"),
    lambda say: say("A question for the week: where do you sit when a flow goes well?"),
    lambda say: say("A question for the week: what did you understand wrongly at first, and what set it right?"),
    lambda say: say("A question for the week: what is the smallest step that still counts for you?"),
    lambda say: say("A question for the week: which picture or example made something click?"),
    lambda say: say("A question for the week: what do you do first when you are stuck?"),
    lambda say: say("A question for the week: where have you met this subject outside of studying?"),
    lambda say: say("A question for the week: what would you like to build with what you know now?"),
    lambda say: say("A question for the week: after which moment of the day is it easiest to begin?"),
    lambda say: say("A question for the week: what do you know today that you did not know a month ago?"),
    lambda say: say("A question for the week: what made last week a little easier?"),
    lambda say: say("A question for the week: which word of your subject would you abolish, and why?"),
)


def opener(group: int, monday: date, say: Text) -> Phrase:
    """A group's question of a week: the same on all its chats, another one each week until all were asked."""
    return OPENERS[(group * 5 + week_number(monday)) % len(OPENERS)](say)
