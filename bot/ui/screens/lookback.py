"""The look back: a whole way on one page."""

from bot.app import commands as c
from bot.app.said import LookBackShown, Made
from bot.ui.dates import dated, length
from bot.ui.phrase import Phrase
from bot.ui.screens.parts import link_to, run_words
from bot.ui.text import Text
from bot.ui.view import Block, Facts, Press, Say, Small, View


def look_back(it: LookBackShown, say: Text) -> View:
    """First day, kept weeks, best run, time, flows, weeks explained, projects with their links."""
    rows: list[tuple[str, Phrase]] = [(say.words("First day"), say("{day}", day=dated(say, it.since)))]
    if it.finished is not None:
        rows.append((say.words("Finished"), say("{day}", day=dated(say, it.finished))))
    rows += [
        (say.words("Weeks kept"), say("{n}", n=it.kept)),
        (say.words("Best run"), run_words(say, it.best_run)),
        (say.words("Time"), say("{time}", time=length(say, it.minutes))),
        (say.words("Flows"), say("{n}, on {days}", n=it.flows, days=_days(it.study_days, say))),
        (say.words("Weeks explained"), say("{n} of {of}", n=it.weeks_explained, of=it.weeks)),
    ]
    blocks: list[Block] = []
    if it.finished is not None:
        blocks.append(
            Say(say("You walked the whole of **{title}**. This is what it was made of.", title=it.curriculum))
        )
    blocks.append(Facts(tuple(rows)))
    if it.made:
        blocks += [Say(say("**What you made**")), Facts(tuple(_made(one, say) for one in it.made))]
    blocks.append(Small(say("Every number can be followed day by day in the ledger.")))
    actions = (
        Press(say.words("Portfolio"), c.Portfolio(), "main" if it.finished is not None else "plain"),
        Press(say.words("Ledger"), c.Progress("ledger")),
        Press(say.words("Progress"), c.Progress()),
    )
    title = say("Looking back") if it.finished is not None else say("Looking back so far")
    return View(title, tuple(blocks), actions, accent="good" if it.finished is not None else "plain")


def _days(n: int, say: Text) -> str:
    return say.many_words("{n} study day", "{n} study days", n)


def _made(one: Made, say: Text) -> tuple[str, Phrase]:
    count = say("{n} of {of} steps", n=len(one.shipped), of=one.steps)
    link = link_to(one.link) if one.link else say("with notes")
    return f"{one.phase}. {one.title}", say("{count}, {link}", count=count, link=link)
