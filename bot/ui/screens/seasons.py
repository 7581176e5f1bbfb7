"""A group's seasons: what stands, and what was declared or taken back."""

from bot.app import commands as c
from bot.app.said import SeasonsShown
from bot.core.seasons import Season
from bot.ui.dates import day_words
from bot.ui.phrase import Phrase
from bot.ui.screens.parts import lined
from bot.ui.text import Text
from bot.ui.view import Block, Press, Say, Small, View


def shown(it: SeasonsShown, say: Text) -> View:
    """The list, with a way to take each back."""
    blocks: list[Block] = []
    if it.done == "declared":
        blocks.append(
            Say(
                say("Until it is over everybody's run holds, prompts are silent, and whatever is studied still counts.")
            )
        )
    elif it.done == "ended":
        blocks.append(Say(say("The days that have passed stay off: somebody's run may stand on them.")))
    elif not it.seasons:
        blocks.append(Say(say("Holidays or exams? A season holds everybody's run, also after the fact.")))
    coming = [one for one in it.seasons if it.done != "declared" or one != it.changed]
    if coming:
        blocks.append(Say(lined([_line(one, say) for one in coming])))
    if not it.done:
        blocks.append(Small(say("To declare one: `/season Winter break start:2026-12-21 end:2027-01-03`")))
    actions = tuple(Press(say.words("Take back: {name}", name=one.name), c.EndSeason(one.id)) for one in it.seasons)
    return View(_title(it, say), tuple(blocks), actions, private=False, accent="good" if it.done else "plain")


def _title(it: SeasonsShown, say: Text) -> Phrase:
    if it.changed is None:
        return say("Seasons of {group}", group=it.group)
    if it.done == "declared":
        return _line(it.changed, say)
    return say("Taken back: {name}", name=it.changed.name)


def _line(it: Season, say: Text) -> Phrase:
    if it.first == it.last:
        return say("🌿 {name}: {day}", name=it.name, day=day_words(say, it.first))
    return say(
        "🌿 {name}: {first} to {last}", name=it.name, first=day_words(say, it.first), last=day_words(say, it.last)
    )
