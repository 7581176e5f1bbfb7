"""From the checked file to the curriculum that the rules know."""

from bot.core import curriculum as core
from bot.curriculum_file import models


def curriculum(written: models.Curriculum) -> core.Curriculum:
    """The curriculum of a file in which nothing is wrong."""
    return core.Curriculum(
        id=written.id,
        version=written.version,
        title=written.title,
        language=written.language,
        licence=written.licence,
        summary=written.summary,
        for_whom=tuple(written.for_whom),
        days_per_week=written.days_per_week,
        minutes_per_day=written.minutes_per_day,
        phases=tuple(_phase(phase, written.minutes_per_day) for phase in written.phases),
        faq=tuple(core.Faq(each.id, each.question, each.answer) for each in written.faq),
        tools=tuple(core.Tool(each.name, tuple(each.phases), each.why) for each in written.tools),
    )


def _phase(written: models.Phase, minutes: int) -> core.Phase:
    return core.Phase(
        id=written.id,
        title=written.title,
        why=written.why,
        weeks=tuple(_week(week, minutes) for week in written.weeks),
        project=_project(written.project),
        ready=core.Ready(written.ready.signal, written.ready.how_to_check),
        needs_gpu=written.needs_gpu,
        accelerated=tuple(
            core.Accelerated(tuple(each.weeks), tuple(each.days), each.explain) for each in written.accelerated
        ),
    )


def _project(written: models.Project) -> core.Project:
    return core.Project(
        id=written.id,
        title=written.title,
        brief=written.brief,
        milestones=tuple(core.Milestone(each.id, each.title, each.accept) for each in written.milestones),
        stretch=written.stretch,
    )


def _week(written: models.Week | models.DraftWeek, minutes: int) -> core.Week:
    proof = written.checkpoint
    return core.Week(
        id=written.id,
        number=written.number,
        title=written.title,
        days=tuple(_day(day, minutes) for day in written.days),
        draft=written.draft,
        why_now=written.why_now,
        objectives=tuple(written.objectives),
        explain=written.explain,
        checkpoint=core.Checkpoint(proof.do, proof.done_when) if proof else None,
        if_stuck=tuple(written.if_stuck),
        resources=tuple(core.Resource(each.title, each.by, each.url) for each in written.resources),
        recall=tuple(_question(each) for each in written.recall),
        project_slice=written.project_slice,
    )


def _day(written: models.DraftDay, minutes: int) -> core.Day:
    return core.Day(written.id, written.title, written.do, written.done_when, written.minutes or minutes)


def _question(written: models.Question) -> core.Question:
    return core.Question(
        id=written.id,
        ask=written.ask,
        answer=written.answer,
        choices=tuple(written.choices),
        right=written.right,
        why=written.why,
    )
