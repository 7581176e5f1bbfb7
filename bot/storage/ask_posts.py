"""Where questions to groups stand, as rows: one whose question is nobody's any more wants its words taken out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from bot.core.asks import AskId
from bot.core.people import ChatId, GroupId, LearnerId, Platform
from bot.storage.tables import ask_posts, asks, chats

_AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
_edit_at = func.coalesce(ask_posts.c.edit_at, bindparam("at_once", _AT_ONCE, type_=ask_posts.c.edit_at.type))
_nobodys = (
    ask_posts.c.ask_id.is_(None),
    chats.c.closed_at.is_(None),
    chats.c.platform.in_(bindparam("platforms", expanding=True)),
)
_stale = (
    select(ask_posts.c.id, ask_posts.c.chat_id, ask_posts.c.message)
    .join(chats, chats.c.id == ask_posts.c.chat_id)
    .where(*_nobodys, _edit_at <= bindparam("now", type_=ask_posts.c.edit_at.type))
    .order_by(ask_posts.c.id)
    .limit(bindparam("most"))
    .with_for_update(of=ask_posts, skip_locked=True)
)
_next = (
    select(func.min(_edit_at)).select_from(ask_posts).join(chats, chats.c.id == ask_posts.c.chat_id).where(*_nobodys)
)


@dataclass(frozen=True, slots=True)
class AskPost:
    """A message in a chat that shows the words of a question that is nobody's any more."""

    id: int
    chat: ChatId
    message: str


class AskPosts:
    """The messages of questions. A learner who is erased leaves theirs behind by the database's own rule."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, asked: AskId | None, chat: ChatId, message: str) -> None:
        """A question stands in a chat; None if it became nobody's on the way."""
        of = select(asks.c.id).where(asks.c.id == asked).with_for_update(read=True, key_share=True)
        known = self._connection.execute(of).scalar_one_or_none()  # held, so that nobody erases it meanwhile
        values = {"ask_id": known, "chat_id": chat, "message": message}
        self._connection.execute(insert(ask_posts).values(values))

    def release(self, learner: LearnerId, group: GroupId) -> int:
        """What a learner asked a group is nobody's there any more. Returns how many messages."""
        of = select(asks.c.id).where(asks.c.learner_id == learner, asks.c.group_id == group)
        where = ask_posts.c.ask_id.in_(of)
        return self._connection.execute(update(ask_posts).where(where).values(ask_id=None)).rowcount

    def stale(self, now: datetime, most: int, platforms: Collection[Platform]) -> list[AskPost]:
        """Messages on these platforms whose words are to go now; held by this transaction."""
        values = {"now": now, "most": most, "platforms": list(platforms)}
        return [AskPost(row.id, ChatId(row.chat_id), row.message) for row in self._connection.execute(_stale, values)]

    def next_edit(self, platforms: Collection[Platform] = tuple(Platform)) -> datetime | None:
        """When the next of them is to be edited; an instant long ago for at once."""
        at: datetime | None = self._connection.execute(_next, {"platforms": list(platforms)}).scalar_one()
        return at

    def hold(self, post: int, until: datetime) -> None:
        """Nobody edits this message before `until`."""
        self._connection.execute(update(ask_posts).where(ask_posts.c.id == post).values(edit_at=until))

    def let_go(self) -> None:
        """Nobody holds any of them: whoever did is dead."""
        where = ask_posts.c.ask_id.is_(None), ask_posts.c.edit_at.isnot(None)
        self._connection.execute(update(ask_posts).where(*where).values(edit_at=None))

    def forget(self, post: int) -> None:
        """Its words are gone, or the message is."""
        self._connection.execute(delete(ask_posts).where(ask_posts.c.id == post))
