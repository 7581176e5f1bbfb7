"""Groups, their chats and members."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, false, func, insert, select, update

from bot.core.people import AGREEMENTS, Address, Agreement, Chat, ChatId, Group, GroupId, LearnerId, Member, Platform
from bot.storage.ahead import PEOPLE, Ahead
from bot.storage.engine import insert_or_ignore, upsert
from bot.storage.names import shown_name
from bot.storage.people import clock_text, clock_time, days_set, days_text
from bot.storage.tables import board_stale, chats, groups, learners, members
from bot.storage.there import is_there

_of_learner = (
    select(
        groups,
        members.c.learner_id,
        members.c.listed,
        members.c.leads,
        members.c.gone_on,
        *(members.c[name] for name in AGREEMENTS),
        members.c.joined.label("member_joined"),
        members.c.name.label("called"),
        shown_name,
    )
    .join(members, members.c.group_id == groups.c.id)
    .join(learners, learners.c.id == members.c.learner_id)
    .where(members.c.learner_id.in_(PEOPLE))
    .order_by(groups.c.id)
)

_here = and_(
    chats.c.platform == bindparam("platform"), chats.c.chat == bindparam("chat"), chats.c.thread == bindparam("thread")
)
_spoken = (
    select(groups.c.language, groups.c.platform_language).join(chats, chats.c.group_id == groups.c.id).where(_here)
)
_chat_at = select(chats).where(_here)
_chat_columns = ("group_id", "platform", "chat", "thread", "closed_at", "closed_because", "server")
_meeting_at = (
    select(groups, chats.c.id.label("chat_id"), *(chats.c[name] for name in _chat_columns))
    .join(chats, chats.c.group_id == groups.c.id)
    .where(_here)
)
_one = select(groups).where(groups.c.id == bindparam("group"))
_met_in = select(groups).join(chats, chats.c.group_id == groups.c.id).where(chats.c.id == bindparam("chat"))


def group_of(row: Row[Any]) -> Group:
    """A group from its row."""
    return Group(
        GroupId(row.id),
        row.name,
        row.curriculum,
        row.zone,
        clock_time(row.hour),
        days_set(row.days),
        row.board,
        row.key,
        row.room,
        row.room_name,
        row.digest,
        row.language,
        row.platform_language,
    )


def member_of(row: Row[Any]) -> Member:
    """A membership with `shown_name` beside it."""
    ids = GroupId(row.group_id), LearnerId(row.learner_id)
    gone = row.gone_on is not None
    return Member(*ids, row.shown, row.joined, row.listed, row.leads, row.name, _agreed(row), gone)


def _own_member(row: Row[Any], learner: LearnerId) -> Member:
    known = row.shown, row.member_joined, row.listed, row.leads, row.called
    return Member(GroupId(row.id), learner, *known, _agreed(row), row.gone_on is not None)


def _agreed(row: Row[Any]) -> frozenset[Agreement]:
    return frozenset(name for name in AGREEMENTS if getattr(row, name))


def chat_of(row: Row[Any], number: int = 0) -> Chat:
    """A group's chat from its row; `number` is its own where another one's stands in `id`."""
    address = Address(Platform(row.platform), row.chat, row.thread)
    known = row.closed_at, row.closed_because, row.server
    return Chat(ChatId(number or row.id), GroupId(row.group_id), address, *known)


def _at(address: Address) -> dict[str, str]:
    return {"platform": address.platform, "chat": address.chat, "thread": address.thread}


class Groups:
    """Who studies together and where, as rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.ahead = Ahead(connection, _of_learner)

    def add(self, group: Group, now: datetime) -> GroupId:
        """Add a group; the given id is ignored."""
        values = {
            "name": group.name,
            "curriculum": group.curriculum,
            "zone": group.zone,
            "hour": clock_text(group.hour),
            "days": days_text(group.days),
            "board": group.board,
            "digest": group.digest,
            "key": group.key,
            "created_at": now,
        }
        spoken = {"language": group.language, "platform_language": group.platform_language}
        values |= {name: tag for name, tag in spoken.items() if tag}
        return GroupId(self._connection.execute(insert(groups).returning(groups.c.id), values).scalar_one())

    def change(self, group: GroupId, **values: Any) -> None:
        """Set columns of a group (name, curriculum, zone, hour, days, board, digest, key, room, room_name, language,
        platform_language)."""
        if "hour" in values:
            values["hour"] = clock_text(values["hour"])
        if "days" in values:
            values["days"] = days_text(values["days"])
        self._connection.execute(update(groups).where(groups.c.id == group).values(**values))
        if "board" in values:  # its lines are kept only while it is on
            touched = select(members.c.learner_id, false()).where(members.c.group_id == group)
            names = [board_stale.c.learner, board_stale.c.pending]
            statement = upsert(self._connection, board_stale, names[:1], ["pending"])
            self._connection.execute(statement.from_select(names, touched.order_by(members.c.learner_id)))

    def get(self, group: GroupId) -> Group | None:
        """Find a group."""
        row = self._connection.execute(_one, {"group": group}).one_or_none()
        return group_of(row) if row else None

    def met_in(self, chat: ChatId) -> Group | None:
        """Find the group that meets in a chat."""
        row = self._connection.execute(_met_in, {"chat": chat}).one_or_none()
        return group_of(row) if row else None

    def of(self, ids: Sequence[GroupId]) -> dict[GroupId, Group]:
        """Find several groups at once."""
        rows = self._connection.execute(select(groups).where(groups.c.id.in_(ids)))
        return {GroupId(row.id): group_of(row) for row in rows}

    def zones(self) -> list[str]:
        """Every zone that a group lives by."""
        return list(self._connection.execute(select(groups.c.zone).distinct()).scalars())

    def of_learner(self, learner: LearnerId) -> list[tuple[Group, Member]]:
        """The groups a learner is in, oldest first, with their membership; also where they left the chats."""
        return [(group_of(row), _own_member(row, learner)) for row in self.ahead.of(learner)]

    def meeting(self, learner: LearnerId) -> list[tuple[Group, Member]]:
        """The same without the groups whose chats the learner has left."""
        return [(group, member) for group, member in self.of_learner(learner) if not member.gone]

    def language(self, address: Address) -> str:
        """The language of the group that meets at an address: what was chosen, else its platform's; empty for none."""
        rows = self._connection.execute(_spoken, _at(address))
        return next((row.language or row.platform_language for row in rows), "")

    # --- chats

    def add_chat(self, group: GroupId, address: Address, server: str = "") -> ChatId:
        """Let a group meet in a chat; on Discord `server` is the server that the chat is in."""
        values = {
            "group_id": group,
            "platform": address.platform,
            "chat": address.chat,
            "thread": address.thread,
            "server": server,
        }
        return ChatId(self._connection.execute(insert(chats).returning(chats.c.id), values).scalar_one())

    def chat_at(self, address: Address) -> Chat | None:
        """Find the chat at an address."""
        row = self._connection.execute(_chat_at, _at(address)).one_or_none()
        return chat_of(row) if row else None

    def meeting_at(self, address: Address) -> tuple[Chat, Group] | None:
        """Find the chat at an address, and the group that meets there."""
        row = self._connection.execute(_meeting_at, _at(address)).one_or_none()
        return (chat_of(row, row.chat_id), group_of(row)) if row else None

    def chats_at(self, platform: Platform, chat: str) -> tuple[Chat, ...]:
        """The chats in all threads of a platform's chat."""
        query = select(chats).where(chats.c.platform == platform, chats.c.chat == chat).order_by(chats.c.id)
        return tuple(chat_of(row) for row in self._connection.execute(query))

    def chat(self, chat: ChatId) -> Chat | None:
        """Find a chat."""
        row = self._connection.execute(select(chats).where(chats.c.id == chat)).one_or_none()
        return chat_of(row) if row else None

    def chats_of(self, ids: Sequence[ChatId]) -> dict[ChatId, Chat]:
        """Find several chats at once."""
        rows = self._connection.execute(select(chats).where(chats.c.id.in_(ids)))
        return {ChatId(row.id): chat_of(row) for row in rows}

    def closed_chats(self) -> list[tuple[Group, Chat]]:
        """Every chat that was found gone, with its group."""
        closed = self._connection.execute(select(chats).where(chats.c.closed_at.isnot(None)).order_by(chats.c.id))
        found = [chat_of(row) for row in closed]
        named = self.of([chat.group for chat in found])
        return [(named[chat.group], chat) for chat in found]

    def lost(self, platform: Platform) -> tuple[Address, ...]:
        """The chats on a platform that were found gone."""
        where = and_(chats.c.platform == platform, chats.c.closed_at.isnot(None))
        return tuple(chat_of(row).address for row in self._connection.execute(select(chats).where(where)))

    def open_chats(self) -> list[tuple[Group, Chat]]:
        """Every chat that can be written to as far as is known, with its group."""
        found = [
            chat_of(row)
            for row in self._connection.execute(select(chats).where(chats.c.closed_at.is_(None)).order_by(chats.c.id))
        ]
        named = {group_of(row).id: group_of(row) for row in self._connection.execute(select(groups))}
        return [(named[chat.group], chat) for chat in found]

    def chats(self, group: GroupId) -> tuple[Chat, ...]:
        """All chats of a group."""
        rows = self._connection.execute(select(chats).where(chats.c.group_id == group).order_by(chats.c.id))
        return tuple(chat_of(row) for row in rows)

    def close_chat(self, address: Address, now: datetime, because: str, *, whole: bool = False) -> list[ChatId]:
        """A chat is gone: letters to it stop. `whole` closes every thread of it. Returns the chats closed now."""
        where = and_(chats.c.platform == address.platform, chats.c.chat == address.chat, chats.c.closed_at.is_(None))
        if not whole:
            where = and_(where, chats.c.thread == address.thread)
        values = {"closed_at": now, "closed_because": because[:200]}
        rows = self._connection.execute(update(chats).where(where).values(**values).returning(chats.c.id))
        return [ChatId(row.id) for row in rows]

    def open_chat(self, chat: ChatId) -> None:
        """A chat can be written to again."""
        self._connection.execute(update(chats).where(chats.c.id == chat).values(closed_at=None, closed_because=""))

    def move_chat(self, chat: ChatId, new: str) -> None:
        """A chat has a new id (a Telegram group that became a supergroup)."""
        self._connection.execute(update(chats).where(chats.c.id == chat).values(chat=new))

    # --- study rooms

    def rooms(self) -> dict[str, tuple[str, ...]]:
        """The channels that are study rooms, each with the Discord channels in which its groups meet."""
        query = (
            select(groups.c.room, chats.c.chat)
            .join(chats, and_(chats.c.group_id == groups.c.id, chats.c.platform == Platform.DISCORD), isouter=True)
            .where(groups.c.room != "")
        )
        found: dict[str, tuple[str, ...]] = {}
        for room, chat in self._connection.execute(query):
            found[room] = (*found.get(room, ()), *([chat] if chat else []))
        return found

    def lose_room(self, channel: str) -> int:
        """A study room was deleted; its name stays until a facilitator has heard of it. Returns of how many groups."""
        return self._connection.execute(update(groups).where(groups.c.room == channel).values(room="")).rowcount

    # --- members

    def join(self, group: GroupId, learner: LearnerId, joined: date) -> bool:
        """Make a learner a member, unlisted until they answered (R22). False if they were one already."""
        values = {"group_id": group, "learner_id": learner, "joined": joined}
        statement = insert_or_ignore(self._connection, members)
        return bool(self._connection.execute(statement, values).rowcount)

    def member(self, group: GroupId, learner: LearnerId) -> Member | None:
        """A learner's membership of a group; None also for who left its chats."""
        member = self.membership(group, learner)
        return None if member is None or member.gone else member

    def membership(self, group: GroupId, learner: LearnerId) -> Member | None:
        """The same, also of who left the chats: it waits for them as it was."""
        query = (
            select(members, shown_name)
            .join(learners, learners.c.id == members.c.learner_id)
            .where(members.c.group_id == group, members.c.learner_id == learner)
        )
        row = self._connection.execute(query).one_or_none()
        return member_of(row) if row else None

    def members(self, group: GroupId) -> tuple[Member, ...]:
        """All members of a group who have not left its chats."""
        query = (
            select(members, shown_name)
            .join(learners, learners.c.id == members.c.learner_id)
            .where(members.c.group_id == group, is_there)
            .order_by(members.c.learner_id)
        )
        rows = self._connection.execute(query)
        return tuple(member_of(row) for row in rows)

    def everybody(self, group: GroupId) -> list[LearnerId]:
        """Who is a member of a group, also those who left its chats."""
        query = select(members.c.learner_id).where(members.c.group_id == group).order_by(members.c.learner_id)
        return [LearnerId(each) for each in self._connection.execute(query).scalars()]

    def is_empty(self, group: GroupId) -> bool:
        """Whether a group has no members, not even such as left its chats."""
        query = select(members.c.learner_id).where(members.c.group_id == group).limit(1)
        return self._connection.execute(query).first() is None

    def count(self, group: GroupId) -> int:
        """How many members of a group have not left its chats."""
        query = select(func.count()).select_from(members).where(members.c.group_id == group, is_there)
        return int(self._connection.execute(query).scalar_one())

    def set_listed(self, group: GroupId, learner: LearnerId, listed: bool) -> None:
        """Keep a learner's answer to being named."""
        where = and_(members.c.group_id == group, members.c.learner_id == learner)
        self._connection.execute(update(members).where(where).values(listed=listed))

    def set_name(self, group: GroupId, learner: LearnerId, name: str) -> None:
        """Let a group know a learner by a name of its own; empty for their usual one."""
        where = and_(members.c.group_id == group, members.c.learner_id == learner)
        self._connection.execute(update(members).where(where).values(name=name))

    def agree(self, group: GroupId, learner: LearnerId, what: Agreement, yes: bool) -> None:
        """Keep what a learner agreed to in a group, or no longer does."""
        where = and_(members.c.group_id == group, members.c.learner_id == learner)
        self._connection.execute(update(members).where(where).values({what: yes}))
