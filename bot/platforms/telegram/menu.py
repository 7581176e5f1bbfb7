"""The command menu that Telegram shows: everything in private, in groups what makes sense there."""

import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha256

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import TelegramError

from bot.app.commands import Command, Help, Join, LogFlow, ManageGroup, Season, Setup, StartFocus, Today
from bot.core.languages import LANGUAGES
from bot.platforms.telegram.line import Line
from bot.platforms.telegram.refusals import plain
from bot.ui.command_words import words_of
from bot.ui.menu import MENU
from bot.ui.text import Text, text_in

log = logging.getLogger("pacekeeper.telegram")

DESCRIPTION = 256
ENGLISH = "en"
IN_GROUPS: tuple[type[Command], ...] = (Today, LogFlow, StartFocus, Join, Help)
FOR_ADMINS: tuple[type[Command], ...] = (Setup, ManageGroup, Season, *IN_GROUPS)

Remembered = Callable[[], Awaitable[str | None]]
Remember = Callable[[str], Awaitable[None]]

Menu = tuple[BotCommandScope, list[BotCommand], str]
"""A scope with its commands, and the two letters of the language that they are for; empty for all the others."""


def menus() -> list[Menu]:
    """Each scope with its commands, in the order of `ui/menu.py`, first in English."""
    return [
        (scope, _entries(commands, text_in(tag)), "" if tag == ENGLISH else tag)
        for tag in sorted(LANGUAGES, key=lambda tag: tag != ENGLISH)
        for scope, commands in (
            (BotCommandScopeAllPrivateChats(), MENU),
            (BotCommandScopeAllGroupChats(), IN_GROUPS),
            (BotCommandScopeAllChatAdministrators(), FOR_ADMINS),
        )
    ]


def _entries(commands: Sequence[type[Command]], say: Text) -> list[BotCommand]:
    return [BotCommand(cls.name, _described(cls, say)) for cls in commands]


def _described(cls: type[Command], say: Text) -> str:
    return words_of(cls, say).description[:DESCRIPTION]


async def publish(line: Line, remembered: Remembered, remember: Remember) -> None:
    """Tell Telegram the menus unless it knows them. Without them the bot works too: a failure is only logged."""
    found = menus()
    wanted = _hash(found)
    if await remembered() == wanted:
        return
    try:
        for scope, entries, language in found:
            await line.set_my_commands(entries, scope=scope, language_code=language or None)
    except TelegramError as problem:
        log.warning("the command menu was not set: %s", plain(problem))
        return
    await remember(wanted)


def _hash(found: Sequence[Menu]) -> str:
    text = json.dumps(
        [[scope.to_dict(), language, [entry.to_dict() for entry in entries]] for scope, entries, language in found]
    )
    return sha256(text.encode()).hexdigest()
