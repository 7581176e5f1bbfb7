"""Days that learners have declared off, as rows (R15)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    and_,
    bindparam,
    case,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    union_all,
    update,
)

from bot.core.facts import LogId
from bot.core.people import GroupId, LearnerId
from bot.core.rests import NO_RESTS, Rest, RestDays, RestId
from bot.storage.tables import members, rests, seasons

_stands = rests.c.undone_at.is_(None)
_of = select(rests).where(rests.c.learner_id == bindparam("learner"), _stands).order_by(rests.c.first, rests.c.id)
# A season holds a member's days from their joining on (R15).
_begun = case((seasons.c.first < members.c.joined, members.c.joined), else_=seasons.c.first)
season_days = (
    select(
        members.c.learner_id,
        members.c.group_id,
        _begun.label("first"),
        seasons.c.last,
        seasons.c.at,
        func.coalesce(seasons.c.declared_on, seasons.c.first).label("declared_on"),
    )
    .join(seasons, seasons.c.group_id == members.c.group_id)
    .where(seasons.c.undone_at.is_(None), seasons.c.last >= members.c.joined)
)
NOBODYS = RestId(0)
_ids: Any = bindparam("ids", expanding=True)
_theirs = season_days.where(members.c.learner_id.in_(_ids)).subquery()
_own = (rests.c.learner_id, rests.c.id, rests.c.first, rests.c.last, rests.c.at, rests.c.declared_on)
_seasons = (_theirs.c.first, _theirs.c.last, _theirs.c.at, _theirs.c.declared_on, _theirs.c.group_id)
_off_of_many = union_all(
    select(*_own, null().label("group_id")).where(rests.c.learner_id.in_(_ids), _stands),
    select(_theirs.c.learner_id, literal(NOBODYS), *_seasons),
)


def _rest_of(row: Row[Any]) -> Rest:
    return Rest(RestId(row.id), row.first, row.last, row.at, row.declared_on)


def _off_of(row: Row[Any]) -> Rest:
    group = None if row.group_id is None else GroupId(row.group_id)
    return Rest(RestId(row.id), row.first, row.last, row.at, row.declared_on, group)


class Rests:
    """What is off, as rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def declare(self, learner: LearnerId, first: date, last: date | None, now: datetime, today: date) -> RestId:
        """Let a range be off, for `last` None until further notice."""
        values = {"learner_id": learner, "first": first, "last": last, "at": now, "declared_on": today}
        return RestId(self._connection.execute(insert(rests).returning(rests.c.id), values).scalar_one())

    def of(self, learner: LearnerId) -> RestDays:
        """What stands of a learner, the earliest first."""
        return RestDays(tuple(_rest_of(row) for row in self._connection.execute(_of, {"learner": learner})))

    def off(self, learner: LearnerId) -> RestDays:
        """What is off for a learner: what they declared, and the seasons of their groups."""
        return rests_of(self.off_of_many([learner]), learner)

    def off_of_many(self, ids: Sequence[LearnerId]) -> dict[LearnerId, RestDays]:
        """The same of several; who has none is left out."""
        found: dict[LearnerId, list[Rest]] = defaultdict(list)
        for row in self._connection.execute(_off_of_many, {"ids": list(ids)}):
            found[LearnerId(row.learner_id)].append(_off_of(row))
        return {learner: RestDays(tuple(own)) for learner, own in found.items()}

    def keep_seasons(self, learner: LearnerId, group: GroupId, last: date, now: datetime) -> None:
        """Who leaves a group keeps the days of its seasons up to a day as rest of their own: their run stands on it.
        On other boards it stays what it was, declared when it was (R10)."""
        query = season_days.where(and_(members.c.learner_id == learner, members.c.group_id == group))
        for row in self._connection.execute(query).all():
            if row.first <= last:
                self.declare(learner, row.first, min(row.last, last), now, row.declared_on)

    def get(self, rest: RestId) -> tuple[LearnerId, Rest, bool] | None:
        """Find a rest: whose it is, and whether it stands."""
        row = self._connection.execute(select(rests).where(rests.c.id == rest)).one_or_none()
        return (LearnerId(row.learner_id), _rest_of(row), row.undone_at is None) if row else None

    def end(self, rest: RestId, last: date | None, *, by: LogId | None = None) -> None:
        """Let a rest be over after a day; `by` is the log that ended it. Without a day it is open again."""
        self._connection.execute(update(rests).where(rests.c.id == rest).values(last=last, ended_by=by))

    def hanging_on(self, learner: LearnerId, log: LogId) -> list[Rest]:
        """The rests without an end of their own that are open, or that this log or a later one ended."""
        hangs = or_(rests.c.last.is_(None), rests.c.ended_by >= log)
        query = select(rests).where(rests.c.learner_id == learner, _stands, hangs).order_by(rests.c.id)
        return [_rest_of(row) for row in self._connection.execute(query)]

    def undo(self, rest: RestId, now: datetime) -> None:
        """Let a rest no longer stand; its row stays."""
        self._connection.execute(update(rests).where(rests.c.id == rest, _stands).values(undone_at=now))


def rests_of(found: dict[LearnerId, RestDays], learner: LearnerId) -> RestDays:
    """A learner's of several learners' rests."""
    return found.get(learner, NO_RESTS)
