"""A group's set-up, private prompts, and what facilitators see."""

from bot.app import commands as c
from bot.app.said import ChatTrouble, DailyPrompt, DoorClosed, DoorOpened, GroupReady, Hello
from bot.ui.dates import clock, date_words, moment
from bot.ui.phrase import Plain
from bot.ui.screens.day import today
from bot.ui.screens.resting import snoozes
from bot.ui.screens.weekly import intention
from bot.ui.text import Text
from bot.ui.view import MOST_OPTIONS, Action, Block, Facts, Option, Pick, Press, Say, Small, View


def group_ready(it: GroupReady, say: Text) -> View:
    """This chat is a group now, or its settings changed."""
    group = it.group
    rows = (
        (say.words("Curriculum"), (Plain(it.curriculum),)),
        (say.words("Clock"), say("{zone}", zone=group.zone)),
        (
            say.words("Card"),
            say("{hour}, next {at}", hour=clock(group.hour), at=moment(say, it.first_card, group.zone)),
        ),
        (say.words("Board"), say("on") if group.board else say("off")),
        *(((say.words("Study room"), (Plain(group.room_name),)),) if group.room else ()),
    )
    if it.created:
        title = say("{group} is a study group now", group=group.name)
        text = say(
            "Everybody joins with one tap. One card a day appears here on weekdays and Sundays, nothing else unasked."
        )
    else:
        title, text = say("{group}: settings changed", group=group.name), say("They hold from now on.")
    blocks: list[Block] = [Say(text), Facts(rows)]
    actions: list[Action] = [Press(say.words("Join"), c.Join(), "main")]
    if group.room:
        blocks.append(
            Small(
                say(
                    "Members may be offered to log their time in {room}; nothing counts by itself, and everybody can switch that off.",
                    room=group.room_name,
                )
            )
        )
        actions.append(Press(say.words("No study room"), c.ForgetRoom()))
    if it.unseen:
        blocks.append(Small(say("I cannot see {room} yet: allow me View Channel there.", room=group.room_name)))
    if it.others:
        options = tuple(
            Option(each.title, c.Setup(group.zone, curriculum=each.ref)) for each in it.others[:MOST_OPTIONS]
        )
        actions.append(Pick(say.words("Study another curriculum"), options))
    return View(title, tuple(blocks), tuple(actions), private=False, accent="good")


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
    view = today(it.shown, say)
    blocks: list[Block] = []
    if it.intention is not None:
        blocks.append(Small(say("You planned: {plan}.", plan=intention(*it.intention))))
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
                    "I could not write here: {reason}. Once that is mended, `/setup` starts the cards again.",
                    reason=it.closed_because,
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
    return View(say("For you as facilitator"), tuple(blocks), accent="no")


def door_closed(it: DoorClosed, say: Text) -> View:
    """The private chat refused a message, and how to open it."""
    if it.platform == "discord":
        fix = say("In this server's privacy settings, allow direct messages from members, then press the button.")
    else:
        fix = say("Open our private chat and press Start, then press the button.")
    text = say("My private messages do not reach you: they were refused.")
    actions = (
        Press(say.words("Prompt me daily"), c.Settings(prompts=True), "main"),
        Press(say.words("Stop prompts"), c.Settings(prompts=False)),
    )
    return View(say("Your prompts"), (Say(text), Say(fix)), actions, accent="warm")


def door_opened(it: DoorOpened, say: Text) -> View:
    """The private chat takes messages again."""
    del it
    return View(say("My private messages reach you again."), accent="good")
