"""Focus timers as rows: what runs, what waits for its log, who focuses in a group."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.core.facts import LogId
from bot.core.focus import A_MINUTE, LONGEST, WAITS, Timer, TimerId
from bot.core.people import GroupId, LearnerId
from bot.storage.ahead import PEOPLE, Ahead
from bot.storage.tables import timers

_LONGEST = LONGEST * A_MINUTE
_open = timers.c.settled.is_(False)
_unsettled = select(timers).where(timers.c.learner_id.in_(PEOPLE), _open).order_by(timers.c.id.desc())


def timer_of(row: Row[Any]) -> Timer:
    """A row of timers, as a timer."""
    return Timer(
        TimerId(row.id),
        LearnerId(row.learner_id),
        row.minutes,
        row.started_at,
        row.stopped_at,
        row.settled,
        None if row.group_id is None else GroupId(row.group_id),
        None if row.log_id is None else LogId(row.log_id),
    )


class Timers:
    """Who focuses, as rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.ahead = Ahead(connection, _unsettled)

    def add(self, timer: Timer) -> TimerId:
        """Start a timer; the given id is ignored."""
        values = {
            "learner_id": timer.learner,
            "minutes": timer.minutes,
            "started_at": timer.started_at,
            "group_id": timer.group,
        }
        return TimerId(self._connection.execute(insert(timers).returning(timers.c.id), values).scalar_one())

    def get(self, timer: TimerId) -> Timer | None:
        """Find a timer."""
        row = self._connection.execute(select(timers).where(timers.c.id == timer)).one_or_none()
        return timer_of(row) if row else None

    def of(self, ids: Sequence[TimerId]) -> dict[TimerId, Timer]:
        """Find several timers at once."""
        rows = self._connection.execute(select(timers).where(timers.c.id.in_(ids)))
        return {TimerId(row.id): timer_of(row) for row in rows}

    def unsettled(self, learner: LearnerId) -> list[Timer]:
        """A learner's timers that run or wait for their log, newest first."""
        return [timer_of(row) for row in self.ahead.of(learner)]

    def running_in(self, group: GroupId, now: datetime) -> list[Timer]:
        """The timers of a group that run, in the order of their start."""
        query = (
            select(timers)
            .where(
                timers.c.group_id == group,
                _open,
                timers.c.stopped_at.is_(None),
                timers.c.started_at > now - _LONGEST,
            )
            .order_by(timers.c.id)
        )
        return [timer for timer in map(timer_of, self._connection.execute(query)) if timer.runs(now)]

    def stop(self, timer: TimerId, at: datetime) -> None:
        """A timer was stopped; it keeps the first time."""
        where = timers.c.id == timer, timers.c.stopped_at.is_(None)
        self._connection.execute(update(timers).where(*where).values(stopped_at=at))

    def settle(self, timer: TimerId, log: LogId | None = None) -> None:
        """A timer was logged, or let go."""
        self._connection.execute(update(timers).where(timers.c.id == timer).values(settled=True, log_id=log))

    def let_go(self, now: datetime) -> int:
        """Let go, quietly, what has waited for 7 days; returns how many."""
        query = select(timers).where(_open, timers.c.started_at < now - WAITS)
        found = [timer for timer in map(timer_of, self._connection.execute(query)) if not timer.waits(now)]
        for timer in found:
            self.settle(timer.id)
        return len(found)
