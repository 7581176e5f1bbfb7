"""Whether the bot may reach a chat, a topic or a message, in Telegram's words."""

from tests.fakes.telegram.platform import Platform
from tests.fakes.telegram.reading import Ask
from tests.fakes.telegram.refusals import bad, forbidden, migrated
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.world import Chat, User


def reach(platform: Platform, ask: Ask, *, write: bool) -> Chat:
    """The chat of the request, if the bot may write there (or only read)."""
    chat = _chat(platform, ask)
    if chat.private:
        _check_person(platform.world.users[chat.id], write=write)
    else:
        _check_group(chat, platform.bot, write=write)
    if write and chat.write_forbidden and not chat.led_by(platform.bot.id):
        raise bad("CHAT_WRITE_FORBIDDEN")
    return chat


def _chat(platform: Platform, ask: Ask) -> Chat:
    chat_id = ask.params.get("chat_id")
    if chat_id is None or chat_id == "":
        raise bad("chat_id is empty")
    if isinstance(chat_id, str):
        for chat in platform.world.chats.values():
            if chat_id.startswith("@") and not chat.private and chat.card.get("username") == chat_id[1:]:
                return chat
        raise bad("chat not found")
    known = platform.world.chats.get(chat_id)
    if known is not None:
        return known
    user = platform.world.users.get(chat_id)
    if user is None or user is platform.bot:
        raise bad("chat not found")
    return platform.world.private(user)


def _check_person(user: User, *, write: bool) -> None:
    if not write:
        if not user.started:
            raise bad("chat not found")
    elif user.deactivated:
        raise forbidden("user is deactivated")
    elif user.is_bot:
        raise forbidden("bot can't send messages to bots")
    elif user.blocked:
        raise forbidden("bot was blocked by the user")
    elif not user.started:
        raise forbidden("bot can't initiate conversation with a user")


def _check_group(chat: Chat, bot: User, *, write: bool) -> None:
    if chat.migrated_to is not None:
        if write:
            raise migrated(chat.migrated_to)
        return
    if chat.deleted:
        raise forbidden("the group chat was deleted")
    if not write and chat.kind == "group" and bot.id in chat.members:
        return
    if chat.members.get(bot.id) == "kicked":
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    if not chat.holds(bot.id):
        raise forbidden(f"bot is not a member of the {chat.kind} chat")
    if write and chat.members[bot.id] == "restricted":
        raise bad("not enough rights to send text messages to the chat")


def thread_of(chat: Chat, ask: Ask, bot: User) -> int | None:
    """The topic to write in; None for General and for chats without topics."""
    thread_id = ask.whole("message_thread_id")
    if thread_id <= 0:
        if chat.general_closed and not chat.led_by(bot.id):
            raise bad("TOPIC_CLOSED")
        return None
    topic = chat.topics.get(thread_id)
    if topic is None:
        raise bad("message thread not found")
    if topic.closed and not chat.led_by(bot.id):
        raise bad("TOPIC_CLOSED")
    return thread_id


def replied_to(chat: Chat, ask: Ask) -> Json | None:
    """The message that the new one answers; None if it answers none, or a missing one with leave to do so."""
    parameters = ask.params.get("reply_parameters")
    if not isinstance(parameters, dict):
        return None
    message = chat.messages.get(int(parameters.get("message_id", 0)))
    if message is None and not parameters.get("allow_sending_without_reply"):
        raise bad("message to be replied not found")
    return message


def brief(message: Json) -> Json:
    """A message as it stands inside a reply: without the one it answers itself."""
    return {key: value for key, value in message.items() if key != "reply_to_message"}


def own_message(chat: Chat, ask: Ask, bot: User) -> Json:
    """The bot's message that the request wants to edit."""
    message_id = ask.whole("message_id")
    if not message_id:
        raise bad("message identifier is not specified")
    message = chat.messages.get(message_id)
    if message is None:
        raise bad("message to edit not found")
    if message["from"]["id"] != bot.id:
        raise bad("message can't be edited")
    return message
