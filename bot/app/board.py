"""A group's board: total, neighbours, top (R10)."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.app.commands import Leaderboard
from bot.app.said import BoardLine, BoardShown, FormulaShown, Refusal, Said, WhichGroup
from bot.app.timer import TOTALS_FROM
from bot.app.turn import Turn
from bot.core.board import PERIODS, Period, Placed, neighbours, places, score
from bot.core.days import local_day, monday_of
from bot.core.people import Group, GroupId, Learner, LearnerId, Member
from bot.core.record import Record
from bot.storage.rests import rests_of

TOP = 10


def leaderboard(ask: Leaderboard, turn: Turn) -> Said:
    """Show the board of this chat's group, of the one that was named, or of the learner's only one."""
    me = turn.me
    group = _group(ask, turn)
    if isinstance(group, WhichGroup):
        return group
    member = turn.tx.groups.member(group.id, me.id)
    if member is None:
        raise Refusal("outdated" if ask.group else "not_member")
    if not group.board:
        raise Refusal("board_off")
    if ask.formula:
        plan = turn.plans().on(monday_of(turn.today))
        return FormulaShown(plan.size, min(max(plan.size, 3), 5), group.id, ask.period)
    return _board(group, member, ask.period, turn)


def _group(ask: Leaderboard, turn: Turn) -> Group | WhichGroup:
    tx = turn.tx
    group_id = GroupId(ask.group)
    if not ask.group and not turn.asker.private and (chat := tx.groups.chat_at(turn.asker.chat)):
        group_id = chat.group
    if not group_id:
        mine = [group for group, _ in tx.groups.of_learner(turn.me.id)]
        if not mine:
            raise Refusal("no_group")
        with_board = [group for group in mine if group.board] or mine
        if len(with_board) > 1:
            return WhichGroup(tuple((group.id, group.name) for group in with_board), ask.period)
        group_id = with_board[0].id
    group = tx.groups.get(group_id)
    if group is None:
        raise Refusal("outdated")
    return group


def _board(group: Group, member: Member, period: Period, turn: Turn) -> BoardShown:
    members = turn.tx.groups.members(group.id)
    scores = _scores(group, members, period, turn)
    minutes = _minutes(group, period, turn)
    names = {it.learner: it.name for it in members}
    own = member.learner
    listed = {it.learner for it in members if it.listed}
    # Who has no points takes no place: the board is no list of the absent (R22).
    lines = places([(learner, value) for learner, value in scores.items() if learner in listed and value])
    active = {learner for learner, spent in minutes.items() if spent}
    # Minutes stand beside the listed names, so fewer than three others could be worked out by subtraction (R23).
    unlisted = len(active - listed)
    total = len(active) >= TOTALS_FROM and unlisted not in range(1, TOTALS_FROM)
    # What erased learners left would stand alone behind the listed: it counts where three unlisted stand with it.
    erased = turn.tx.remnants.between(group.id, *_span(period, turn)).minutes if unlisted >= TOTALS_FROM else 0

    def line(placed: Placed[LearnerId]) -> BoardLine:
        mine = placed.key == own
        return BoardLine(placed.place, names[placed.key], _points(placed.score), minutes.get(placed.key, 0), mine)

    value = scores.get(own)
    place = next((it.place for it in lines if it.key == own), 0)
    own_line = None if value is None else BoardLine(place, names[own], _points(value), minutes.get(own, 0), True)
    return BoardShown(
        group.name,
        group.id,
        period,
        sum(minutes.values()) + erased if total else None,
        len(active),
        tuple(line(it) for it in neighbours(lines, own)),
        tuple(line(it) for it in lines[:TOP]),
        own_line,
        member.listed is True,
        PERIODS[period][1] if value is None else 0,
    )


def _scores(group: Group, members: tuple[Member, ...], period: Period, turn: Turn) -> dict[LearnerId, Decimal | None]:
    """Each member's score from their joining the group on, on their own local day."""
    tx = turn.tx
    ids = [it.learner for it in members]
    # All of it, also for the last four weeks: whether a week earns the welcome-back hangs on the one before (R10).
    since = min(it.joined for it in members)
    days, plans = tx.logs.days_of(ids, group.curriculum, since), tx.people.plans_of(ids)
    learners, off = tx.people.of(ids, turn.now), tx.rests.off_of_many(ids)
    reviews: dict[LearnerId, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for learner, _, _, _, closed_on in tx.way.closed_in_group(group.id, group.curriculum):
        reviews[learner][monday_of(closed_on)] += 1
    scores: dict[LearnerId, Decimal | None] = {}
    for it in members:
        own = {day: facts for day, facts in days.get(it.learner, {}).items() if day >= it.joined}
        record = Record(it.joined, own, plans[it.learner])
        today = _today(learners[it.learner], turn)
        rest = frozenset(day for day in rests_of(off, it.learner).in_time(today) if day >= record.joined)
        found = score(record, reviews[it.learner], period, today, rest)
        scores[it.learner] = found.value if found else None
    return scores


def _today(learner: Learner, turn: Turn) -> date:
    return local_day(turn.now, ZoneInfo(learner.zone))


def _minutes(group: Group, period: Period, turn: Turn) -> dict[LearnerId, int]:
    """Credited minutes of the period: shown, never ranked."""
    sums: dict[LearnerId, int] = defaultdict(int)
    for learner, _, credited, _ in turn.tx.logs.of_group(group.id, group.curriculum, *_span(period, turn)):
        sums[learner] += credited
    return sums


def _span(period: Period, turn: Turn) -> tuple[date, date]:
    """The first and the last day of a period."""
    this_week = monday_of(turn.today)
    first = this_week - timedelta(weeks=PERIODS[period][0])
    return first, this_week + timedelta(days=6) if period == "week" else this_week - timedelta(days=1)


def _points(value: Decimal) -> str:
    """Points as they are read: "86", or with one decimal where there is one."""
    return f"{value.normalize():f}" if value == value.to_integral() else f"{value:.1f}"
