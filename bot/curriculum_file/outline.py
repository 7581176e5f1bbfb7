"""A curriculum, and the difference between two, as plain text for whoever writes one."""

import textwrap
from collections.abc import Iterator

from bot.core.curriculum import Curriculum, Phase, Week
from bot.core.editions import Change, changes, lost_ids

WIDTH = 96
_KINDS = {"week": "week", "day": "day", "milestone": "milestone", "question": "recall question"}
_SIGNS = {"new": "+", "gone": "-", "moved": ">", "changed": "~"}
_HOWS = {"new": "new", "gone": "gone", "moved": "moved", "changed": "new text"}


def outline(curriculum: Curriculum) -> str:
    """Phases, weeks, days and projects, by their titles."""
    return "\n".join(_outlined(curriculum))


def week_in_full(week: Week) -> str:
    """Everything that a week says, as it would be read."""
    return "\n".join(_written(week))


def difference(old: Curriculum, new: Curriculum) -> str:
    """What a learner in mid-run would notice of a new version, and what becomes of their place."""
    return "\n".join(_differing(old, new))


def _outlined(curriculum: Curriculum) -> Iterator[str]:
    weeks = list(curriculum.weeks)
    days = sum(len(week.days) for week in weeks)
    questions = sum(len(week.recall) for week in weeks)
    yield f"{curriculum.title} ({curriculum.id}, version {curriculum.version}, {curriculum.licence})"
    yield (
        f"{len(weeks)} weeks, {days} days of {curriculum.minutes_per_day} minutes, {curriculum.days_per_week} a week, "
        f"{questions} recall questions"
    )
    for phase in curriculum.phases:
        yield from ("", f"{phase.title}: {phase.project.title}")
        yield from _phase(phase)


def _phase(phase: Phase) -> Iterator[str]:
    for week in phase.weeks:
        yield f"  {week.number:>3}  {week.title}{' (draft)' if week.draft else ''}"
        yield from (f"         {at}. {day.title}" for at, day in enumerate(week.days, start=1))
    yield "       Milestones"
    yield from (f"         {at}. {step.title}" for at, step in enumerate(phase.project.milestones, start=1))


def _written(week: Week) -> Iterator[str]:
    yield f"Week {week.number}: {week.title}{' (draft)' if week.draft else ''}"
    yield from _folded(week.why_now)
    for at, day in enumerate(week.days, start=1):
        yield from ("", f"Day {at}, {day.title} ({day.minutes} minutes)")
        yield from _folded(day.do)
        yield from _folded(f"Done when: {day.done_when}" if day.done_when else "")
    for head, lines in (
        ("Explain", [week.explain]),
        ("Checkpoint", [week.checkpoint.do, f"Done when: {week.checkpoint.done_when}"] if week.checkpoint else []),
        ("If stuck", week.if_stuck),
        ("Project", [week.project_slice]),
        ("Recall", [f"{each.ask} {each.answer}" for each in week.recall]),
        ("Resources", [" ".join(filter(None, (r.title, r.by and f"({r.by})", r.url))) for r in week.resources]),
    ):
        if any(lines):
            yield from ("", head)
            for line in lines:
                yield from _folded(line)


def _folded(text: str) -> Iterator[str]:
    yield from textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)


def _differing(old: Curriculum, new: Curriculum) -> Iterator[str]:
    yield f"{old.id}, version {old.version} -> {new.id}, version {new.version}"
    if old.id != new.id:
        yield "These are two curricula, not two versions of one: nobody moves from the one to the other."
        return
    found = changes(old, new)
    if not found:
        yield "No learner would notice a difference."
        return
    yield ""
    yield from (_line(change) for change in found)
    yield ""
    yield "Minutes, points, reviews and shipped milestones stay with everybody, also where an id is gone."
    if any(change.kind == "day" and change.how == "gone" for change in found):
        yield "Who stands at a day that is gone goes on with the day after the one they did last."
    if any(change.kind == "week" and change.how == "gone" for change in found):
        yield "Who stands in a week that is gone goes on with the week after the one they closed last."
    if lost_ids(found) and new.version <= old.version:
        yield f"Ids were removed, so this is a new version: write 'version: {old.version + 1}'."


def _line(change: Change) -> str:
    return (
        f"{_SIGNS[change.how]} {_KINDS[change.kind]} {change.id}, {_HOWS[change.how]}: {change.title} ({change.where})"
    )
