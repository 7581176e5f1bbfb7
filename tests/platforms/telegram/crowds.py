"""A study group of the fake Telegram, and what the bot says in it."""

from tests.fakes.telegram import Group, Person, words
from tests.fakes.telegram.shapes import Json
from tests.platforms.telegram.parts import Stage

BOT = "https://t.me/pacekeeper_bot?start="


def study_group(stage: Stage, *, forum: bool = False) -> tuple[Group, Person, Person]:
    """A group with its owner and a member; the member knows the bot, the bot is a plain member."""
    owner, member = stage.server.person("Olga"), stage.server.person("Ana", started=True)
    return stage.server.group("Night owls", owner, member, forum=forum, bot="member"), owner, member


def said_in(stage: Stage, chat: int) -> list[str]:
    """The bot's words in a chat so far."""
    return [words(each.message) for each in stage.server.platform.journal.in_chat(chat)]


def link_of(message: Json) -> str:
    """Where a message's one button leads."""
    ((button,),) = message["reply_markup"]["inline_keyboard"]
    return str(button["url"])
