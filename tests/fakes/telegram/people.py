"""People that a test leads: they do what Telegram's app lets them do, and nothing else."""

import re
from urllib.parse import parse_qsl, urlsplit

from tests.fakes.telegram.access import brief
from tests.fakes.telegram.keyboard import find_button
from tests.fakes.telegram.membership import enter, go, set_status
from tests.fakes.telegram.platform import Platform
from tests.fakes.telegram.refusals import ActError
from tests.fakes.telegram.shapes import Json, Upload, utf16_length
from tests.fakes.telegram.wording import TEXT_LIMIT, detected
from tests.fakes.telegram.world import ANONYMOUS_ADMIN_ID, Chat, User

START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{0,64}")


class Person:
    """Somebody with Telegram on their phone."""

    def __init__(self, platform: Platform, user: User) -> None:
        self.user = user
        self._platform = platform

    @property
    def id(self) -> int:
        """The user's id, which is also that of their private chat with the bot."""
        return self.user.id

    def start(self, param: str = "") -> Json:
        """Press Start, or open t.me/bot?start=param; unblocks the bot if need be. What it wrote."""
        if not START_PARAMETER.fullmatch(param):
            raise ActError("a start parameter is up to 64 characters of A-Z a-z 0-9 _ -")
        if self.user.blocked:
            self.unblock()
        self.user.started = True
        return self.tell(f"/start {param}".rstrip())

    def tell(self, text: str, reply_to: Json | int | None = None) -> Json:
        """Write to the bot in private."""
        return self.say(self.id, text, reply_to=reply_to)

    def say(
        self,
        chat_id: int,
        text: str,
        *,
        thread: int | None = None,
        reply_to: Json | int | None = None,
        anonymous: bool = False,
    ) -> Json:
        """Write into a chat, a topic, or as the group itself (an anonymous administrator); the message."""
        if not text.strip() or utf16_length(text) > TEXT_LIMIT:
            raise ActError("the app sends 1 to 4,096 characters")
        content: Json = {"text": text}
        if entities := detected(text, []):
            content["entities"] = entities
        return self.send(chat_id, content, thread=thread, reply_to=reply_to, anonymous=anonymous)

    def send(
        self,
        chat_id: int,
        content: Json,
        *,
        thread: int | None = None,
        reply_to: Json | int | None = None,
        anonymous: bool = False,
    ) -> Json:
        """Write anything: content holds the fields of the Bot API's Message, such as a photo or a location."""
        chat = self._entered(chat_id)
        if thread is not None and (thread not in chat.topics or chat.topics[thread].closed):
            raise ActError(f"there is no open topic {thread}")
        sender, content = self.user, dict(content)
        if anonymous:
            sender = self._as_group(chat)
            content["sender_chat"] = chat.card
        thread_id = self._add_reply(chat, content, thread, reply_to)
        message = self._platform.world.post(chat, sender, content, thread_id)
        self._platform.hear(chat, message)
        return message

    def give(self, name: str, content: bytes, caption: str = "") -> Json:
        """Send the bot a document in private."""
        file_id, unique_id = self._platform.keep(Upload(name, content, "text/csv"))
        document = {"file_id": file_id, "file_unique_id": unique_id, "file_name": name, "file_size": len(content)}
        return self.send(self.id, {"document": document, **({"caption": caption} if caption else {})})

    def _as_group(self, chat: Chat) -> User:
        if not chat.led_by(self.id):
            raise ActError("only administrators can be anonymous")
        return User(ANONYMOUS_ADMIN_ID, "Group", username="GroupAnonymousBot", is_bot=True)

    def _add_reply(self, chat: Chat, content: Json, thread: int | None, reply_to: Json | int | None) -> int | None:
        """Add the answered message; in a topic every message answers the one that opened it. The thread."""
        if reply_to is None:
            if thread is not None:
                content["reply_to_message"] = brief(chat.messages[thread])
            return thread
        answered = chat.messages.get(reply_to if isinstance(reply_to, int) else reply_to["message_id"])
        if answered is None:
            raise ActError("the message to answer is gone")
        content["reply_to_message"] = brief(answered)
        inherited: int | None = answered.get("message_thread_id")
        if thread is None and chat.kind == "supergroup" and not chat.is_forum:
            root: int = answered["message_id"] if inherited is None else inherited
            return root
        return inherited if thread is None else thread

    def edit(self, message: Json, text: str) -> Json:
        """Change one's own message."""
        chat = self._entered(message["chat"]["id"])
        current = chat.messages.get(message["message_id"])
        if current is None or current["from"]["id"] != self.id:
            raise ActError("only one's own messages can be edited")
        edited = current | {"text": text, "edit_date": self._platform.clock.unix()}
        edited["entities"] = detected(text, [])
        chat.messages[message["message_id"]] = edited
        self._platform.hear(chat, edited, "edited_message")
        return edited

    def press(self, message: Json, button: str, *, forged: bool = False) -> str:
        """Press a button by its label or its callback data; the id of the query.

        The message and the button must be there now, unless forged: then the data is sent as it is.
        """
        chat = self._entered(message["chat"]["id"])
        current = chat.messages.get(message["message_id"])
        if current is None or not (chat.private or chat.holds(self._platform.bot.id)):
            raise ActError("there is no such message to press on")
        payload: str | None = button
        if not forged:
            found = find_button(current, button)
            if found is None:
                raise ActError(f"the message has no button {button!r}")
            payload = found.get("callback_data")
        if payload is None:
            raise ActError(f"the button {button!r} opens something and tells the bot nothing")
        return self._platform.ask(self.user, chat, current, payload)

    def vote(self, message: Json, option: int, *, forwarded: bool = False) -> int | None:
        """Choose an option, from 0, of a poll, also of one that somebody forwarded; the id of the update.

        In a quiz once and for good, unless it was sent with leave to choose again.
        """
        if not forwarded:
            self._entered(message["chat"]["id"])
        ballot = self._platform.ballots.get(message["poll"]["id"])
        if ballot is None or ballot.card["is_closed"]:
            raise ActError("there is no open poll to vote in")
        if ballot.votes.get(self.id) and not ballot.card["allows_revoting"]:
            raise ActError("in this poll a choice is for good")
        if not 0 <= option < len(ballot.card["options"]):
            raise ActError(f"the poll has no option {option}")
        return self._platform.count_vote(self.user, ballot, [option])

    def follow(self, message: Json, button: str) -> Json:
        """Press a link button that leads to t.me/bot?start=param, and press Start there; what that wrote."""
        found = find_button(self._entered(message["chat"]["id"]).messages.get(message["message_id"], {}), button)
        link = urlsplit("" if found is None else str(found.get("url", "")))
        ours = link.netloc == "t.me" and link.path.lower() == f"/{self._platform.bot.username.lower()}"
        if not ours:
            raise ActError(f"the message has no button {button!r} that leads to the bot")
        return self.start(dict(parse_qsl(link.query)).get("start", ""))

    def block(self) -> None:
        """Stop the bot."""
        self._stop_or_restart("kicked")
        self.user.blocked = True

    def unblock(self) -> None:
        """Restart the bot, without a word to it yet."""
        self.user.blocked = False
        self._stop_or_restart("member")

    def _stop_or_restart(self, status: str) -> None:
        chat = self._platform.world.private(self.user)
        chat.members.setdefault(self._platform.bot.id, "member")
        set_status(self._platform, chat, self._platform.bot, status, self.user)

    def vanish(self) -> None:
        """Delete the account."""
        self.user.deactivated = True

    def join(self, chat_id: int) -> None:
        """Enter a group."""
        chat = self._platform.world.chat(chat_id)
        if chat.private or chat.holds(self.id):
            raise ActError("there is no group to enter")
        enter(self._platform, chat, self.user, self.user)

    def leave(self, chat_id: int) -> None:
        """Leave a group."""
        go(self._platform, self._entered(chat_id), self.user, self.user)

    def remove(self, chat_id: int, user_id: int) -> None:
        """Put somebody out of a group, so that they cannot come back by themselves."""
        chat = self._entered(chat_id)
        if not chat.led_by(self.id) or not chat.holds(user_id):
            raise ActError("there is nobody to put out, or no right to")
        go(self._platform, chat, self._platform.world.user(user_id), self.user)

    def add_bot(self, chat_id: int, param: str | None = None, *, admin: bool = False) -> None:
        """Bring the bot into a group; with a param as t.me/bot?startgroup=param does."""
        chat, bot = self._entered(chat_id), self._platform.bot
        if chat.holds(bot.id):
            raise ActError("the bot is there already")
        if not START_PARAMETER.fullmatch(param or ""):
            raise ActError("a startgroup parameter is up to 64 characters of A-Z a-z 0-9 _ -")
        enter(self._platform, chat, bot, self.user, "administrator" if admin else "member")
        if param is not None:
            self.say(chat_id, f"/start@{bot.username} {param}".rstrip())

    def remove_bot(self, chat_id: int) -> None:
        """Put the bot out of a group."""
        go(self._platform, self._entered(chat_id), self._platform.bot, self.user)

    def promote(self, chat_id: int, user_id: int, status: str = "administrator") -> None:
        """Make somebody, or the bot, an administrator; or give back "member", "restricted" and so on."""
        chat = self._entered(chat_id)
        set_status(self._platform, chat, self._platform.world.user(user_id), status, self.user)

    def _entered(self, chat_id: int) -> Chat:
        chat = self._platform.world.chat(chat_id)
        if self.user.deactivated or chat.deleted or chat.migrated_to is not None:
            raise ActError("that chat cannot be used any more")
        if chat.id != self.id and not chat.holds(self.id):
            raise ActError(f"{self.user.first_name} is not in the chat {chat_id}")
        if chat.private and (self.user.blocked or not self.user.started):
            raise ActError(f"{self.user.first_name} has to start the bot first")
        return chat
