"""A group's cards: what each chat should show, and what it shows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Connection, Row, and_, bindparam, case, delete, func, or_, select, update

from bot.core.people import ChatId, GroupId, LearnerId, Platform
from bot.storage.engine import insert_or_ignore
from bot.storage.tables import cards, chats, groups, members

_posted = cards.c.message != ""
_drawable = and_(_posted, cards.c.gone.is_(False))
_reachable = chats.c.platform.in_(bindparam("platforms", expanding=True))
_stale = (
    select(cards)
    .join(chats, chats.c.id == cards.c.chat_id)
    .where(cards.c.edit_at <= bindparam("now"), _drawable, _reachable)
    .order_by(cards.c.edit_at)
    .limit(bindparam("most"))
    .with_for_update(of=cards, skip_locked=True)
)
_next_edit = (
    select(func.min(cards.c.edit_at))
    .join(chats, chats.c.id == cards.c.chat_id)
    .where(cards.c.edit_at.isnot(None), _drawable, _reachable)
)
_of_learner = (
    select(cards.c.id)
    .join(chats, chats.c.id == cards.c.chat_id)
    .join(members, members.c.group_id == chats.c.group_id)
    .join(groups, groups.c.id == chats.c.group_id)
    .where(
        members.c.learner_id == bindparam("learner"),
        groups.c.curriculum == bindparam("curriculum"),
        cards.c.day.in_(bindparam("days", expanding=True)),
        cards.c.closes_at > bindparam("oldest"),
        chats.c.closed_at.is_(None),
    )
)
_of_group = (
    select(cards.c.id)
    .join(chats, chats.c.id == cards.c.chat_id)
    .where(
        chats.c.group_id == bindparam("group"),
        cards.c.day.in_(bindparam("days", expanding=True)),
        cards.c.closes_at > bindparam("oldest"),
        chats.c.closed_at.is_(None),
    )
)
_at = bindparam("at", type_=cards.c.edit_at.type)
_soonest = case((cards.c.free_at > _at, cards.c.free_at), else_=_at)
_planned = cards.c.edit_at
_wanted = update(cards).values(
    wanted=cards.c.wanted + 1,
    edit_at=case((or_(_planned.is_(None), _planned > _soonest), _soonest), else_=_planned),
)
_one = select(cards).where(cards.c.chat_id == bindparam("chat"), cards.c.day == bindparam("date"))
_free = bindparam("free", type_=cards.c.edit_at.type)
_drawn = update(cards).values(
    shown=bindparam("revision"),
    closed=bindparam("for_good"),
    free_at=_free,
    edit_at=case(
        (cards.c.wanted > bindparam("revision"), _free),
        (bindparam("for_good", type_=Boolean), None),
        else_=cards.c.closes_at,
    ),
)
_settle = _drawn.where(cards.c.id == bindparam("card"))
_post = _drawn.values(message=bindparam("as_message")).where(
    cards.c.chat_id == bindparam("chat"), cards.c.day == bindparam("date")
)
_touch = _wanted.where(cards.c.id.in_(_of_learner))
_touch_group = _wanted.where(cards.c.id.in_(_of_group))


@dataclass(frozen=True, slots=True)
class CardRow:
    """One chat's card of one day: desired state. `wanted` grows with each change, `shown` is what was drawn last."""

    id: int
    chat: ChatId
    day: date
    message: str
    wanted: int
    shown: int
    edit_at: datetime | None
    closes_at: datetime
    closed: bool


def _card_of(row: Row[Any]) -> CardRow:
    return CardRow(
        row.id,
        ChatId(row.chat_id),
        row.day,
        row.message,
        row.wanted,
        row.shown,
        row.edit_at,
        row.closes_at,
        row.closed,
    )


class Cards:
    """What each chat should show, as rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, chat: ChatId, day: date, closes_at: datetime) -> None:
        """Want a card for a day; one that is there stays."""
        values = {"chat_id": chat, "day": day, "closes_at": closes_at, "closed": False, "edit_at": closes_at}
        self._connection.execute(insert_or_ignore(self._connection, cards), values)

    def get(self, chat: ChatId, day: date) -> CardRow | None:
        """Find a chat's card of a day."""
        row = self._connection.execute(_one, {"chat": chat, "date": day}).one_or_none()
        return _card_of(row) if row else None

    def posted(self, chat: ChatId, day: date, message: str, *, shown: int, free_at: datetime) -> None:
        """A chat's card of a day has its message now, which was drawn at revision `shown`."""
        values = {"chat": chat, "date": day, "as_message": message, "revision": shown, "free": free_at}
        self._connection.execute(_post, {**values, "for_good": False})

    def wake(self, chat: ChatId, now: datetime, oldest: datetime) -> None:
        """A chat can be written to again: its cards newer than `oldest` missed what happened meanwhile."""
        self._connection.execute(_wanted.where(cards.c.chat_id == chat, cards.c.closes_at > oldest), {"at": now})

    def touch(self, learner: LearnerId, curriculum: str, days: Sequence[date], now: datetime, oldest: datetime) -> int:
        """A learner's facts changed: the cards of those days want to be drawn again, also closed ones newer than
        `oldest`, as soon as the pause since their last edit is over. Returns how many.

        An edit that is already planned stays where it is."""
        values = {"learner": learner, "curriculum": curriculum, "days": list(days), "oldest": oldest, "at": now}
        return self._connection.execute(_touch, values).rowcount

    def touch_group(self, group: GroupId, days: Sequence[date], now: datetime, oldest: datetime) -> int:
        """The same for something that a whole group did."""
        values = {"group": group, "days": list(days), "oldest": oldest, "at": now}
        return self._connection.execute(_touch_group, values).rowcount

    def stale(self, now: datetime, most: int, platforms: Collection[Platform]) -> list[CardRow]:
        """Posted cards on these platforms that are to be drawn now; held by this transaction."""
        values = {"now": now, "most": most, "platforms": list(platforms)}
        return [_card_of(row) for row in self._connection.execute(_stale, values)]

    def hold(self, card: int, until: datetime | None) -> None:
        """Nobody draws this card before `until`; with None not before it is wanted again."""
        self._connection.execute(update(cards).where(cards.c.id == card).values(edit_at=until))

    def settle(self, card: int, *, shown: int, closed: bool, free_at: datetime) -> None:
        """A card was drawn at revision `shown`. What changed meanwhile is drawn when the pause is over; else it waits
        for its closing."""
        values = {"card": card, "revision": shown, "for_good": closed, "free": free_at}
        self._connection.execute(_settle, values)

    def abandon(self, card: int) -> None:
        """A card's message is gone: it is never drawn again."""
        self._connection.execute(update(cards).where(cards.c.id == card).values(edit_at=None, gone=True))

    def days_since(self, group: GroupId, day: date | None) -> int:
        """How many cards of the group's busiest chat were posted for days after `day`."""
        where = and_(chats.c.group_id == group, _posted)
        if day is not None:
            where = and_(where, cards.c.day > day)
        counted = (
            select(func.count().label("n"))
            .select_from(cards)
            .join(chats, chats.c.id == cards.c.chat_id)
            .where(where)
            .group_by(cards.c.chat_id)
            .subquery()
        )
        return int(self._connection.execute(select(func.coalesce(func.max(counted.c.n), 0))).scalar_one())

    def next_edit(self, platforms: Collection[Platform] = tuple(Platform)) -> datetime | None:
        """When the next posted card on these platforms wants to be drawn."""
        at: datetime | None = self._connection.execute(_next_edit, {"platforms": list(platforms)}).scalar_one()
        return at

    def forget(self, before: date, newest: int) -> int:
        """Delete the cards of days long past, but not the newest posted ones of a chat: they tell whether a group has
        gone quiet (R24)."""
        later = cards.alias()
        newer = (
            select(func.count())
            .select_from(later)
            .where(later.c.chat_id == cards.c.chat_id, later.c.day > cards.c.day, later.c.message != "")
            .correlate(cards)
            .scalar_subquery()
        )
        return self._connection.execute(delete(cards).where(cards.c.day < before, newer >= newest)).rowcount
