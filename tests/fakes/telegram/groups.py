"""Groups that a test leads: topics, rights, and the ways in which a group goes away."""

from itertools import count

from tests.fakes.telegram.membership import set_status
from tests.fakes.telegram.platform import Platform
from tests.fakes.telegram.refusals import ActError
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.world import Chat, Topic, User


class Group:
    """A group or supergroup, seen from outside."""

    def __init__(self, platform: Platform, chat: Chat) -> None:
        self.chat = chat
        self._platform = platform

    @property
    def id(self) -> int:
        """The chat's id."""
        return self.chat.id

    def _owner(self) -> User:
        for user_id, status in self.chat.members.items():
            if status == "creator":
                return self._platform.world.user(user_id)
        raise ActError("the group has no owner")

    def _announce(self, content: Json, thread_id: int | None = None) -> Json:
        message = self._platform.world.post(self.chat, self._owner(), content, thread_id)
        self._platform.hear(self.chat, message)
        return message

    def topic(self, name: str) -> int:
        """Open a forum topic; its message_thread_id."""
        if not self.chat.is_forum:
            raise ActError("only a forum has topics")
        thread_id = next(self.chat.message_ids)
        self.chat.message_ids = count(thread_id)
        self.chat.topics[thread_id] = Topic(thread_id, name)
        self._announce({"forum_topic_created": {"name": name, "icon_color": 7322096}}, thread_id)
        return thread_id

    def close_topic(self, thread_id: int) -> None:
        """Close a topic: only administrators write there."""
        self.chat.topics[thread_id].closed = True
        self._announce({"forum_topic_closed": {}}, thread_id)

    def reopen_topic(self, thread_id: int) -> None:
        """Open a closed topic again."""
        self.chat.topics[thread_id].closed = False
        self._announce({"forum_topic_reopened": {}}, thread_id)

    def close_general(self) -> None:
        """Close and hide the General topic, which has no thread id."""
        self.chat.general_closed = True
        self._announce({"general_forum_topic_hidden": {}})

    def open_general(self) -> None:
        """Show the General topic again, and open it."""
        self.chat.general_closed = False
        self._announce({"general_forum_topic_unhidden": {}})

    def set_slow(self, seconds: int) -> None:
        """Slow mode: one message in so many seconds from everybody who is no administrator; 0 ends it."""
        self.chat.slow = seconds

    def delete_topic(self, thread_id: int) -> None:
        """Delete a topic with everything in it; the bot is not told."""
        del self.chat.topics[thread_id]
        messages = self.chat.messages
        for message_id in [m for m, message in messages.items() if message.get("message_thread_id") == thread_id]:
            del messages[message_id]

    def rename(self, title: str) -> None:
        """Give the group another title."""
        self.chat.card = self.chat.card | {"title": title}
        self._announce({"new_chat_title": title})

    def forbid_writing(self, *, forbidden: bool = True) -> None:
        """Take the right to write from all but administrators, the bot included, or give it back."""
        self.chat.write_forbidden = forbidden

    def delete(self) -> None:
        """Delete the group."""
        self.chat.deleted = True

    def forget_message(self, message_id: int) -> None:
        """Delete a message, as an administrator does; the bot is not told."""
        if self.chat.messages.pop(message_id, None) is None:
            raise ActError(f"there is no message {message_id}")

    def another_bot_writes(self) -> None:
        """Another bot says something, so commands without a name are no longer ours."""
        self.chat.bot_wrote_last = False

    def migrate(self) -> "Group":
        """Become a supergroup with a new id; the bot gets both service messages and a place there."""
        if self.chat.kind != "group":
            raise ActError("only a basic group becomes a supergroup")
        platform, owner = self._platform, self._owner()
        new = platform.world.add_group(str(self.chat.card["title"]), "supergroup")
        new.members = dict(self.chat.members)
        new.bot_wrote_last = self.chat.bot_wrote_last
        self._announce({"migrate_to_chat_id": new.id})
        self.chat.migrated_to = new.id
        status = new.members.pop(platform.bot.id, None)
        if status is not None:
            set_status(platform, new, platform.bot, status, owner)
        group = Group(platform, new)
        group._announce({"migrate_from_chat_id": self.chat.id})
        return group
