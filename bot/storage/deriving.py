"""Keeps what boards are read from up with the facts, in the transaction that changes them.

Which learners a transaction touched is written down by triggers on the tables of facts, so that nobody who writes one
has to think of it. At the end of the transaction their lines are worked out anew by `core.board_lines`, and what is
different is written, with the tallies.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, false, func, select, true, update

from bot.core.board_lines import FURTHEST, LineKey, board_lines, reviews_by_week
from bot.core.days import week_number
from bot.core.minutes import credited
from bot.core.people import GroupId, LearnerId
from bot.core.plans import PlanHistory
from bot.core.record import DayFacts, Record
from bot.core.rests import RestDays
from bot.storage import tables as t
from bot.storage.engine import add_up, upsert
from bot.storage.logs import gather_days
from bot.storage.people import People
from bot.storage.rests import Rests, rests_of

BATCH = 200  # learners in the transaction that touched them
AT_A_BEAT = 50  # in one of those that follow: nobody who writes meanwhile waits for long
_KEY = ("learner_id", "group_id", "weeks", "monday")
_COLUMNS = (*_KEY, "rank", "minutes", "listed")
_TALLIES = ("group_id", "weeks", "monday", "rank", "listed", "lines", "active", "minutes")
_mine: Any = bindparam("ids", expanding=True)
_now = t.board_stale.c.pending == false()
_first = select(t.board_stale.c.learner).where(_now).order_by(t.board_stale.c.learner).limit(bindparam("most"))
_touched = delete(t.board_stale).where(t.board_stale.c.learner.in_(_first)).returning(t.board_stale.c.learner)
_left_over = update(t.board_stale).where(_now).values(pending=true())
_memberships = (
    select(t.members, t.groups.c.curriculum)
    .join(t.groups, t.groups.c.id == t.members.c.group_id)
    .where(t.members.c.learner_id.in_(_mine))
)
_kept = select(t.board_lines).where(t.board_lines.c.learner_id.in_(_mine))
_days = (
    select(
        t.logs.c.learner_id,
        t.logs.c.curriculum,
        t.logs.c.day,
        t.logs.c.logged_on,
        func.sum(t.logs.c.minutes).label("minutes"),
        func.count().label("logs"),
    )
    .where(t.logs.c.learner_id.in_(_mine), t.logs.c.undone_at.is_(None))
    .group_by(t.logs.c.learner_id, t.logs.c.curriculum, t.logs.c.day, t.logs.c.logged_on)
)
_closed = select(t.reviews.c.learner_id, t.reviews.c.curriculum, t.reviews.c.week, t.reviews.c.closed_on).where(
    t.reviews.c.learner_id.in_(_mine),
    t.reviews.c.whole.is_(True),
    t.reviews.c.closed_on.isnot(None),
    t.reviews.c.undone_at.is_(None),
)

_drop = delete(t.board_lines).where(*(t.board_lines.c[name] == bindparam(f"of_{name}") for name in _KEY))
_drop_empty = delete(t.board_tallies).where(
    *(t.board_tallies.c[name] == bindparam(f"of_{name}") for name in _TALLIES[:5]), t.board_tallies.c.lines == 0
)

Key = tuple[int, int, int, date]  # learner, group, weeks, Monday
Value = tuple[int, int, bool]  # rank, minutes, listed
Tally = tuple[int, int, date, int, bool]  # group, weeks, Monday, rank, listed


@dataclass(frozen=True, slots=True)
class _Facts:
    """What several learners' lines are made from."""

    days: Mapping[tuple[int, str], Mapping[date, DayFacts]]
    plans: Mapping[LearnerId, PlanHistory]
    rests: dict[LearnerId, RestDays]
    closed: Mapping[tuple[int, str], Sequence[tuple[str, date]]]


def derive_touched(connection: Connection) -> None:
    """Bring the lines of everybody up to date whom this transaction touched.

    A season touches a whole group. Nobody else waits until a large one is done: what is more than a batch is left to
    the next beats, and until then the board shows those members as before.
    """
    ids = sorted(connection.execute(_touched, {"most": BATCH}).scalars())
    if ids:
        derive(connection, ids)
    if len(ids) == BATCH:
        connection.execute(_left_over)


def derive_pending(connection: Connection) -> bool:
    """Derive the lines of some whom a transaction left for later, or an update of the program. False once there is
    nobody left."""
    stale = t.board_stale.c.learner
    ids = list(connection.execute(select(stale).where(t.board_stale.c.pending == true()).limit(AT_A_BEAT)).scalars())
    if ids:
        connection.execute(delete(t.board_stale).where(stale.in_(ids)))
        derive(connection, ids)
    return bool(ids)


def derive(connection: Connection, ids: Sequence[int]) -> None:
    """Work some learners' lines out anew, and write what is different."""
    kept: dict[Key, Value] = {
        (learner, group, weeks, monday): (rank, minutes, listed)
        for learner, group, weeks, monday, rank, minutes, listed in connection.execute(_kept, {"ids": ids}).all()
    }
    wanted = dict(_lines(connection, ids))
    gone = sorted(key for key in kept if key not in wanted)
    new = sorted((key, value) for key, value in wanted.items() if kept.get(key) != value)
    if gone:
        connection.execute(_drop, [{f"of_{name}": part for name, part in zip(_KEY, key, strict=True)} for key in gone])
    if new:
        statement = upsert(connection, t.board_lines, list(t.board_lines.primary_key), ["rank", "minutes", "listed"])
        statement = statement.returning(t.board_lines.c.group_id)  # only so are many rows one statement
        connection.execute(statement, [_row(_COLUMNS, (*key, *value)) for key, value in new])
    _tally(connection, [(key, kept.get(key), wanted.get(key)) for key in (*gone, *(key for key, _ in new))])


def _lines(connection: Connection, ids: Sequence[int]) -> Iterator[tuple[Key, Value]]:
    memberships = connection.execute(_memberships, {"ids": ids}).all()
    if not memberships:
        return
    facts = _facts(connection, [LearnerId(number) for number in ids])
    for member in memberships:
        if member.learner_id not in facts.plans:
            continue
        for key, line in _member_lines(member, facts).items():
            rank = -line.tenths if member.listed else 0
            value = rank, line.minutes, member.listed is True
            yield (member.learner_id, member.group_id, key.weeks, key.monday), value


def _member_lines(member: Row[Any], facts: _Facts) -> Mapping[LineKey, Any]:
    learner, joined = LearnerId(member.learner_id), member.joined
    days = facts.days.get((learner, member.curriculum), {})
    own = {day: stands for day, stands in days.items() if day >= joined}
    minutes: dict[int, int] = defaultdict(int)
    for day, stands in own.items():
        minutes[week_number(day)] += credited(stands.minutes)
    reviews = reviews_by_week(facts.closed.get((learner, member.curriculum), ()), joined)
    newest = max((*own, *reviews), default=joined)
    rests = rests_of(facts.rests, learner).in_time(newest + timedelta(weeks=FURTHEST + 1), GroupId(member.group_id))
    rest = frozenset(day for day in rests if day >= joined)
    return board_lines(Record(joined, own, facts.plans[learner]), reviews, minutes, rest)


def _facts(connection: Connection, ids: Sequence[LearnerId]) -> _Facts:
    days: dict[tuple[int, str], list[tuple[date, date, int, int]]] = defaultdict(list)
    for learner, curriculum, *rest in connection.execute(_days, {"ids": ids}).all():
        days[learner, curriculum].append((rest[0], rest[1], rest[2], rest[3]))
    closed: dict[tuple[int, str], list[tuple[str, date]]] = defaultdict(list)
    for row in connection.execute(_closed, {"ids": ids}):
        closed[row.learner_id, row.curriculum].append((row.week, row.closed_on))
    gathered = {key: gather_days(rows) for key, rows in days.items()}
    return _Facts(gathered, People(connection).plans_of(ids), Rests(connection).off_of_many(ids), closed)


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
