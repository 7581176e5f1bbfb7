"""Days off: what one tap takes, what is off, and being back."""

from datetime import date

from bot.app import commands as c
from bot.app.said import KindNote, Rested, RestEnded, RestShown, SeasonOff, Snoozed
from bot.core.rests import Rest
from bot.ui.dates import day_words, moment
from bot.ui.phrase import Phrase
from bot.ui.screens.parts import lined, next_words, week_blocks
from bot.ui.text import Text
from bot.ui.view import Action, Block, Fill, Press, Say, Small, View


def shown(it: RestShown, say: Text) -> View:
    """What is off, and what one tap would take."""
    blocks: list[Block] = [
        Say(say("Rest is part of the way. Prompts fall silent, your run holds, and nothing is owed."))
    ]
    if it.rests:
        blocks.append(Say(lined([say("Off: {days}", days=span(off, say)) for off in it.rests])))
    blocks += groups_off(it.seasons, it.today, say)
    actions: list[Action] = [
        Press(say.words("Today"), c.RestNow("today"), "main"),
        Press(say.words("The rest of this week"), c.RestNow("week")),
        Press(say.words("Until further notice"), c.RestNow("open")),
        Fill(say.words("Other days"), c.Rest, asks=("start", "end")),
    ]
    now = [off for off in it.rests if off.covers(it.today)]
    actions += [Press(say.words("I am back"), c.EndRest(off.id)) for off in now[:1]]  # from all that is off today
    actions += [
        Press(say.words("Drop {day}", day=day_words(say, off.first)), c.EndRest(off.id))
        for off in it.rests
        if off.first > it.today
    ]
    return View(say("Rest"), tuple(blocks), tuple(actions), in_place=True)


def groups_off(seasons: tuple[SeasonOff, ...], today: date, say: Text) -> list[Block]:
    """The seasons of the learner's groups: facts of theirs, with nothing to press."""
    several = len({one.group for one in seasons}) > 1
    lines = [_season(one, today, say, named=several) for one in seasons]
    return [Say(lined(lines))] if lines else []


def _season(it: SeasonOff, today: date, say: Text, *, named: bool) -> Phrase:
    whose = say.words("a season of {group}", group=it.group) if named else say.words("your group's season")
    last = day_words(say, it.last, today)
    if it.first <= today:
        return say("🌿 {name}, {whose}, until {day}", name=it.name, whose=whose, day=last)
    if it.first == it.last:
        return say("🌿 {name}, {whose}, on {day}", name=it.name, whose=whose, day=last)
    first = day_words(say, it.first, today)
    return say("🌿 {name}, {whose}, {first} to {last}", name=it.name, whose=whose, first=first, last=last)


def rested(it: Rested, say: Text) -> View:
    """Days are off."""
    off = it.rest
    title = say("Off already: {days}", days=span(off, say)) if it.already else say("Off: {days}", days=span(off, say))
    blocks: list[Block] = [*week_blocks(say, it.week)]
    if off.last is None:
        blocks.append(Small(say("Your next flow, whenever it comes, ends it by itself.")))
    elif it.run:
        blocks.append(Small(say("Your run holds, and whatever you log still counts.")))
    else:
        blocks.append(Small(say("Whatever you log still counts.")))
    actions = (Press(say.words("Undo"), c.Undo("rest", off.id)), Press(say.words("Rest"), c.Rest()))
    return View(title, tuple(blocks), actions, accent="good")


def snoozed(it: Snoozed, say: Text) -> View:
    """A prompt was put off."""
    return View(say("I will write again {at}", at=moment(say, it.at, it.zone)), accent="good")


def snoozes(evening: bool, say: Text) -> tuple[Action, ...]:
    """The ways to put a prompt off."""
    later = (Press(say.words("This evening"), c.Snooze("evening")),) if evening else ()
    return (
        Press(say.words("In an hour"), c.Snooze("hour")),
        *later,
        Press(say.words("Tomorrow"), c.Snooze("tomorrow")),
    )


def ended(it: RestEnded, say: Text) -> View:
    """Back again; undo lets the same days be off once more."""
    first, last = it.days
    undo = c.RestNow("open") if last is None else c.Rest(first.isoformat(), last.isoformat())
    actions = (Press(say.words("Show the next flow"), c.Today(), "main"), Press(say.words("Undo"), undo))
    return View(say("Good to have you back"), (Say(next_words(say, it.stand)),), actions, accent="warm")


def kind_note(it: KindNote, say: Text) -> View:
    """The one note before prompts fall silent (R16)."""
    text = say(
        "I will keep quiet from now on, {name}. Everything waits where you left it; any word or press brings the prompts back.",
        name=it.name,
    )
    actions = (
        Press(say.words("Show the next flow"), c.Today(), "main"),
        Press(say.words("Rest until further notice"), c.RestNow("open")),
        Press(say.words("Stop prompts"), c.Settings(prompts=False)),
    )
    return View(say("No hurry"), (Say(text), Say(next_words(say, it.stand))), actions)


def count_as_rest(gap: tuple[object, object] | None, say: Text) -> tuple[Action, ...]:
    """The one button after an absence (R15)."""
    if gap is None:
        return ()
    return (Press(say.words("Count that time as rest"), c.RestGap(str(gap[0]), str(gap[1]))),)


def span(off: Rest, say: Text) -> Phrase:
    """A range of days in words."""
    first = day_words(say, off.first)
    if off.last is None:
        return say("from {day} until further notice", day=first)
    if off.last == off.first:
        return say("{day}", day=first)
    return say("{first} to {last}", first=first, last=day_words(say, off.last))
