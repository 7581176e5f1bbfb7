"""What erased learners leave to a group's sums, and what a learner counts for in them (R3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select, update

from bot.core.minutes import credited
from bot.core.people import GroupId, LearnerId
from bot.storage.engine import insert_or_ignore
from bot.storage.tables import logs, remnants


@dataclass(frozen=True, slots=True)
class Remnant:
    """Credited minutes, flows and kept weeks, of nobody in particular."""

    minutes: int = 0
    flows: int = 0
    kept: int = 0


class Remnants:
    """One anonymous total for each group and week, as rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def counted(self, learner: LearnerId, curriculum: str, since: date) -> list[tuple[date, int, int]]:
        """(local day, credited minutes, flows) of a learner in a curriculum from a day on: what a group counts."""
        query = (
            select(logs.c.day, func.sum(logs.c.minutes).label("minutes"), func.count().label("flows"))
            .where(
                logs.c.learner_id == learner,
                logs.c.curriculum == curriculum,
                logs.c.day >= since,
                logs.c.undone_at.is_(None),
            )
            .group_by(logs.c.day)
        )
        return [(row.day, credited(int(row.minutes)), row.flows) for row in self._connection.execute(query)]

    def add(self, group: GroupId, weeks: Mapping[date, Remnant]) -> None:
        """Add to a group's totals, by the Monday of each week."""
        for monday, left in sorted(weeks.items()):
            nothing = {"group_id": group, "monday": monday, "minutes": 0, "flows": 0, "kept": 0}
            self._connection.execute(insert_or_ignore(self._connection, remnants), nothing)
            self._connection.execute(
                update(remnants)
                .where(remnants.c.group_id == group, remnants.c.monday == monday)
                .values(
                    minutes=remnants.c.minutes + left.minutes,
                    flows=remnants.c.flows + left.flows,
                    kept=remnants.c.kept + left.kept,
                )
            )

    def between(self, group: GroupId, first: date, last: date) -> Remnant:
        """A group's total over the weeks whose Monday lies between two days, both included."""
        columns = (remnants.c.minutes, remnants.c.flows, remnants.c.kept)
        sums = (func.coalesce(func.sum(column), 0) for column in columns)
        query = select(*sums).where(remnants.c.group_id == group, remnants.c.monday.between(first, last))
        return Remnant(*map(int, self._connection.execute(query).one()))
