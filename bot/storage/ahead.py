"""Rows of several learners that are read in one statement, before each of them is asked for."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Row, Select, bindparam

from bot.core.people import LearnerId

PEOPLE: Any = bindparam("people", expanding=True)


class Ahead:
    """Answers for one learner from what was read for several.

    Each answer is given once: whoever asks again reads anew, so that nothing is missed that was written meanwhile.
    """

    def __init__(self, connection: Connection, query: Select[Any] | CompoundSelect[Any]) -> None:
        self._connection = connection
        self._query = query  # with `PEOPLE`, and a column `learner_id`
        self._found: dict[LearnerId, list[Row[Any]]] = {}

    def read(self, people: Iterable[LearnerId]) -> None:
        """Read what several will be asked for next."""
        self._found = self._read(list(people))

    def of(self, learner: LearnerId) -> Sequence[Row[Any]]:
        """The rows of one."""
        found = self.given(learner)
        return self._read([learner])[learner] if found is None else found

    def given(self, learner: LearnerId) -> Sequence[Row[Any]] | None:
        """The rows of one, if they were read; for whoever has a quicker statement for one alone."""
        return self._found.pop(learner, None)

    def _read(self, people: Sequence[LearnerId]) -> dict[LearnerId, list[Row[Any]]]:
        found: dict[LearnerId, list[Row[Any]]] = {learner: [] for learner in people}
        for row in self._connection.execute(self._query, {"people": people}) if people else ():
            found[row.learner_id].append(row)
        return found
