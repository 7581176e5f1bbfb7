"""Leaving a group or a curriculum: names vanish at once, and what one did stays one's own (R22)."""

from bot.app.commands import Leave
from bot.app.curricula import take_up
from bot.app.ownership import redraw
from bot.app.said import LeaveAsked, LeaveChoice, Left, Membership, Refusal, Said
from bot.app.schedule import reschedule
from bot.app.turn import Turn
from bot.core.people import Group, GroupId


def leave(ask: Leave, turn: Turn) -> Said:
    """Show what there is to leave, say what leaving means, and once the learner is sure, do it."""
    me, tx = turn.me, turn.tx
    ref = turn.shelf.volume(me.curriculum).ref
    memberships = tx.groups.of_learner(me.id)
    if not ask.group and not ask.of:
        groups = tuple(Membership(group.id, group.name, member.listed) for group, member in memberships)
        return LeaveChoice(groups, turn.curriculum.title, ref)
    if ask.group:
        return _group(next((it for it, _ in memberships if it.id == GroupId(ask.group)), None), ask, turn)
    if ask.of != ref:  # another one is active by now, or none of that name
        raise Refusal("outdated")
    return _curriculum([it for it, _ in memberships if it.curriculum == me.curriculum], ask, turn)


def _group(group: Group | None, ask: Leave, turn: Turn) -> Said:
    if group is None:
        raise Refusal("outdated")
    if not ask.sure:
        return LeaveAsked(group.id, group.name, "", (), "")
    redraw(turn, [group])
    _away_from(group, turn)
    reschedule(turn.tx, turn.me, turn.plans(), turn.now)
    return Left(group.name, False, (), "")


def _away_from(group: Group, turn: Turn) -> None:
    turn.tx.rests.keep_seasons(turn.me.id, group.id, turn.today, turn.now)
    turn.tx.presences.clear(turn.me.id, group.id)
    if turn.tx.ask_posts.release(turn.me.id, group.id):
        turn.wakes = True
    turn.tx.ownership.leave(turn.me.id, group.id)


def _curriculum(groups: list[Group], ask: Leave, turn: Turn) -> Said:
    """With it go the groups that study it. The one that was taken up last before becomes active; without another
    prompts stop, and the place waits."""
    me, tx, title = turn.me, turn.tx, turn.curriculum.title
    names = tuple(group.name for group in groups)
    installed = {it.curriculum.id: it.curriculum.title for it in turn.shelf.volumes}
    others = [it for it in tx.editions.enrolled(me.id) if it != me.curriculum and it in installed]
    then = installed[others[-1]] if others else ""
    if not ask.sure:
        return LeaveAsked(0, title, ask.of, names, then)
    redraw(turn, groups)
    for group in groups:
        _away_from(group, turn)
    if others:
        tx.ownership.unenrol(me.id, me.curriculum)
        take_up(turn, me.id, others[-1])
    else:
        tx.people.change(me.id, prompts=False)
        turn.learner = tx.people.get(me.id, turn.now)
    reschedule(tx, turn.me, turn.plans(), turn.now)
    return Left(title, True, names, then)
