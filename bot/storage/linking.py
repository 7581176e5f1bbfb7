"""One-time codes, wrong tries, and which learners became one."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, or_, select, update

from bot.core.linking import CODE_LIVES, PARTABLE_FOR, TRIES_WITHIN, Tries
from bot.core.people import Address, LearnerId
from bot.storage.engine import upsert
from bot.storage.tables import enrolments, learners, letters, link_codes, link_tries, logs, steps, timers, unions


@dataclass(frozen=True, slots=True)
class Union:
    """Two learners that became one. `brought` is what the other side came with, as `storage/uniting.py` wrote it; its
    "tell" are the accounts that have yet to hear of it."""

    id: int
    learner: LearnerId
    brought: dict[str, Any]
    at: datetime
    parted_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Whether the two can still be parted."""
        return self.parted_at is None and now < self.at + PARTABLE_FOR


def written(brought: dict[str, Any]) -> str:
    """What a union brought, as it is stored."""
    return json.dumps({"tell": brought.get("tell", []), **brought})


class Linking:
    """Codes and unions, as rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # --- codes: only a digest is kept. It is salted with its row (learner and instant), so that no table made ahead
    # and no equal code of another row gives it away; whoever reads a back-up has ten minutes less its age to guess.

    def put_code(self, learner: LearnerId, secret: str, now: datetime) -> None:
        """Let a learner be found by a secret for ten minutes; the one before no longer finds them."""
        statement = upsert(self._connection, link_codes, [link_codes.c.learner_id], ["digest", "at"])
        values = {"learner_id": learner, "digest": _digest(learner, now, secret), "at": now}
        self._connection.execute(statement, values)

    def learner_of(self, secret: str, now: datetime) -> LearnerId | None:
        """Who gave a secret that still holds. Few codes are alive at a time, so each is looked at."""
        query = select(link_codes).where(link_codes.c.at > now - CODE_LIVES)
        for row in self._connection.execute(query):
            if row.digest == _digest(row.learner_id, row.at, secret):
                return LearnerId(row.learner_id)
        return None

    def spend(self, learner: LearnerId) -> None:
        """No secret finds this learner any more."""
        self._connection.execute(delete(link_codes).where(link_codes.c.learner_id == learner))

    # --- wrong tries

    def tries(self, account: str) -> Tries | None:
        """The wrong tries of an account, if there were any."""
        row = self._connection.execute(select(link_tries).where(link_tries.c.account == account)).one_or_none()
        return Tries(row.tries, row.since) if row else None

    def put_tries(self, account: str, tries: Tries) -> None:
        """Keep the wrong tries of an account."""
        statement = upsert(self._connection, link_tries, [link_tries.c.account], ["tries", "since"])
        self._connection.execute(statement, {"account": account, "tries": tries.count, "since": tries.since})

    # --- two doors

    def turn_letters(self, closed: Address, to: Address, held: int) -> bool:
        """Send a learner's letters to another account of theirs: what waits, and the one that was `held` for sending.

        True if that one goes there.
        """
        of = and_(
            letters.c.platform == closed.platform,
            letters.c.person == closed.person,
            letters.c.kind.in_(("prompt", "checkin", "focus", "visit")),  # a hello proves one door and no other
        )
        values = {
            "platform": to.platform,
            "chat": to.chat,
            "thread": to.thread,
            "person": to.person,
            "state": "ready",
            "lease_until": None,
            "unsure_since": None,
        }
        mine = and_(of, letters.c.id == held, letters.c.state == "sending")
        turned = self._connection.execute(update(letters).where(mine).values(**values)).rowcount
        self._connection.execute(update(letters).where(of, letters.c.state == "ready").values(**values))
        return bool(turned)

    def keep_letters(self, learner: LearnerId, left: Address, to: Address | None, now: datetime) -> None:
        """A learner's letters that wait for an account that is no longer theirs go to another one, else nowhere."""
        own = select(timers.c.id).where(timers.c.learner_id == learner)
        of = and_(
            or_(
                and_(letters.c.subject == learner, letters.c.kind.in_(("prompt", "checkin", "visit"))),
                and_(letters.c.subject.in_(own), letters.c.kind == "focus"),
            ),
            letters.c.platform == left.platform,
            letters.c.person == left.person,
            letters.c.state == "ready",
        )
        values: dict[str, Any] = {"state": "expired", "ended_at": now, "trouble": "its account left"}
        if to is not None:
            values = {"platform": to.platform, "chat": to.chat, "thread": to.thread, "person": to.person}
        self._connection.execute(update(letters).where(of).values(**values))

    # --- unions

    def curricula(self, learner: LearnerId) -> set[str]:
        """Every curriculum that a learner is in: the active one, and where there is a trace of them."""
        found = set(self._connection.execute(select(learners.c.curriculum).where(learners.c.id == learner)).scalars())
        for table in (enrolments, steps, logs):
            found.update(
                self._connection.execute(
                    select(table.c.curriculum).where(table.c.learner_id == learner).distinct()
                ).scalars()
            )
        return found

    def union(self, union: int) -> Union | None:
        """Find a union."""
        row = self._connection.execute(select(unions).where(unions.c.id == union)).one_or_none()
        return _union_of(row) if row else None

    def last(self, learner: LearnerId) -> Union | None:
        """The newest union of a learner that was not parted, if any."""
        query = (
            select(unions)
            .where(unions.c.learner_id == learner, unions.c.parted_at.is_(None))
            .order_by(unions.c.id.desc())
            .limit(1)
        )
        row = self._connection.execute(query).one_or_none()
        return _union_of(row) if row else None

    def newest(self, learner: LearnerId) -> Union | None:
        """The newest union of a learner, parted ones too."""
        query = select(unions).where(unions.c.learner_id == learner).order_by(unions.c.id.desc()).limit(1)
        row = self._connection.execute(query).one_or_none()
        return _union_of(row) if row else None

    def untold(self, learner: LearnerId) -> list[Union]:
        """Unions that some account has yet to hear of, oldest first."""
        query = select(unions).where(unions.c.learner_id == learner).order_by(unions.c.id)
        found = [_union_of(row) for row in self._connection.execute(query)]
        return [union for union in found if union.brought.get("tell")]

    def put_brought(self, union: int, brought: dict[str, Any]) -> None:
        """Replace what is kept of a union."""
        self._connection.execute(update(unions).where(unions.c.id == union).values(brought=written(brought)))

    def forget(self, now: datetime) -> None:
        """Delete codes and tries that are over, and what would part a union that has become final."""
        self._connection.execute(delete(link_codes).where(link_codes.c.at <= now - CODE_LIVES))
        self._connection.execute(delete(link_tries).where(link_tries.c.since <= now - TRIES_WITHIN))
        final = select(unions).where(unions.c.at <= now - PARTABLE_FOR)
        for union in [_union_of(row) for row in self._connection.execute(final).all()]:
            if "moved" in union.brought:
                number = {"number": union.brought["number"]} if "number" in union.brought else {}
                self.put_brought(union.id, {"tell": union.brought["tell"], **number})


def _digest(learner: int, at: datetime, secret: str) -> str:
    return hashlib.sha256(f"{learner}:{at.timestamp():.6f}:{secret}".encode()).hexdigest()


def _union_of(row: Any) -> Union:
    return Union(row.id, LearnerId(row.learner_id), json.loads(row.brought), row.at, row.parted_at)
