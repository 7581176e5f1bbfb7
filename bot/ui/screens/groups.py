"""A group's messages: the card, and what goes wrong with it."""

from bot.app import commands as c
from bot.app.said import Card, ChatTrouble, DailyPrompt, Digest, DoorClosed, DoorOpened, Hello
from bot.ui.dates import clock, date_words, day_words, length
from bot.ui.phrase import Person, Phrase
from bot.ui.screens.day import today
from bot.ui.screens.focus import focusing_words
from bot.ui.screens.parts import MOST_NAMES, lined, named
from bot.ui.screens.resting import snoozes
from bot.ui.screens.weekly import intention
from bot.ui.text import Text
from bot.ui.view import Action, Block, Fill, Press, Say, Small, View


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
        blocks.append(Small(say("You planned: {plan}.", plan=intention(*it.intention))))
    stop = Press(say.words("Stop prompts"), c.Settings(prompts=False))
    actions = (*view.actions, *snoozes(it.evening, say), stop)
    return View(view.title, (*blocks, *view.blocks), actions)


def card(it: Card, say: Text) -> View:
    """The group's one message of the day."""
    day = day_words(say, it.day)
    title = {
        "day": say("{day}", day=day),
        "checkin": say("{day}: how did the week go?", day=day),
        "fresh": say("{day}: a fresh week", day=day),
    }[it.kind]
    blocks: list[Block] = []
    if it.digest is not None:
        blocks += _digest(it.digest, say)
    if it.kind == "checkin":
        blocks.append(Say(say("Five short questions, only for you. Answers count until next Sunday.")))
        if it.checked_in:
            blocks.append(Small(say.many("{n} check-in so far.", "{n} check-ins so far.", it.checked_in)))
    blocks.append(Say(_in_today(it, say)))
    if it.focusing is not None:
        blocks.append(Say(focusing_words(it.focusing, say)))
    actions: list[Action] = []
    if it.closed:
        blocks.append(Small(say("This day is closed. Late flows still count.")))
    else:
        if it.kind == "checkin":
            actions.append(Fill(say.words("Check in"), c.WriteCheckin, style="main"))
        log = Fill(
            say.words("Log a flow"),
            c.LogFlow,
            asks=("minutes", "note", "when", "focus"),
            style="plain" if it.kind == "checkin" else "main",
        )
        actions += [
            log,
            Press(say.words("My next flow"), c.Today()),
            Press(say.words("Focus with others"), c.JoinFocus(it.group_id)),
            Press(say.words("Join"), c.Join(link=it.link)),
        ]
    return View(title, tuple(blocks), tuple(actions), private=False, accent="plain" if it.closed else "good")


def _in_today(it: Card, say: Text) -> Phrase:
    if it.studied and not it.learners:
        return say("Somebody studied today.")
    if not it.learners:
        return say("Whoever studies today appears here.") if not it.closed else say("A quiet day.")
    who = named(it.names, it.learners, say)
    if it.minutes is None:
        return say("In today: {who}.", who=who)
    return say("In today: {who}. Together **{time}**.", who=who, time=length(say, it.minutes))


def _digest(it: Digest, say: Text) -> list[Block]:
    """What the group did together last week."""
    learners = say.many("{n} learner", "{n} learners", it.learners)
    if it.minutes is not None and it.flows is not None:
        flows = say.many("{n} flow", "{n} flows", it.flows)
        text = say(
            "Last week together: **{time}**, {flows}, {learners}.",
            time=length(say, it.minutes),
            flows=flows,
            learners=learners,
        )
    else:
        text = say("Last week people studied here.")
    blocks: list[Block] = [Say(text)]
    lines = [
        say("🎉 {name} explained week {week}.", name=Person(name), week=week) for name, week in it.finished[:MOST_NAMES]
    ]
    if it.finished_unlisted:
        one, many = ("{n} more week was explained.", "{n} more weeks were explained.")
        if not lines:
            one, many = ("{n} week was explained.", "{n} weeks were explained.")
        lines.append(say.many(one, many, it.finished_unlisted))
    lines += [
        say("🎉 {name} finished the project {title}.", name=Person(name), title=title) for name, title in it.projects
    ]
    if lines:
        blocks.append(Say(lined(lines)))
    if it.back:
        blocks.append(Say(say("Welcome back, {who}.", who=named(it.back, len(it.back), say))))
    return blocks


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
