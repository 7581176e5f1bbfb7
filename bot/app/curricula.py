"""Which curriculum somebody means, takes up, or is on in a newer edition."""

from bot.app.said import CurriculumChanged, Refusal, Said
from bot.app.shelf import Shelf
from bot.app.turn import Turn
from bot.core.curriculum import Curriculum
from bot.core.people import LearnerId

NAMED = 5  # titles that a refusal lists


def chosen(named: str, shelf: Shelf) -> Curriculum:
    """The curriculum of that name. Raises Refusal("unknown_curriculum") with those that there are."""
    found = shelf.find(named)
    if found is None:
        titles = tuple(it.title for it in shelf.open[:NAMED])
        raise Refusal("unknown_curriculum", given=named, names=titles)
    return found


def take_up(turn: Turn, learner: LearnerId, curriculum: str) -> None:
    """Make a curriculum the learner's active one; their place and facts in it wait for them."""
    turn.tx.people.change(learner, curriculum=curriculum)
    enrol(turn, learner, curriculum)
    turn.learner = turn.tx.people.get(learner, turn.now)


def enrol(turn: Turn, learner: LearnerId, curriculum: str) -> None:
    """Note the edition that the learner begins with, unless they know one already."""
    if edition := turn.shelf.volume(curriculum).edition:
        turn.tx.editions.enrol(learner, curriculum, edition)


def news(turn: Turn) -> tuple[Said, ...]:
    """What a newer edition of the learner's curriculum changed: told once, and only what they would notice."""
    me = turn.learner
    if me is None:
        return ()
    volume = turn.shelf.volume(me.curriculum)
    if not volume.edition or me.edition == volume.edition or volume.curriculum.id != me.curriculum:
        return ()
    turn.tx.editions.tell(me.id, me.curriculum, volume.edition)
    if me.edition is None:  # from before editions were kept
        return ()
    revision = volume.revisions.get(me.edition)
    if revision and revision.counts.nothing:
        return ()
    return (CurriculumChanged(volume.curriculum.title, revision.counts if revision else None, turn.stand()),)
