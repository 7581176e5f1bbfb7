"""A phase's project, step by step, the readiness signal, and the way into the next phase (R14)."""

from datetime import date

from bot.app import commands as c
from bot.app.said import MilestoneShown, MilestonesShown, PhaseLeft, ReadyKept, Shipped, Stand
from bot.core.curriculum import Milestone, Phase
from bot.core.gates import Gate, Shipment
from bot.ui.dates import day_words
from bot.ui.phrase import Phrase, Plain
from bot.ui.screens.parts import (
    lined,
    link_to,
    may_leave,
    next_words,
    ready_blocks,
    ship_step,
    work_actions,
    write_ready,
    write_review,
)
from bot.ui.text import Text
from bot.ui.view import Action, Block, Checklist, Facts, Mark, Option, Pick, Press, Quote, Say, Small, View


def milestones(it: MilestonesShown, say: Text) -> View:
    """The project with its steps, and what leaving the phase still takes."""
    made, steps = it.phase.project, it.phase.project.milestones
    done = {shipment.milestone for shipment in it.shipments}
    first_open = next((step.id for step in steps if step.id not in done), "")
    rows: list[tuple[Mark, Phrase]] = []
    for n, step in enumerate(steps, 1):
        mark: Mark = "done" if step.id in done else "next" if step.id == first_open else "open"
        rows.append((mark, (Plain(f"{n}. {step.title}"),)))
    blocks: list[Block] = []
    if it.asked:
        blocks.append(Say(say("Each phase carries the next, so it is left whole. There is no hurry.")))
    else:
        blocks.append(Say((Plain(made.brief),)))
    if it.gate.is_open and not it.here:
        missing = say("All of it is there: this project is finished.")
    elif it.behind:
        missing = say("This phase lies behind you. Its steps can still be shipped, whenever you like.")
    else:
        missing = _missing(it.gate, it.number, say) if it.asked else _in_short(it.gate, it.number, say)
    blocks += [Checklist(tuple(rows)), Say(missing)]
    if it.gate.signal:
        blocks += ready_blocks(say, it.phase)
    else:
        blocks += [Say(say("**Your readiness signal**")), Quote(it.signal)]
    return View(
        say("Phase {n}, project: {title}", n=it.number, title=made.title),
        tuple(blocks),
        _actions(it, say),
        in_place=True,
        accent="good" if it.gate.is_open else "plain",
    )


def _actions(it: MilestonesShown, say: Text) -> tuple[Action, ...]:
    gate, last = it.gate, it.number == it.phases
    actions: list[Action] = []
    if gate.is_open and it.here:
        label = say.words("Finish the way") if last else say.words("On to phase {n}", n=it.number + 1)
        actions.append(Press(label, c.LeavePhase(it.phase.id), "main"))
    if gate.milestones:
        actions.append(ship_step(say, gate.milestones[0], it.phase))
    elif gate.week is not None:
        actions.append(write_review(say, gate.week.id))
    actions.append(write_ready(say, it.phase, again=not gate.signal))
    done = {shipment.milestone for shipment in it.shipments}
    options = tuple(
        Option(
            f"{n}. {step.title}",
            c.SeeMilestone(step.id),
            say.words("shipped") if step.id in done else say.words("open"),
            say.words("Step {n}", n=n),
        )
        for n, step in enumerate(it.phase.project.milestones, 1)
    )
    actions.append(Pick(say.words("Look at a step"), options))
    if it.here and not gate.is_open and not it.asked:
        label = say.words("Finish the way") if last else say.words("On to phase {n}", n=it.number + 1)
        actions.append(Press(label, c.LeavePhase(it.phase.id)))
    if it.phase.accelerated and it.here:
        actions.append(Press(say.words("The shorter path"), c.ShorterPath()))
    actions += [Press(say.words("Phase {n}", n=n), c.Milestones(n)) for n in it.others[-5:]]
    actions.append(Press(say.words("Show the next flow"), c.Today()))
    return tuple(actions)


def _missing(gate: Gate, number: int, say: Text) -> Phrase:
    """Exactly what leaving the phase still takes."""
    lines: list[Phrase] = [say("**To leave phase {n}:**", n=number)]
    if gate.week is not None:
        lines.append(say("• the review of week {week}", week=gate.week.number))
    lines += [say("• ship: {title}", title=step.title) for step in gate.milestones]
    if gate.signal:
        lines.append(say("• the readiness signal, a few sentences on how it went"))
    return lined(lines)


def _in_short(gate: Gate, number: int, say: Text) -> Phrase:
    """The same in one line, beside a list of the steps."""
    if gate.is_open:
        return may_leave(say, number)
    parts = (
        say.words("the review of week {week}", week=gate.week.number) if gate.week else "",
        say.many_words("{n} step", "{n} steps", len(gate.milestones)) if gate.milestones else "",
        say.words("the readiness signal") if gate.signal else "",
    )
    return say("To leave phase {n}: {what}.", n=number, what=", ".join(filter(None, parts)))


def milestone(it: MilestoneShown, say: Text) -> View:
    """One step: what it takes, and what was shipped for it."""
    blocks: list[Block] = [Say((Plain(it.milestone.accept),))]
    for shipment in it.shipments:
        blocks += _shipment(say.words("Shipped"), shipment, it.today, say)
    again = bool(it.shipments)
    actions: list[Action] = [ship_step(say, it.milestone, it.phase, again=again)]
    if again:
        actions.append(Press(say.words("Undo"), c.Undo("milestone", it.shipments[0].id)))
    actions.append(Press(say.words("The project"), c.Milestones(it.number)))
    title = say("Step {n} of {of}: {title}", **_step(it.phase, it.milestone), title=it.milestone.title)
    return View(title, tuple(blocks), tuple(actions), in_place=True)


def shipped(it: Shipped, say: Text) -> View:
    """A step was shipped."""
    blocks: list[Block] = [*_shipment(say.words("Day"), it.shipment, it.today, say)]
    if it.left:
        blocks += phase_behind(it.phase.title, it.next, say)
    elif it.next.spot == "project" and it.next.phase_number == it.number:
        blocks.append(Say(_in_short(it.gate, it.number, say)))
    else:
        of = len(it.phase.project.milestones)
        left = of - len(it.gate.milestones)
        blocks.append(Say(say("{n} of {of} steps of **{title}**.", n=left, of=of, title=it.phase.project.title)))
    undo = Press(say.words("Undo"), c.Undo("milestone", it.shipment.id))
    again = ship_step(say, it.milestone, it.phase, again=True)
    actions = (*_onward(it.left, it.number, it.next, say), undo, again)
    title = _finished(it.number, say) if it.left else say("Shipped: {title}", title=it.milestone.title)
    return View(title, tuple(blocks), actions, accent="good")


def ready_kept(it: ReadyKept, say: Text) -> View:
    """A readiness signal was kept."""
    if it.left:
        blocks = phase_behind(it.phase.title, it.next, say)
        blocks.append(Small(say("Your readiness signal is kept. Only you can read it.")))
    else:
        blocks = [Small(say("In your own words, and nobody grades it. Only you can read it."))]
        if it.next.phase_number == it.number:
            blocks.append(Say(_in_short(it.gate, it.number, say)))
    actions: list[Action] = [*_onward(it.left, it.number, it.next, say)]
    if it.left:
        actions.append(Press(say.words("Undo"), c.Undo("phase", it.left)))
    actions.append(write_ready(say, it.phase, again=True))
    if it.left:
        title = _finished(it.number, say)
    elif it.replaced:
        title = say("Your readiness signal of phase {n} has new words", n=it.number)
    else:
        title = say("Your readiness signal of phase {n} is kept", n=it.number)
    return View(title, tuple(blocks), tuple(actions), accent="good")


def _finished(number: int, say: Text) -> Phrase:
    """What the last thing that was missing is answered with."""
    return say("Phase {n} is finished", n=number)


def phase_left(it: PhaseLeft, say: Text) -> View:
    """On into the next phase, or the end."""
    actions = list(_onward(1, it.number, it.next, say))
    if it.step:
        actions.append(Press(say.words("Undo"), c.Undo("phase", it.step)))
        return View(
            _finished(it.number, say),
            tuple(phase_behind(it.phase.title, it.next, say)),
            tuple(actions),
            accent="good",
        )
    title = say("Phase {n} lies behind you already", n=it.number)
    return View(title, (Say(next_words(say, it.next)),), tuple(actions))


def phase_behind(phase: str, following: Stand, say: Text) -> list[Block]:
    """What the receipt of the last missing thing says: the phase is finished, and where it leads."""
    if following.spot == "finished":
        ended = say("That was the last one. **You have walked the whole way.**")
        return [Say(ended), Say(say("Prompts and check-ins stop now. Every week stays open to read."))]
    behind = say(
        "Well done: **{phase}** is behind you, with its project. Now comes **{next}**.",
        phase=phase,
        next=following.phase.title,
    )
    return [Say(behind), Say((Plain(following.phase.why),)), Say(next_words(say, following))]


def _onward(left: int, number: int, following: Stand, say: Text) -> tuple[Action, ...]:
    if left and following.spot == "finished":
        return (Press(say.words("Look back"), c.LookBack(), "main"),)
    if left or following.spot != "project":
        return (
            Press(say.words("Show the next flow"), c.Today(), "main"),
            Press(say.words("The project"), c.Milestones(number)),
        )
    return (*(it for it in work_actions(say, following) if not _logs(it)),)


def _logs(action: Action) -> bool:
    return getattr(action, "form", None) is c.LogFlow


def _shipment(label: str, shipment: Shipment, today: date, say: Text) -> list[Block]:
    """What was shipped: its day under a label, its link, its note."""
    rows: list[tuple[str, Phrase]] = [(label, say("{day}", day=day_words(say, shipment.day, today)))]
    if shipment.link:
        rows.append((say.words("Link"), link_to(shipment.link)))
    return [Facts(tuple(rows)), *([Quote(shipment.note)] if shipment.note else [])]


def _step(phase: Phase, milestone: Milestone) -> dict[str, int]:
    steps = phase.project.milestones
    return {"n": steps.index(milestone) + 1, "of": len(steps)}
