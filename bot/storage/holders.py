"""Who should have a role for a finished phase, and who may have one, as rows.

Whose roles may have changed is written down by triggers on the facts that decide it (steps, members, accounts,
rewards), in the transaction that changes them; what they should have is derived from the facts that stand.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, or_, select, tuple_, update

from bot.core.people import GroupId, LearnerId, Platform
from bot.core.roles import RewardId
from bot.storage.tables import accounts, holders, members, reward_stale, rewards, steps

BATCH = 200
Key = tuple[str, str, str]  # server, role, account

_finished = (  # for some learners: the rewards of their groups, and the weeks out of which they left a phase
    select(
        rewards.c.id, rewards.c.server, rewards.c.role, accounts.c.external_id, members.c.learner_id, steps.c.from_week
    )
    .select_from(members)
    .join(rewards, rewards.c.group_id == members.c.group_id)
    .join(accounts, accounts.c.learner_id == members.c.learner_id)
    .join(steps, and_(steps.c.learner_id == members.c.learner_id, steps.c.curriculum == rewards.c.curriculum))
    .where(
        members.c.learner_id.in_(bindparam("ids", expanding=True)),
        members.c.listed.is_(True),
        rewards.c.gone.is_(False),
        accounts.c.platform == Platform.DISCORD,
        steps.c.kind == "left",
        steps.c.undone_at.is_(None),
    )
)
_is_due = and_(
    holders.c.next_at <= bindparam("now"),
    or_(holders.c.held_until.is_(None), holders.c.held_until <= bindparam("now")),
)
_due_roles = select(holders.c.server, holders.c.role).where(_is_due).group_by(holders.c.server, holders.c.role)
# Roles that somebody who is in a server since `came` should have there, and does not: they were away, or left since.
_missed = and_(
    holders.c.learner_id == bindparam("of_learner"),
    holders.c.server == bindparam("of_server"),
    holders.c.wanted.is_(True),
    holders.c.next_at.is_(None),
    or_(holders.c.absent.is_(True), and_(holders.c.given.is_(True), holders.c.since < bindparam("came"))),
)
_is_missed = select(holders.c.role).where(_missed).limit(1)
_try_again = update(holders).where(_missed).values(next_at=bindparam("now"), absent=False, tries=0)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_due = select(holders).where(_is_due, holders.c.server == bindparam("of")).order_by(holders.c.next_at).limit(1)


@dataclass(frozen=True, slots=True)
class Holder:
    """An account and a role: whether it should have it, and how often the present wish has been tried."""

    server: str
    role: str
    person: str
    wanted: bool
    tries: int

    @property
    def key(self) -> Key:
        """What tells it apart."""
        return self.server, self.role, self.person


class Holders:
    """Accounts and their roles."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # --- who should have one

    def is_stale(self) -> bool:
        """Whether anybody's roles are to be derived again."""
        return self._connection.execute(select(reward_stale.c.learner).limit(1)).first() is not None

    def take_stale(self) -> list[LearnerId]:
        """Some of those, who are then no longer."""
        some = select(reward_stale.c.learner).order_by(reward_stale.c.learner).limit(BATCH)
        taken = delete(reward_stale).where(reward_stale.c.learner.in_(some)).returning(reward_stale.c.learner)
        return sorted(map(LearnerId, self._connection.execute(taken).scalars()))

    def finished(self, ids: Sequence[LearnerId], weeks: Mapping[RewardId, Collection[str]]) -> dict[Key, LearnerId]:
        """The roles that some learners' accounts should have, given each reward's weeks: of listed members (R22)."""
        found = self._connection.execute(_finished, {"ids": list(ids)})
        return {
            (row.server, row.role, row.external_id): LearnerId(row.learner_id)
            for row in found
            if row.from_week in weeks.get(RewardId(row.id), ())
        }

    def want(self, ids: Sequence[LearnerId], wanted: Mapping[Key, LearnerId], now: datetime) -> None:
        """Those learners should have these roles and no others. What nobody tried to give is forgotten at once."""
        keys = list(wanted)
        theirs = or_(holders.c.learner_id.in_(ids), _key.in_(keys)) if keys else holders.c.learner_id.in_(ids)
        rows = {
            (row.server, row.role, row.person): row for row in self._connection.execute(select(holders).where(theirs))
        }
        for key, row in rows.items():
            if key in wanted:
                if not row.wanted or row.absent or row.learner_id != wanted[key]:
                    again = not row.wanted or row.absent
                    change = {"since": now, "next_at": now, "tries": 0, "absent": False} if again else {}
                    self._set(key, wanted=True, learner_id=wanted[key], **change)
            elif not row.given:
                self._connection.execute(delete(holders).where(_is(key)))
            elif row.wanted:
                self._set(key, wanted=False, since=now, next_at=now, tries=0, absent=False)
        new = [_holder(key, learner, now) for key, learner in wanted.items() if key not in rows]
        if new:
            self._connection.execute(insert(holders), new)

    def orphan(self, learner: LearnerId, now: datetime) -> bool:
        """A learner is being erased: their roles are taken back, and nothing here names them but the account that has
        to lose them. Returns whether there is any."""
        of = holders.c.learner_id == learner
        self._connection.execute(delete(holders).where(of, holders.c.given.is_(False)))
        values = {"learner_id": 0, "wanted": False, "since": now, "next_at": now, "tries": 0, "absent": False}
        return bool(self._connection.execute(update(holders).where(of).values(**values)).rowcount)

    def returned(self, learner: LearnerId, server: str, came: datetime | None, now: datetime) -> None:
        """A learner acts in a server, in which they are since an instant: whoever was not there, or left and came back
        without the roles they had, is given them."""
        whose = {"of_learner": learner, "of_server": server, "came": came or _LONG_AGO}
        if self._connection.execute(_is_missed, whose).first() is not None:  # nearly never
            self._connection.execute(_try_again, {**whose, "now": now})

    def unmark(self, learner: LearnerId) -> None:
        """Nobody of this number is left whose roles could be derived."""
        self._connection.execute(delete(reward_stale).where(reward_stale.c.learner == learner))

    def having(self, server: str, role: str) -> int:
        """How many accounts have a role from the bot, as far as it knows."""
        where = and_(holders.c.server == server, holders.c.role == role, holders.c.wanted.is_(True))
        has = and_(where, holders.c.given.is_(True), holders.c.next_at.is_(None), holders.c.absent.is_(False))
        return int(self._connection.execute(select(func.count()).select_from(holders).where(has)).scalar_one())

    # --- carrying it out

    def due_roles(self, now: datetime) -> list[tuple[str, str]]:
        """The roles, each with its server, of which something is to be done."""
        return [(row.server, row.role) for row in self._connection.execute(_due_roles, {"now": now})]

    def next_of(self, server: str, now: datetime) -> Holder | None:
        """What is to be done next in a server."""
        row = self._connection.execute(_due, {"now": now, "of": server}).one_or_none()
        return Holder(row.server, row.role, row.person, row.wanted, row.tries) if row else None

    def claim(self, holder: Holder, now: datetime, until: datetime) -> bool:
        """Take it; False if somebody else did. Whoever is given a role may have it from now on."""
        free = or_(holders.c.held_until.is_(None), holders.c.held_until <= now)
        where = and_(_is(holder.key), free, holders.c.next_at <= now, holders.c.wanted == holder.wanted)
        values = {"held_until": until, "tries": holders.c.tries + 1} | ({"given": True} if holder.wanted else {})
        return bool(self._connection.execute(update(holders).where(where).values(**values)).rowcount)

    def done(self, holder: Holder, now: datetime) -> None:
        """It was given or taken back. If the wish changed meanwhile, there is more to do."""
        if not holder.wanted:
            gone = and_(_is(holder.key), holders.c.wanted.is_(False))
            if self._connection.execute(delete(holders).where(gone)).rowcount:
                return
        same = holders.c.wanted == holder.wanted
        values = {"held_until": None, "next_at": None, "tries": 0, "since": now}
        if not self._connection.execute(update(holders).where(_is(holder.key), same).values(**values)).rowcount:
            self._set(holder.key, held_until=None, next_at=now)

    def missed(self, holder: Holder) -> None:
        """They are not in that server, so they have no role there; nothing is tried before something changes."""
        if holder.wanted:
            values = {"held_until": None, "next_at": None, "absent": True, "given": False, "tries": 0}
            same = and_(_is(holder.key), holders.c.wanted.is_(True))
            if self._connection.execute(update(holders).where(same).values(**values)).rowcount:
                return
        self._connection.execute(delete(holders).where(_is(holder.key)))

    def later(self, holder: Holder, at: datetime) -> None:
        """It is tried again; at once, if the wish changed meanwhile."""
        self._set(holder.key, held_until=None)
        same = and_(_is(holder.key), holders.c.wanted == holder.wanted)
        self._connection.execute(update(holders).where(same).values(next_at=at))

    def hold(self, server: str, role: str, now: datetime, until: datetime, *, giving: bool = False) -> None:
        """Nothing is done about a role before an instant, or only nothing given."""
        where = and_(holders.c.server == server, holders.c.role == role, holders.c.next_at <= now)
        if giving:
            where = and_(where, holders.c.wanted.is_(True))
        self._connection.execute(update(holders).where(where).values(next_at=until))

    def hold_server(self, server: str, until: datetime) -> None:
        """Nothing is done in a server before an instant: Discord asked for it."""
        where = and_(holders.c.server == server, holders.c.next_at < until)
        self._connection.execute(update(holders).where(where).values(next_at=until))

    def release(self, group: GroupId, now: datetime) -> None:
        """A check found all in order: whatever waits for a group's roles is tried now."""
        given = select(rewards.c.server, rewards.c.role).where(rewards.c.group_id == group)
        where = and_(tuple_(holders.c.server, holders.c.role).in_(given), holders.c.next_at > now)
        self._connection.execute(update(holders).where(where).values(next_at=now))

    def let_go(self) -> None:
        """At the start on a file of one's own whoever held something is dead."""
        held = holders.c.held_until.isnot(None)
        self._connection.execute(update(holders).where(held).values(held_until=None))

    def forget(self, before: datetime) -> None:
        """Roles that could not be taken back since an instant are given up."""
        self._connection.execute(delete(holders).where(holders.c.wanted.is_(False), holders.c.since < before))

    def _set(self, key: Key, **values: Any) -> None:
        self._connection.execute(update(holders).where(_is(key)).values(**values))


_key = tuple_(holders.c.server, holders.c.role, holders.c.person)


def _is(key: Key) -> Any:
    server, role, person = key
    return and_(holders.c.server == server, holders.c.role == role, holders.c.person == person)


def _holder(key: Key, learner: LearnerId, now: datetime) -> dict[str, Any]:
    server, role, person = key
    row = {"server": server, "role": role, "person": person, "learner_id": learner, "wanted": True}
    return row | {"given": False, "since": now, "next_at": now}
