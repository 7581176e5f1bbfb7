"""A week to read: its days, what helps with it; one's own place is marked."""

from bot.app import commands as c
from bot.app.said import (
    WeekShown,
)
from bot.core.curriculum import Day, Resource, Week
from bot.core.position import CHECKPOINT, FINISHED, PROJECT, REVIEW
from bot.ui.dates import length
from bot.ui.phrase import Link, Phrase, Plain
from bot.ui.screens.parts import lined, numbered, weeks_named
from bot.ui.text import Text
from bot.ui.view import Action, Block, Checklist, Mark, Option, Pick, Press, Say, Small, View


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


def _day_row(it: WeekShown, n: int, day: Day, say: Text) -> Phrase:
    """A day's line; on the shorter path it tells which days are optional."""
    optional = it.path is not None and day not in it.path.days
    return (*numbered(n, day.title), *say(" (optional)")) if optional else numbered(n, day.title)


def _day_mark(it: WeekShown, day_id: str) -> Mark:
    """Where the learner stands comes first: a day that was done may be the next one again."""
    if day_id == it.spot:
        return "next"
    return "done" if day_id in it.done_days else "open"


def _resource(it: Resource, say: Text) -> Phrase:
    name: Phrase = (Link(it.title, it.url),) if it.url else (Plain(it.title),)
    return say("{title}, {by}", title=name, by=it.by) if it.by else name


def _has_help(week: Week) -> bool:
    return bool(week.if_stuck or week.resources or week.checkpoint)


def _week_button(it: WeekShown, say: Text) -> Press:
    return Press(say.words("Week {n}", n=it.week.number), c.ShowWeek(it.week.number, of=it.of))


def _phase_button(it: WeekShown, say: Text) -> Press:
    return Press(say.words("Phase {n}", n=it.phase_number), c.ShowCurriculum(it.of, "phase", it.phase_number))
