"""Where groups meet: the codes by which another chat joins one, chats that are over, and places already greeted."""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from bot.core.linking import CODE_LIVES
from bot.core.people import Address, ChatId, GroupId, LearnerId, Member, Platform
from bot.storage.engine import insert_or_ignore, upsert
from bot.storage.groups import member_of
from bot.storage.names import name_there, shown_name
from bot.storage.tables import chats, greeted, group_codes, learners, members
from bot.storage.there import is_named, is_there

_leads = select(members.c.leads).where(
    members.c.group_id == bindparam("group"), members.c.learner_id == bindparam("learner")
)


class Places:
    """Codes, closed chats, named facilitators and greetings, as rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # --- codes: only a digest is kept, salted with its row (as those that link two accounts)

    def put_code(self, group: GroupId, secret: str, now: datetime) -> None:
        """Let a group be found by a secret for ten minutes; the one before no longer finds it."""
        statement = upsert(self._connection, group_codes, [group_codes.c.group_id], ["digest", "at"])
        self._connection.execute(statement, {"group_id": group, "digest": _digest(group, now, secret), "at": now})

    def group_of(self, secret: str, now: datetime) -> GroupId | None:
        """The group whose code this is, if it still holds. Few are alive at a time, so each is looked at."""
        query = select(group_codes).where(group_codes.c.at > now - CODE_LIVES)
        for row in self._connection.execute(query):
            if row.digest == _digest(row.group_id, row.at, secret):
                return GroupId(row.group_id)
        return None

    def spend(self, group: GroupId) -> bool:
        """No secret finds this group any more; False if somebody else was quicker."""
        where = group_codes.c.group_id == group
        return bool(self._connection.execute(delete(group_codes).where(where)).rowcount)

    # --- facilitators whom another one named

    def leads(self, group: GroupId, learner: LearnerId) -> bool:
        """Whether a member was named a facilitator; who left is none."""
        values = {"group": group, "learner": learner}
        return bool(self._connection.execute(_leads, values).scalar_one_or_none())

    def set_leads(self, group: GroupId, learner: LearnerId, *, leads: bool) -> bool:
        """Name a member a facilitator, or take it back; False for who is no member."""
        where = (members.c.group_id == group, members.c.learner_id == learner)
        return bool(self._connection.execute(update(members).where(*where).values(leads=leads)).rowcount)

    def named(self, group: GroupId) -> tuple[Member, ...]:
        """The members who were named facilitators."""
        return self._members(group, members.c.leads.is_(True), is_there)

    def nameable(self, group: GroupId, wanted: str, most: int) -> tuple[Member, ...]:
        """Up to `most` listed members (R22) who are none yet and whose name contains a text, by their names."""
        where: list[Any] = [members.c.leads.is_(False), is_named]
        if wanted:
            where.append(name_there.icontains(wanted, autoescape=True))
        return self._members(group, *where, most=most)

    def _members(self, group: GroupId, *where: Any, most: int | None = None) -> tuple[Member, ...]:
        query = (
            select(members, shown_name)
            .join(learners, learners.c.id == members.c.learner_id)
            .where(members.c.group_id == group, *where)
            .order_by(name_there, members.c.learner_id)
            .limit(most)
        )
        return tuple(member_of(row) for row in self._connection.execute(query))

    # --- chats

    def detach(self, chat: ChatId) -> None:
        """A group meets in a chat no longer: the chat's row goes, with its cards."""
        self._connection.execute(delete(chats).where(chats.c.id == chat))

    def closed_before(self, limit: datetime) -> list[tuple[ChatId, Address]]:
        """The chats that were found gone before an instant."""
        query = select(chats).where(chats.c.closed_at <= limit).order_by(chats.c.id)
        rows = self._connection.execute(query)
        return [(ChatId(row.id), Address(Platform(row.platform), row.chat, row.thread)) for row in rows]

    # --- greetings

    def greet(self, platform: Platform, place: str, again_from: datetime, now: datetime) -> bool:
        """The bot came to a server or a group: whether it should introduce itself, which is once.

        Whoever lets it come back may hear it again if it was away since before `again_from`.
        """
        values = {"platform": platform, "place": place, "at": now}
        if self._connection.execute(insert_or_ignore(self._connection, greeted), values).rowcount:
            return True
        here = (greeted.c.platform == platform, greeted.c.place == place)
        long_ago = self._connection.execute(
            update(greeted).where(*here, greeted.c.at <= again_from).values(at=now)
        ).rowcount
        self._connection.execute(update(greeted).where(*here).values(at=now))
        return bool(long_ago)

    def depart(self, platform: Platform, place: str, now: datetime) -> None:
        """The bot was removed from a server or a group."""
        here = (greeted.c.platform == platform, greeted.c.place == place)
        self._connection.execute(update(greeted).where(*here).values(at=now))

    def move(self, platform: Platform, old: str, new: str, now: datetime) -> None:
        """A place has a new id, and was greeted under the old one."""
        known = select(greeted.c.at).where(greeted.c.platform == platform, greeted.c.place == old)
        if self._connection.execute(known).scalar_one_or_none() is not None:
            values = {"platform": platform, "place": new, "at": now}
            self._connection.execute(insert_or_ignore(self._connection, greeted), values)
            self._connection.execute(delete(greeted).where(greeted.c.platform == platform, greeted.c.place == old))

    def forget(self, now: datetime) -> None:
        """Delete codes that are over."""
        self._connection.execute(delete(group_codes).where(group_codes.c.at <= now - CODE_LIVES))


def _digest(group: int, at: datetime, secret: str) -> str:
    return hashlib.sha256(f"group:{group}:{at.timestamp():.6f}:{secret}".encode()).hexdigest()
