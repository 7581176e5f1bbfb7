"""What learners share with groups, as rows."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, delete, exists, func, insert, select

from bot.core.people import GroupId, LearnerId
from bot.core.shares import Share, ShareId, What
from bot.storage.names import shown_name
from bot.storage.tables import learners, members, shares
from bot.storage.there import is_there

_of_week = (
    select(shares, shown_name, members.c.listed, func.count().over().label("all"))
    .join(members, and_(members.c.learner_id == shares.c.learner_id, members.c.group_id == shares.c.group_id))
    .join(learners, learners.c.id == shares.c.learner_id)
    .where(shares.c.group_id == bindparam("group"), shares.c.monday == bindparam("monday"), is_there)
    .order_by(shares.c.id)
    .limit(bindparam("most"))
)


def _share_of(row: Row[Any]) -> Share:
    return Share(
        ShareId(row.id),
        LearnerId(row.learner_id),
        GroupId(row.group_id),
        row.kind,
        row.ref,
        row.monday,
        row.text,
        row.at,
    )


class Shares:
    """Who lets which group read what."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, share: Share) -> ShareId:
        """Keep a share; the given id is ignored. Another text of the same item takes the place of the first."""
        known = self.find(share.learner, share.group, share.what, share.ref)
        if known is not None:
            self.take_back(known.id)
        values = {
            "learner_id": share.learner,
            "group_id": share.group,
            "kind": share.what,
            "ref": share.ref,
            "monday": share.monday,
            "text": share.text,
            "at": share.at,
        }
        return ShareId(self._connection.execute(insert(shares).returning(shares.c.id), values).scalar_one())

    def get(self, share: ShareId) -> Share | None:
        """Find a share."""
        row = self._connection.execute(select(shares).where(shares.c.id == share)).one_or_none()
        return _share_of(row) if row else None

    def find(self, learner: LearnerId, group: GroupId, what: What, ref: str) -> Share | None:
        """The share of one item."""
        where = (shares.c.learner_id == learner, shares.c.group_id == group, shares.c.kind == what, shares.c.ref == ref)
        row = self._connection.execute(select(shares).where(*where)).first()
        return _share_of(row) if row else None

    def any_of(self, learner: LearnerId, group: GroupId, monday: date) -> bool:
        """Whether a week's digest tells something that a learner shared."""
        mine = exists().where(shares.c.learner_id == learner, shares.c.group_id == group, shares.c.monday == monday)
        return bool(self._connection.execute(select(mine)).scalar_one())

    def of_week(self, group: GroupId, monday: date, most: int) -> tuple[list[tuple[Share, str]], int]:
        """What a week's digest tells: at most so many shares, each with the name of a listed member or an empty one,
        and how many there are. Those of who left are no longer told."""
        rows = self._connection.execute(_of_week, {"group": group, "monday": monday, "most": most}).all()
        found = [(_share_of(row), row.shown if row.listed else "") for row in rows]
        return found, int(rows[0].all) if rows else 0

    def take_back(self, share: ShareId) -> None:
        """A share is no longer one: nothing of it is kept."""
        self._connection.execute(delete(shares).where(shares.c.id == share))
