"""How a learner is known in a group, and what they agree to there: nothing is on until they say so (R22, R23)."""

from datetime import timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.app.commands import Agree, InGroup, ListMe, NameMe
from bot.app.pairing import beside, pair_up
from bot.app.said import Belonging, Refusal, Said
from bot.app.schedule import CARDS_EDITED_FOR
from bot.app.turn import Turn
from bot.core.days import local_day
from bot.core.people import Agreement, Group, GroupId, Member

Changed = Literal["", "listed", "name"] | Agreement


def in_group(ask: InGroup, turn: Turn) -> Said:
    """Show it."""
    return _shown(ask.group, turn)


def list_me(ask: ListMe, turn: Turn) -> Said:
    """Keep the answer to being named; the cards of the last days are drawn again with it (R22)."""
    _, group = _membership(ask.group, turn)
    turn.tx.groups.set_listed(group.id, turn.me.id, ask.yes)
    _redraw(group, turn)
    return _shown(ask.group, turn, "listed")


def name_me(ask: NameMe, turn: Turn) -> Said:
    """Keep what a group calls a learner; `show` says yes to being named there as well."""
    _, group = _membership(ask.group, turn)
    name = ask.called.strip()
    turn.tx.groups.set_name(group.id, turn.me.id, "" if name == turn.me.name else name)
    if ask.show:
        turn.tx.groups.set_listed(group.id, turn.me.id, True)
    _redraw(group, turn)
    return _shown(ask.group, turn, "listed" if ask.show else "name")


def agree(ask: Agree, turn: Turn) -> Said:
    """Keep a yes or a no. Whoever wants a partner has one at once, if somebody else does."""
    _, group = _membership(ask.group, turn)
    turn.tx.groups.agree(group.id, turn.me.id, ask.what, ask.yes)
    if ask.what == "partner":
        pair_up(turn, group)
    return _shown(ask.group, turn, ask.what)


def _shown(number: int, turn: Turn, changed: Changed = "") -> Belonging:
    member, group = _membership(number, turn)
    pair = beside(turn, group, member)
    listed, roles = member.listed is True, bool(turn.tx.rewards.of_group(group.id))
    return Belonging(
        group.name, group.id, listed, member.name, member.agreed, pair, changed, roles=roles, away=member.gone
    )


def _membership(number: int, turn: Turn) -> tuple[Member, Group]:
    member = turn.tx.groups.membership(GroupId(number), turn.me.id)
    group = turn.tx.groups.get(GroupId(number))
    if member is None or group is None:
        raise Refusal("outdated")
    return member, group


def _redraw(group: Group, turn: Turn) -> None:
    """The cards of the last days are drawn again with what a learner is called there now."""
    today = local_day(turn.now, ZoneInfo(group.zone))
    days = [today - timedelta(days=ago) for ago in range(CARDS_EDITED_FOR.days + 1)]
    if turn.tx.cards.touch(turn.me.id, group.curriculum, days, turn.now, turn.now - CARDS_EDITED_FOR):
        turn.wakes = True
