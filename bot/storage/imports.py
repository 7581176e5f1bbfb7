"""Study days that a learner brought along: logs that came together, told from flows by what they were spent on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, insert, select, update

from bot.core.facts import Log
from bot.core.people import LearnerId
from bot.storage.tables import logs

MARK = "import/"  # begins `at_day` of every log that was brought along
_stands = logs.c.undone_at.is_(None)
is_import = logs.c.at_day.startswith(MARK, autoescape=True)


@dataclass(frozen=True, slots=True)
class Import:
    """One file that was brought along, as far as it stands: `first` is the number of its first log."""

    first: int
    at: datetime
    logged_on: date
    flows: int
    minutes: int


class Imports:
    """Imports, as rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known(self, learner: LearnerId, first: date, last: date) -> Counter[tuple[date, int, str]]:
        """How often each (day, minutes, note) stands between two days, however it came there."""
        query = select(logs.c.day, logs.c.minutes, logs.c.note).where(
            logs.c.learner_id == learner, logs.c.day.between(first, last), _stands
        )
        return Counter((row.day, row.minutes, row.note) for row in self._connection.execute(query))

    def add(self, added: Sequence[Log], digest: str) -> int:
        """Seal logs that came together; returns the number of the first. There must be one."""
        values = [
            {
                "learner_id": log.learner,
                "curriculum": log.curriculum,
                "at": log.at,
                "zone": log.zone,
                "day": log.day,
                "logged_on": log.logged_on,
                "minutes": log.minutes,
                "note": log.note,
                "at_day": f"{MARK}{digest}",
            }
            for log in added
        ]
        first = self._connection.execute(insert(logs).returning(logs.c.id), values[0]).scalar_one()
        if values[1:]:
            self._connection.execute(insert(logs), values[1:])
        return int(first)

    def recent(self, learner: LearnerId, since: datetime) -> list[Import]:
        """The imports since an instant of which something stands, newest first."""
        first = func.min(logs.c.id)
        query = (
            select(
                first.label("first"),
                logs.c.at,
                func.min(logs.c.logged_on).label("logged_on"),
                func.count().label("flows"),
                func.sum(logs.c.minutes).label("minutes"),
            )
            .where(logs.c.learner_id == learner, logs.c.at >= since, is_import, _stands)
            .group_by(logs.c.at, logs.c.at_day)
            .order_by(first.desc())
        )
        rows = self._connection.execute(query)
        return [Import(row.first, row.at, row.logged_on, row.flows, int(row.minutes)) for row in rows]

    def of(self, learner: LearnerId, first: int) -> Iterable[tuple[int, datetime, date, int, bool]]:
        """(number, instant, day, minutes, whether it stands) of the logs that came together with one of them."""
        one = select(logs.c.at, logs.c.at_day).where(logs.c.id == first, logs.c.learner_id == learner, is_import)
        found = self._connection.execute(one).one_or_none()
        if found is None:
            return []
        query = select(logs.c.id, logs.c.at, logs.c.day, logs.c.minutes, _stands.label("stands")).where(
            logs.c.learner_id == learner, logs.c.at == found.at, logs.c.at_day == found.at_day
        )
        return [(row.id, row.at, row.day, row.minutes, bool(row.stands)) for row in self._connection.execute(query)]

    def undo(self, learner: LearnerId, first: int, now: datetime) -> None:
        """Let all logs that came together with one of them no longer stand."""
        one = select(logs.c.at, logs.c.at_day).where(logs.c.id == first, logs.c.learner_id == learner, is_import)
        found = self._connection.execute(one).one()
        mine = (logs.c.learner_id == learner, logs.c.at == found.at, logs.c.at_day == found.at_day, _stands)
        self._connection.execute(update(logs).where(*mine).values(undone_at=now))
