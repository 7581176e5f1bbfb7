"""A group's board: total, neighbours, top (R10)."""

from datetime import date
from decimal import Decimal

from bot.app.commands import Leaderboard
from bot.app.said import BoardLine, BoardShown, FormulaShown, Refusal, Said, WhichGroup
from bot.app.timer import TOTALS_FROM
from bot.app.turn import Turn
from bot.core.board import PERIODS, Period, score
from bot.core.board_lines import reviews_by_week
from bot.core.days import A_WEEK, monday_number, monday_of, week_number
from bot.core.people import Group, GroupId, Member
from bot.core.record import Record
from bot.storage.boards import Kept

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
    return _board(group, member, ask, turn)


def _group(ask: Leaderboard, turn: Turn) -> Group | WhichGroup:
    tx = turn.tx
    group_id = GroupId(ask.group)
    if not ask.group and not turn.asker.private and (chat := tx.groups.chat_at(turn.asker.chat)):
        group_id = chat.group
    if not group_id:
        mine = [group for group, _ in tx.groups.meeting(turn.me.id)]
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


def _board(group: Group, member: Member, ask: Leaderboard, turn: Turn) -> BoardShown:
    """Every line is of the same week, that of the asker: weeks are matched by the labels of sealed days (R10)."""
    period, (weeks, fewest) = ask.period, PERIODS[ask.period]
    this_week = monday_of(turn.today)
    monday = _week_asked(ask, this_week)
    boards, own = turn.tx.boards, member.learner
    boards.bring_up(group.id, own)
    value = _own_score(group, member, period, monday, turn)
    placed, minutes = boards.own(group.id, weeks, monday, own)
    top = boards.top(group.id, weeks, monday, TOP)
    above, below = boards.beside(group.id, weeks, monday, own, placed) if placed else ([], [])
    mine = [Kept(own, member.name, placed, minutes)] if placed else []
    near = [*above, *mine, *below]
    places = boards.places(group.id, weeks, monday, [it.tenths for it in (*top, *near)])

    def line(it: Kept) -> BoardLine:
        return BoardLine(places[it.tenths], it.name, _points(Decimal(it.tenths) / 10), it.minutes, it.learner == own)

    own_line = None if value is None else BoardLine(places.get(placed, 0), member.name, _points(value), minutes, True)
    found = boards.total(group.id, weeks, monday)
    # Minutes stand beside the listed names, so fewer than three others could be worked out by subtraction (R23).
    total = found.active >= TOTALS_FROM and found.unlisted not in range(1, TOTALS_FROM)
    # What erased learners left would stand alone behind the listed: it counts where three unlisted stand with it.
    past = (monday - weeks * A_WEEK, monday - A_WEEK) if weeks else (monday, monday)
    erased = turn.tx.remnants.between(group.id, *past).minutes if found.unlisted >= TOTALS_FROM else 0
    earlier = boards.week_beside(group.id, monday, later=False) if period == "week" else None
    later = None if period != "week" or monday == this_week else boards.week_beside(group.id, monday, later=True)
    return BoardShown(
        group.name,
        group.id,
        period,
        found.minutes + erased if total else None,
        found.active,
        tuple(map(line, near)),
        tuple(map(line, top)),
        own_line,
        member.listed is True,
        fewest if value is None else 0,
        None if monday == this_week else monday,
        week_number(earlier) if earlier else 0,
        week_number(min(later or this_week, this_week)) if monday != this_week else 0,
    )


def _week_asked(ask: Leaderboard, this_week: date) -> date:
    """The week that is to be shown; a period is always that of now."""
    if not ask.week or ask.period != "week":
        return this_week
    if not 0 < ask.week <= week_number(this_week):
        raise Refusal("outdated")
    return monday_number(ask.week)


def _own_score(group: Group, member: Member, period: Period, monday: date, turn: Turn) -> Decimal | None:
    """The asker's own value, also where it takes no place; None for want of weeks."""
    tx, ids = turn.tx, [member.learner]
    days = tx.logs.days_of(ids, group.curriculum, member.joined).get(member.learner, {})
    record = Record(member.joined, days, turn.plans())
    reviews = reviews_by_week(tx.way.closed(member.learner, group.curriculum), member.joined)
    off = tx.rests.off(member.learner).in_time(monday, group.id)
    rest = frozenset(day for day in off if day >= member.joined)
    found = score(record, reviews, period, monday, rest)
    return found.value if found else None


def _points(value: Decimal) -> str:
    """Points as they are read: "86", or with one decimal where there is one."""
    return f"{value.normalize():f}" if value == value.to_integral() else f"{value:.1f}"
