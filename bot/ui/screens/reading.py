"""What is only read about the bot itself: help, what is kept."""

from bot.app import commands as c
from bot.app.said import HelpShown, PrivacyShown
from bot.ui.menu import MENU, words_of
from bot.ui.phrase import Plain
from bot.ui.screens.resting import count_as_rest
from bot.ui.text import Text
from bot.ui.view import Action, Block, Facts, Fill, Press, Say, Small, View


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
        text = say(
            "Make this chat a study group with `/setup`: it takes a time zone, the card's hour, and whether there is a board."
        )
        actions = (Fill(say.words("Set this chat up"), c.Setup, asks=("zone", "hour", "board"), style="main"),)
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
        blocks.append(Small(say("You may change this group with `/setup`.")))
    return View(say("Pacekeeper"), tuple(blocks), actions)


def privacy(it: PrivacyShown, say: Text) -> View:
    """What is kept and why."""
    blocks: list[Block] = [
        Say(
            say(
                "**Kept:** your name here, your account's id and display name on this platform, zone, hour and plan, your flows with their notes, your place in the curriculum, reviews and check-ins, and for recall when each question comes next and the day you last answered it. They are what your numbers are made of."
            )
        ),
        Say(
            say(
                "**Who sees what:** notes, reviews, check-ins and confidence are yours alone, the facilitator included. A group sees your name only if you say so; its totals count you from three learners on."
            )
        ),
        Say(
            say(
                "**Kept for a while:** which buttons were pressed, 90 days; delivered messages, 30 days; requests and what they were answered, 48 hours."
            )
        ),
        Say(say("Whoever hosts this bot can read its database. Ask them for a copy of your data, or to erase it.")),
    ]
    if it.joined:
        rows = (
            (say.words("Flows"), say("{n}", n=it.logs)),
            (say.words("Reviews"), say("{n}", n=it.reviews)),
            (say.words("Check-ins"), say("{n}", n=it.checkins)),
        )
        blocks += [Say(say("**Yours so far:**")), Facts(rows)]
    return View(say("What is kept, and why"), tuple(blocks))
