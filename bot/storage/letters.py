"""Letters: messages that wait to be delivered."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal, cast

from sqlalchemy import Connection, Row, and_, bindparam, delete, func, literal_column, or_, select, update

from bot import causes
from bot.core.people import Address, Platform
from bot.storage.engine import insert_or_ignore
from bot.storage.jobs import Due, adopt, defer, has_jobs
from bot.storage.tables import letters

LetterKind = Literal["prompt", "checkin", "hello", "card", "focus", "ask", "visit"]
LetterState = Literal["ready", "sending", "sent", "failed", "expired", "unknown"]

# Written out, not bound: SQLite uses a partial index only where it can read its condition in the statement.
_open = letters.c.state.in_((literal_column("'ready'"), literal_column("'sending'")))
_takeable = or_(
    and_(letters.c.state == "ready", letters.c.due_at <= bindparam("now")),
    and_(letters.c.state == "sending", letters.c.lease_until < bindparam("now")),
)
_due = (
    select(letters)
    .where(letters.c.platform == bindparam("platform"), _open, _takeable)
    .order_by(letters.c.due_at, letters.c.id)
    .limit(bindparam("most"))
)
BROKEN = "broken: "
"""How the trouble of a letter begins that could not be drawn or sent for a fault of our own."""

_is_broken = and_(letters.c.state == "failed", letters.c.trouble.startswith(BROKEN, autoescape=True))
_is_card = letters.c.kind == literal_column("'card'")
_due_cards = _due.where(_is_card)
_due_others = _due.where(~_is_card)
_these = letters.c.id.in_(bindparam("letters", expanding=True))
_some = select(letters).where(_these, _takeable)
_some_ids = select(letters.c.id).where(_these, _takeable)
_some_locked = _some.with_for_update(skip_locked=True)
_for_jobs = (letters.c.id, letters.c.platform, letters.c.kind, letters.c.due_at)
_still_open = select(letters).where(_these, _open).order_by(letters.c.id)
_claim = (
    update(letters)
    .where(_these)
    .values(
        state="sending",
        lease_until=bindparam("until"),
        unsure_since=func.coalesce(letters.c.unsure_since, bindparam("now", type_=letters.c.due_at.type)),
        attempts=letters.c.attempts + 1,
    )
)
_until = bindparam("until", type_=letters.c.due_at.type)
_waiting_in = and_(
    _open,
    letters.c.platform == bindparam("at"),
    letters.c.chat == bindparam("into"),
    letters.c.person == bindparam("whom"),
    letters.c.state == "ready",
    letters.c.due_at < _until,
)
_hold = update(letters).where(_waiting_in).values(due_at=_until)
_free_ones = select(letters.c.id).where(_waiting_in).with_for_update(skip_locked=True)
_hold_free = update(letters).where(letters.c.id.in_(_free_ones)).values(due_at=_until)
_end = (
    update(letters)
    .where(letters.c.id == bindparam("letter"), _open)
    .values(
        state=bindparam("to"),
        lease_until=None,
        ended_at=bindparam("at"),
        message=bindparam("posted"),
        trouble=bindparam("why"),
    )
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that nobody asked for, decided once for its `key`. It holds what it speaks of, not its text:
    it is drawn when it is delivered."""

    id: int
    key: str
    kind: LetterKind
    subject: int
    day: date
    address: Address
    state: LetterState
    due_at: datetime
    expires_at: datetime
    unsure_since: datetime | None = None
    attempts: int = 0
    cause: str = field(default="", compare=False)  # the id of the request or the beat that decided it (bot/causes.py)
    first_due_at: datetime | None = field(default=None, compare=False)

    def late(self, now: datetime) -> float:
        """Seconds since it was first due."""
        return (now - (self.first_due_at or self.due_at)).total_seconds()

    @property
    def to_group(self) -> bool:
        """Whether it goes into a group's chat, not to one person."""
        return not self.address.person


def _letter_of(row: Row[Any]) -> Letter:
    return Letter(
        row.id,
        row.key,
        cast("LetterKind", row.kind),
        row.subject,
        row.day,
        Address(Platform(row.platform), row.chat, row.thread, row.person),
        cast("LetterState", row.state),
        row.due_at,
        row.expires_at,
        row.unsure_since,
        row.attempts,
        row.cause,
        row.first_due_at,
    )


class Letters:
    """The outbox, as rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def queue(self, queued: Iterable[Letter]) -> int:
        """Decide letters; one whose key exists is left as it is. Returns how many are new."""
        values = [
            {
                "key": letter.key,
                "kind": letter.kind,
                "subject": letter.subject,
                "day": letter.day,
                "platform": letter.address.platform,
                "chat": letter.address.chat,
                "thread": letter.address.thread,
                "person": letter.address.person,
                "state": letter.state,
                "due_at": letter.due_at,
                "first_due_at": letter.due_at,
                "cause": causes.current(),
                "expires_at": letter.expires_at,
            }
            for letter in queued
        ]
        if not values:
            return 0
        inserting = insert_or_ignore(self._connection, letters)
        if not has_jobs(self._connection):
            return self._connection.execute(inserting, values).rowcount
        added = self._connection.execute(inserting.returning(*_for_jobs), values).all()
        defer(self._connection, (Due(it.id, it.platform, it.kind == "card", it.due_at) for it in added))
        return len(added)

    def go_on(self, some: Sequence[int], not_before: datetime) -> None:
        """The job of some letters ends: let another one look at those that are still open when they are due again, or
        when the lease of whoever holds them is over."""
        found = self._connection.execute(_still_open, {"letters": list(some)}).all()
        ats = [max(it.lease_until if it.state == "sending" else it.due_at, not_before) for it in found]
        firsts = [it.kind == "card" or it.unsure_since is not None for it in found]
        again = (Due(it.id, it.platform, first, at) for it, first, at in zip(found, firsts, ats, strict=True))
        defer(self._connection, again)

    def adopt(self, now: datetime, patience: timedelta | None, most: int) -> int:
        """Give jobs to letters that lost theirs (`jobs.adopt`)."""
        return adopt(self._connection, now, patience, most)

    def decided(self, keys: Collection[str]) -> set[str]:
        """Those of the keys for which there is a letter, whatever became of it."""
        query = select(letters.c.key).where(letters.c.key.in_(keys))
        return set(self._connection.execute(query).scalars())

    def withdraw(self, begins: str) -> None:
        """Letters that wait under a key that begins so are not wanted any more, as if they had never been decided."""
        of = and_(letters.c.key.startswith(begins, autoescape=True), letters.c.state == "ready")
        self._connection.execute(delete(letters).where(of))

    def pass_over(self, letter: Letter, now: datetime, trouble: str) -> None:
        """Decide that nothing is sent under a letter's key, unless it is decided already."""
        if self.queue([replace(letter, state="expired")]):
            where = letters.c.key == letter.key
            self._connection.execute(update(letters).where(where).values(ended_at=now, trouble=trouble))

    def due(self, platform: Platform, now: datetime, most: int) -> list[Letter]:
        """Letters that could be delivered now: cards first, since each chat takes but one a second and a late start
        is never caught up; of either the longest waiting first."""
        found: list[Letter] = []
        for query in (_due_cards, _due_others):
            values = {"platform": platform, "now": now, "most": most - len(found)}
            found += map(_letter_of, self._connection.execute(query, values))
        return found

    def takeable(self, some: Sequence[int], now: datetime) -> list[Letter]:
        """Those of some letters that are due and that nobody holds, in the order in which they are named."""
        locked = self._connection.dialect.name == "postgresql"
        rows = self._connection.execute(_some_locked if locked else _some, {"letters": list(some), "now": now})
        found = {row.id: _letter_of(row) for row in rows}
        return [found[each] for each in some if each in found]

    def still_takeable(self, some: Sequence[int], now: datetime) -> list[int]:
        """The same, as a look that holds nobody up: somebody else may be quicker."""
        found = set(self._connection.execute(_some_ids, {"letters": list(some), "now": now}).scalars())
        return [each for each in some if each in found]

    def claim(self, some: Sequence[int], now: datetime, until: datetime) -> None:
        """Hold letters while they are being sent."""
        self._connection.execute(_claim, {"letters": list(some), "now": now, "until": until})

    def sent(self, messages: Mapping[int, str], now: datetime) -> None:
        """Letters have arrived, each as a message of its platform."""
        values = [
            {"letter": letter, "to": "sent", "at": now, "posted": message, "why": ""}
            for letter, message in messages.items()
        ]
        if values:
            self._connection.execute(_end, values)

    def end(self, letter: int, state: LetterState, now: datetime, *, message: str = "", trouble: str = "") -> bool:
        """A letter reached its last state; False if it had ended before."""
        values = {"letter": letter, "to": state, "at": now, "posted": message, "why": trouble[:200]}
        return bool(self._connection.execute(_end, values).rowcount)

    def retry(
        self, letter: int, due_at: datetime, trouble: str, unsure_since: datetime | None, held_until: datetime
    ) -> None:
        """Try a letter again later, unless it is somebody else's by now."""
        where = and_(letters.c.id == letter, letters.c.state == "sending", letters.c.lease_until == held_until)
        values = {
            "state": "ready",
            "due_at": due_at,
            "lease_until": None,
            "trouble": trouble[:200],
            "unsure_since": unsure_since,
        }
        self._connection.execute(update(letters).where(where).values(**values))

    def put_off(self, letter: int, due_at: datetime, trouble: str) -> None:
        """Count a try of a letter that failed before it could be taken."""
        values = {
            "state": "ready",
            "due_at": due_at,
            "lease_until": None,
            "trouble": trouble[:200],
            "attempts": letters.c.attempts + 1,
        }
        self._connection.execute(update(letters).where(letters.c.id == letter).values(**values))

    def broken(self) -> list[tuple[str, str, int, datetime]]:
        """Letters that were set aside: kind, what was raised, how many, and since when."""
        query = (
            select(letters.c.kind, letters.c.trouble, func.count().label("n"), func.min(letters.c.ended_at).label("at"))
            .where(_is_broken)
            .group_by(letters.c.kind, letters.c.trouble)
            .order_by(letters.c.kind, letters.c.trouble)
        )
        rows = self._connection.execute(query)
        return [(row.kind, row.trouble.removeprefix(BROKEN), row.n, row.at) for row in rows]

    def revive(self, now: datetime) -> int:
        """Give letters that were set aside new tries, as far as they are not too late; returns how many."""
        found = select(letters.c.id).where(_is_broken, letters.c.expires_at > now)
        ids: list[int] = list(self._connection.execute(found).scalars())
        values = {"state": "ready", "due_at": now, "ended_at": None, "attempts": 0}
        self._connection.execute(update(letters).where(letters.c.id.in_(ids)).values(**values))
        if has_jobs(self._connection):
            self.go_on(ids, now)
        return len(ids)

    def postpone(self, letter: int, due_at: datetime) -> None:
        """A letter that nobody has taken, or whose lease is over, waits until an instant."""
        values = {"state": "ready", "due_at": due_at, "first_due_at": due_at, "lease_until": None}
        self._connection.execute(update(letters).where(letters.c.id == letter).values(**values))

    def hold_chat(self, address: Address, until: datetime) -> None:
        """Move the waiting letters of a chat to when it is free again; those that somebody holds stay (no deadlock)."""
        values = {"at": address.platform, "into": address.chat, "whom": address.person, "until": until}
        shared = self._connection.dialect.name == "postgresql"
        self._connection.execute(_hold_free if shared else _hold, values)

    def expire_leases(self, now: datetime) -> int:
        """On a file of one's own a held letter's holder is dead: no need to wait for its lease."""
        where = and_(letters.c.state == "sending", letters.c.lease_until >= now)
        return self._connection.execute(
            update(letters).where(where).values(lease_until=now - timedelta(seconds=1))
        ).rowcount

    def let_pass(self, now: datetime, why: str) -> int:
        """End what is due by now without sending it; returns how many that was. What waits for later stays."""
        where = and_(_open, letters.c.due_at <= now)
        values = {"state": "expired", "lease_until": None, "ended_at": now, "trouble": why[:200]}
        return self._connection.execute(update(letters).where(where).values(**values)).rowcount

    def fail_waiting(self, address: Address, now: datetime, trouble: str) -> int:
        """Letters to an address that is gone end as failed; the others flow on.

        A person is one address: on Discord some letters are queued before their private channel has an id.
        """
        alone = letters.c.person == address.person
        here = and_(alone, letters.c.chat == address.chat, letters.c.thread == address.thread)
        where = and_(
            _open,
            letters.c.platform == address.platform,
            alone if address.person else here,
            letters.c.state == "ready",
        )
        values = {"state": "failed", "ended_at": now, "trouble": trouble[:200]}
        return self._connection.execute(update(letters).where(where).values(**values)).rowcount

    def move_chat(self, platform: Platform, old: str, new: str) -> None:
        """Letters follow a chat to its new id."""
        where = and_(_open, letters.c.platform == platform, letters.c.chat == old, letters.c.state == "ready")
        self._connection.execute(update(letters).where(where).values(chat=new))

    def next_due(self, platform: Platform) -> datetime | None:
        """When the next letter of a platform waits for, including leases that run out."""
        when = func.min(func.coalesce(letters.c.lease_until, letters.c.due_at))
        where = and_(letters.c.platform == platform, _open)
        at: datetime | None = self._connection.execute(select(when).where(where)).scalar_one()
        return at

    def states(self) -> dict[str, int]:
        """How many letters there are in each state."""
        query = select(letters.c.state, func.count().label("n")).group_by(letters.c.state)
        return {row.state: row.n for row in self._connection.execute(query)}

    def unknown_of_chats(self, subjects: Sequence[int], since: date) -> list[date]:
        """Days whose card may or may not have been posted, the latest first."""
        query = (
            select(letters.c.day)
            .where(
                letters.c.kind == "card",
                letters.c.subject.in_(subjects),
                letters.c.state == "unknown",
                letters.c.day >= since,
            )
            .order_by(letters.c.day.desc())
        )
        return list(self._connection.execute(query).scalars())

    def forget(self, before: datetime) -> int:
        """Delete letters that ended before an instant."""
        return self._connection.execute(delete(letters).where(letters.c.ended_at < before)).rowcount
