"""The curriculum to read: the whole way, a phase, a project, its questions; one's own place is marked."""

from bot.app import commands as c
from bot.app.reading import PHASE_PAGE
from bot.app.said import (
    AboutShown,
    CurriculumChanged,
    CurriculumShown,
    FaqShown,
    PhaseShown,
    ProjectShown,
)
from bot.core.curriculum import Phase, Week
from bot.core.editions import Counts
from bot.ui.dates import length
from bot.ui.phrase import Phrase, Plain
from bot.ui.screens.parts import lined, numbered, ready_blocks, where
from bot.ui.text import Text
from bot.ui.view import MOST_OPTIONS, Action, Block, Checklist, Facts, Mark, Option, Pick, Press, Say, Small, View


def whole(it: CurriculumShown, say: Text) -> View:
    """The whole way, phase by phase."""
    phases = it.curriculum.phases
    rows = tuple(
        (_phase_mark(phase, it.here, it.closed), (*numbered(n, phase.title), *_weeks(phase, say)))
        for n, phase in enumerate(phases, 1)
    )
    total = sum(len(phase.weeks) for phase in phases)
    blocks: list[Block] = [Say((Plain(it.curriculum.summary),)), Checklist(rows)]
    if here := it.curriculum.week(it.here):
        closed = sum(week.id in it.closed for week in it.curriculum.weeks)
        explained = say(", {n} explained so far", n=closed) if closed else ()
        if it.project:
            place = say("You are at the project of phase {n}{explained}.", n=it.project, explained=explained)
        else:
            place = say("You are in week {n} of {total}{explained}.", n=here.number, total=total, explained=explained)
        blocks.append(Small(place))
    options = tuple(
        Option(
            f"{n}. {phase.title}",
            c.ShowCurriculum(it.of, "phase", n),
            words_of_weeks(phase, say),
            say.words("Phase {n}", n=n),
        )
        for n, phase in enumerate(phases, 1)
    )
    actions: list[Action] = [Pick(say.words("Open a phase"), options[:MOST_OPTIONS])]
    if it.here:
        actions.append(Press(say.words("My week"), c.ShowWeek(), "main"))
    if it.curriculum.faq:
        actions.append(Press(say.words("Questions"), c.Faq(of=it.of)))
    actions.append(Press(say.words("About it"), c.ShowCurriculum(it.of, "about")))
    if it.others:
        others = tuple(Option(each.title, c.ShowCurriculum(each.ref)) for each in it.others[:MOST_OPTIONS])
        actions.append(Pick(say.words("Look at another curriculum"), others))
    return View((Plain(it.curriculum.title),), tuple(blocks), tuple(actions), in_place=True)


def phase(it: PhaseShown, say: Text) -> View:
    """A phase: why it is there, its weeks, how one leaves it."""
    start = it.page * PHASE_PAGE
    weeks = it.phase.weeks[start : start + PHASE_PAGE]
    rows = tuple((_week_mark(week, it.here, it.closed), numbered(week.number, week.title)) for week in weeks)
    blocks: list[Block] = [
        Say((Plain(it.phase.why),)),
        Checklist(rows),
        Facts(
            (
                (say.words("Project"), _project_row(it, say)),
                (say.words("GPU"), _gpu(it.phase, say)),
            )
        ),
        *ready_blocks(say, it.phase),
    ]
    options = tuple(
        Option(
            f"{week.number}. {week.title}",
            c.ShowWeek(week.number, of=it.of),
            week.why_now,
            say.words("Week {n}", n=week.number),
        )
        for week in weeks
    )
    actions: list[Action] = [Pick(say.words("Open a week"), options)]
    if it.page:
        actions.append(Press(say.words("← Earlier weeks"), c.ShowCurriculum(it.of, "phase", it.number, it.page - 1)))
    if start + PHASE_PAGE < len(it.phase.weeks):
        actions.append(Press(say.words("Later weeks →"), c.ShowCurriculum(it.of, "phase", it.number, it.page + 1)))
    if it.number > 1:
        actions.append(
            Press(say.words("← Phase {n}", n=it.number - 1), c.ShowCurriculum(it.of, "phase", it.number - 1))
        )
    if it.number < it.phases:
        actions.append(
            Press(say.words("Phase {n} →", n=it.number + 1), c.ShowCurriculum(it.of, "phase", it.number + 1))
        )
    actions += [
        Press(say.words("The project"), c.ShowCurriculum(it.of, "project", it.number)),
        Press(say.words("All phases"), c.ShowCurriculum(it.of)),
    ]
    title = say("Phase {n}: {title}", n=it.number, title=it.phase.title)
    return View(title, tuple(blocks), tuple(actions), in_place=True)


def _project_row(it: PhaseShown, say: Text) -> Phrase:
    made = it.phase.project
    if not it.shipped:
        return (Plain(made.title),)
    return say("{title}, {n} of {of} steps shipped", title=made.title, n=it.shipped, of=len(made.milestones))


def project(it: ProjectShown, say: Text) -> View:
    """What a phase ends with, step by step."""
    made = it.phase.project
    blocks: list[Block] = [Say((Plain(made.brief),))]
    for n, step in enumerate(made.milestones, 1):
        done = say(" · shipped") if step.id in it.shipped else ()
        blocks.append(
            Say(say("**{n}. {title}**{done}\n{accept}", n=n, title=step.title, done=done, accept=step.accept))
        )
    if made.stretch:
        blocks.append(Say(say("**If you want more:** {what}", what=made.stretch)))
    actions: tuple[Action, ...] = (
        Press(say.words("Phase {n}", n=it.number), c.ShowCurriculum(it.of, "phase", it.number)),
        Press(say.words("All phases"), c.ShowCurriculum(it.of)),
    )
    if it.entered:
        actions = (Press(say.words("Ship its steps"), c.Milestones(it.number), "main"), *actions)
    return View(say("Project: {title}", title=made.title), tuple(blocks), actions, in_place=True)


def about(it: AboutShown, say: Text) -> View:
    """For whom a curriculum is, what it takes, and whose it is."""
    shown = it.curriculum
    rhythm = say(
        "{days} days a week, {time} each",
        days=shown.days_per_week,
        time=length(say, shown.minutes_per_day),
    )
    blocks: list[Block] = [
        Say(lined((say("**For whom**"), *((Plain(f"• {line}"),) for line in shown.for_whom)))),
        Facts(((say.words("Pace"), rhythm), (say.words("Licence"), (Plain(shown.licence),)))),
    ]
    if shown.tools:
        rows = tuple((tool.name, (Plain(tool.why),)) for tool in shown.tools)
        blocks += [Say(say("**What it is done with**")), Facts(rows)]
    blocks.append(Small(say("Version {n}.", n=shown.version)))
    back = Press(say.words("All phases"), c.ShowCurriculum(it.of))
    return View(say("About {title}", title=shown.title), tuple(blocks), (back,), in_place=True)


def faq(it: FaqShown, say: Text) -> View:
    """The questions, or one with its answer."""
    whole_way = Press(say.words("All phases"), c.ShowCurriculum(it.of))
    if it.number:
        one = it.faq[it.number - 1]
        back = Press(say.words("All questions"), c.Faq(of=it.of))
        return View((Plain(one.question),), (Say((Plain(one.answer),)),), (back, whole_way), in_place=True)
    if not it.faq:
        none = (Say(say("No questions are listed yet.")),)
        return View(say("Questions and answers"), none, (whole_way,), in_place=True)
    lines = tuple(numbered(n, one.question) for n, one in enumerate(it.faq, 1))
    options = tuple(
        Option(f"{n}. {one.question}", c.Faq(n, it.of), short=str(n)) for n, one in enumerate(it.faq[:MOST_OPTIONS], 1)
    )
    pick = Pick(say.words("Read an answer"), options)
    return View(say("Questions and answers"), (Say(lined(lines)),), (pick, whole_way), in_place=True)


def changed(it: CurriculumChanged, say: Text) -> View:
    """Told once: a newer edition runs, what is different, and that nothing is lost."""
    what = _differences(it.counts, say) if it.counts else ()
    place = where(say, it.stand)
    if what:
        text = say(
            "New in {title}: {what}. All you did counts as before, and you go on at {place}.",
            title=it.title,
            what=what,
            place=place,
        )
    else:
        text = say(
            "{title} has a new version. All you did counts as before, and you go on at {place}.",
            title=it.title,
            place=place,
        )
    return View(text, (), ())


def _differences(counts: Counts, say: Text) -> str:
    said = (
        say.many_words("{n} new week", "{n} new weeks", counts.new_weeks) if counts.new_weeks else "",
        say.many_words("{n} week fewer", "{n} weeks fewer", counts.gone_weeks) if counts.gone_weeks else "",
        say.many_words("{n} new day", "{n} new days", counts.new_days) if counts.new_days else "",
        say.many_words("{n} day fewer", "{n} days fewer", counts.gone_days) if counts.gone_days else "",
        say.many_words("{n} day in new words", "{n} days in new words", counts.rewritten_days)
        if counts.rewritten_days
        else "",
        say.words("changes in the projects' milestones") if counts.milestones else "",
    )
    return ", ".join(filter(None, said))


def words_of_weeks(phase: Phase, say: Text) -> str:
    """Which weeks a phase has."""
    first, last = phase.weeks[0].number, phase.weeks[-1].number
    return say.words("Week {n}", n=first) if first == last else say.words("Weeks {n} to {last}", n=first, last=last)


def _weeks(phase: Phase, say: Text) -> Phrase:
    return (Plain(f" · {words_of_weeks(phase, say)}"),)


def _phase_mark(phase: Phase, here: str, closed: frozenset[str]) -> Mark:
    if any(week.id == here for week in phase.weeks):
        return "next"
    return "done" if all(week.id in closed for week in phase.weeks) else "open"


def _week_mark(week: Week, here: str, closed: frozenset[str]) -> Mark:
    if week.id == here:
        return "next"
    return "done" if week.id in closed else "open"


def _gpu(phase: Phase, say: Text) -> Phrase:
    if isinstance(phase.needs_gpu, str):
        return (Plain(phase.needs_gpu),)
    return say("needed") if phase.needs_gpu else say("not needed")
