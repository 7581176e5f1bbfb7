"""The look back at a whole way: its numbers and what was made on it, gathered on one page."""

from bot.app.commands import LookBack
from bot.app.said import LookBackShown, Made, Said
from bot.app.stand import closed_weeks
from bot.app.turn import Turn
from bot.core.gates import Shipment


def look_back(ask: LookBack, turn: Turn) -> Said:
    """Show the whole way in numbers."""
    del ask
    return looked_back(turn)


def looked_back(turn: Turn) -> LookBackShown:
    """The facts of a learner's way through their curriculum so far; all numbers are derived from what stands (R19)."""
    curriculum, me, record = turn.curriculum, turn.me, turn.record()
    standing = turn.standing()
    place = turn.place()
    steps = turn.tx.way.standing_steps(me.id, curriculum.id)
    finished = [day for _, step, day, _ in steps if step.place_after == place]
    closed = closed_weeks(turn.tx, curriculum, me.id)
    return LookBackShown(
        curriculum.title,
        min([me.joined, *record.days]),
        finished[0] if finished and place.is_finished else None,
        standing.kept,
        standing.best_run,
        standing.study_days,
        standing.minutes,
        standing.logs,
        sum(week.id in closed for week in curriculum.weeks),
        sum(1 for _ in curriculum.weeks),
        projects_made(turn),
        turn.today,
    )


def projects_made(turn: Turn) -> tuple[Made, ...]:
    """The projects of which something was shipped, in the curriculum's order, each with its newest shipments."""
    newest: dict[str, Shipment] = {}
    for shipment in turn.tx.projects.shipped(turn.me.id, turn.curriculum.id):
        newest[shipment.milestone] = shipment
    made = []
    for number, phase in enumerate(turn.curriculum.phases, 1):
        steps = phase.project.milestones
        shipped = tuple((step.title, newest[step.id]) for step in steps if step.id in newest)
        if shipped:
            made.append(Made(number, phase.project.title, shipped, len(steps)))
    return tuple(made)
