"""A group of any size with two weeks of study behind it, as rows: what a card of thousands is drawn from."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select

from bot.core.people import Group
from bot.storage.tables import checkins, learners, logs, members, plans, reviews, zones
from bot.storage.tx import Tx

MONDAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def crowded(tx: Tx, group: Group, size: int, week: str) -> None:
    """So many members, every second listed; each studied on four days of two weeks, checked in and explained a week."""
    first = int(tx.connection.execute(select(func.coalesce(func.max(learners.c.id), 0))).scalar_one()) + 1
    ids = range(first, first + size)
    own = {"hour": "18:00", "prompts": False, "joined": MONDAY, "curriculum": group.curriculum, "created_at": AT}
    _add(tx.connection, learners, ({"id": one, "name": f"Member {one - first}", **own} for one in ids))
    _add(tx.connection, zones, ({"learner_id": one, "since": AT, "zone": "UTC"} for one in ids))
    _add(tx.connection, plans, ({"learner_id": one, "from_monday": MONDAY, "weekdays": "01234"} for one in ids))
    in_it = {"group_id": group.id, "joined": MONDAY}
    _add(tx.connection, members, ({"learner_id": one, "listed": one % 2 == 0, **in_it} for one in ids))
    _add(tx.connection, logs, (_log(one, day, group) for one in ids for day in _days()))
    said = {"went_well": "all", "in_the_way": "rain", "after": "tea", "i_will": "begin", "confidence": 4, "at": AT}
    _add(tx.connection, checkins, ({"learner_id": one, "monday": MONDAY, **said} for one in ids))
    closed = {"curriculum": group.curriculum, "week": week, "text": "x", "at": AT, "whole": True, "closed_on": MONDAY}
    _add(tx.connection, reviews, ({"learner_id": one, **closed} for one in ids))


def _days() -> list[date]:
    return [MONDAY + timedelta(days=at) for at in (0, 1, 2, 6, 7)]


def _log(learner: int, day: date, group: Group) -> dict[str, Any]:
    sealed = {"curriculum": group.curriculum, "at": AT, "zone": "UTC", "logged_on": day, "minutes": 30}
    return {"learner_id": learner, "day": day, "note": "", "at_day": "", **sealed}


def _add(connection: Connection, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    connection.execute(insert(table), list(rows))
