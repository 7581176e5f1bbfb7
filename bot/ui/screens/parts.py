"""Lines that several screens share: the week with its reserve, the run, and what comes next."""

from collections.abc import Sequence

from bot.app import commands as c
from bot.app.said import Stand
from bot.core.curriculum import Milestone, Phase
from bot.core.standing import AnyFlowKeepsRun, InReserve, Kept, OpenWeek, RunSafe
from bot.core.stems import stems
from bot.ui.dates import length
from bot.ui.phrase import Link, Person, Phrase, Plain, Span
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
    return in_a_row(spans, say)


def in_a_row(phrases: Sequence[Phrase], say: Text) -> Phrase:
    """One after the other: "Ann, Ben and Cleo"."""
    spans: list[Span] = []
    for phrase in phrases[:-1]:
        spans += [Plain(", "), *phrase] if spans else phrase
    if not spans:
        return phrases[-1] if phrases else ()
    return say("{names} and {last}", names=tuple(spans), last=phrases[-1])


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
    weeks = week_label(say, stand.together)
    if stand.spot == "finished":
        return say.words("All {weeks} weeks", weeks=stand.weeks)
    if stand.spot == "day":
        return say.words("{weeks}, day {day} of {days}", weeks=weeks, day=stand.number, days=stand.days)
    if stand.spot == "project":
        return say.words("Project of phase {n}", n=stand.phase_number)
    if stand.spot == "checkpoint":
        return say.words("{weeks}, checkpoint", weeks=weeks)
    return say.words("{weeks}, review", weeks=weeks)


def week_label(say: Text, numbers: Sequence[int]) -> str:
    """One week, or those that are taken together: "Week 3", "Weeks 1 and 2", "Weeks 1 to 3"."""
    first, last = numbers[0], numbers[-1]
    match len(numbers):
        case 1:
            return say.words("Week {n}", n=first)
        case 2:
            return say.words("Weeks {n} and {last}", n=first, last=last)
        case _:
            return say.words("Weeks {n} to {last}", n=first, last=last)


def weeks_named(say: Text, numbers: Sequence[int]) -> str:
    """The same within a sentence: "week 3", "weeks 1 and 2"."""
    first, last = numbers[0], numbers[-1]
    match len(numbers):
        case 1:
            return say.words("week {n}", n=first)
        case 2:
            return say.words("weeks {n} and {last}", n=first, last=last)
        case _:
            return say.words("weeks {n} to {last}", n=first, last=last)


def next_words(say: Text, stand: Stand) -> Phrase:
    """What comes next, in one line."""
    match stand.spot:
        case "finished":
            return say("You have walked the whole way.")
        case "review":
            if len(stand.together) > 1:
                return say(
                    "Next: tell in your own words what {weeks} were about.", weeks=weeks_named(say, stand.together)
                )
            return say("Next: tell in your own words what week {week} was about.", week=stand.week.number)
        case "project":
            return _project_next(say, stand)
        case "checkpoint":
            return say("Next: the checkpoint of week {week}.", week=stand.week.number)
        case _:
            title = stand.day.title if stand.day else ""
            return say("Next: **{where}**, {title}.", where=where(say, stand), title=title)


def _project_next(say: Text, stand: Stand) -> Phrase:
    gate, made, n = stand.gate, stand.phase.project, stand.phase_number
    if gate is None:
        return say("Next: the project of phase {n}, **{title}**.", n=n, title=made.title)
    if gate.milestones:
        step = gate.milestones[0]
        return say(
            "Next: step {k} of {of} of **{project}**, {title}.",
            k=made.milestones.index(step) + 1,
            of=len(made.milestones),
            project=made.title,
            title=step.title,
        )
    if gate.week is not None:
        return say("Next: tell in your own words what week {week} was about.", week=gate.week.number)
    if gate.signal:
        return say("Next: the readiness signal of phase {n}, a few sentences on how it went.", n=n)
    return may_leave(say, n)


def may_leave(say: Text, number: int) -> Phrase:
    """A phase's gate is open."""
    return say("Nothing is missing: phase {n} can be left.", n=number)


def ready_blocks(say: Text, phase: Phase) -> tuple[Block, ...]:
    """A phase's readiness signal, and how to check it."""
    return (
        Say(say("**You are ready to move on when:** {signal}", signal=phase.ready.signal)),
        Small(say("To check it: {how}", how=phase.ready.how_to_check)),
    )


def _project_blocks(say: Text, stand: Stand) -> tuple[Block, ...]:
    """The next open step of the project; with all of them shipped, what else leaving the phase takes (R14)."""
    gate, made = stand.gate, stand.phase.project
    if gate is not None and gate.milestones:
        shipped = len(made.milestones) - len(gate.milestones)
        return (
            Say(_project_next(say, stand)),
            Say((Plain(gate.milestones[0].accept),)),
            Small(
                say(
                    "{n} of {of} steps shipped. Any order will do, and as many weeks as it takes.",
                    n=shipped,
                    of=len(made.milestones),
                )
            ),
        )
    if gate is None or gate.week is not None or not gate.signal:
        return (Say(_project_next(say, stand)),)
    return (
        Say(
            say("All steps are shipped. What is left is how it went, in a few sentences of your own. Nobody grades it.")
        ),
        *ready_blocks(say, stand.phase),
    )


def stem_blocks(say: Text, asks: Sequence[str]) -> tuple[Block, ...]:
    """Why and how questions to begin a review with, shown before it is written (R13)."""
    if not asks:
        return (Small(say("Two beginnings that help: Why does it …? How would you …?")),)
    lines = tuple((Plain(f"• {ask}"),) for ask in asks)
    return (Say(lined((say("**To begin with, if you like:**"), *lines))),)


def work_blocks(say: Text, stand: Stand) -> tuple[Block, ...]:
    """What to do next, and when it is done."""
    match stand.spot:
        case "finished":
            return (
                Say(say("You have walked the whole way, all {weeks} weeks of it.", weeks=stand.weeks)),
                Say(say("Flows still count, and every week stays open to read.")),
            )
        case "review":
            recall = stand.path.recall if stand.path else stand.week.recall
            return (
                Say(say("The days of this week are done. To close it, tell in plain words what you learned:")),
                Say((Plain(stand.explain),)),
                *stem_blocks(say, stems(recall)),
                Small(say("Who can explain it owns it. Nobody grades it.")),
            )
        case "project":
            return _project_blocks(say, stand)
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
        case "project":
            return (*_project_actions(say, stand), log, Press(say.words("The project"), c.Milestones()))
        case "checkpoint":
            return (
                log,
                Press(say.words("Checkpoint done"), c.MarkDone("checkpoint", stand.week.id)),
                write_review(say, stand.week.id),
            )
        case _:
            done = c.MarkDone(stand.day.id if stand.day else "")
            return (
                log,
                Press(say.words("Mark it done"), done),
                Press(say.words("The whole week"), c.ShowWeek()),
            )


def _project_actions(say: Text, stand: Stand) -> tuple[Action, ...]:
    gate, phase = stand.gate, stand.phase
    if gate is None:
        return ()
    if gate.milestones:
        return (ship_step(say, gate.milestones[0], phase),)
    if gate.week is not None:
        return (write_review(say, gate.week.id),)
    if gate.signal:
        return (write_ready(say, phase),)
    return (Press(say.words("Leave phase {n}", n=stand.phase_number), c.LeavePhase(phase.id), "main"),)


def ship_step(say: Text, step: Milestone, phase: Phase, *, again: bool = False) -> Fill:
    """The button that asks for a step's link and note."""
    n = phase.project.milestones.index(step) + 1
    label = say.words("Ship step {n} again", n=n) if again else say.words("Ship step {n}", n=n)
    return Fill(label, c.Ship, {"milestone": step.id}, asks=("link", "note"), style="plain" if again else "main")


def write_ready(say: Text, phase: Phase, *, again: bool = False) -> Fill:
    """The button that asks for a readiness signal's text."""
    label = say.words("Write the signal again") if again else say.words("Readiness signal")
    return Fill(label, c.WriteReady, {"phase": phase.id}, asks=("text",), style="plain" if again else "main")


def write_review(say: Text, week_id: str) -> Fill:
    """The button that asks for a review's text."""
    return Fill(say.words("Write the review"), c.WriteReview, {"week": week_id}, asks=("text",), style="main")


def link_to(url: str) -> Phrase:
    """A link that somebody shipped, under the name of its host."""
    return (Link(url.split("/")[2], url),)


def spent(say: Text, minutes: int) -> Phrase:
    """Minutes already spent on a day of the curriculum."""
    return say("Already {minutes} on this one.", minutes=length(say, minutes))


def numbered(n: int, title: str) -> Phrase:
    """A line of a list that people count."""
    return (Plain(f"{n}. {title}"),)
