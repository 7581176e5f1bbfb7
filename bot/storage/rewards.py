"""Roles for finished phases, as rows: which a group gives, and where each stands with each account.

Whose roles may have changed is written down by triggers on the facts that decide it (steps, members, accounts,
rewards), in the transaction that changes them; what they should have is derived from the facts that stand.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Row, and_, bindparam, delete, func, insert, or_, select, tuple_, update

from bot.core.people import ChatId, GroupId, LearnerId, Platform
from bot.core.roles import Reward, RewardId, RoleFlaw, ServerRole
from bot.storage.tables import accounts, chats, holders, members, reward_stale, rewards, steps

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


def _reward_of(row: Row[Any]) -> Reward:
    return Reward(
        RewardId(row.id),
        row.group_id,
        row.curriculum,
        row.phase,
        row.server,
        row.role,
        row.name,
        frozenset(row.weeks.split()),
        cast("RoleFlaw", row.flaw) or None,
        row.mine,
        row.gone,
    )


class Rewards:
    """Roles for finished phases."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # --- what a group gives

    def put(
        self, group: GroupId, chat: ChatId, curriculum: str, phase: str, role: ServerRole, weeks: Iterable[str]
    ) -> None:
        """Give a role for a phase from now on, instead of any other of that server."""
        self._connection.execute(
            delete(rewards).where(
                rewards.c.group_id == group, rewards.c.server == role.server, rewards.c.phase == phase
            )
        )
        values = {"group_id": group, "chat_id": chat, "curriculum": curriculum, "phase": phase}
        values |= {"server": role.server, "role": role.role, "name": role.name[:100], "weeks": " ".join(sorted(weeks))}
        self._connection.execute(insert(rewards), values)

    def of_group(self, group: GroupId) -> list[Reward]:
        """What a group gives, also what has yet to be told gone."""
        query = select(rewards).where(rewards.c.group_id == group).order_by(rewards.c.id)
        return [_reward_of(row) for row in self._connection.execute(query)]

    def everywhere(self) -> list[Reward]:
        """What all groups give."""
        return [_reward_of(row) for row in self._connection.execute(select(rewards).where(rewards.c.gone.is_(False)))]

    def gives(self, server: str, role: str) -> bool:
        """Whether any group gives a role."""
        where = and_(rewards.c.server == server, rewards.c.role == role)
        return self._connection.execute(select(rewards.c.id).where(where).limit(1)).first() is not None

    def drop(self, reward: RewardId) -> None:
        """Give it no longer; who has it loses it."""
        self._connection.execute(delete(rewards).where(rewards.c.id == reward))

    def drop_all(self, group: GroupId) -> None:
        """A group gives none of its roles any more."""
        self._connection.execute(delete(rewards).where(rewards.c.group_id == group))

    def move_in(self, group: GroupId, server: str, chat: ChatId) -> None:
        """A group meets here, too: what was chosen in a chat of this server that is lost does not go with it."""
        lost = select(chats.c.id).where(chats.c.group_id == group, chats.c.closed_at.isnot(None))
        where = and_(rewards.c.group_id == group, rewards.c.server == server, rewards.c.chat_id.in_(lost))
        self._connection.execute(update(rewards).where(where).values(chat_id=chat))

    def of_chat(self, chat: ChatId) -> bool:
        """Whether roles were chosen in a chat."""
        return self._connection.execute(select(rewards.c.id).where(rewards.c.chat_id == chat)).first() is not None

    def widen(self, reward: RewardId, weeks: Iterable[str]) -> None:
        """The phase has other weeks now; who finished it by an earlier one has finished it all the same."""
        self._connection.execute(update(rewards).where(rewards.c.id == reward).values(weeks=" ".join(sorted(weeks))))

    def having(self, server: str, role: str) -> int:
        """How many accounts have a role from the bot, as far as it knows."""
        where = and_(holders.c.server == server, holders.c.role == role, holders.c.wanted.is_(True))
        has = and_(where, holders.c.given.is_(True), holders.c.next_at.is_(None), holders.c.absent.is_(False))
        return int(self._connection.execute(select(func.count()).select_from(holders).where(has)).scalar_one())

    # --- what stands against it

    def note(self, role: ServerRole) -> None:
        """Keep what a check of a role found: its name, and a flaw that is news until a facilitator has heard of it."""
        same = and_(rewards.c.server == role.server, rewards.c.role == role.role)
        flaw = role.flaw or ""
        changed = or_(rewards.c.flaw != flaw, rewards.c.mine != role.mine, rewards.c.name != role.name[:100])
        told = and_(same, rewards.c.flaw != flaw)
        self._connection.execute(update(rewards).where(told).values(told=False))
        values = {"flaw": flaw, "mine": role.mine[:100]} | ({"name": role.name[:100]} if role.name else {})
        self._connection.execute(update(rewards).where(same, changed).values(**values))

    def mended(self, server: str, role: str) -> None:
        """A role was given: nothing stands against it."""
        flawed = and_(rewards.c.server == server, rewards.c.role == role, rewards.c.flaw != "")
        self._connection.execute(update(rewards).where(flawed).values(flaw="", told=False))

    def lose(self, server: str, role: str) -> None:
        """A role was deleted: nobody has it any more, and its groups' facilitators have yet to hear."""
        same = and_(rewards.c.server == server, rewards.c.role == role)
        self._connection.execute(update(rewards).where(same).values(gone=True, told=False))
        self._connection.execute(delete(holders).where(holders.c.server == server, holders.c.role == role))

    def news(self, group: GroupId) -> list[Reward]:
        """What a group's facilitator has yet to hear of its roles; from now on it is told. A deleted one goes."""
        untold = and_(
            rewards.c.group_id == group, rewards.c.told.is_(False), or_(rewards.c.flaw != "", rewards.c.gone.is_(True))
        )
        found = [_reward_of(row) for row in self._connection.execute(select(rewards).where(untold))]
        for reward in found:
            if reward.gone:
                self.drop(reward.id)
            else:
                self._connection.execute(update(rewards).where(rewards.c.id == reward.id).values(told=True))
        return found

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

    def orphan(self, learner: LearnerId, now: datetime) -> None:
        """A learner is being erased: their roles are taken back, and nothing here names them but the account that has
        to lose them."""
        of = holders.c.learner_id == learner
        self._connection.execute(delete(holders).where(of, holders.c.given.is_(False)))
        values = {"learner_id": 0, "wanted": False, "since": now, "next_at": now, "tries": 0, "absent": False}
        self._connection.execute(update(holders).where(of).values(**values))

    def returned(self, learner: LearnerId, server: str, came: datetime | None, now: datetime) -> None:
        """A learner acts in a server, in which they are since an instant: whoever was not there, or left and came back
        without the roles they had, is given them."""
        lost = holders.c.absent.is_(True)
        if came is not None:
            lost = or_(lost, and_(holders.c.given.is_(True), holders.c.since < came))
        theirs = and_(holders.c.learner_id == learner, holders.c.server == server, holders.c.wanted.is_(True))
        where = and_(theirs, holders.c.next_at.is_(None), lost)
        if self._connection.execute(select(holders.c.role).where(where).limit(1)).first() is not None:
            values = {"next_at": now, "absent": False, "tries": 0}
            self._connection.execute(update(holders).where(where).values(**values))

    def unmark(self, learner: LearnerId) -> None:
        """Nobody of this number is left whose roles could be derived."""
        self._connection.execute(delete(reward_stale).where(reward_stale.c.learner == learner))

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
