"""Privacy mode: which messages of a group reach a bot that is no administrator."""

from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.world import Chat, User

ANNOUNCEMENTS = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "group_chat_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_message",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
    }
)


def _command(message: Json) -> str | None:
    for entity in message.get("entities", ()):
        if entity["type"] == "bot_command" and entity["offset"] == 0:
            text: str = message["text"]
            return text[: entity["length"]]
    return None


def hears(chat: Chat, message: Json, bot: User, *, privacy: bool) -> bool:
    """Whether the bot gets the message: in a group its commands, replies to it and others' service messages.

    A command without a name is the bot's only if the bot was the last one of the bots to write there.
    """
    if chat.private:
        return True
    if not chat.holds(bot.id) or message["from"]["id"] == bot.id:
        return False
    if not privacy or chat.led_by(bot.id) or ANNOUNCEMENTS & message.keys():
        return True
    if message.get("reply_to_message", {}).get("from", {}).get("id") == bot.id:
        return True
    command = _command(message)
    if command is None:
        return False
    _, at, addressee = command.partition("@")
    return addressee.lower() == bot.username.lower() if at else chat.bot_wrote_last
