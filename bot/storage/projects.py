"""Projects: milestones that were shipped, and the signals that a phase may be left (R14)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, select, update

from bot.core.gates import Shipment, ShippedId, Signal
from bot.core.people import GroupId, LearnerId
from bot.storage.engine import upsert
from bot.storage.names import shown_name
from bot.storage.tables import learners, members, shipped, signals, steps
from bot.storage.there import is_named, was_there

_stands = shipped.c.undone_at.is_(None)


def _shipment_of(row: Row[Any]) -> Shipment:
    return Shipment(ShippedId(row.id), row.milestone, row.link, row.note, row.at, row.day, row.undone_at)


class Projects:
    """What learners shipped and how they left their phases, as rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # --- milestones

    def ship(
        self, learner: LearnerId, curriculum: str, milestone: str, link: str, note: str, now: datetime, day: date
    ) -> ShippedId:
        """Record a milestone as shipped on a local day. One that was shipped before keeps its earlier row, too."""
        values = {
            "learner_id": learner,
            "curriculum": curriculum,
            "milestone": milestone,
            "link": link,
            "note": note,
            "at": now,
            "day": day,
        }
        return ShippedId(self._connection.execute(insert(shipped).returning(shipped.c.id), values).scalar_one())

    def get(self, number: ShippedId) -> tuple[LearnerId, str, Shipment] | None:
        """Find a shipment, undone ones too: (learner, curriculum, shipment)."""
        row = self._connection.execute(select(shipped).where(shipped.c.id == number)).one_or_none()
        return (LearnerId(row.learner_id), row.curriculum, _shipment_of(row)) if row else None

    def shipped(self, learner: LearnerId, curriculum: str) -> list[Shipment]:
        """The shipments that stand, oldest first; also of milestones that a newer version no longer has."""
        query = (
            select(shipped)
            .where(shipped.c.learner_id == learner, shipped.c.curriculum == curriculum, _stands)
            .order_by(shipped.c.id)
        )
        return [_shipment_of(row) for row in self._connection.execute(query)]

    def undo(self, number: ShippedId, now: datetime) -> None:
        """Let a shipment no longer stand; its row stays."""
        self._connection.execute(update(shipped).where(shipped.c.id == number, _stands).values(undone_at=now))

    # --- signals

    def signal(self, learner: LearnerId, curriculum: str, phase: str, text: str, now: datetime, day: date) -> None:
        """Keep how a phase went; written again, it takes the place of the earlier text. Evidence stays."""
        self._keep(["text", "at", "day"], learner, curriculum, phase, text, "", now, day)

    def show(
        self, learner: LearnerId, curriculum: str, phase: str, text: str, evidence: str, now: datetime, day: date
    ) -> None:
        """Keep what shows a phase that was not walked: the signal, and a link or note on a project."""
        self._keep(["text", "evidence", "at", "day"], learner, curriculum, phase, text, evidence, now, day)

    def _keep(
        self,
        names: list[str],
        learner: LearnerId,
        curriculum: str,
        phase: str,
        text: str,
        evidence: str,
        now: datetime,
        day: date,
    ) -> None:
        keys = [signals.c.learner_id, signals.c.curriculum, signals.c.phase]
        values = {
            "learner_id": learner,
            "curriculum": curriculum,
            "phase": phase,
            "text": text,
            "evidence": evidence,
            "at": now,
            "day": day,
        }
        self._connection.execute(upsert(self._connection, signals, keys, names), values)

    def signals(self, learner: LearnerId, curriculum: str) -> dict[str, Signal]:
        """A learner's signals, by phase."""
        query = select(signals).where(signals.c.learner_id == learner, signals.c.curriculum == curriculum)
        rows = self._connection.execute(query)
        return {row.phase: Signal(row.phase, row.text, row.evidence, row.at) for row in rows}

    # --- a group's

    def shipped_in_group(self, group: GroupId, curriculum: str, first: date, last: date) -> int:
        """How many steps of projects a group's members shipped between two days, each member's step once."""
        each = (
            select(shipped.c.learner_id, shipped.c.milestone)
            .join(members, and_(members.c.learner_id == shipped.c.learner_id, members.c.group_id == group))
            .where(
                shipped.c.curriculum == curriculum,
                shipped.c.day.between(first, last),
                shipped.c.day >= members.c.joined,
                was_there(shipped.c.day),
                shipped.c.undone_at.is_(None),
            )
            .distinct()
            .subquery()
        )
        return int(self._connection.execute(select(func.count()).select_from(each)).scalar_one())

    def left_in_group(
        self, group: GroupId, curriculum: str, first: date, last: date, most: int
    ) -> list[tuple[str, str]]:
        """The first listed members who left a phase between two days: (name, the week that they left it from)."""
        query = (
            select(shown_name, steps.c.from_week)
            .join(learners, learners.c.id == steps.c.learner_id)
            .join(members, and_(members.c.learner_id == steps.c.learner_id, members.c.group_id == group))
            .where(
                steps.c.curriculum == curriculum,
                steps.c.kind == "left",
                steps.c.day.between(first, last),
                steps.c.day >= members.c.joined,
                steps.c.undone_at.is_(None),
                is_named,
            )
            .order_by(steps.c.id)
            .limit(most)
        )
        return [(row.shown, row.from_week) for row in self._connection.execute(query)]
