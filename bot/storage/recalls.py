"""What learners are asked again, and the polls that are open for it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from bot.core.people import LearnerId
from bot.core.recall import Kind, Memory, RecallId
from bot.storage.engine import insert_or_ignore
from bot.storage.tables import quizzes, recalls


def _memory_of(row: Row[Any]) -> Memory:
    learner = LearnerId(row.learner_id)
    return Memory(RecallId(row.id), learner, row.curriculum, row.kind, row.ref, row.card, row.due, row.answered_on)


class Recalls:
    """Memories and quizzes, as rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, learner: LearnerId, curriculum: str) -> list[Memory]:
        """Everything that a learner was ever to be asked in a curriculum, also what is no longer asked."""
        query = (
            select(recalls)
            .where(recalls.c.learner_id == learner, recalls.c.curriculum == curriculum)
            .order_by(recalls.c.id)
        )
        return [_memory_of(row) for row in self._connection.execute(query)]

    def get(self, recall: RecallId) -> Memory | None:
        """Find one."""
        row = self._connection.execute(select(recalls).where(recalls.c.id == recall)).one_or_none()
        return _memory_of(row) if row else None

    def add(self, learner: LearnerId, curriculum: str, new: Iterable[tuple[Kind, str, str, datetime]]) -> None:
        """Begin memories: kind, ref, card, due. One that is there already stays as it is."""
        rows = [
            {"learner_id": learner, "curriculum": curriculum, "kind": kind, "ref": ref, "card": card, "due": due}
            for kind, ref, card, due in new
        ]
        if rows:
            self._connection.execute(insert_or_ignore(self._connection, recalls), rows)

    def answered(self, learner: LearnerId, since: date) -> int:
        """How many a learner answered for a local day or a later one, in all curricula."""
        query = select(func.count()).where(recalls.c.learner_id == learner, recalls.c.answered_on >= since)
        return int(self._connection.execute(query).scalar_one())

    def keep(self, recall: RecallId, card: str, due: datetime, answered_on: date | None) -> None:
        """Keep the memory after an answer; without a day it counts for none. Its open quizzes are answered with it."""
        values: dict[str, Any] = {"card": card, "due": due}
        if answered_on is not None:
            values["answered_on"] = answered_on
        self._connection.execute(update(recalls).where(recalls.c.id == recall).values(**values))
        self._connection.execute(delete(quizzes).where(quizzes.c.recall_id == recall))

    # --- quizzes

    def open_quiz(self, poll: str, recall: RecallId, right: int, now: datetime) -> None:
        """Note a poll that is out, and which of its options is right, from 0."""
        row = {"poll": poll, "recall_id": recall, "right": right, "at": now}
        self._connection.execute(insert_or_ignore(self._connection, quizzes), row)

    def quiz(self, poll: str) -> tuple[RecallId, int] | None:
        """What an open poll asks, and its right option."""
        row = self._connection.execute(select(quizzes).where(quizzes.c.poll == poll)).one_or_none()
        return (RecallId(row.recall_id), row.right) if row else None

    def forget_quizzes(self, before: datetime) -> int:
        """Delete polls that nobody answered."""
        return self._connection.execute(delete(quizzes).where(quizzes.c.at < before)).rowcount
