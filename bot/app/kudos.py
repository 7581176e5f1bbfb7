"""Kudos: one press on Monday's card for what the group did last week. How many is told, never who (R22, R23)."""

from datetime import date

from bot.app.commands import Kudos
from bot.app.said import Cheered, CheersHeard, Refusal, Said
from bot.app.schedule import CARDS_EDITED_FOR
from bot.app.timer import TOTALS_FROM
from bot.app.turn import Turn
from bot.core.days import A_WEEK, monday_of
from bot.core.people import Group, GroupId, Member


def cheer(ask: Kudos, turn: Turn) -> Said:
    """Count a member's kudos for a group's week, once (R20). The card tells it in place, no message is sent (R24)."""
    me, monday = turn.me, _monday(ask.monday)
    group = turn.tx.groups.get(GroupId(ask.group))
    if group is None or turn.tx.groups.member(group.id, me.id) is None:
        raise Refusal("not_member")
    if not turn.tx.kudos.add(group.id, monday, me.id, turn.now):
        return Cheered(group.name, again=True)
    if not turn.tx.cards.touch_group(group.id, [monday + A_WEEK], turn.now, turn.now - CARDS_EDITED_FOR):
        raise Refusal("card_over")
    turn.wakes = True
    return Cheered(group.name, again=False)


def cheers_heard(turn: Turn) -> tuple[CheersHeard, ...]:
    """Of each group whose digest tells something of the learner's: how many others cheered last week. The learner alone
    is told, and never who."""
    me, monday = turn.me, monday_of(turn.today) - A_WEEK
    found = []
    for group, member in turn.tx.groups.of_learner(me.id):
        others = turn.tx.kudos.others(group.id, monday, me.id)
        if others and _brought_something(group, member, monday, turn):
            enough = turn.tx.groups.count(group.id) >= TOTALS_FROM
            found.append(CheersHeard(group.name, others if enough else None))
    return tuple(found)


def _brought_something(group: Group, member: Member, monday: date, turn: Turn) -> bool:
    """Whether a week's digest has words of the learner's, or names them with a week that they explained."""
    if turn.tx.shares.any_of(member.learner, group.id, monday):
        return True
    closed = turn.tx.way.closed(member.learner, group.curriculum) if member.listed else []
    first: dict[str, date] = {}
    for week, day in closed:
        first[week] = min(day, first.get(week, day))
    return any(monday_of(day) == monday and day >= member.joined for day in first.values())


def _monday(text: str) -> date:
    """The Monday that a button carries."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refusal("outdated") from None
    if day != monday_of(day):
        raise Refusal("outdated")
    return day
