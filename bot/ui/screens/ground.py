"""Entering a later phase by showing the earlier ones, and the shorter path through one (R14)."""

from bot.app import commands as c
from bot.app.said import GroundShown, PathShown, SkipRefused, Unshown
from bot.core.curriculum import Stretch
from bot.ui.phrase import Phrase, Plain
from bot.ui.screens.parts import lined, next_words, week_label
from bot.ui.text import Text
from bot.ui.view import Action, Block, Checklist, Fill, Mark, Press, Quote, Say, Small, View


def skip_refused(it: SkipRefused, say: Text) -> View:
    """Exactly what opens a later phase, and in the curriculum's own words why none is skipped."""
    lines: list[Phrase] = [say("**What opens phase {n}:**", n=it.number)]
    for one in it.missing:
        if one.signal:
            lines.append(
                say("• phase {n}, {title}: a link or a note on a project", n=one.number, title=one.phase.title)
            )
        else:
            lines.append(
                say(
                    "• phase {n}, {title}: its readiness signal, and a link or a note on a project",
                    n=one.number,
                    title=one.phase.title,
                )
            )
    blocks: list[Block] = [Say(lined(lines))]
    for one in it.missing[:1]:
        blocks += [
            Small(say("Why phase {n} comes first:", n=one.number)),
            Quote(one.phase.why),
            Say(say("**Its readiness signal:** {signal}", signal=one.phase.ready.signal)),
            Small(say("To check it: {how}", how=one.phase.ready.how_to_check)),
        ]
    if it.missing and it.missing[-1].number == it.number - 1:
        blocks += [Small(say("And phase {n} says what it builds on:", n=it.number)), Quote(it.target.why)]
    actions: list[Action] = [_show(one, say) for one in it.missing[:5]]
    actions.append(Press(say.words("Show the next flow"), c.Today()))
    return View(say("You can start later by showing the ground"), tuple(blocks), tuple(actions))


def ground_shown(it: GroundShown, say: Text) -> View:
    """An earlier phase was shown."""
    blocks: list[Block] = []
    actions: list[Action] = []
    if it.opens is not None:
        blocks.append(
            Say(say("Phase {n} is open to you now, from week {week} on.", n=it.number + 1, week=it.opens.number))
        )
        actions.append(
            Press(say.words("Start with week {n}", n=it.opens.number), c.Settings(week=it.opens.number), "main")
        )
    else:
        blocks.append(Say(say("It counts once the phases before it are left or shown, too.")))
    if it.next is not None:
        actions.append(_show(it.next, say))
    blocks.append(Small(say("Your place stays where it is until you choose. Only you can read what you wrote.")))
    actions.append(Press(say.words("Show the next flow"), c.Today()))
    title = say("Phase {n} is shown: {title}", n=it.number, title=it.phase.title)
    return View(title, tuple(blocks), tuple(actions), accent="good")


def _show(one: Unshown, say: Text) -> Fill:
    form = c.ShowProject if one.signal else c.ShowGround
    return Fill(say.words("Show phase {n}", n=one.number), form, {"phase": one.phase.id})


def path(it: PathShown, say: Text) -> View:
    """The shorter way through a phase: what is taken together, and the two ways to go on."""
    rows: tuple[tuple[Mark, Phrase], ...] = tuple(("open", _stretch(stretch, say)) for stretch in it.stretches)
    blocks: list[Block] = []
    if it.changed and it.taken:
        blocks.append(Say(say("You are on the shorter path now, from where you stand.")))
    elif it.changed:
        blocks.append(Say(say("You go on week by week now, from where you stand.")))
    blocks += [
        Say(
            say.many(
                "Phase {phase} in {n} week instead of {long}, for those to whom most of it is not new.",
                "Phase {phase} in {n} weeks instead of {long}, for those to whom most of it is not new.",
                len(it.stretches),
                phase=it.number,
                long=len(it.phase.weeks),
            )
        ),
        Checklist(rows),
        Small(
            say(
                "Weeks taken together have days of their own and one review; their other days are optional and count as passed. All recall questions stay. You can change over at any time in this phase."
            )
        ),
        Say(next_words(say, it.next)),
    ]
    other = (
        Press(say.words("Week by week instead"), c.ShorterPath("leave"))
        if it.taken
        else Press(say.words("Take the shorter path"), c.ShorterPath("take"), "main")
    )
    actions = (other, Press(say.words("Show the next flow"), c.Today()))
    title = say("The shorter path through phase {n}", n=it.number)
    return View(title, tuple(blocks), actions, accent="good" if it.changed else "plain")


def _stretch(stretch: Stretch, say: Text) -> Phrase:
    label = week_label(say, tuple(week.number for week in stretch.weeks))
    titles = "; ".join(week.title for week in stretch.weeks)
    return (Plain(f"{label}: {titles}"),)
