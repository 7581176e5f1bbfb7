"""The curriculum to read: the whole way, a phase, a week, a day, a project; one's own place is marked."""

from bot.app import commands as c
from bot.app.reading import PHASE_PAGE
from bot.app.said import (
    AboutShown,
    CurriculumChanged,
    CurriculumShown,
    FaqShown,
    PhaseShown,
    ProjectShown,
    WeekShown,
)
from bot.core.curriculum import Day, Phase, Resource, Week
from bot.core.editions import Counts
from bot.core.position import CHECKPOINT, FINISHED, PROJECT, REVIEW
from bot.ui.dates import length
from bot.ui.phrase import Link, Phrase, Plain
from bot.ui.screens.parts import lined, ready_blocks, weeks_named, where
from bot.ui.text import Text
from bot.ui.view import MOST_OPTIONS, Action, Block, Checklist, Facts, Mark, Option, Pick, Press, Say, Small, View


def whole(it: CurriculumShown, say: Text) -> View:
    """The whole way, phase by phase."""
    phases = it.curriculum.phases
    rows = tuple(
        (_phase_mark(phase, it.here, it.closed), (*_numbered(n, phase.title), *_weeks(phase, say)))
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
    rows = tuple((_week_mark(week, it.here, it.closed), _numbered(week.number, week.title)) for week in weeks)
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
    lines = tuple(_numbered(n, one.question) for n, one in enumerate(it.faq, 1))
    options = tuple(
        Option(f"{n}. {one.question}", c.Faq(n, it.of), short=str(n)) for n, one in enumerate(it.faq[:MOST_OPTIONS], 1)
    )
    pick = Pick(say.words("Read an answer"), options)
    return View(say("Questions and answers"), (Say(lined(lines)),), (pick, whole_way), in_place=True)


def week(it: WeekShown, say: Text) -> View:
    """A week, one of its days, or what helps with it."""
    match it.part:
        case "day":
            return _day(it, say)
        case "help":
            return _help(it, say)
        case _:
            return _overview(it, say)


def _overview(it: WeekShown, say: Text) -> View:
    week = it.week
    blocks: list[Block] = [
        Small(
            say(
                "Phase {n}, {phase} · week {week} of {weeks}",
                n=it.phase_number,
                phase=it.phase.title,
                week=week.number,
                weeks=it.weeks,
            )
        )
    ]
    if week.draft:
        blocks.append(Small(say("A draft: this week's full text is still being written.")))
    if week.why_now:
        blocks.append(Say((Plain(week.why_now),)))
    rows = tuple((_day_mark(it, day.id), _day_row(it, n, day, say)) for n, day in enumerate(week.days, 1))
    blocks.append(Checklist(rows))
    if it.path and len(it.path.weeks) > 1:
        weeks = weeks_named(say, tuple(each.number for each in it.path.weeks))
        blocks.append(
            Small(say("On your shorter path one review closes {weeks}; other days are optional.", weeks=weeks))
        )
    if standing := _standing(it, say):
        blocks.append(Say(standing))
    if week.objectives:
        lines = tuple((Plain(f"• {line}"),) for line in week.objectives)
        blocks.append(Say(lined((say("**You will be able to**"), *lines))))
    if explain := it.path.explain if it.path else week.explain:
        blocks.append(Say(say("**At the end:** {what}", what=explain)))
    if week.project_slice:
        blocks.append(Say(say("**For the project:** {what}", what=week.project_slice)))
    options = tuple(
        Option(
            f"{n}. {day.title}",
            c.ShowWeek(week.number, "day", n, it.of),
            length(say, day.minutes),
            say.words("Day {n}", n=n),
        )
        for n, day in enumerate(week.days, 1)
    )
    actions: list[Action] = [Pick(say.words("Read a day"), options)]
    if week.number > 1:
        actions.append(Press(say.words("← Week {n}", n=week.number - 1), c.ShowWeek(week.number - 1, of=it.of)))
    if week.number < it.weeks:
        actions.append(Press(say.words("Week {n} →", n=week.number + 1), c.ShowWeek(week.number + 1, of=it.of)))
    if _has_help(week):
        actions.append(Press(say.words("Help"), c.ShowWeek(week.number, "help", of=it.of)))
    if it.explainable:
        actions.append(Press(say.words("Explain it"), c.WriteReview(week=week.id)))
    actions.append(_phase_button(it, say))
    if it.spot:
        actions.append(Press(say.words("Show the next flow"), c.Today(), "main"))
    title = say("Week {n}: {title}", n=week.number, title=week.title)
    return View(title, tuple(blocks), tuple(actions), in_place=True)


def _standing(it: WeekShown, say: Text) -> Phrase:
    """What is due in the learner's own week where no day of it is next."""
    match it.spot:
        case spot if spot == REVIEW:
            return say("Next for you: explain this week in your own words.")
        case spot if spot == CHECKPOINT:
            return say("Next for you: this week's checkpoint.")
        case spot if spot == PROJECT:
            return say("You have explained this week; next for you is the phase's project, in `/milestone`.")
        case spot if spot == FINISHED:
            return say("You have finished the whole way.")
        case _:
            return say("You have explained this week.") if it.closed else ()


def _day(it: WeekShown, say: Text) -> View:
    number, days = it.week.number, it.week.days
    day = days[it.day - 1]
    state = {"done": say("done"), "next": say("you are here"), "open": ()}[_day_mark(it, day.id)]
    head = say("Week {n}, {title} · {time}", n=number, title=it.week.title, time=length(say, day.minutes))
    blocks: list[Block] = [Small((*head, Plain(" · "), *state) if state else head), Say((Plain(day.do),))]
    if day.done_when:
        blocks.append(Say(say("**Done when:** {test}", test=day.done_when)))
    actions: list[Action] = []
    if it.day > 1:
        actions.append(Press(say.words("← Day {n}", n=it.day - 1), c.ShowWeek(number, "day", it.day - 1, it.of)))
    if it.day < len(days):
        actions.append(Press(say.words("Day {n} →", n=it.day + 1), c.ShowWeek(number, "day", it.day + 1, it.of)))
    actions.append(_week_button(it, say))
    if it.spot == day.id:
        actions.append(Press(say.words("Show the next flow"), c.Today(), "main"))
    return View(say("Day {n}: {title}", n=it.day, title=day.title), tuple(blocks), tuple(actions), in_place=True)


def _help(it: WeekShown, say: Text) -> View:
    week = it.week
    blocks: list[Block] = []
    if week.if_stuck:
        lines = tuple((Plain(f"• {line}"),) for line in week.if_stuck)
        blocks.append(Say(lined((say("**If you are stuck**"), *lines))))
    if week.resources:
        sources: list[Phrase] = [(Plain("• "), *_resource(each, say)) for each in week.resources]
        blocks.append(Say(lined((say("**To read and watch**"), *sources))))
    if week.checkpoint:
        proof = say("**Checkpoint**\n{do}", do=week.checkpoint.do)
        blocks += [Say(proof), Say(say("**Done when:** {test}", test=week.checkpoint.done_when))]
    title = say("Week {n}: help", n=week.number)
    return View(title, tuple(blocks), (_week_button(it, say), _phase_button(it, say)), in_place=True)


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


def _numbered(n: int, title: str) -> Phrase:
    return (Plain(f"{n}. {title}"),)


def _phase_mark(phase: Phase, here: str, closed: frozenset[str]) -> Mark:
    if any(week.id == here for week in phase.weeks):
        return "next"
    return "done" if all(week.id in closed for week in phase.weeks) else "open"


def _week_mark(week: Week, here: str, closed: frozenset[str]) -> Mark:
    if week.id == here:
        return "next"
    return "done" if week.id in closed else "open"


def _day_row(it: WeekShown, n: int, day: Day, say: Text) -> Phrase:
    """A day's line; on the shorter path it tells which days are optional."""
    optional = it.path is not None and day not in it.path.days
    return (*_numbered(n, day.title), *say(" (optional)")) if optional else _numbered(n, day.title)


def _day_mark(it: WeekShown, day_id: str) -> Mark:
    """Where the learner stands comes first: a day that was done may be the next one again."""
    if day_id == it.spot:
        return "next"
    return "done" if day_id in it.done_days else "open"


def _gpu(phase: Phase, say: Text) -> Phrase:
    if isinstance(phase.needs_gpu, str):
        return (Plain(phase.needs_gpu),)
    return say("needed") if phase.needs_gpu else say("not needed")


def _resource(it: Resource, say: Text) -> Phrase:
    name: Phrase = (Link(it.title, it.url),) if it.url else (Plain(it.title),)
    return say("{title}, {by}", title=name, by=it.by) if it.by else name


def _has_help(week: Week) -> bool:
    return bool(week.if_stuck or week.resources or week.checkpoint)


def _week_button(it: WeekShown, say: Text) -> Press:
    return Press(say.words("Week {n}", n=it.week.number), c.ShowWeek(it.week.number, of=it.of))


def _phase_button(it: WeekShown, say: Text) -> Press:
    return Press(say.words("Phase {n}", n=it.phase_number), c.ShowCurriculum(it.of, "phase", it.phase_number))
