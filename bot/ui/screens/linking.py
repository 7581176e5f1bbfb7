"""Two accounts that become one learner: the code, both sides with the choices, and the parting."""

from collections.abc import Sequence

from bot.app import commands as c
from bot.app.said import LinkCode, Linked, LinkedAccount, LinkNews, LinkOffer, LinkShown, LinkSide, Parted, PartOffer
from bot.core.facts import Log
from bot.core.linking import Picks, Side, read_picks
from bot.core.people import Platform
from bot.core.prompts import NEVER
from bot.ui.dates import clock, day_words, length, moment, weekdays
from bot.ui.phrase import Code, Phrase, Plain
from bot.ui.screens.parts import where
from bot.ui.text import Text
from bot.ui.view import Action, Block, Facts, Press, Say, Small, View


def platform_words(say: Text, platform: str) -> str:
    """A platform's name."""
    match platform:
        case Platform.DISCORD:
            return say.words("Discord")
        case Platform.TELEGRAM:
            return say.words("Telegram")
        case _:
            return say.words("the terminal")


def code(it: LinkCode, say: Text) -> View:
    """A one-time code."""
    return View(
        say("Your code: {code}", code=Code(it.code)),
        (
            Say(say("On your other account, in private, type {line}", line=Code(f"/link {it.code}"))),
            Small(
                say(
                    "It works once, until {until}. You will see both sides there before anything happens. Give it to nobody else.",
                    until=moment(say, it.until, it.zone),
                )
            ),
        ),
    )


def offer(it: LinkOffer, say: Text) -> View:
    """Both sides, what was picked, and the one press that does it."""
    there = _names(say, it.there.accounts)
    blocks: list[Block] = [
        Say(say("**{name}**, on {platforms}", name=it.there.name, platforms=there)),
        Facts(_side_rows(it.there, say)),
    ]
    if it.here is None:
        blocks.append(
            Say(say("This account has not joined yet; it becomes another door to the learner above.")),
        )
    else:
        here = _names(say, it.here.accounts)
        blocks += [
            Say(say("**{name}**, on {platforms}", name=it.here.name, platforms=here)),
            Facts(_side_rows(it.here, say)),
            Say(say("**Together**")),
            Facts(_together_rows(it, it.here, say)),
        ]
        if it.kept < max(it.there.kept, it.here.kept):
            blocks.append(
                Small(
                    say("Kept weeks are counted by the study days that you pick; with the other side's there are more.")
                )
            )
    blocks.append(
        Small(
            say(
                "All flows, reviews and groups come together, and a no to being named stays a no. For 7 days you can part them again: each side takes back what it brought, and what you record from now on stays with {name} on {platforms}. After that it is for good.",
                name=it.there.name,
                platforms=there,
            )
        )
    )
    blocks.append(Small(say("Only if both accounts are yours: each will see everything of the other.")))
    now = Press(say.words("Link them"), c.LinkNow(it.other, it.token, it.picks), "main")
    return View(say("One learner from two accounts?"), tuple(blocks), (now, *_flips(it, say)), in_place=True)


def linked(it: Linked, say: Text) -> View:
    """Two are one; flows that look alike, each with its button."""
    blocks: list[Block] = [
        Say(
            say(
                "{platforms} are both you now, {name}.",
                platforms=_names(say, it.accounts),
                name=it.name,
            )
        ),
        Facts(
            (
                (say.words("Kept weeks"), say("{n}", n=it.kept)),
                (say.words("Flows"), say("{n}", n=it.flows)),
            )
        ),
    ]
    actions: list[Action] = []
    if it.alike:
        blocks.append(
            Say(say("These look like one flow told twice. All count, unless you take one back:")),
        )
        for there, here in it.alike:
            blocks.append(Say(_pair(there, here, it, say)))
            day = day_words(say, here.day)
            actions += [
                Press(_undo_label(day, it.from_there, say), c.Undo("log", there.id)),
                Press(_undo_label(day, it.from_here, say), c.Undo("log", here.id)),
            ]
    if it.more_alike:
        blocks.append(
            Small(
                say.many(
                    "{n} more pair like these stands in `/history`.",
                    "{n} more pairs like these stand in `/history`.",
                    it.more_alike,
                )
            )
        )
    blocks.append(Small(say("`/link` parts them again until {until}.", until=moment(say, it.until, it.zone))))
    return View(say("Linked"), tuple(blocks), tuple(actions), accent="good")


def shown(it: LinkShown, say: Text) -> View:
    """What is linked already."""
    blocks: list[Block] = [Say(say("**{name}**, on {platforms}", name=it.name, platforms=_names(say, it.accounts)))]
    if not it.union or it.until is None:
        blocks.append(Small(say("There is nothing left to link.")))
        return View(say("Linked accounts"), tuple(blocks))
    blocks.append(Small(say("They can be parted until {until}.", until=moment(say, it.until, it.zone))))
    actions = (Press(say.words("Part them again"), c.LinkPart(it.union)),)
    return View(say("Linked accounts"), tuple(blocks), actions, in_place=True)


def part_offer(it: PartOffer, say: Text) -> View:
    """What would go where."""
    goes, stays = _names(say, it.goes), _names(say, it.stays)
    if it.newcomer:
        text = say("{goes} leaves this learner, and can join anew.", goes=goes)
    else:
        flows = say.many("{n} flow", "{n} flows", it.flows)
        text = say(
            "{goes} takes back what it came with: {flows}, its reviews, groups and settings.", goes=goes, flows=flows
        )
    after = say.many("{n} flow", "{n} flows", it.since)
    rest = say(
        "What was recorded since you linked them stays with {name} on {stays}: {flows}.",
        name=it.name,
        stays=stays,
        flows=after,
    )
    actions = (Press(say.words("Part them"), c.LinkPart(it.union, sure=True), "danger"),)
    return View(say("Part them again?"), (Say(text), Say(rest)), actions, in_place=True)


def parted(it: Parted, say: Text) -> View:
    """They are two again."""
    goes, stays = _names(say, it.goes), _names(say, it.stays)
    text = say("{stays} and {goes} are two learners again.", stays=stays, goes=goes)
    if it.newcomer:
        text = say("{goes} no longer belongs to {stays}.", stays=stays, goes=goes)
    return View(say("Parted"), (Say(text),), accent="good")


def news(it: LinkNews, say: Text) -> View:
    """Told to the account that did not press."""
    names = _names(say, it.accounts)
    if it.parted:
        return View(say("Your accounts were parted again; here you are {name}, on {names}.", name=it.name, names=names))
    return View(
        say("Your accounts were linked: you are {name}, on {names}.", name=it.name, names=names),
        (Small(say("If that was not you, `/link` parts them again within 7 days.")),),
    )


def _names(say: Text, accounts: Sequence[LinkedAccount]) -> str:
    names = [platform_words(say, it.platform) for it in accounts]
    if len(names) < 2:
        return "".join(names)
    return say.words("{some} and {last}", some=", ".join(names[:-1]), last=names[-1])


def _side_rows(side: LinkSide, say: Text) -> tuple[tuple[str, Phrase], ...]:
    accounts = ", ".join(f"{it.name} ({platform_words(say, it.platform)})" for it in side.accounts)
    flows = say.many("{n} flow, {time}", "{n} flows, {time}", side.flows, time=length(say, side.minutes))
    rows: list[tuple[str, Phrase]] = [
        (say.words("Known there as"), (Plain(accounts),)),
        (say.words("Flows"), flows),
        (say.words("Kept weeks"), say("{n}", n=side.kept)),
        *((title, say("{where}", where=where(say, stand))) for title, stand in side.places),
    ]
    if side.groups:
        rows.append((say.words("Groups"), (Plain(", ".join(side.groups)),)))
    return (*rows, (say.words("Settings"), _settings(side, say)))


def _settings(side: LinkSide, say: Text) -> Phrase:
    prompts = say.words("prompts at {hour}", hour=clock(side.hour)) if side.prompts else say.words("no prompts")
    quiet = (
        say.words("no quiet hours")
        if side.quiet == NEVER
        else say.words("quiet {start} to {end}", start=clock(side.quiet.start), end=clock(side.quiet.end))
    )
    return say(
        "{zone}, {days}, {prompts}, {quiet}, {curriculum}",
        zone=side.zone,
        days=weekdays(say, side.plan.weekdays),
        prompts=prompts,
        quiet=quiet,
        curriculum=side.curriculum,
    )


def _together_rows(it: LinkOffer, here: LinkSide, say: Text) -> tuple[tuple[str, Phrase], ...]:
    picks = read_picks(it.picks, len(it.shared))
    rows: list[tuple[str, Phrase]] = [
        (say.words("Name"), (Plain(_of(picks.name, it, here).name),)),
        (say.words("Settings"), say("as on {side}", side=_door(picks.settings, it, here, say))),
    ]
    for (title, differs), side in zip(it.shared, picks.places, strict=True):
        stand = dict(_of(side, it, here).places).get(title)
        if differs and stand is not None:
            rows.append((title, say("{where}", where=where(say, stand))))
    rows.append((say.words("Flows"), say("{n}", n=it.flows)))
    rows.append((say.words("Kept weeks"), say("{n}", n=it.kept)))
    return tuple(rows)


def _flips(it: LinkOffer, say: Text) -> tuple[Action, ...]:
    """A button for each choice that makes a difference: it takes the other side's."""
    if it.here is None:
        return ()
    picks = read_picks(it.picks, len(it.shared))
    found: list[Action] = [
        _flip(
            say.words("Settings as on {side}", side=_door(_other(picks.settings), it, it.here, say)),
            0,
            picks,
            it,
        )
    ]
    if it.here.name != it.there.name:
        name = _of(_other(picks.name), it, it.here).name
        found.append(_flip(say.words("Be called {name}", name=_short(name)), 1, picks, it))
    for at, ((title, differs), side) in enumerate(zip(it.shared, picks.places, strict=True)):
        stand = dict(_of(_other(side), it, it.here).places).get(title)
        if differs and stand is not None:
            place = where(say, stand)
            label = (
                say.words("Stand at {place}", place=place)
                if len(it.shared) == 1
                else say.words("{title}: {place}", title=_short(title), place=place)
            )
            found.append(_flip(label, at + 2, picks, it))
    return tuple(found)


def _flip(label: str, at: int, picks: Picks, it: LinkOffer) -> Press:
    return Press(label, c.LinkPick(it.other, it.token, picks.flipped(at)))


def _other(side: Side) -> Side:
    return "there" if side == "here" else "here"


def _of(side: Side, it: LinkOffer, here: LinkSide) -> LinkSide:
    return here if side == "here" else it.there


def _door(side: Side, it: LinkOffer, here: LinkSide, say: Text) -> str:
    return _names(say, _of(side, it, here).accounts)


def _pair(there: Log, here: Log, it: Linked, say: Text) -> Phrase:
    return say(
        "{day}, {time}: once on {one}, once on {other}.",
        day=day_words(say, here.day),
        time=length(say, here.minutes),
        one=platform_words(say, it.from_there.platform),
        other=platform_words(say, it.from_here.platform),
    )


def _undo_label(day: str, of: LinkedAccount, say: Text) -> str:
    return say.words("Undo {day} of {platform}", day=day, platform=platform_words(say, of.platform))


def _short(name: str, most: int = 30) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"
