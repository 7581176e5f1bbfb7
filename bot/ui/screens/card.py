"""A group's one message of the day, on Monday with the digest of the week before (R24)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.app import commands as c
from bot.app.said import Card, Digest
from bot.ui.dates import day_words, length
from bot.ui.phrase import Person, Phrase, words
from bot.ui.screens.focus import focusing_words
from bot.ui.screens.openers import opener
from bot.ui.screens.parts import MOST_NAMES, lined, named
from bot.ui.screens.sharing import body, head
from bot.ui.text import Text
from bot.ui.view import Action, Block, Fill, Option, Pick, Press, Quote, Say, Small, View

ROOM = 3600  # of the 4,000 characters of a message on Discord and the 4,096 on Telegram
FEWER = (MOST_NAMES, 12, 6, 3, 1)  # names and lines of a kind, until the card fits


def card(it: Card, say: Text) -> View:
    """The card, with as many names and lines as fit into one message: it is edited, so it can never be two."""
    drawn = [_card(it, say, most) for most in FEWER]
    return next((view for view in drawn if _weight(view) <= ROOM), drawn[-1])


def _weight(view: View) -> int:
    """About how long a view is: UTF-16 units as Telegram counts them, and Discord's backslash before each mark."""
    text = words(view.title)
    for block in view.blocks:
        match block:
            case Say(phrase) | Small(phrase):
                text += words(phrase)
            case Quote(quoted):
                text += quoted
    return sum(2 if ord(char) > 0xFFFF or not (char.isalnum() or char.isspace()) else 1 for char in text)


def _card(it: Card, say: Text, most: int) -> View:
    day = day_words(say, it.day)
    title = {
        "day": say("{day}", day=day),
        "checkin": say("{day}: how did the week go?", day=day),
        "fresh": say("{day}: a fresh week", day=day),
    }[it.kind]
    blocks: list[Block] = []
    if it.digest is not None:
        blocks += _digest(it.digest, say, most)
    if it.kind == "fresh":
        blocks.append(Small(opener(it.group_id, it.day, say)))
    if it.season_until is not None:
        blocks.append(Say(_season(it.season, it.season_until, say)))
    if it.kind == "checkin":
        blocks.append(Say(say("Five short questions, only for you. Answers count until next Sunday.")))
        if it.checked_in:
            blocks.append(Small(say.many("{n} check-in so far.", "{n} check-ins so far.", it.checked_in)))
    blocks.append(Say(_in_today(it, say, most)))
    if it.week_minutes is not None:
        blocks.append(Small(_week(it.week_minutes, it.week_kept, say)))
    if it.focusing is not None:
        blocks.append(Say(focusing_words(replace(it.focusing, names=it.focusing.names[:most]), say)))
    if it.closed:
        blocks.append(Small(say("This day is closed. Late flows still count.")))
    actions = () if it.closed else _actions(it, say)
    return View(title, tuple(blocks), actions, private=False, accent="plain" if it.closed else "good")


def _actions(it: Card, say: Text) -> tuple[Action, ...]:
    """What one may want of a card. Each is answered to whoever presses it alone."""
    calls = it.kind == "checkin"
    asks = ("minutes", "note", "when", "focus")
    actions: list[Action] = [Fill(say.words("Check in"), c.WriteCheckin, style="main")] if calls else []
    actions += [
        # The form asks for the minutes: credit is what was studied, not what was planned.
        Fill(say.words("Flow done"), c.LogFlow, {"done": True}, asks, "plain" if calls else "main"),
        Fill(say.words("Log a flow"), c.LogFlow, asks=asks),
        Press(say.words("My next flow"), c.Today()),
        Press(say.words("Focus with others"), c.JoinFocus(it.group_id)),
        Press(say.words("Rest today"), c.RestNow("today")),
    ]
    if it.digest is not None and it.digest.wins:
        actions.append(Press(say.words("👏 Kudos"), c.Kudos(it.group_id, it.digest.monday.isoformat())))
    actions.append(Press(say.words("Join"), c.Join(link=it.link)))
    if it.digest is not None and it.digest.shares:
        options = tuple(
            Option(words(head(item, say)).rstrip(":"), c.ReadShared(item.share)) for item in it.digest.shares
        )
        actions.append(Pick(say.words("Read what was shared, as a whole"), options))
    return tuple(actions)


def _in_today(it: Card, say: Text, most: int) -> Phrase:
    if it.studied and not it.learners:
        return say("Somebody studied today.")
    if not it.learners:
        return say("Whoever studies today appears here.") if not it.closed else say("A quiet day.")
    who = named(it.names[:most], it.learners, say)
    if it.minutes is None:
        return say("In today: {who}.", who=who)
    return say("In today: {who}. Together **{time}**.", who=who, time=length(say, it.minutes))


def _week(minutes: int, kept: int, say: Text) -> Phrase:
    """The week so far: never how many have not kept theirs."""
    time = length(say, minutes)
    if not kept:
        return say("This week together: {time}.", time=time)
    return say.many(
        "This week together: {time}, {n} week kept.", "This week together: {time}, {n} weeks kept.", kept, time=time
    )


def _season(name: str, until: date, say: Text) -> Phrase:
    return say(
        "🌿 **{name}**, until {day}: time off for all of you. Every run holds, and a flow counts if you feel like one.",
        name=name,
        day=day_words(say, until),
    )


def _digest(it: Digest, say: Text, most: int) -> list[Block]:
    """What the group did together last week."""
    blocks: list[Block] = [Say(_sums(it, say))]
    lines = [say("🎉 {name} explained week {week}.", name=Person(name), week=week) for name, week in it.finished[:most]]
    more = it.finished_unlisted + len(it.finished[most:])
    if more:
        if lines:
            lines.append(say.many("{n} more week was explained.", "{n} more weeks were explained.", more))
        else:
            lines.append(say.many("{n} week was explained.", "{n} weeks were explained.", more))
    lines += [
        say("🎉 {name} finished the project {title}.", name=Person(name), title=title)
        for name, title in it.projects[:most]
    ]
    if it.shipped:
        lines.append(say.many("{n} project step was shipped.", "{n} project steps were shipped.", it.shipped))
    if lines:
        blocks.append(Say(lined(lines)))
    if it.back:
        blocks.append(Say(_welcome(it.back[:most], len(it.back) + it.back_more, say)))
    for item in it.shares[:most]:
        blocks += [Say(head(item, say)), body(item, say)]
    more = it.shares_more + len(it.shares[most:])
    if it.shares and more:
        blocks.append(Small(say.many("{n} more was shared.", "{n} more were shared.", more)))
    if it.kudos != 0:
        blocks.append(Say(say("👏") if it.kudos is None else say("👏 {n}", n=it.kudos)))
    return blocks


def _welcome(names: Sequence[str], learners: int, say: Text) -> Phrase:
    return say("Welcome back, {who}.", who=named(names, learners, say))


def _sums(it: Digest, say: Text) -> Phrase:
    if it.minutes is None or it.flows is None:
        return say("Last week people studied here.")
    learners = say.many("{n} learner", "{n} learners", it.learners)
    flows = say.many("{n} flow", "{n} flows", it.flows)
    time = length(say, it.minutes)
    if not it.kept:
        return say("Last week together: **{time}**, {flows}, {learners}.", time=time, flows=flows, learners=learners)
    return say.many(
        "Last week together: **{time}**, {flows}, {learners}; {n} week kept. 🎉",
        "Last week together: **{time}**, {flows}, {learners}; {n} weeks kept. 🎉",
        it.kept,
        time=time,
        flows=flows,
        learners=learners,
    )
