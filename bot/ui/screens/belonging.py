"""How a learner is known in a group, what they agreed to there, and their study pair."""

from collections.abc import Mapping

from bot.app import commands as c
from bot.app.said import Belonging, Partner, Promised, SideBySide
from bot.core.people import AGREEMENTS, Agreement
from bot.ui.phrase import Person, Phrase
from bot.ui.screens.parts import in_a_row
from bot.ui.text import Text, later
from bot.ui.view import Action, Block, Facts, Fill, Press, Quote, Say, Small, View

YES: Mapping[Agreement, str] = {
    "helps": later("Others may ask me"),
    "partner": later("Find me a partner"),
    "hello": later("A hello is welcome"),
}
NO: Mapping[Agreement, str] = {
    "helps": later("Ask me no more"),
    "partner": later("No partner"),
    "hello": later("No hello"),
}


def belonging(it: Belonging, say: Text) -> View:
    """The name, and three things that are off until the learner wants them."""
    if it.listed:
        name = say("**{group}** sees you as {name} on its card and board.", group=it.group, name=it.name)
    else:
        name = say("**{group}** does not see your name. Your minutes still count in its totals.", group=it.group)
    if it.away:
        name = say(
            "You are not in a chat of **{group}** at the moment, so nobody there sees you. It all waits as you left it.",
            group=it.group,
        )
    rows = (
        (say.words("Asked for help"), _on(say, "helps" in it.agreed)),
        (say.words("Study partner"), _partner(it, say)),
        (say.words("A hello"), say("welcome, if you go quiet") if "hello" in it.agreed else say("no")),
    )
    blocks: list[Block] = [Say(name), Facts(rows)]
    if it.roles and it.listed:
        blocks.append(Small(say("A finished phase can bring you a role on Discord, which everybody there sees.")))
    elif it.roles:
        blocks.append(Small(say("Roles on Discord for finished phases go only to those whom the group may name.")))
    blocks += [Small(_means(each, say)) for each in AGREEMENTS if each not in it.agreed]
    blocks += pair_blocks(it.pair, say)
    listing = say.words("Keep me unlisted") if it.listed else say.words("Show my name")
    actions: list[Action] = [
        Press(listing, c.ListMe(it.group_id, yes=not it.listed)),
        Fill(say.words("Another name there"), c.NameMe, {"group": it.group_id}, asks=("called",)),
    ]
    actions += [
        Press(
            say.words(NO[each] if each in it.agreed else YES[each]), c.Agree(it.group_id, each, each not in it.agreed)
        )
        for each in AGREEMENTS
    ]
    if it.pair.partners:
        actions.append(make_promise(it.pair, say))
    return View(_title(it, say), tuple(blocks), tuple(actions), in_place=True, accent="good" if it.changed else "plain")


def promised(it: Promised, say: Text) -> View:
    """What was promised, and who reads it."""
    when = say("For the week that begins tomorrow.") if it.for_next_week else say("For this week.")
    blocks = (*pair_blocks(it.pair, say), Small(when))
    return View(say("Promised"), blocks, (make_promise(it.pair, say),), in_place=True, accent="good")


def pair_blocks(it: SideBySide, say: Text) -> tuple[Block, ...]:
    """Who studies side by side with the learner, and what each promised; what was not done is not said (R22)."""
    blocks: list[Block] = []
    for each in it.partners:
        blocks.append(Say(_beside(each, say)))
        if each.promise:
            blocks.append(Quote(each.promise))
    if it.promise:
        blocks += [Say(say("You promised:")), Quote(it.promise)]
    return tuple(blocks)


def make_promise(it: SideBySide, say: Text) -> Fill:
    """The button that asks for the week's promise."""
    label = say.words("Change my promise") if it.promise else say.words("Promise something")
    return Fill(label, c.Promise, {"group": it.group_id}, asks=("promise",))


def _beside(it: Partner, say: Text) -> Phrase:
    name = Person(it.name)
    match it.studied, bool(it.promise):
        case True, True:
            return say("Side by side with {name}, who studied this week already, and promised:", name=name)
        case True, False:
            return say("Side by side with {name}, who studied this week already.", name=name)
        case False, True:
            return say("Side by side with {name}, and promised:", name=name)
        case _:
            return say("Side by side with {name}.", name=name)


def _on(say: Text, yes: bool) -> Phrase:
    return say("yes") if yes else say("no")


def _partner(it: Belonging, say: Text) -> Phrase:
    if "partner" not in it.agreed:
        return say("no")
    names: list[Phrase] = [(Person(each.name),) for each in it.pair.partners]
    if not names:
        return say("as soon as somebody else wants one")
    return in_a_row(names, say)


def _means(what: Agreement, say: Text) -> Phrase:
    """What a yes would mean, said before it is given."""
    match what:
        case "helps":
            return say(
                "Asked for help: a question about a week that you explained may mention you in the group, at most once a week, while your name is shown there."
            )
        case "partner":
            return say(
                "A partner sees your name, your promise for the week, and that you studied in it. Nothing else, and either can stop."
            )
        case "hello":
            return say("A hello: after two quiet weeks a facilitator may see that one would be welcome. No numbers.")


def _title(it: Belonging, say: Text) -> Phrase:
    if it.changed == "listed":
        return say("Your name is shown") if it.listed else say("Your name stays private")
    return say("You in {group}", group=it.group)
