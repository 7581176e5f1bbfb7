"""Kudos: one press on Monday's card for what the group did last week. How many is told, never who (R22, R23)."""

from datetime import date

from bot.app.commands import Kudos
from bot.app.said import Cheered, Refusal, Said
from bot.app.schedule import CARDS_EDITED_FOR
from bot.app.turn import Turn
from bot.core.days import A_WEEK, monday_of
from bot.core.people import GroupId


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


def _monday(text: str) -> date:
    """The Monday that a button carries."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refusal("outdated") from None
    if day != monday_of(day):
        raise Refusal("outdated")
    return day
