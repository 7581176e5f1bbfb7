"""Visits to study rooms as rows, and who of those in a room may be seen there at all."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Connection, Row, and_, bindparam, delete, insert, or_, select, text, true, update

from bot.core.facts import LogId
from bot.core.focus import A_MINUTE, WAITS, Timer
from bot.core.minutes import MOST
from bot.core.people import LearnerId, Platform
from bot.core.visits import Span, State, Visit, VisitId
from bot.storage.ahead import PEOPLE, Ahead
from bot.storage.tables import accounts, groups, learners, logs, members, timers, visits
from bot.storage.timers import timer_of

AT_ONCE = 500  # people in one statement
_open = or_(visits.c.state == "here", visits.c.state == "away")  # no IN: `_save` runs for many visits at once
_save = (
    update(visits)
    .where(visits.c.id == bindparam("visit"), _open)
    .values(seen_at=bindparam("seen"), state=bindparam("to"), breaks=bindparam("away"))
)


_over = (
    select(visits)
    .where(visits.c.learner_id.in_(PEOPLE), visits.c.state == "over")
    .order_by(visits.c.seen_at.desc(), visits.c.id.desc())
)
_hold = text("SELECT pg_advisory_xact_lock(hashtextextended(:of, 0))")


class Visits:
    """Who is or was in a study room, as rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.ahead = Ahead(connection, _over)

    def seen(self, channel: str, people: Collection[str]) -> dict[str, LearnerId]:
        """Of the accounts in a Discord channel those whose presence matters: members of a group that named it its
        study room, who did not switch offers off. Nobody else is ever recorded (R23)."""
        found: dict[str, LearnerId] = {}
        everybody = sorted(people)
        for at in range(0, len(everybody), AT_ONCE):
            query = (
                select(accounts.c.external_id, accounts.c.learner_id)
                .join(learners, and_(learners.c.id == accounts.c.learner_id, learners.c.voice == true()))
                .join(members, members.c.learner_id == accounts.c.learner_id)
                .join(groups, and_(groups.c.id == members.c.group_id, groups.c.room == channel))
                .where(
                    accounts.c.platform == Platform.DISCORD,
                    accounts.c.external_id.in_(everybody[at : at + AT_ONCE]),
                )
            )
            found |= {row.external_id: LearnerId(row.learner_id) for row in self._connection.execute(query)}
        return found

    def hold(self, channels: Iterable[str]) -> None:
        """Let nobody else begin visits to these rooms before this transaction ends: while a shard moves, two processes
        may see the same people come."""
        if self._connection.dialect.name == "postgresql":
            for channel in sorted(channels):
                self._connection.execute(_hold, {"of": f"room:{channel}"})

    def add(self, visit: Visit) -> VisitId:
        """A visit begins; the given id is ignored."""
        values = {
            "learner_id": visit.learner,
            "channel": visit.channel,
            "room": visit.room[:100],
            "started_at": visit.started_at,
            "seen_at": visit.seen_at,
            "state": visit.state,
            "breaks": _written(visit.breaks),
        }
        return VisitId(self._connection.execute(insert(visits).returning(visits.c.id), values).scalar_one())

    def save(self, changed: Iterable[Visit]) -> None:
        """Keep what was seen of visits that go on; one that is over by now stays as it is."""
        values = [{"visit": it.id, "seen": it.seen_at, "to": it.state, "away": _written(it.breaks)} for it in changed]
        if values:
            self._connection.execute(_save, values)

    def of(self, ids: Sequence[VisitId]) -> dict[VisitId, Visit]:
        """Find several visits at once."""
        rows = self._connection.execute(select(visits).where(visits.c.id.in_(ids)))
        return {VisitId(row.id): _visit_of(row) for row in rows}

    def get(self, visit: VisitId) -> Visit | None:
        """Find a visit."""
        return self.of([visit]).get(visit)

    def open_in(self, channel: str) -> list[Visit]:
        """The visits to a room that may go on, oldest first."""
        query = select(visits).where(_open, visits.c.channel == channel).order_by(visits.c.id)
        return [_visit_of(row) for row in self._connection.execute(query)]

    def open_of(self, person: str) -> list[Visit]:
        """The visits of whoever has this Discord account that may go on, oldest first."""
        query = (
            select(visits)
            .join(accounts, accounts.c.learner_id == visits.c.learner_id)
            .where(_open, accounts.c.platform == Platform.DISCORD, accounts.c.external_id == person)
            .order_by(visits.c.id)
        )
        return [_visit_of(row) for row in self._connection.execute(query)]

    def over(self, learner: LearnerId) -> list[Visit]:
        """A learner's visits that wait for an answer, newest first."""
        return [_visit_of(row) for row in self.ahead.of(learner)]

    def end(self, visit: Visit) -> bool:
        """A visit is over and its minutes wait; False if its learner was seen again meanwhile, or it had ended."""
        still = and_(visits.c.id == visit.id, visits.c.seen_at == visit.seen_at, visits.c.state == visit.state)
        return bool(self._connection.execute(update(visits).where(still).values(state="over")).rowcount)

    def settle(self, visit: VisitId, log: LogId | None = None) -> None:
        """A visit was logged, or let go."""
        self._connection.execute(update(visits).where(visits.c.id == visit).values(state="settled", log_id=log))

    def drop(self, visit: VisitId) -> None:
        """Forget a visit of which nothing is to be offered."""
        self._connection.execute(delete(visits).where(visits.c.id == visit))

    def refuse(self, learner: LearnerId) -> None:
        """Nothing is offered to a learner any more: what goes on is forgotten, what waits is let go."""
        own = visits.c.learner_id == learner
        self._connection.execute(delete(visits).where(own, visits.c.state.in_(("here", "away", "left"))))
        self._connection.execute(update(visits).where(own, visits.c.state == "over").values(state="settled"))

    def near_timers(self, visit: Visit) -> list[tuple[Timer, int | None]]:
        """The learner's timers that may have a claim on a visit's time, with the minutes that were logged of them."""
        query = (
            select(timers, logs.c.minutes.label("logged"))
            .join(logs, logs.c.id == timers.c.log_id, isouter=True)
            .where(
                timers.c.learner_id == visit.learner,
                timers.c.started_at < visit.seen_at,
                timers.c.started_at > visit.started_at - MOST * A_MINUTE,
            )
            .order_by(timers.c.id)
        )
        return [(timer_of(row), row.logged) for row in self._connection.execute(query)]

    def forget(self, now: datetime) -> int:
        """Delete what has waited for 7 days, logged or not; returns how many."""
        return self._connection.execute(delete(visits).where(visits.c.seen_at <= now - WAITS)).rowcount


def _visit_of(row: Row[Any]) -> Visit:
    return Visit(
        VisitId(row.id),
        LearnerId(row.learner_id),
        row.channel,
        row.room,
        row.started_at,
        row.seen_at,
        cast("State", row.state),
        _read(row.breaks),
        None if row.log_id is None else LogId(row.log_id),
    )


def _written(breaks: Iterable[Span]) -> str:
    """Instants as seconds of the epoch, beginning and end by turns."""
    return ",".join(f"{at.timestamp():.3f}" for span in breaks for at in span)


def _read(stored: str) -> tuple[Span, ...]:
    instants = [datetime.fromtimestamp(float(part), UTC) for part in stored.split(",") if part]
    return tuple(zip(instants[::2], instants[1::2], strict=True))
