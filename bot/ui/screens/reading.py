"""What is only read about the bot itself: help."""

from bot.app import commands as c
from bot.app.said import HelpShown
from bot.ui.menu import MENU, words_of
from bot.ui.phrase import Plain
from bot.ui.screens.resting import count_as_rest
from bot.ui.text import Text
from bot.ui.view import Action, Block, Facts, Press, Say, Small, View


def help_(it: HelpShown, say: Text) -> View:
    """Help that fits where it was asked and where the person stands."""
    if it.state != "stranger":
        return _help_for_learners(it, say)
    if it.private:
        text = say(
            "I carry you through a long curriculum, one small flow at a time. Missing days is no drama: nothing is ever owed."
        )
        actions: tuple[Action, ...] = (
            Press(say.words("Join"), c.Join(), "main"),
            Press(say.words("See the curriculum"), c.ShowCurriculum()),
        )
    elif it.facilitator and not it.group:
        text = say("Make this chat a study group with `/setup`: one tap does it, and everything can be changed later.")
        actions = (Press(say.words("Set this chat up"), c.Setup(), "main"),)
    else:
        where = it.group or say.words("a study group")
        text = say(
            "This is home to **{where}**. Join, and I tell you each study day what to do next, in private.", where=where
        )
        actions = (Press(say.words("Join"), c.Join(), "main"),)
    return View(say("Pacekeeper"), (Say(text),), actions)


def _help_for_learners(it: HelpShown, say: Text) -> View:
    """What to do first, then all that can be said."""
    today = Press(say.words("Show the next flow"), c.Today(), "main")
    match it.state:
        case "new":
            first = say(
                "Three things carry you: `/today` says what to do, `/log` keeps what you did, and once a week `/review` has you tell it in your own words. The rest can wait."
            )
            actions: tuple[Action, ...] = (today, Press(say.words("The whole way"), c.ShowCurriculum()))
        case "back":
            first = say("Good to see you. You go on right where you stopped, with one small step.")
            actions = (today, *count_as_rest(it.gap, say))
        case _:
            first = say("What you can say:")
            actions = (today, Press(say.words("I am stuck"), c.Stuck()), Press(say.words("Progress"), c.Progress()))
    rows = tuple(
        (f"/{command.name}", (Plain(words_of(command).description),)) for command in MENU if not command.facilitator
    )
    blocks: list[Block] = [Say(first), Facts(rows)]
    if it.facilitator and not it.private:
        blocks.append(Small(say("You may change this group with `/setup` and `/group`.")))
    return View(say("Pacekeeper"), tuple(blocks), actions)
