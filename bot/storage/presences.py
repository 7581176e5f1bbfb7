"""Who has left which chat of a group and who may be asked after, as rows; and which memberships follow from that."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    and_,
    bindparam,
    cast,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from bot.core.days import local_day
from bot.core.people import AGREEMENTS, Address, Chat, ChatId, GroupId, LearnerId, Platform
from bot.core.presence import is_gone
from bot.shards import Shards
from bot.storage.engine import upsert
from bot.storage.people import People
from bot.storage.tables import accounts, chats, logs, members, presences, rhythms
from bot.storage.there import is_there

_here = and_(presences.c.chat_id == chats.c.id, presences.c.account_id == accounts.c.id)
_left_any = (
    select(presences.c.chat_id)
    .where(presences.c.account_id == bindparam("account"), presences.c.gone_at.isnot(None))
    .limit(1)
)
_chats_of_member = (  # every chat in which a member could be, with what is known of them there
    select(
        members.c.group_id,
        members.c.learner_id,
        members.c.gone_on,
        func.count(accounts.c.id).label("could_be"),
        func.count(presences.c.gone_at).label("gone"),
        func.max(presences.c.gone_at).label("since"),
    )
    .select_from(members)
    .outerjoin(chats, chats.c.group_id == members.c.group_id)
    .outerjoin(accounts, and_(accounts.c.learner_id == members.c.learner_id, accounts.c.platform == chats.c.platform))
    .outerjoin(presences, _here)
    .group_by(members.c.group_id, members.c.learner_id, members.c.gone_on)
    .order_by(members.c.learner_id, members.c.group_id)
)
_card_soon = (
    select(chats)
    .join(rhythms, and_(rhythms.c.kind == "card", rhythms.c.owner == chats.c.id))
    .where(
        rhythms.c.next_at <= bindparam("until"),
        or_(chats.c.asked_at.is_(None), chats.c.asked_at < bindparam("before")),
        chats.c.closed_at.is_(None),
        chats.c.platform == bindparam("platform"),
    )
    .order_by(rhythms.c.next_at, chats.c.id)
    .limit(1)
    .with_for_update(of=chats, skip_locked=True)
)
_account = (
    select(accounts.c.id, accounts.c.external_id)
    .select_from(members)
    .join(chats, and_(chats.c.group_id == members.c.group_id, chats.c.id == bindparam("chat")))
    .join(accounts, and_(accounts.c.learner_id == members.c.learner_id, accounts.c.platform == chats.c.platform))
    .outerjoin(presences, _here)
    # Of a member who neither is listed nor agreed to anything nothing is seen: nobody asks after them.
    .where(or_(*(members.c[name].is_(True) for name in ("listed", *AGREEMENTS))))
    .order_by(presences.c.known_at.isnot(None), presences.c.known_at, accounts.c.id)
    .limit(bindparam("most"))
)
_refused_since = and_(
    accounts.c.closed_at.isnot(None),
    or_(presences.c.known_at.is_(None), presences.c.known_at < accounts.c.closed_at),
)
_doubtful = _account.where(is_there, _refused_since)
_named = _account.where(
    members.c.listed.is_(True),
    exists().where(
        logs.c.learner_id == members.c.learner_id, logs.c.day >= bindparam("since"), logs.c.undone_at.is_(None)
    ),
)
_others = _account.where(is_there)


def _is_of(shards: Shards) -> ColumnElement[bool]:
    """Chats of servers of these shards (`shards.shard_of`); one whose server is not known yet is nobody's."""
    server = cast(func.nullif(chats.c.server, ""), BigInteger)
    return (server.op(">>")(22) % shards.total).in_(shards.ids)


@dataclass(frozen=True, slots=True)
class Asked:
    """An account of a member that may be asked after, and the platform's id of it."""

    account: int
    person: str


class Presences:
    """Who is in which chat, as far as it is known."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # --- what was learnt

    def note(
        self,
        account: int,
        platform: Platform,
        places: Collection[str],
        at: datetime,
        *,
        gone: bool,
        asked: bool = False,
    ) -> bool:
        """Keep whether an account is in the chats at some places of a platform, as far as they are chats of its
        learner's groups; whether there are any. What was `asked` at `at` says nothing against what was told since."""
        found = self._known(account, platform, places)
        rows = [
            {"chat_id": chat, "account_id": account, "known_at": at, "gone_at": (since or at) if gone else None}
            for chat, known_at, since in found
            if not (asked and known_at is not None and known_at > at)
        ]
        self._put(rows, ["known_at", "gone_at"])
        return bool(rows)

    def seen(self, account: int, platform: Platform, places: Collection[str], now: datetime) -> bool:
        """Somebody is seen in some chats; whether they had been found to have left any of them."""
        if self._connection.execute(_left_any, {"account": account}).first() is None:  # nearly always
            return False
        here = select(chats.c.id).where(chats.c.platform == platform, chats.c.chat.in_(list(places)))
        where = presences.c.account_id == account, presences.c.gone_at.isnot(None), presences.c.chat_id.in_(here)
        back = update(presences).where(*where).values(gone_at=None, known_at=now)
        return bool(self._connection.execute(back).rowcount)

    def clear(self, learner: LearnerId, group: GroupId) -> None:
        """Nothing is known any more of where a learner is of a group's chats: they left it for good, or joined it."""
        own = select(accounts.c.id).where(accounts.c.learner_id == learner)
        of = select(chats.c.id).where(chats.c.group_id == group)
        where = presences.c.account_id.in_(own), presences.c.chat_id.in_(of)
        self._connection.execute(delete(presences).where(*where))

    # --- what follows for memberships

    def settle(self, learner: LearnerId, now: datetime) -> list[GroupId]:
        """Let a learner's memberships follow from what is known; returns the groups that they left, or are back in."""
        return self._settled(members.c.learner_id == learner, now)

    def settle_group(self, group: GroupId, now: datetime) -> None:
        """The same for everybody in a group: it meets in another chat as well, or no longer in one."""
        self._settled(members.c.group_id == group, now)

    def _settled(self, where: Any, now: datetime) -> list[GroupId]:
        rows = self._connection.execute(_chats_of_member.where(where)).all()
        changed = [row for row in rows if is_gone(row.could_be, row.gone) != (row.gone_on is not None)]
        people = People(self._connection).of([LearnerId(row.learner_id) for row in changed], now) if changed else {}
        for row in changed:
            day = None
            if row.gone_on is None:
                day = local_day(row.since, ZoneInfo(people[LearnerId(row.learner_id)].zone))
            of = members.c.group_id == row.group_id, members.c.learner_id == row.learner_id
            self._connection.execute(update(members).where(*of).values(gone_on=day))
        return [GroupId(row.group_id) for row in changed]

    # --- whom to ask after

    def take(
        self, platform: Platform, until: datetime, before: datetime, now: datetime, shards: Shards | None = None
    ) -> Chat | None:
        """The next chat whose card comes until then, and that was not asked after since `before`; it is taken, so
        that nobody else asks. `shards` are those of which this process is told. None if there is none."""
        values = {"platform": platform, "until": until, "before": before}
        query = _card_soon if shards is None else _card_soon.where(_is_of(shards))
        row = self._connection.execute(query, values).one_or_none()
        if row is None:
            return None
        self._connection.execute(update(chats).where(chats.c.id == row.id).values(asked_at=now))
        return Chat(ChatId(row.id), GroupId(row.group_id), Address(Platform(row.platform), row.chat, row.thread))

    def give_back(self, chat: ChatId) -> None:
        """Nothing came of it: the chat may be taken again."""
        self._connection.execute(update(chats).where(chats.c.id == chat).values(asked_at=None))

    def doubtful(self, chat: ChatId, most: int) -> list[Asked]:
        """Members whose private chat has refused a message since they were last asked after; this and what follows
        with those first who were never asked after, then those for whom it is longest ago."""
        return self._some(_doubtful, chat, most)

    def named(self, chat: ChatId, since: date, most: int) -> list[Asked]:
        """Listed members with a flow since a day, also those who left: they may be back."""
        return self._some(_named, chat, most, since=since)

    def others(self, chat: ChatId, most: int) -> list[Asked]:
        """Members whom the group could see somewhere."""
        return self._some(_others, chat, most)

    def asking(self, chat: ChatId, asked: Asked, now: datetime) -> None:
        """Somebody is asked after now, whatever comes of it: next time it is the others' turn."""
        row = {"chat_id": chat, "account_id": asked.account, "known_at": now, "gone_at": None}
        self._put([row], ["known_at"])

    def _some(self, query: Any, chat: ChatId, most: int, **values: Any) -> list[Asked]:
        rows = self._connection.execute(query, {"chat": chat, "most": most, **values})
        return [Asked(row.id, row.external_id) for row in rows]

    def _known(
        self, account: int, platform: Platform, places: Collection[str]
    ) -> Sequence[tuple[int, datetime | None, datetime | None]]:
        """The chats at some places in whose groups an account's learner is: (chat, known_at, gone_at)."""
        query = (
            select(chats.c.id, presences.c.known_at, presences.c.gone_at)
            .join(members, members.c.group_id == chats.c.group_id)
            .join(accounts, and_(accounts.c.learner_id == members.c.learner_id, accounts.c.id == account))
            .outerjoin(presences, _here)
            .where(chats.c.platform == platform, chats.c.chat.in_(list(places)))
            .order_by(chats.c.id)
        )
        return [(row.id, row.known_at, row.gone_at) for row in self._connection.execute(query)]

    def _put(self, rows: Sequence[dict[str, Any]], values: Sequence[str]) -> None:
        if rows:
            keys = [presences.c.chat_id, presences.c.account_id]
            self._connection.execute(upsert(self._connection, presences, keys, values), rows)
