"""Questions to groups, as rows."""

from datetime import date, datetime

from sqlalchemy import Connection, func, insert, select

from bot.core.asks import Ask, AskId
from bot.core.people import GroupId, LearnerId
from bot.storage.tables import asks


class Asks:
    """Who asked which group what."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, asked: Ask) -> AskId:
        """Keep a question; the given id is ignored."""
        values = {
            "learner_id": asked.learner,
            "group_id": asked.group,
            "week": asked.week,
            "text": asked.text,
            "at": asked.at,
            "day": asked.day,
        }
        return AskId(self._connection.execute(insert(asks).returning(asks.c.id), values).scalar_one())

    def get(self, asked: AskId) -> Ask | None:
        """Find a question."""
        row = self._connection.execute(select(asks).where(asks.c.id == asked)).one_or_none()
        if row is None:
            return None
        return Ask(asked, LearnerId(row.learner_id), GroupId(row.group_id), row.week, row.text, row.at, row.day)

    def asked_on(self, learner: LearnerId, group: GroupId, day: date) -> bool:
        """Whether a learner asked a group on a local day of theirs."""
        where = asks.c.learner_id == learner, asks.c.group_id == group, asks.c.day == day
        return self._connection.execute(select(asks.c.id).where(*where).limit(1)).first() is not None

    def count(self, group: GroupId, since: datetime) -> int:
        """How many questions a group was asked since an instant."""
        query = select(func.count()).select_from(asks).where(asks.c.group_id == group, asks.c.at > since)
        return int(self._connection.execute(query).scalar_one())
