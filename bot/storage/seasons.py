"""The seasons of groups, as rows."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from bot.core.people import GroupId, LearnerId
from bot.core.seasons import Season, SeasonId
from bot.storage.tables import groups, members, seasons

_stands = seasons.c.undone_at.is_(None)
_of_member = (
    select(seasons, groups.c.name.label("group_name"))
    .join(groups, groups.c.id == seasons.c.group_id)
    .join(members, members.c.group_id == seasons.c.group_id)
    .where(
        members.c.learner_id == bindparam("learner"),
        seasons.c.last >= members.c.joined,
        seasons.c.last >= bindparam("since"),
        _stands,
    )
    .order_by(seasons.c.first, seasons.c.id)
)


def _season_of(row: Row[Any]) -> Season:
    return Season(SeasonId(row.id), GroupId(row.group_id), row.name, row.first, row.last, row.at)


class Seasons:
    """What is off for whole groups, as rows. What that means for a learner is read in `storage/rests.py`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def declare(self, group: GroupId, name: str, first: date, last: date, now: datetime, today: date) -> SeasonId:
        """Let a range be off for a whole group; one of the same days gets the new name. Two who declare one in the
        same moment wait for each other."""
        self._connection.execute(select(groups.c.id).where(groups.c.id == group).with_for_update())
        same = (seasons.c.group_id == group, seasons.c.first == first, seasons.c.last == last, _stands)
        known = self._connection.execute(select(seasons.c.id).where(*same)).scalars().first()
        if known is not None:
            self._connection.execute(update(seasons).where(seasons.c.id == known).values(name=name))
            return SeasonId(known)
        values = {"group_id": group, "name": name, "first": first, "last": last, "at": now, "declared_on": today}
        return SeasonId(self._connection.execute(insert(seasons).returning(seasons.c.id), values).scalar_one())

    def of(self, group: GroupId, since: date) -> tuple[Season, ...]:
        """The seasons that stand and are not over on a day, the earliest first."""
        where = (seasons.c.group_id == group, seasons.c.last >= since, _stands)
        rows = self._connection.execute(select(seasons).where(*where).order_by(seasons.c.first, seasons.c.id))
        return tuple(map(_season_of, rows))

    def of_member(self, learner: LearnerId, since: date) -> list[tuple[Season, str]]:
        """The seasons of a learner's groups that are not over on a day, each with its group's name."""
        rows = self._connection.execute(_of_member, {"learner": learner, "since": since})
        return [(_season_of(row), row.group_name) for row in rows]

    def on(self, group: GroupId, day: date) -> Season | None:
        """The season that a day is in; of several the one that lasts longest."""
        days = (seasons.c.first <= day, seasons.c.last >= day)
        query = select(seasons).where(seasons.c.group_id == group, *days, _stands).order_by(seasons.c.last.desc())
        row = self._connection.execute(query.limit(1)).one_or_none()
        return _season_of(row) if row else None

    def get(self, season: SeasonId) -> Season | None:
        """Find a season that stands."""
        row = self._connection.execute(select(seasons).where(seasons.c.id == season, _stands)).one_or_none()
        return _season_of(row) if row else None

    def end(self, season: SeasonId, last: date) -> None:
        """Let a season be over after a day."""
        self._connection.execute(update(seasons).where(seasons.c.id == season).values(last=last))

    def undo(self, season: SeasonId, now: datetime) -> None:
        """Let a season no longer stand; its row stays."""
        self._connection.execute(update(seasons).where(seasons.c.id == season, _stands).values(undone_at=now))
