"""What is only read about the bot itself: help."""

from bot.app import commands as c
from bot.app.said import HelpShown, Stand
from bot.ui.command_words import words_of
from bot.ui.menu import MENU
from bot.ui.phrase import Plain
from bot.ui.screens.parts import next_words, write_review
from bot.ui.screens.resting import count_as_rest
from bot.ui.text import Text
from bot.ui.view import Action, Block, Facts, Press, Say, Small, View


def help_(it: HelpShown, say: Text) -> View:
    """Help that fits where it was asked and where the person stands."""
    if it.state not in ("stranger", "anybody"):
        return _help_for_learners(it, say)
    own = (Press(say.words("What I can do for you"), c.Help()),) if it.state == "anybody" else ()
    join = Press(say.words("Join"), c.Join(), "main")
    if it.private:
        text = say(
            "I carry you through a long curriculum, one small flow at a time. Missing days is no drama: nothing is ever owed."
        )
        actions: tuple[Action, ...] = (join, Press(say.words("See the curriculum"), c.ShowCurriculum()))
    elif it.group:
        text = say(
            "This is home to **{where}**. Join, and I tell you each study day what to do next, in private.",
            where=it.group,
        )
        actions = (join, *own)
    elif it.facilitator:
        text = say("Make this chat a study group with `/setup`: one tap does it, and everything can be changed later.")
        actions = (Press(say.words("Set this chat up"), c.Setup(), "main"), *own)
    else:
        text = say(
            "I carry study groups through a long curriculum. Whoever manages this chat can make it one with `/setup`."
        )
        actions = (*(own or (join,)), Press(say.words("See the curriculum"), c.ShowCurriculum()))
    return View(say("Pacekeeper"), (Say(text),), actions, private=it.state != "anybody")


def _help_for_learners(it: HelpShown, say: Text) -> View:
    """Where one stands and what to do first, then all that can be said."""
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
            actions = _next_actions(it.stand, today, say)
    rows = tuple(
        (f"/{command.name}", (Plain(words_of(command, say).description),))
        for command in MENU
        if not command.facilitator
    )
    here = (Say(next_words(say, it.stand)),) if it.stand is not None else ()
    said = (Say(first), *here) if it.state == "back" else (*here, Say(first))
    blocks: list[Block] = [*said, Facts(rows)]
    if it.facilitator and not it.private:
        blocks.append(Small(say("You may change this group with `/setup` and `/group`.")))
    return View(say("Pacekeeper"), tuple(blocks), actions)


def _next_actions(stand: Stand | None, today: Press, say: Text) -> tuple[Action, ...]:
    """What helps most at a place: a review that is due, a project, the end of the way, or a day like any other."""
    progress = Press(say.words("Progress"), c.Progress())
    match stand.spot if stand else "":
        case "review" if stand is not None:
            return (write_review(say, stand.week.id), Press(say.words("The whole week"), c.ShowWeek()), progress)
        case "project":
            return (today, Press(say.words("The project"), c.Milestones()), progress)
        case "finished":
            return (Press(say.words("Look back"), c.LookBack(), "main"), progress)
        case _:
            return (today, Press(say.words("I am stuck"), c.Stuck()), progress)
