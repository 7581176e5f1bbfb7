"""Study pairs: made when somebody agrees and each Monday, with promises for the week. Nobody is told who left whom."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.app.commands import Promise
from bot.app.said import Partner, Promised, Refusal, Said, SideBySide
from bot.app.turn import Turn
from bot.core.curriculum import Curriculum
from bot.core.days import A_DAY, local_day, monday_of
from bot.core.pairs import Willing, matched
from bot.core.people import Group, GroupId, Member
from bot.core.prompts import SUNDAY
from bot.core.silence import is_silent
from bot.storage.pairs import Beside
from bot.storage.rests import rests_of

REMEMBERED = timedelta(days=56)  # how long somebody gets another partner before the same one again


def pair_up(turn: Turn, group: Group) -> None:
    """Let everybody of a group who agreed and was heard of have a partner."""
    tx, today = turn.tx, local_day(turn.now, ZoneInfo(group.zone))
    wishing = tx.pairs.wishing(group.id, group.curriculum)
    off = tx.rests.off_of_many([it.learner for it in wishing])
    curriculum = turn.shelf.get(group.curriculum)
    willing = [
        Willing(it.learner, _far(curriculum, it.week))
        for it in wishing
        if not is_silent(it.last, today, rests_of(off, it.learner))
    ]
    standing = tx.pairs.standing(group.id)
    pairs = matched(standing, willing, tx.pairs.parted(group.id, today - REMEMBERED))
    tx.pairs.settle(group.id, standing, pairs, today)


def side_by_side(turn: Turn) -> tuple[SideBySide, ...]:
    """A learner's pairs, in each group that studies their active curriculum."""
    found = (
        beside(turn, group, member)
        for group, member in turn.tx.groups.meeting(turn.me.id)
        if group.curriculum == turn.me.curriculum
    )
    return tuple(pair for pair in found if pair.partners)


def beside(turn: Turn, group: Group, member: Member) -> SideBySide:
    """A learner's pair in a group. The first who looks on or after a Monday has the pairs of the week made."""
    if "partner" not in member.agreed or member.gone:
        return SideBySide(group.name, group.id, (), "")
    if turn.tx.pairs.begin_week(group.id, monday_of(local_day(turn.now, ZoneInfo(group.zone)))):
        pair_up(turn, group)
    found = turn.tx.pairs.beside(turn.me.id, group.id, monday_of(turn.today))
    said = {it.learner: Partner(it.name, _standing(it, turn.today), it.studied) for it in found}
    mine = said.pop(turn.me.id, None)
    return SideBySide(group.name, group.id, tuple(said.values()), mine.promise if mine else "")


def promise(ask: Promise, turn: Turn) -> Said:
    """Tell one's partners what one will do: this week, on a Sunday in the one that comes."""
    group, member = turn.tx.groups.get(GroupId(ask.group)), turn.tx.groups.member(GroupId(ask.group), turn.me.id)
    pair = beside(turn, group, member) if group and member else None
    if pair is None or not pair.partners:
        raise Refusal("no_partner")
    text = " ".join(ask.promise.split())
    turn.tx.pairs.promise(turn.me.id, GroupId(pair.group_id), text, monday_of(turn.today + A_DAY))
    return Promised(replace(pair, promise=text), for_next_week=turn.today.weekday() == SUNDAY)


def _standing(it: Beside, today: date) -> str:
    return it.promise if it.promised_for is not None and it.promised_for >= monday_of(today) else ""


def _far(curriculum: Curriculum, week: str) -> int:
    found = curriculum.week(week)
    return found.number if found else 1
