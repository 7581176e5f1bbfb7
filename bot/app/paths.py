"""The accelerated path of a phase: look at it, take it up, leave it (R14)."""

from bot.app.commands import ShorterPath
from bot.app.said import PathShown, Refusal, Said
from bot.app.shelf import ACCELERATED
from bot.app.turn import Turn


def shorter_path(ask: ShorterPath, turn: Turn) -> Said:
    """Show the shorter way through the present phase, or go on by it or week by week from where one stands.

    Nothing moves but what the other way does not count: a day that is optional leads to the next one that is not.
    """
    phase = turn.curriculum.phase_of(turn.place().week_id)
    if not phase.accelerated:
        raise Refusal("no_path")
    taken = turn.curriculum.shortened if ask.choice == "look" else ask.choice == "take"
    changed = taken != turn.curriculum.shortened
    if changed:
        edition = turn.shelf.volume(turn.me.curriculum).edition
        turn.tx.editions.set_path(turn.me.id, turn.me.curriculum, edition, ACCELERATED if taken else "")
        turn.learner = turn.tx.people.get(turn.me.id, turn.now)
    short = turn.curriculum.walked(shortened=True)
    stretches = dict.fromkeys(short.stretch(week.id) for week in phase.weeks)
    return PathShown(phase, short.phase_number(phase.id), tuple(stretches), taken, changed, turn.stand())
