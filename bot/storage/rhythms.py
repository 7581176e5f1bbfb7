"""What comes round: prompts, check-ins, cards, a zone's return, ends of timers and visits, found by their next time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, cast

from sqlalchemy import Connection, and_, bindparam, delete, func, select, update

from bot.storage.engine import upsert
from bot.storage.tables import rhythms

RhythmKind = Literal["prompt", "checkin", "card", "zone", "focus", "visit"]

_due = (
    select(rhythms)
    .where(rhythms.c.next_at <= bindparam("now"))
    .order_by(rhythms.c.next_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_move = (
    update(rhythms)
    .where(rhythms.c.kind == bindparam("of_kind"), rhythms.c.owner == bindparam("of_owner"))
    .values(day=bindparam("to_day"), next_at=bindparam("to_at"))
)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """One thing that comes round for one owner, at `at` (UTC) for the local day `day`; None when it does not."""

    kind: RhythmKind
    owner: int
    day: date | None
    at: datetime | None


class Rhythms:
    """What is due next, as rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def due(self, now: datetime, most: int) -> list[Rhythm]:
        """What has come due, the longest waiting first; held by this transaction."""
        rows = self._connection.execute(_due, {"now": now, "most": most})
        return [Rhythm(cast("RhythmKind", row.kind), row.owner, row.day, row.next_at) for row in rows]

    def move(self, moved: Sequence[Rhythm]) -> None:
        """Give rhythms their next times."""
        if moved:
            values = [{"of_kind": it.kind, "of_owner": it.owner, "to_day": it.day, "to_at": it.at} for it in moved]
            self._connection.execute(_move, values)

    def put(self, put: Iterable[Rhythm]) -> None:
        """Start rhythms, or replace their next times."""
        statement = upsert(self._connection, rhythms, [rhythms.c.kind, rhythms.c.owner], ["day", "next_at"])
        values = [{"kind": it.kind, "owner": it.owner, "day": it.day, "next_at": it.at} for it in put]
        if values:
            self._connection.execute(statement, values)

    def get(self, kind: RhythmKind, owner: int) -> Rhythm | None:
        """Find a rhythm."""
        query = select(rhythms).where(and_(rhythms.c.kind == kind, rhythms.c.owner == owner))
        row = self._connection.execute(query).one_or_none()
        return Rhythm(kind, owner, row.day, row.next_at) if row else None

    def page(self, kind: RhythmKind, after: int, most: int) -> list[Rhythm]:
        """Those of a kind that have a next time, by owner, after one of them; held by this transaction."""
        query = (
            select(rhythms)
            .where(rhythms.c.kind == kind, rhythms.c.owner > after, rhythms.c.next_at.isnot(None))
            .order_by(rhythms.c.owner)
            .limit(most)
            .with_for_update()
        )
        return [Rhythm(kind, row.owner, row.day, row.next_at) for row in self._connection.execute(query)]

    def waiting(self, owners: Sequence[int], now: datetime) -> set[tuple[RhythmKind, int]]:
        """Which prompts and check-ins of some learners have a next time that has not come."""
        of_learners = and_(rhythms.c.kind.in_(("prompt", "checkin")), rhythms.c.owner.in_(owners))
        query = select(rhythms.c.kind, rhythms.c.owner).where(of_learners, rhythms.c.next_at > now)
        return {(cast("RhythmKind", row.kind), row.owner) for row in self._connection.execute(query)}

    def stop(self, kind: RhythmKind, owner: int) -> None:
        """End a rhythm."""
        self._connection.execute(delete(rhythms).where(and_(rhythms.c.kind == kind, rhythms.c.owner == owner)))

    def next_at(self) -> datetime | None:
        """When the next thing comes due."""
        at: datetime | None = self._connection.execute(select(func.min(rhythms.c.next_at))).scalar_one()
        return at
