"""A group's private prompts, and what goes wrong with its chats."""

from bot.app import commands as c
from bot.app.said import ChatTrouble, DailyPrompt, DoorClosed, DoorOpened, Hello
from bot.ui.dates import clock, date_words
from bot.ui.screens.day import today
from bot.ui.screens.resting import snoozes
from bot.ui.screens.rewards import trouble
from bot.ui.screens.weekly import intention
from bot.ui.text import Text
from bot.ui.view import Block, Press, Say, Small, View


def hello(it: Hello, say: Text) -> View:
    """The first private message."""
    text = say(
        "This is where I write to you, {name}: at {hour} on your study days, and on Sundays to look back at the week.",
        hour=clock(it.hour),
        name=it.name,
    )
    actions = (
        Press(say.words("Show the next flow"), c.Today(), "main"),
        Press(say.words("Stop prompts"), c.Settings(prompts=False)),
    )
    return View(say("Prompts will reach you"), (Say(text),), actions)


def prompt(it: DailyPrompt, say: Text) -> View:
    """The daily prompt: the next flow, and the plan of the last check-in."""
    view = today(it.shown, say, asked=False)
    blocks: list[Block] = []
    if it.intention is not None:
        blocks.append(Small(say("You planned: {plan}.", plan=intention(*it.intention, say))))
    stop = Press(say.words("Stop prompts"), c.Settings(prompts=False))
    actions = (*view.actions, *snoozes(it.evening, say), stop)
    return View(view.title, (*blocks, *view.blocks), actions)


def chat_trouble(it: ChatTrouble, say: Text) -> View:
    """Told to a facilitator: why a chat got no cards."""
    blocks: list[Block] = []
    if it.closed_because:
        blocks.append(
            Say(
                say(
                    "I could not write here: {reason}. Once that is mended the cards go on by themselves, or at once by `/setup`.",
                    reason=say.known(it.closed_because),
                )
            )
        )
    if it.unknown_days:
        days = ", ".join(date_words(say, day) for day in it.unknown_days)
        blocks.append(
            Say(
                say(
                    "Nobody knows whether the card of {days} was posted, so I did not post it twice.",
                    days=days,
                )
            )
        )
    if it.lost_room:
        blocks.append(
            Say(say("The study room {room} is gone; `/setup` takes another, if you want one.", room=it.lost_room))
        )
    blocks += [Say(trouble(each, say)) for each in it.roles]
    return View(say("For you as facilitator"), tuple(blocks), accent="no")


def door_closed(it: DoorClosed, say: Text) -> View:
    """The private chat refused a message, and how to open it."""
    prompt = say.words("Prompt me daily")
    if it.platform == "discord":
        fix = say(
            "In this server's privacy settings, allow direct messages from members, then press **{button}**.",
            button=prompt,
        )
    else:
        fix = say("Open our private chat and press Start, then press **{button}**.", button=prompt)
    text = say("My private messages do not reach you: they were refused.")
    actions = (
        Press(prompt, c.Settings(prompts=True), "main"),
        Press(say.words("Stop prompts"), c.Settings(prompts=False)),
    )
    return View(say("Your prompts"), (Say(text), Say(fix)), actions, accent="warm")


def door_opened(it: DoorOpened, say: Text) -> View:
    """The private chat takes messages again."""
    del it
    return View(say("My private messages reach you again."), accent="good")
