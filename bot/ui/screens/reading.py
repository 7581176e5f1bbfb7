"""What is only read about the bot itself: help."""

from bot.app import commands as c
from bot.app.said import HelpShown
from bot.ui.menu import MENU, words_of
from bot.ui.phrase import Plain
from bot.ui.text import Text
from bot.ui.view import Action, Block, Facts, Fill, Press, Say, Small, View


def help_(it: HelpShown, say: Text) -> View:
    """Help that fits."""
    if not it.private and not it.joined:
        where = it.group or say.words("a study group")
        blocks: list[Block] = [
            Say(
                say(
                    "This is home to **{where}**. Join, and I tell you each study day what to do next, in private.",
                    where=where,
                )
            )
        ]
        actions: list[Action] = [Press(say.words("Join"), c.Join(), "main")]
        if it.facilitator and not it.group:
            blocks = [
                Say(
                    say(
                        "Make this chat a study group with `/setup`: it takes a time zone, the card's hour, and whether there is a board."
                    )
                )
            ]
            actions = [Fill(say.words("Set this chat up"), c.Setup, asks=("zone", "hour", "board"), style="main")]
        return View(say("Pacekeeper"), tuple(blocks), tuple(actions))
    if not it.joined:
        text = say(
            "I carry you through a long curriculum, one small flow at a time. Missing days is no drama: nothing is ever owed."
        )
        return View(
            say("Pacekeeper"),
            (Say(text),),
            (
                Press(say.words("Join"), c.Join(), "main"),
                Press(say.words("See the curriculum"), c.ShowCurriculum()),
            ),
        )
    first = say("Good to see you. You go on right where you stopped.") if it.welcome else say("What you can say:")
    rows = tuple(
        (f"/{command.name}", (Plain(words_of(command).description),)) for command in MENU if not command.facilitator
    )
    actions = [
        Press(say.words("Show the next flow"), c.Today(), "main"),
        Press(say.words("Progress"), c.Progress()),
    ]
    blocks = [Say(first), Facts(rows)]
    if it.facilitator and not it.private:
        blocks.append(Small(say("You may change this group with `/setup`.")))
    return View(say("Pacekeeper"), tuple(blocks), tuple(actions))
