"""Members who agreed that a facilitator may see when a hello would be welcome, as rows."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, func, select

from bot.core.people import GroupId, LearnerId
from bot.storage.names import shown_name
from bot.storage.tables import learners, logs, members
from bot.storage.there import is_there

newest_log = (  # the day of a member's newest flow, in any curriculum
    select(func.max(logs.c.day))
    .where(logs.c.learner_id == members.c.learner_id, logs.c.undone_at.is_(None))
    .scalar_subquery()
)
_agreed = (
    select(members.c.learner_id, shown_name, members.c.joined, newest_log.label("last"))
    .join(learners, learners.c.id == members.c.learner_id)
    .where(members.c.group_id == bindparam("group"), members.c.hello.is_(True), is_there)
)


@dataclass(frozen=True, slots=True)
class Heard:
    """A member by the name that the group knows, and the day they were heard of last: of a flow, or of joining."""

    learner: LearnerId
    name: str
    last: date


class Hellos:
    """Who agreed to a hello."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def agreed(self, group: GroupId) -> list[Heard]:
        """The members of a group who did, by their names: never by how long they are away (R22)."""
        rows = self._connection.execute(_agreed, {"group": group})
        found = [Heard(LearnerId(it.learner_id), it.shown, max(it.joined, it.last or it.joined)) for it in rows]
        return sorted(found, key=lambda it: (it.name.casefold(), it.name, it.learner))
