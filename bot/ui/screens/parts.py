"""Lines that several screens share: the week with its reserve, the run, and what comes next."""

from collections.abc import Sequence

from bot.app import commands as c
from bot.app.said import Stand
from bot.core.standing import AnyFlowKeepsRun, InReserve, Kept, OpenWeek, RunSafe
from bot.ui.dates import length
from bot.ui.phrase import Person, Phrase, Plain, Span
from bot.ui.text import Text
from bot.ui.view import Action, Block, Fill, Meter, Press, Say, Small

MOST_NAMES = 30  # on a card; the total counts everybody


def lined(phrases: Sequence[Phrase]) -> Phrase:
    """Short sentences that belong together, a line each."""
    spans: list[Span] = []
    for phrase in phrases:
        spans += [Plain("\n"), *phrase] if spans else phrase
    return tuple(spans)


def named(names: Sequence[str], learners: int, say: Text) -> Phrase:
    """Several learners: the listed by name, everybody in the number."""
    shown = names[:MOST_NAMES]
    spans: list[Phrase] = [(Person(name),) for name in shown]
    others = learners - len(shown)
    if others:
        spans.append(
            say.many("{n} more", "{n} more", others) if shown else say.many("{n} learner", "{n} learners", others)
        )
    out: Phrase = ()
    for at, span in enumerate(spans):
        joint = "" if at == 0 else (" and " if at == len(spans) - 1 else ", ")
        out = (*out, Plain(joint), *span) if joint else (*out, *span)
    return out


def week_meter(week: OpenWeek) -> Meter:
    """This week as squares: what was studied, days off and the reserve as part of the chain, the rest of the plan."""
    return Meter(week.studied, max(week.plan.size, week.studied), week.reserve, week.rested)


def week_words(say: Text, week: OpenWeek) -> Phrase:
    """This week in R7's words: what is there and what is in reserve, never what is missing."""
    flows = say.many("**{n} flow**", "**{n} flows**", week.logs)
    match week.words:
        case Kept():
            return say("{flows}: this week is kept.", flows=flows)
        case InReserve(days) if week.logs:
            return say("{flows}, {reserve} in reserve.", flows=flows, reserve=days)
        case InReserve(days):
            return say.many("A fresh week, {n} day in reserve.", "A fresh week, {n} days in reserve.", days)
        case RunSafe(more=None):
            return say("{flows}: your run is safe.", flows=flows)
        case RunSafe(more=int(more)):
            return say.many(
                "{flows}: your run is safe, {n} more makes the week solid.",
                "{flows}: your run is safe, {n} more make the week solid.",
                more,
                flows=flows,
            )
        case AnyFlowKeepsRun():
            return say("Any flow this week keeps your run.")
        case _:
            return say("{flows} this week.", flows=flows) if week.logs else say("Any flow counts.")


def week_blocks(say: Text, week: OpenWeek) -> tuple[Block, ...]:
    """Squares and words of this week."""
    return (week_meter(week), Say(week_words(say, week)))


def run_words(say: Text, run: int) -> Phrase:
    """The run, in weeks."""
    return say.many("{n} week", "{n} weeks", run)


def where(say: Text, stand: Stand) -> str:
    """A position in one line: "Week 3, day 2 of 5"."""
    if stand.spot == "finished":
        return say.words("All {weeks} weeks", weeks=stand.weeks)
    if stand.spot == "day":
        return say.words(
            "Week {week}, day {day} of {days}",
            week=stand.week.number,
            day=stand.number,
            days=len(stand.week.days),
        )
    if stand.spot == "checkpoint":
        return say.words("Week {week}, checkpoint", week=stand.week.number)
    return say.words("Week {week}, review", week=stand.week.number)


def next_words(say: Text, stand: Stand) -> Phrase:
    """What comes next, in one line."""
    match stand.spot:
        case "finished":
            return say("You have walked the whole way.")
        case "review":
            return say("Next: tell in your own words what week {week} was about.", week=stand.week.number)
        case "checkpoint":
            return say("Next: the checkpoint of week {week}.", week=stand.week.number)
        case _:
            title = stand.day.title if stand.day else ""
            return say("Next: **{where}**, {title}.", where=where(say, stand), title=title)


def work_blocks(say: Text, stand: Stand) -> tuple[Block, ...]:
    """What to do next, and when it is done."""
    match stand.spot:
        case "finished":
            return (
                Say(say("You have walked the whole way, all {weeks} weeks of it.", weeks=stand.weeks)),
                Say(say("Flows still count, and every week stays open to read.")),
            )
        case "review":
            explain = stand.week.explain or ", ".join(day.title for day in stand.week.days)
            return (
                Say(say("The days of this week are done. To close it, tell in plain words what you learned:")),
                Say((Plain(explain),)),
                Small(say("Who can explain it owns it. Nobody grades it.")),
            )
        case "checkpoint" if stand.week.checkpoint is not None:
            return (
                Say((Plain(stand.week.checkpoint.do),)),
                Say(say("**Done when:** {test}", test=stand.week.checkpoint.done_when)),
            )
        case "checkpoint":
            return (Say(say("One more day on this week: take the part that was hardest to explain and do it again.")),)
        case _:
            day = stand.day
            if day is None:
                return ()
            blocks: tuple[Block, ...] = (Say((Plain(day.do),)),)
            if day.done_when:
                blocks += (Say(say("**Done when:** {test}", test=day.done_when)),)
            if stand.week.draft:
                blocks += (Small(say("A draft: this week's full text is still being written.")),)
            return blocks


def work_actions(say: Text, stand: Stand) -> tuple[Action, ...]:
    """The buttons that belong to the next flow."""
    log = Fill(say.words("Log a flow"), c.LogFlow, asks=("minutes", "note", "when", "focus"), style="main")
    match stand.spot:
        case "finished":
            return (log, Press(say.words("Progress"), c.Progress()))
        case "review":
            return (write_review(say, stand.week.id), log)
        case "checkpoint":
            return (
                log,
                Press(say.words("Checkpoint done"), c.MarkDone("checkpoint")),
                write_review(say, stand.week.id),
            )
        case _:
            done = c.MarkDone(stand.day.id if stand.day else "")
            return (
                log,
                Press(say.words("Mark it done"), done),
                Press(say.words("The whole week"), c.ShowWeek()),
            )


def write_review(say: Text, week_id: str) -> Fill:
    """The button that asks for a review's text."""
    return Fill(say.words("Write the review"), c.WriteReview, {"week": week_id}, asks=("text",), style="main")


def spent(say: Text, minutes: int) -> Phrase:
    """Minutes already spent on a day of the curriculum."""
    return say("Already {minutes} on this one.", minutes=length(say, minutes))
