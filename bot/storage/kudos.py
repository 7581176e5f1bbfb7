"""Who cheered what a group did in a week, as rows. Nobody is told who it was, only how many."""

from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, select

from bot.core.people import GroupId, LearnerId
from bot.storage.engine import insert_or_ignore
from bot.storage.tables import kudos

_count = (
    select(func.count())
    .select_from(kudos)
    .where(kudos.c.group_id == bindparam("group"), kudos.c.monday == bindparam("monday"))
)
_others = _count.where(kudos.c.learner_id != bindparam("learner"))


class Kudos:
    """Kudos for weeks of groups."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, group: GroupId, monday: date, learner: LearnerId, now: datetime) -> bool:
        """Keep that a learner cheers the week that began on a Monday; False if they did before."""
        values = {"group_id": group, "monday": monday, "learner_id": learner, "at": now}
        return bool(self._connection.execute(insert_or_ignore(self._connection, kudos), values).rowcount)

    def count(self, group: GroupId, monday: date) -> int:
        """How many cheered that week."""
        return int(self._connection.execute(_count, {"group": group, "monday": monday}).scalar_one())

    def others(self, group: GroupId, monday: date, learner: LearnerId) -> int:
        """The same, without a learner's own."""
        values = {"group": group, "monday": monday, "learner": learner}
        return int(self._connection.execute(_others, values).scalar_one())
