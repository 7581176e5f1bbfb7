"""Roles for finished phases, as rows: which ones groups give, and what stands against giving one."""

from collections.abc import Iterable
from typing import Any, cast

from sqlalchemy import Connection, Row, and_, delete, insert, or_, select, update

from bot.core.people import ChatId, GroupId
from bot.core.roles import Reward, RewardId, RoleFlaw, ServerRole
from bot.storage.tables import chats, holders, rewards


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
