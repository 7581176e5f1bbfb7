"""Numbers of learners who were erased: a database that comes back from before must not bring them back.

Such a number is never given twice and names nobody; only a back-up from before the erasing still tells whose it was.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import Connection, select

from bot.core.people import LearnerId
from bot.storage.engine import insert_or_ignore
from bot.storage.tables import learners, meta, unions

MARK = "erased:"


class Erased:
    """The marks that erased learners leave, as rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def mark(self, learner: LearnerId, now: datetime) -> None:
        """Note that a learner is erased, and with them whoever became one with them before."""
        self.keep({f"{MARK}{number}": now.isoformat() for number in (learner, *self._united(learner))})

    def keep(self, marks: Iterable[tuple[str, str]] | dict[str, str]) -> None:
        """Keep marks that another copy of this database has."""
        for key, value in dict(marks).items():
            self._connection.execute(insert_or_ignore(self._connection, meta), {"key": key, "value": value})

    def back(self) -> list[LearnerId]:
        """Learners who are there although they are marked."""
        marks = self._connection.execute(select(meta.c.key).where(meta.c.key.startswith(MARK))).scalars()
        marked = {int(key.removeprefix(MARK)) for key in marks}
        there = self._connection.execute(select(learners.c.id).order_by(learners.c.id)).scalars() if marked else ()
        return [LearnerId(number) for number in there if number in marked]

    def _united(self, learner: LearnerId) -> Iterator[int]:
        query = select(unions.c.brought).where(unions.c.learner_id == learner, unions.c.parted_at.is_(None))
        for brought in self._connection.execute(query).scalars():
            number = json.loads(brought).get("number")
            if number is not None:
                yield int(number)
