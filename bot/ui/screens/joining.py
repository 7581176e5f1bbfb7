"""Joining, and being named in a group."""

from zoneinfo import ZoneInfo

from bot.app import commands as c
from bot.app.said import Joined, JoinOffer
from bot.ui.dates import clock, day_words, weekdays
from bot.ui.phrase import Phrase, Plain
from bot.ui.text import Text
from bot.ui.view import MOST_OPTIONS, Action, Block, Facts, Fill, Option, Pick, Press, Say, Small, View


def offer(it: JoinOffer, say: Text) -> View:
    """What one tap would take."""
    where = it.group or it.curriculum
    blocks: list[Block] = [Say((Plain(it.summary),))]
    actions: list[Action] = []
    change = Fill(
        say.words("Choose my own"),
        c.Join,
        {"link": it.link, "curriculum": it.of},
        asks=("zone", "hour", "plan", "called"),
    )
    if it.zone and it.clock:
        rows = (
            (
                say.words("Your clock"),
                say("{clock}, {zone}", clock=clock(it.clock.astimezone(ZoneInfo(it.zone))), zone=it.zone),
            ),
            (say.words("Study days"), say("{days}", days=weekdays(say, it.plan.weekdays))),
            (
                say.words("Daily prompt"),
                say("{hour}, only on study days and only to you", hour=clock(it.hour)),
            ),
        )
        blocks += [Say(say("One tap takes the group's settings:")), Facts(rows)]
        actions += [
            Press(say.words("Join, with a daily prompt"), c.JoinNow(prompts=True, link=it.link), "main"),
            Press(say.words("Join without prompts"), c.JoinNow(prompts=False, link=it.link)),
            change,
        ]
    else:
        blocks.append(Say(say("Which clock do you live by? Pick one, or choose everything yourself.")))
        options = tuple(
            Option(zone.replace("_", " "), c.JoinNow(prompts=False, zone=zone, link=it.link, of=it.of))
            for zone in it.zones
        )
        actions += [Pick(say.words("Your time zone"), options), change]
        if it.others:
            titles = tuple(Option(each.title, c.Join(curriculum=each.ref)) for each in it.others[:MOST_OPTIONS])
            actions.append(Pick(say.words("Another curriculum"), titles))
    blocks.append(
        Small(say("Nothing is ever owed: a week with most of its days is kept, and you go on where you stopped."))
    )
    return View(say("Join {where}", where=where), tuple(blocks), tuple(actions))


def joined(it: Joined, say: Text) -> View:
    """A learner is in."""
    rows = (
        (say.words("Name"), (Plain(it.name),)),
        (
            say.words("Your clock"),
            say("{clock}, {zone}", clock=clock(it.now.astimezone(ZoneInfo(it.zone))), zone=it.zone),
        ),
        (say.words("Study days"), say("{days}", days=weekdays(say, it.plan.weekdays))),
        (say.words("Daily prompt"), _prompt_words(it, say)),
    )
    blocks: list[Block] = [Facts(rows)]
    actions: list[Action] = []
    if it.test_sent:
        blocks.append(Small(say("A first private message is on its way, to see that prompts will arrive.")))
    if not it.prompts:
        actions.append(Press(say.words("Prompt me daily"), c.Settings(prompts=True), "main"))
    if it.ask_listing:
        blocks.append(
            Say(
                say(
                    "May **{group}** see your name on its card and board? Your notes stay yours either way.",
                    group=it.group,
                )
            )
        )
        actions += [
            Press(say.words("Show my name"), c.ListMe(it.ask_listing, yes=True)),
            Fill(say.words("Show another name"), c.NameMe, {"group": it.ask_listing, "show": True}, asks=("called",)),
            Press(say.words("Keep me unlisted"), c.ListMe(it.ask_listing, yes=False)),
        ]
    actions += [
        Fill(say.words("Start further on"), c.Settings, asks=("week",)),
        Press(say.words("Settings"), c.Settings()),
    ]
    title = say("Welcome to {group}", group=it.group) if it.group else say("Welcome to {title}", title=it.curriculum)
    return View(title, tuple(blocks), tuple(actions), accent="good")


def _prompt_words(it: Joined, say: Text) -> Phrase:
    if not it.prompts:
        return say("off")
    if it.first_prompt is None:
        return say("{hour}", hour=clock(it.hour))
    return say(
        "{hour}, from {day} on",
        hour=clock(it.hour),
        day=day_words(say, it.first_prompt.astimezone(ZoneInfo(it.zone)).date()),
    )
