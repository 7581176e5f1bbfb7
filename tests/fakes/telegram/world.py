"""Who and what exists: people, chats, topics and messages, as the platform knows them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Literal

from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.refusals import ActError
from tests.fakes.telegram.shapes import Json

ANONYMOUS_ADMIN_ID = 1087968824
PRESENT = frozenset({"creator", "administrator", "member", "restricted"})
ADMINS = frozenset({"creator", "administrator"})

Kind = Literal["private", "group", "supergroup"]


@dataclass(slots=True)
class User:
    """A person, or the bot, with what stands between them and the bot's messages."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    is_bot: bool = False
    started: bool = False
    blocked: bool = False
    deactivated: bool = False

    def card(self) -> Json:
        """The Bot API's User."""
        card: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        for key in ("last_name", "username", "language_code"):
            if value := getattr(self, key):
                card[key] = value
        return card


@dataclass(slots=True)
class Topic:
    """A forum topic; its id is that of the service message that opened it."""

    thread_id: int
    name: str
    closed: bool = False


@dataclass(slots=True)
class Chat:
    """A private chat, group or supergroup; members maps a person's id to their status."""

    id: int
    kind: Kind
    card: Json
    message_ids: Iterator[int]
    is_forum: bool = False
    members: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    write_forbidden: bool = False
    deleted: bool = False
    migrated_to: int | None = None
    bot_wrote_last: bool = False
    general_closed: bool = False
    slow: int = 0
    """Seconds between two messages of one member (slow mode)."""
    bot_wrote_at: float = 0.0

    @property
    def private(self) -> bool:
        """Whether this is a person's chat with the bot."""
        return self.kind == "private"

    def holds(self, user_id: int) -> bool:
        """Whether the person is in the chat now."""
        return self.members.get(user_id) in PRESENT

    def led_by(self, user_id: int) -> bool:
        """Whether the person is an administrator or the owner."""
        return self.members.get(user_id) in ADMINS


class World:
    """Everything that exists, found by id."""

    def __init__(self, bot: User, clock: Clock) -> None:
        self.bot = bot
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self._clock = clock
        self._bot_card = bot.card()
        self._shared_ids = count(1)  # private chats and basic groups count the bot's messages together
        self._user_ids = count(7_000_000_001)
        self._group_ids = count(4_000_001)

    def add_user(self, first_name: str, *, user_id: int | None = None, **more: str | bool) -> User:
        """A new person; ActError if the id is taken."""
        new_id = next(self._user_ids) if user_id is None else user_id
        if new_id in self.users:
            raise ActError(f"there is a user {new_id} already")
        self.users[new_id] = User(new_id, first_name, **more)  # type: ignore[arg-type]  # names are User's own
        return self.users[new_id]

    def add_group(self, title: str, kind: Kind, *, forum: bool = False, username: str = "") -> Chat:
        """A new empty group or supergroup; only a supergroup is a forum or has a username."""
        if kind != "supergroup" and (forum or username):
            raise ActError("only a supergroup has topics or a username")
        number = next(self._group_ids)
        chat_id = -1_000_000_000_000 - number if kind == "supergroup" else -number
        card: Json = {"id": chat_id, "type": kind, "title": title}
        if forum:
            card["is_forum"] = True
        if username:
            card["username"] = username
        ids = count(1) if kind == "supergroup" else self._shared_ids
        self.chats[chat_id] = Chat(chat_id, kind, card, ids, is_forum=forum)
        return self.chats[chat_id]

    def private(self, user: User) -> Chat:
        """The person's chat with the bot, made when first needed."""
        chat = self.chats.get(user.id)
        if chat is None:
            names = {"first_name", "last_name", "username"}
            card = {"id": user.id, "type": "private"} | {k: v for k, v in user.card().items() if k in names}
            chat = Chat(user.id, "private", card, self._shared_ids)
            self.chats[user.id] = chat
        return chat

    def chat(self, chat_id: int) -> Chat:
        """The chat with this id; ActError if a test names one that does not exist."""
        if chat_id in self.chats:
            return self.chats[chat_id]
        if chat_id in self.users:
            return self.private(self.users[chat_id])
        raise ActError(f"there is no chat {chat_id}")

    def user(self, user_id: int) -> User:
        """The person with this id; ActError if a test names one that does not exist."""
        if user_id not in self.users:
            raise ActError(f"there is no user {user_id}")
        return self.users[user_id]

    def post(self, chat: Chat, sender: User, content: Json, thread_id: int | None = None) -> Json:
        """Put a message into the chat and return it; the ids and the date are filled in."""
        message_id = next(chat.message_ids)
        card = self._bot_card if sender is self.bot else sender.card()
        message: Json = {
            "message_id": message_id,
            "from": card,
            "chat": chat.card,
            "date": self._clock.unix(),
        }
        if thread_id is not None:
            message["message_thread_id"] = thread_id
            if thread_id in chat.topics:
                message["is_topic_message"] = True
        message |= content
        chat.messages[message_id] = message
        return message
