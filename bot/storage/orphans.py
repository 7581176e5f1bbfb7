"""Groups that have lost every chat they met in: found by the server or the Telegram group, so that they can go on."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, exists, func, insert, literal, select, update

from bot.core.people import Address, Chat, ChatId, Group, GroupId, Platform
from bot.storage.groups import chat_of, group_of
from bot.storage.tables import chats, groups, letters, presences

_elsewhere = chats.alias()
_is_left = ~exists().where(_elsewhere.c.group_id == chats.c.group_id, _elsewhere.c.closed_at.is_(None))
CARDS_ENDED_WITHIN = timedelta(days=2)  # whatever zones two groups keep, a card of the same local day has ended since


def _beside(address: Address, server: str) -> ColumnElement[bool]:
    """The chats of the place that an address is in: a Discord server, or the topics of one Telegram group."""
    if address.platform is Platform.DISCORD:
        return and_(chats.c.platform == Platform.DISCORD, chats.c.server == server, chats.c.server != "")
    return and_(chats.c.platform == address.platform, chats.c.chat == address.chat)


class Orphans:
    """Groups without a chat, as rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def settle_server(self, address: Address, server: str) -> None:
        """Somebody acts in a chat whose server was not known: it is now."""
        where = (chats.c.platform == address.platform, chats.c.chat == address.chat, chats.c.server == "")
        if self._connection.execute(select(chats.c.id).where(*where)).first() is not None:
            self._connection.execute(update(chats).where(*where).values(server=server))

    def beside(self, address: Address, server: str, since: datetime, most: int) -> list[Group]:
        """Up to `most` groups that met in this very place, have lost all their chats, and one here after `since`; the
        latest lost first."""
        query = (
            select(groups)
            .join(chats, chats.c.group_id == groups.c.id)
            .where(_beside(address, server), chats.c.closed_at > since, _is_left)
            .group_by(groups.c.id)
            .order_by(func.max(chats.c.closed_at).desc(), groups.c.id.desc())
            .limit(most)
        )
        return [group_of(row) for row in self._connection.execute(query)]

    def hold(self, group: GroupId, address: Address, server: str, since: datetime) -> list[Chat]:
        """The chats here that a group has lost after `since`, if it has no other; they and the group are held by this
        transaction, so that whoever takes it in the same moment finds none."""
        self._connection.execute(select(groups.c.id).where(groups.c.id == group).with_for_update(key_share=True))
        here = (chats.c.group_id == group, _beside(address, server), chats.c.closed_at > since)
        query = select(chats).where(*here).order_by(chats.c.id).with_for_update(of=chats)
        found = [chat_of(row) for row in self._connection.execute(query)]
        # Asked apart from the lock: a statement sees what was committed before it began to wait.
        one = select(chats.c.id).where(chats.c.group_id == group, chats.c.closed_at.is_(None)).limit(1)
        return [] if self._connection.execute(one).first() else found

    def follow(self, lost: ChatId, chat: ChatId) -> None:
        """What is known of who left the place of a lost chat holds in another chat of it (R22)."""
        taken = presences.alias()
        columns = (presences.c.account_id, presences.c.known_at, presences.c.gone_at)
        known = exists().where(taken.c.chat_id == chat, taken.c.account_id == presences.c.account_id)
        what = select(literal(chat, chats.c.id.type), *columns).where(presences.c.chat_id == lost, ~known)
        names = ["chat_id", *(column.name for column in columns)]
        self._connection.execute(insert(presences).from_select(names, what))

    def had_card(self, address: Address, day: date, now: datetime) -> bool:
        """Whether a chat has had a card of a day, or may have had one, whichever group met there (R24)."""
        where = and_(
            letters.c.ended_at > now - CARDS_ENDED_WITHIN,
            letters.c.kind == "card",
            letters.c.day == day,
            letters.c.state.in_(("sent", "unknown")),
            letters.c.platform == address.platform,
            letters.c.chat == address.chat,
            letters.c.thread == address.thread,
        )
        return self._connection.execute(select(letters.c.id).where(where).limit(1)).first() is not None
