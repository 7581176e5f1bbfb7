"""Keeps what boards are read from up with the facts: in the transaction that changes them, after a flow before a look.

Which learners a transaction touched is written down by triggers on the tables of facts, so that nobody who writes one
has to think of it. At the end of the transaction their lines are worked out anew by `core.board_lines`, and what is
different is written, with the tallies. Only while a board is on: turning it on or off touches its members
(`groups.py`).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, false, func, literal, select, true, union_all, update

from bot.core.board_lines import FURTHEST, Line, LineKey, board_lines, reviews_by_week
from bot.core.days import week_number
from bot.core.minutes import credited
from bot.core.people import GroupId, LearnerId
from bot.core.plans import Plan, PlanHistory
from bot.core.record import DayFacts, Record
from bot.core.rests import RestDays
from bot.storage import tables as t
from bot.storage.engine import add_up, upsert
from bot.storage.logs import gather_days
from bot.storage.people import days_set
from bot.storage.rests import Rests, rests_of
from bot.storage.there import is_there

BATCH = 200  # learners in the transaction that touched them
AT_A_LOOK = 25  # in one that reads a board, a tenth of a second of work at most
AT_A_BEAT = 10  # in one of those that follow: nobody who writes meanwhile waits for long
_KEY = ("learner_id", "group_id", "weeks", "monday")
_COLUMNS = (*_KEY, "rank", "minutes", "listed")
_TALLIES = ("group_id", "weeks", "monday", "rank", "listed", "lines", "active", "minutes")
_mine: Any = bindparam("ids", expanding=True)
_now = t.board_stale.c.pending == false()
_first = select(t.board_stale.c.learner).where(_now).order_by(t.board_stale.c.learner).limit(bindparam("most"))
_touched = delete(t.board_stale).where(t.board_stale.c.learner.in_(_first)).returning(t.board_stale.c.learner)
_left_over = update(t.board_stale).where(_now).values(pending=true())
_waiting = select(t.board_stale.c.learner).where(t.board_stale.c.pending == true())
# From those who wait, few as they are: SQLite would begin with all members of the group where it may choose.
_in_group = exists().where(
    t.members.c.learner_id == t.board_stale.c.learner, t.members.c.group_id == bindparam("group")
)
_waiting_in = _waiting.where(_in_group).limit(bindparam("most"))
_some_waiting = _waiting.limit(bindparam("most"))
_taken_up = delete(t.board_stale).where(t.board_stale.c.learner.in_(_mine))
# Whose lines are wanted where, with the curriculum of the group; and the lines that are kept, without one.
_places = union_all(
    select(
        *(t.members.c.learner_id, t.members.c.group_id, literal(0).label("weeks"), t.members.c.joined.label("day")),
        *(literal(0).label("rank"), literal(0).label("minutes"), t.members.c.listed, t.groups.c.curriculum),
    )
    .join(t.groups, t.groups.c.id == t.members.c.group_id)
    .where(t.members.c.learner_id.in_(_mine), t.groups.c.board.is_(True), is_there),  # who left takes no place
    select(*(t.board_lines.c[name] for name in _COLUMNS), literal("")).where(t.board_lines.c.learner_id.in_(_mine)),
)
# What lines are made from: the sums of each day, the reviews that closed a week, and, of no curriculum, the plans.
_facts_of = union_all(
    select(
        t.logs.c.learner_id,
        t.logs.c.curriculum,
        literal("").label("named"),
        t.logs.c.day,
        t.logs.c.logged_on,
        func.sum(t.logs.c.minutes).label("minutes"),
        func.count().label("logs"),
    )
    .where(t.logs.c.learner_id.in_(_mine), t.logs.c.undone_at.is_(None))
    .group_by(t.logs.c.learner_id, t.logs.c.curriculum, t.logs.c.day, t.logs.c.logged_on),
    select(
        *(t.reviews.c.learner_id, t.reviews.c.curriculum, t.reviews.c.week, t.reviews.c.closed_on),
        *(t.reviews.c.closed_on, literal(0), literal(0)),
    ).where(
        t.reviews.c.learner_id.in_(_mine),
        t.reviews.c.whole.is_(True),
        t.reviews.c.closed_on.isnot(None),
        t.reviews.c.undone_at.is_(None),
    ),
    select(
        *(t.plans.c.learner_id, literal(""), t.plans.c.weekdays, t.plans.c.from_monday),
        *(t.plans.c.from_monday, literal(0), literal(0)),
    ).where(t.plans.c.learner_id.in_(_mine)),
)

_drop = delete(t.board_lines).where(*(t.board_lines.c[name] == bindparam(f"of_{name}") for name in _KEY))
_drop_empty = delete(t.board_tallies).where(
    *(t.board_tallies.c[name] == bindparam(f"of_{name}") for name in _TALLIES[:5]), t.board_tallies.c.lines == 0
)

Key = tuple[int, int, int, date]  # learner, group, weeks, Monday
Value = tuple[int, int, bool]  # rank, minutes, listed
Tally = tuple[int, int, date, int, bool]  # group, weeks, Monday, rank, listed


@dataclass(frozen=True, slots=True)
class _Membership:
    """A place on a board that is on."""

    learner: LearnerId
    group: int
    curriculum: str
    joined: date
    listed: bool


@dataclass(frozen=True, slots=True)
class _Facts:
    """What several learners' lines are made from."""

    days: Mapping[tuple[int, str], Mapping[date, DayFacts]]
    plans: Mapping[LearnerId, PlanHistory]
    rests: dict[LearnerId, RestDays]
    closed: Mapping[tuple[int, str], Sequence[tuple[str, date]]]


def derive_touched(connection: Connection, *, later: bool = False) -> None:
    """Bring the lines of everybody up to date whom this transaction touched.

    A season touches a whole group. Nobody else waits until a large one is done: what is more than a batch is left to
    the next beats, and until then the board shows those members as before. `later` leaves all of it to them, and to
    whoever reads a board (`derive_group`): nobody who logs a flow waits for a board that nobody looks at.
    """
    if later:
        connection.execute(_left_over)
        return
    ids = sorted(connection.execute(_touched, {"most": BATCH}).scalars())
    if ids:
        derive(connection, ids)
    if len(ids) == BATCH:
        connection.execute(_left_over)


def derive_pending(connection: Connection) -> bool:
    """Derive the lines of some whom a transaction left for later, or an update of the program. False once there is
    nobody left."""
    return _take_up(connection, connection.execute(_some_waiting, {"most": AT_A_BEAT}).scalars().all())


def derive_group(connection: Connection, group: GroupId, learner: LearnerId) -> None:
    """Derive the lines of the members of a group whose lines wait, so that its board shows what stands. Where many
    wait (a large season, hundreds who log at once) only those of the learner who looks: nobody waits for the others,
    whom the next beats see to."""
    waiting = connection.execute(_waiting_in, {"group": group, "most": AT_A_LOOK + 1}).scalars().all()
    if len(waiting) > AT_A_LOOK:
        derive_learner(connection, learner)
    else:
        _take_up(connection, waiting)


def derive_learner(connection: Connection, learner: LearnerId) -> None:
    """Derive the lines of one learner, if they wait."""
    waits = connection.execute(_waiting.where(t.board_stale.c.learner == learner)).scalars().all()
    _take_up(connection, waits)


def _take_up(connection: Connection, ids: Sequence[int]) -> bool:
    if ids:
        connection.execute(_taken_up, {"ids": sorted(ids)})
        derive(connection, sorted(ids))
    return bool(ids)


def derive(connection: Connection, ids: Sequence[int]) -> None:
    """Work some learners' lines out anew, and write what is different."""
    kept: dict[Key, Value] = {}
    memberships: list[_Membership] = []
    for learner, group, weeks, day, rank, minutes, listed, curriculum in connection.execute(_places, {"ids": ids}):
        if curriculum:
            memberships.append(_Membership(LearnerId(learner), group, curriculum, day, listed is True))
        else:
            kept[learner, group, weeks, day] = rank, minutes, listed
    wanted = dict(_lines(connection, memberships))
    gone = sorted(key for key in kept if key not in wanted)
    new = sorted((key, value) for key, value in wanted.items() if kept.get(key) != value)
    if gone:
        connection.execute(_drop, [{f"of_{name}": part for name, part in zip(_KEY, key, strict=True)} for key in gone])
    if new:
        statement = upsert(connection, t.board_lines, list(t.board_lines.primary_key), ["rank", "minutes", "listed"])
        statement = statement.returning(t.board_lines.c.group_id)  # only so are many rows one statement
        connection.execute(statement, [_row(_COLUMNS, (*key, *value)) for key, value in new])
    _tally(connection, [(key, kept.get(key), wanted.get(key)) for key in (*gone, *(key for key, _ in new))])


def _lines(connection: Connection, memberships: Sequence[_Membership]) -> Iterator[tuple[Key, Value]]:
    if not memberships:
        return
    facts = _facts(connection, sorted({member.learner for member in memberships}))
    for member in memberships:
        if member.learner not in facts.plans:
            continue
        for key, line in _member_lines(member, facts).items():
            rank = -line.tenths if member.listed else 0
            yield (member.learner, member.group, key.weeks, key.monday), (rank, line.minutes, member.listed)


def _member_lines(member: _Membership, facts: _Facts) -> Mapping[LineKey, Line]:
    learner, joined = member.learner, member.joined
    days = facts.days.get((learner, member.curriculum), {})
    own = {day: stands for day, stands in days.items() if day >= joined}
    minutes: dict[int, int] = defaultdict(int)
    for day, stands in own.items():
        minutes[week_number(day)] += credited(stands.minutes)
    reviews = reviews_by_week(facts.closed.get((learner, member.curriculum), ()), joined)
    newest = max((*own, *reviews), default=joined)
    rests = rests_of(facts.rests, learner).in_time(newest + timedelta(weeks=FURTHEST + 1), GroupId(member.group))
    rest = frozenset(day for day in rests if day >= joined)
    return board_lines(Record(joined, own, facts.plans[learner]), reviews, minutes, rest)


def _facts(connection: Connection, ids: Sequence[LearnerId]) -> _Facts:
    days: dict[tuple[int, str], list[tuple[date, date, int, int]]] = defaultdict(list)
    closed: dict[tuple[int, str], list[tuple[str, date]]] = defaultdict(list)
    plans: dict[LearnerId, list[tuple[date, Plan]]] = defaultdict(list)
    for learner, curriculum, named, day, other_day, minutes, logs in connection.execute(_facts_of, {"ids": ids}):
        if not curriculum:
            plans[LearnerId(learner)].append((day, Plan(days_set(named))))
        elif named:
            closed[learner, curriculum].append((named, day))
        else:
            days[learner, curriculum].append((day, other_day, minutes, logs))
    return _Facts(
        {key: gather_days(rows) for key, rows in days.items()},
        {learner: PlanHistory(tuple(own)) for learner, own in plans.items()},
        Rests(connection).off_of_many(ids),
        closed,
    )


def _tally(connection: Connection, changes: Sequence[tuple[Key, Value | None, Value | None]]) -> None:
    """Take lines out of the tallies and put them in again. In one order for everybody: two transactions on PostgreSQL
    that want the same rows wait for each other one after the other."""
    sums: dict[Tally, list[int]] = defaultdict(lambda: [0, 0, 0])
    for (_, group, weeks, monday), before, after in changes:
        for value, sign in ((before, -1), (after, 1)):
            if value is not None:
                rank, minutes, listed = value
                row = sums[group, weeks, monday, rank, listed]
                for n, more in enumerate((1, minutes > 0, minutes)):
                    row[n] += sign * more
    rows = [_row(_TALLIES, (*key, *more)) for key, more in sorted(sums.items()) if any(more)]
    if rows:
        keys = list(t.board_tallies.primary_key)
        statement = add_up(connection, t.board_tallies, keys, ["lines", "active", "minutes"])
        connection.execute(statement.returning(t.board_tallies.c.group_id), rows)
    fewer = [{f"of_{name}": row[name] for name in _TALLIES[:5]} for row in rows if row["lines"] < 0]
    if fewer:
        connection.execute(_drop_empty, fewer)


def _row(names: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(names, values, strict=True))
