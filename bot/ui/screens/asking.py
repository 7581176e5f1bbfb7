"""Asking one's group: the exact post first, then the post itself."""

from collections.abc import Sequence

from bot.app import commands as c
from bot.app.said import AskPosted, AskShown, GroupAsked
from bot.ui.phrase import Mention, Person, Phrase
from bot.ui.screens.parts import in_a_row
from bot.ui.text import Text
from bot.ui.view import Block, Fill, Press, Quote, Say, Small, View

MOST_GROUPS = 3  # buttons


def shown(it: AskShown, say: Text) -> View:
    """What the group would see, word for word; nobody sees it yet."""
    first = say("**{group}** would see this, word for word. Nobody sees it yet.", group=it.group)
    blocks: list[Block] = [Say(first), Say(_head(it.post, say)), *_body(it.post, say)]
    if not it.post.name:
        blocks.append(Small(say("Your name is not in it, since this group does not see it.")))
    if it.post.helpers:
        names = in_a_row([(Person(each.name),) for each in it.post.helpers], say)
        blocks.append(Small(say("{names} agreed to help and will be mentioned. Nobody else is.", names=names)))
    actions = (
        Press(say.words("Post it"), c.PostAsk(it.group_id, it.asked), "main"),
        Fill(say.words("Write it anew"), c.AskGroup, {"group": it.group_id}),
        Press(say.words("Not now"), c.Stuck()),
    )
    return View(say("Ask your group?"), tuple(blocks), actions)


def ask_groups(groups: Sequence[tuple[int, str]], say: Text, *, checkin: str = "") -> tuple[Fill, ...]:
    """A button for each group that can be asked; `checkin` is the Monday of the one whose blocker to begin with."""
    given = {"checkin": checkin} if checkin else {}
    one = len(groups) == 1
    return tuple(
        Fill(
            say.words("Ask my group") if one else say.words("Ask {group}", group=name),
            c.AskGroup,
            {"group": group, **given},
        )
        for group, name in groups[:MOST_GROUPS]
    )


def posted(it: AskPosted, say: Text) -> View:
    """It is on its way."""
    text = Say(say("Whoever knows this week may answer right there. Meanwhile, another way in often helps."))
    actions = (Press(say.words("Show the next flow"), c.Today(), "main"),)
    return View(say("Your question is on its way to {group}", group=it.group), (text,), actions, accent="good")


def asked(it: GroupAsked, say: Text) -> View:
    """The post in the group: it calls those alone who agreed to help."""
    return View(_head(it, say), tuple(_body(it, say)), private=False)


def taken_back(say: Text) -> View:
    """What is left of a question in the group: neither who asked nor what."""
    return View(say("This question was taken back."), private=False)


def _head(it: GroupAsked, say: Text) -> Phrase:
    if it.name:
        return say("{name} asks about week {n}, {title}", name=it.name, n=it.week, title=it.title)
    return say("Somebody here asks about week {n}, {title}", n=it.week, title=it.title)


def _body(it: GroupAsked, say: Text) -> list[Block]:
    hint = say("If you have been through it: a hint in your own words helps you both. Just answer here.")
    return [Quote(it.text), *_called(it, say), Small(hint)]


def _called(it: GroupAsked, say: Text) -> list[Block]:
    """Those who agreed to be asked, by their account where the message goes; it asks them for no more than they like."""
    if not it.helpers:
        return []
    names = in_a_row(
        [(Mention(each.name, each.account) if each.account else Person(each.name),) for each in it.helpers], say
    )
    call = say(
        "{names}, you explained week {n} and agreed to be asked. A word from you is welcome, whenever it suits.",
        names=names,
        n=it.week,
    )
    return [Say(call)]
