"""What a board shows, read from the lines and tallies that are kept up with the facts: as quick in any group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, case, func, select

from bot.core.people import GroupId, LearnerId
from bot.storage.deriving import derive_group, derive_learner
from bot.storage.names import shown_name
from bot.storage.tables import board_lines as _lines
from bot.storage.tables import board_tallies as _tallies
from bot.storage.tables import learners, members

_rank = _lines.c.rank
_at = (
    _lines.c.group_id == bindparam("group"),
    _lines.c.weeks == bindparam("weeks"),
    _lines.c.monday == bindparam("monday"),
)


def _placed(*where: Any) -> Select[Any]:
    query = select(_lines.c.learner_id, _rank, _lines.c.minutes, shown_name)
    member = and_(members.c.group_id == _lines.c.group_id, members.c.learner_id == _lines.c.learner_id)
    query = query.join(members, member).join(learners, learners.c.id == _lines.c.learner_id)
    return query.where(*_at, *where)


_UP, _DOWN = (_rank, _lines.c.learner_id), (_rank.desc(), _lines.c.learner_id.desc())
_own: Any = bindparam("rank")
_before, _after = _lines.c.learner_id < bindparam("of"), _lines.c.learner_id > bindparam("of")
_top = _placed(_rank < 0).order_by(*_UP).limit(bindparam("most"))
# The nearest of those who share the place, else of the others: each is one step in the index.
_above = (
    _placed(_rank == _own, _before).order_by(*_DOWN).limit(1),
    _placed(_rank < _own).order_by(*_DOWN).limit(1),
)
_below = (
    _placed(_rank == _own, _after).order_by(*_UP).limit(1),
    _placed(_rank > _own, _rank < 0).order_by(*_UP).limit(1),
)
_in_period = (
    _tallies.c.group_id == bindparam("group"),
    _tallies.c.weeks == bindparam("weeks"),
    _tallies.c.monday == bindparam("monday"),
)
_total = select(
    func.coalesce(func.sum(_tallies.c.minutes), 0).label("minutes"),
    func.coalesce(func.sum(_tallies.c.active), 0).label("active"),
    func.coalesce(func.sum(case((_tallies.c.listed, 0), else_=_tallies.c.active)), 0).label("unlisted"),
).where(*_in_period)
_better = (
    select(_tallies.c.rank, func.sum(_tallies.c.lines).label("lines"))
    .where(*_in_period, _tallies.c.rank < bindparam("worst"))
    .group_by(_tallies.c.rank)
)
_mine = select(_lines.c.rank, _lines.c.minutes).where(_lines.c.learner_id == bindparam("of"), *_at)


@dataclass(frozen=True, slots=True)
class Kept:
    """A line as it is kept: points in tenths (0 takes no place), and credited minutes."""

    learner: LearnerId
    name: str
    tenths: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Total:
    """Credited minutes of a period, how many have some, and how many of these are unlisted."""

    minutes: int
    active: int
    unlisted: int


class Boards:
    """The lines of one board; `weeks` and `monday` as in `core.board_lines.LineKey`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def bring_up(self, group: GroupId, learner: LearnerId) -> None:
        """Let the lines of a group's members follow their facts before a learner reads them
        (`deriving.derive_group`)."""
        derive_group(self._connection, group, learner)

    def bring_up_own(self, learner: LearnerId) -> None:
        """The same for one learner's lines."""
        derive_learner(self._connection, learner)

    def top(self, group: GroupId, weeks: int, monday: date, most: int) -> list[Kept]:
        """The first lines, those that share a place in the order of their learners."""
        return self._some(_top, {"group": group, "weeks": weeks, "monday": monday, "most": most})

    def own(self, group: GroupId, weeks: int, monday: date, learner: LearnerId) -> tuple[int, int]:
        """The points in tenths with which a learner takes a place, and their minutes."""
        values = {"group": group, "weeks": weeks, "monday": monday, "of": learner}
        row = self._connection.execute(_mine, values).one_or_none()
        return (-row.rank, row.minutes) if row else (0, 0)

    def beside(
        self, group: GroupId, weeks: int, monday: date, learner: LearnerId, tenths: int
    ) -> tuple[list[Kept], list[Kept]]:
        """The lines above and below that of a learner with so many points, one each where there is one."""
        values = {"group": group, "weeks": weeks, "monday": monday, "of": learner, "rank": -tenths}
        above, below = (
            next((found for query in queries if (found := self._some(query, values))), [])
            for queries in (_above, _below)
        )
        return above, below

    def places(self, group: GroupId, weeks: int, monday: date, tenths: Sequence[int]) -> dict[int, int]:
        """The place that each of these points takes: one more than there are better lines (1, 2, 2, 4)."""
        values = {"group": group, "weeks": weeks, "monday": monday, "worst": -min(tenths, default=0)}
        better = [(-row.rank, int(row.lines)) for row in self._connection.execute(_better, values)]
        return {it: 1 + sum(lines for points, lines in better if points > it) for it in set(tenths)}

    def total(self, group: GroupId, weeks: int, monday: date) -> Total:
        """The sums of a period."""
        row = self._connection.execute(_total, {"group": group, "weeks": weeks, "monday": monday}).one()
        return Total(int(row.minutes), int(row.active), int(row.unlisted))

    def week_beside(self, group: GroupId, monday: date, *, later: bool) -> date | None:
        """The nearest week before or after that of `monday` in which anything stands."""
        column = _tallies.c.monday
        beyond, nearest = (column > monday, func.min(column)) if later else (column < monday, func.max(column))
        query = select(nearest).where(and_(_tallies.c.group_id == group, _tallies.c.weeks == 0, beyond))
        found: date | None = self._connection.execute(query).scalar_one()
        return found

    def _some(self, query: Select[Any], values: dict[str, Any]) -> list[Kept]:
        rows: Sequence[Row[Any]] = self._connection.execute(query, values).all()
        return [Kept(LearnerId(row.learner_id), row.shown, -row.rank, row.minutes) for row in rows]
