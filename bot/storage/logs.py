"""The logs of flows, and the sums over those that stand."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Row,
    bindparam,
    exists,
    func,
    insert,
    literal,
    select,
    union_all,
    update,
)

from bot.core.facts import Log, LogId
from bot.core.people import GroupId, LearnerId
from bot.core.plans import Plan, PlanHistory
from bot.core.record import DayFacts, Record
from bot.core.whichday import LATE_FOR_BOARD_DAYS
from bot.storage.ahead import PEOPLE, Ahead
from bot.storage.imports import is_import
from bot.storage.people import days_set
from bot.storage.rests import season_days
from bot.storage.tables import logs, members, plans, rests
from bot.storage.there import was_there

_stands = logs.c.undone_at.is_(None)
_DAYS = (logs.c.learner_id, logs.c.day, logs.c.logged_on)
_SUMS = (func.sum(logs.c.minutes).label("minutes"), func.count().label("logs"))
_REST = "rest"
_LATE = timedelta(days=LATE_FOR_BOARD_DAYS)


def _record_of(own: Callable[[ColumnElement[Any]], ColumnElement[bool]]) -> CompoundSelect[Any]:
    """One statement for all that verdicts are made from: the sums of each day, then the plans and the days off."""
    seasons = season_days.where(own(members.c.learner_id)).subquery()
    return union_all(
        select(*_DAYS, *_SUMS, literal("").label("weekdays")).where(own(logs.c.learner_id), _stands).group_by(*_DAYS),
        select(
            plans.c.learner_id, plans.c.from_monday, plans.c.from_monday, literal(0), literal(0), plans.c.weekdays
        ).where(own(plans.c.learner_id)),
        select(rests.c.learner_id, rests.c.first, rests.c.last, literal(0), literal(0), literal(_REST)).where(
            own(rests.c.learner_id), rests.c.undone_at.is_(None)
        ),
        select(seasons.c.learner_id, seasons.c.first, seasons.c.last, literal(0), literal(0), literal(_REST)),
    )


_record = _record_of(lambda learner: learner == bindparam("learner"))
_record_of_many = _record_of(lambda learner: learner.in_(PEOPLE))
_days_of = (
    select(*_DAYS, *_SUMS)
    .where(
        logs.c.learner_id.in_(bindparam("ids", expanding=True)),
        logs.c.curriculum == bindparam("curriculum"),
        logs.c.day >= bindparam("since"),
        _stands,
    )
    .group_by(*_DAYS)
)
_add = insert(logs).returning(logs.c.id)
_spent_at = (
    select(logs.c.learner_id, logs.c.curriculum, logs.c.at_day, func.sum(logs.c.minutes).label("minutes"))
    .where(logs.c.learner_id.in_(PEOPLE), logs.c.at_day.in_(bindparam("at_days", expanding=True)), _stands)
    .group_by(logs.c.learner_id, logs.c.curriculum, logs.c.at_day)
)
_spent = select(func.coalesce(func.sum(logs.c.minutes), 0)).where(
    logs.c.learner_id == bindparam("learner"),
    logs.c.curriculum == bindparam("curriculum"),
    logs.c.at_day == bindparam("at_day"),
    _stands,
)


def _log_of(row: Row[Any]) -> Log:
    return Log(
        LogId(row.id),
        LearnerId(row.learner_id),
        row.curriculum,
        row.at,
        row.zone,
        row.day,
        row.logged_on,
        row.minutes,
        row.note,
        row.focus,
        row.undone_at,
    )


def gather(rows: Sequence[Row[Any]]) -> dict[date, DayFacts]:
    """One entry a day, from rows of (…, day, day of logging, minutes, logs): see `gather_days`."""
    return gather_days([(row.day, row.logged_on, row.minutes, row.logs) for row in rows])


def gather_days(rows: Iterable[tuple[date, date, int, int]]) -> dict[date, DayFacts]:
    """One entry a day, from (day, day of logging, minutes, logs): what was logged in time is summed apart (R2, R10)."""
    sums: dict[date, tuple[int, int, int]] = {}
    for day, logged_on, minutes, flows in rows:
        in_time = minutes if logged_on is day or logged_on - day <= _LATE else 0
        if day in sums:
            before = sums[day]
            sums[day] = before[0] + minutes, before[1] + flows, before[2] + in_time
        else:
            sums[day] = minutes, flows, in_time
    return {day: DayFacts(*sum_) for day, sum_ in sums.items()}


class Logs:
    """The record of flows, as rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.ahead = Ahead(connection, _record_of_many)
        self._spent: dict[tuple[LearnerId, str, str], int] = {}

    def add(self, log: Log, at_day: str) -> LogId:
        """Seal a log (R1); the given id is ignored. `at_day` is the curriculum day it was spent on."""
        values = {
            "learner_id": log.learner,
            "curriculum": log.curriculum,
            "at": log.at,
            "zone": log.zone,
            "day": log.day,
            "logged_on": log.logged_on,
            "minutes": log.minutes,
            "note": log.note,
            "focus": log.focus,
            "at_day": at_day,
        }
        return LogId(self._connection.execute(_add, values).scalar_one())

    def get(self, log: LogId) -> Log | None:
        """Find a log, undone ones too."""
        row = self._connection.execute(select(logs).where(logs.c.id == log)).one_or_none()
        return _log_of(row) if row else None

    def change(self, log: LogId, now: datetime, **values: Any) -> None:
        """Set minutes, note, focus or day of a log."""
        self._connection.execute(update(logs).where(logs.c.id == log).values(edited_at=now, **values))

    def undo(self, log: LogId, now: datetime) -> None:
        """Let a log no longer stand; its row stays."""
        self._connection.execute(update(logs).where(logs.c.id == log, _stands).values(undone_at=now))

    def recent(self, learner: LearnerId, since: datetime) -> list[Log]:
        """Standing flows recorded since an instant, newest first; what was brought along in a file is none of them."""
        query = (
            select(logs)
            .where(logs.c.learner_id == learner, logs.c.at >= since, _stands, ~is_import)
            .order_by(logs.c.at.desc(), logs.c.id.desc())
        )
        return [_log_of(row) for row in self._connection.execute(query)]

    def record(self, learner: LearnerId, joined: date, until: date) -> Record:
        """What stands on each day of a learner who joined on a local day, their plans, their days off up to `until`."""
        logged: list[tuple[date, date, int, int]] = []
        changes: list[tuple[date, Plan]] = []
        rest: set[date] = set()
        read: Sequence[Any] | None = self.ahead.given(learner)
        if read is None:
            read = self._connection.execute(_record, {"learner": learner}).all()
        for _, day, other_day, minutes, flows, weekdays in read:
            if not weekdays:
                logged.append((day, other_day, minutes, flows))
            elif weekdays == _REST:
                last = until if other_day is None else min(other_day, until)
                rest.update(day + timedelta(days=n) for n in range((last - day).days + 1))
            else:
                changes.append((day, Plan(days_set(weekdays))))
        return Record(
            joined, gather_days(logged), PlanHistory(tuple(sorted(changes, key=itemgetter(0)))), frozenset(rest)
        )

    def days_of(self, ids: Sequence[LearnerId], curriculum: str, since: date) -> dict[LearnerId, dict[date, DayFacts]]:
        """What stands on each day of several learners in a curriculum, from a day on."""
        rows: dict[LearnerId, list[Row[Any]]] = defaultdict(list)
        values = {"ids": list(ids), "curriculum": curriculum, "since": since}
        for row in self._connection.execute(_days_of, values):
            rows[LearnerId(row.learner_id)].append(row)
        return {learner: gather(own) for learner, own in rows.items()}

    def studied_on(self, pairs: Sequence[tuple[LearnerId, date]], minutes: int) -> set[tuple[LearnerId, date]]:
        """Which of the (learner, day) pairs hold at least `minutes`."""
        if not pairs:
            return set()
        days = sorted({day for _, day in pairs})
        query = (
            select(logs.c.learner_id, logs.c.day)
            .where(logs.c.learner_id.in_({learner for learner, _ in pairs}), logs.c.day.in_(days), _stands)
            .group_by(logs.c.learner_id, logs.c.day)
            .having(func.sum(logs.c.minutes) >= minutes)
        )
        return {(LearnerId(row.learner_id), row.day) for row in self._connection.execute(query)}

    def logged_within(self, learner: LearnerId, first: date, last: date) -> bool:
        """Whether a day of a range was logged for before the range was over."""
        within = logs.c.day.between(first, last), logs.c.logged_on <= last
        query = select(exists().where(logs.c.learner_id == learner, *within, _stands))
        return bool(self._connection.execute(query).scalar_one())

    def spent(self, learner: LearnerId, curriculum: str, at_day: str) -> int:
        """Minutes already spent on a curriculum day (R12)."""
        known = self._spent.pop((learner, curriculum, at_day), None)
        if known is not None:
            return known
        values = {"learner": learner, "curriculum": curriculum, "at_day": at_day}
        return int(self._connection.execute(_spent, values).scalar_one())

    def read_spent(self, wanted: Collection[tuple[LearnerId, str, str]]) -> None:
        """Read for several (learner, curriculum, curriculum day) what `spent` will be asked for next, once each."""
        self._spent = dict.fromkeys(wanted, 0)
        values = {"people": sorted({who for who, _, _ in wanted}), "at_days": sorted({day for _, _, day in wanted})}
        for row in self._connection.execute(_spent_at, values) if wanted else ():
            if (key := (LearnerId(row.learner_id), row.curriculum, row.at_day)) in self._spent:
                self._spent[key] = int(row.minutes)

    def count(self, learner: LearnerId) -> tuple[int, float | None]:
        """How many logs stand, and the mean of their focus."""
        query = select(func.count(), func.avg(logs.c.focus)).where(logs.c.learner_id == learner, _stands)
        flows, focus = self._connection.execute(query).one()
        return int(flows), None if focus is None else round(float(focus), 1)

    # --- a group's (R3: at most 240 minutes a learner and day)

    def last_logged_on(self, group: GroupId, curriculum: str) -> date | None:
        """The newest local day on which a member recorded a flow."""
        query = (
            select(func.max(logs.c.logged_on))
            .join(members, members.c.learner_id == logs.c.learner_id)
            .where(
                members.c.group_id == group,
                logs.c.curriculum == curriculum,
                logs.c.day >= members.c.joined,
                was_there(logs.c.logged_on),
                _stands,
            )
        )
        day: date | None = self._connection.execute(query).scalar_one()
        return day
