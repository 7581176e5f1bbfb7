"""Sharing one item with a group: the very words first, then the receipt, and reading what others shared (R23)."""

from bot.app import commands as c
from bot.app.said import Cheered, Shared, SharedItem, SharedRead, ShareShown, Unshared
from bot.ui.phrase import Person, Phrase
from bot.ui.screens.weekly import intention
from bot.ui.text import Text
from bot.ui.view import Action, Block, Option, Pick, Press, Quote, Say, Small, View


def head(it: SharedItem, say: Text) -> Phrase:
    """What an item is, and whose if that may be told."""
    name = Person(it.name)
    match it.what, bool(it.name):
        case "well", True:
            return say("{name}, on what went well:", name=name)
        case "well", _:
            return say("What went well for somebody:")
        case "way", True:
            return say("{name}, on what got in the way:", name=name)
        case "way", _:
            return say("What got in somebody's way:")
        case "plan", True:
            return say("{name}'s plan for the week:", name=name)
        case "plan", _:
            return say("Somebody's plan for the week:")
        case _, True:
            return say("{name} explains week {n}:", name=name, n=it.week)
        case _:
            return say("Somebody explains week {n}:", n=it.week)


def body(it: SharedItem, say: Text) -> Quote:
    """The item's own words."""
    if it.what != "plan":
        return Quote(it.text)
    after, _, will = it.text.partition("\n")
    return Quote(intention(after, will, say))


def shown(it: ShareShown, say: Text) -> View:
    """What the group would read, word for word; nobody reads it yet."""
    blocks: list[Block] = [Say(head(it.item, say)), body(it.item, say)]
    if not it.item.name:
        blocks.append(Small(say("Your name is not on it, since this group does not see it.")))
    back = c.Unshare(it.item.share)
    if it.item.share:
        blocks.insert(0, Say(say("**{group}** reads this in Monday's digest.", group=it.group)))
        return View(say("Shared with your group"), tuple(blocks), (Press(say.words("Take it back"), back),))
    blocks.insert(
        0,
        Say(
            say("**{group}** would read this, word for word, in Monday's digest. Nobody reads it yet.", group=it.group)
        ),
    )
    actions: list[Action] = [
        Press(say.words("Share it"), c.ShareNow(it.item.what, it.ref, it.group_id, it.seen), "main")
    ]
    if it.others:
        options = tuple(Option(name, c.SeeShare(it.item.what, it.ref, number)) for number, name in it.others[:25])
        actions.append(Pick(say.words("Another group"), options))
    return View(say("Share this with your group?"), tuple(blocks), tuple(actions))


def shared(it: Shared, say: Text) -> View:
    """It is shared."""
    text = say("{group} reads it in Monday's digest. No message is sent for it.", group=it.group)
    return View(
        say("Shared"), (Say(text),), (Press(say.words("Take it back"), c.Unshare(it.item.share)),), accent="good"
    )


def unshared(it: Unshared, say: Text) -> View:
    """It is private again."""
    return View(say("Taken back: {group} no longer reads it", group=it.group), accent="good")


def read(it: SharedRead, say: Text) -> View:
    """The whole of what somebody shared."""
    actions = (Press(say.words("Take it back"), c.Unshare(it.item.share)),) if it.mine else ()
    return View(head(it.item, say), (body(it.item, say),), actions)


def cheered(it: Cheered, say: Text) -> View:
    """Kudos were counted, now or before."""
    if it.again:
        return View(say("👏 Your kudos for this week count already. Thank you!"), accent="good")
    title = say("👏 Your kudos count. {group} sees on the card how many, nobody sees who.", group=it.group)
    return View(title, accent="good")
