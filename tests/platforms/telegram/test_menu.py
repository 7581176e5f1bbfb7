"""The command menu, by scope, sent only when it changed."""

from telegram.constants import BotCommandLimit

from bot.core.languages import LANGUAGES
from bot.platforms.telegram.menu import menus
from bot.ui.command_words import words_of
from bot.ui.menu import MENU
from bot.ui.text import text_in
from tests.fakes.telegram import Refusal, TelegramServer
from tests.platforms.telegram.parts import Around, RecordingApp, door_on


def names_of(server: TelegramServer, scope: str) -> list[str]:
    """The commands that Telegram shows in a scope."""
    return [entry["command"] for entry in server.platform.profile.commands[scope, ""]]


async def test_each_scope_gets_its_menu(server: TelegramServer, app: RecordingApp, around: Around) -> None:
    """Section 3: everything in private in the menu's order; in groups what makes sense there."""
    async with door_on(server, app, around):
        assert names_of(server, "all_private_chats") == [cls.name for cls in MENU]
        assert names_of(server, "all_group_chats") == ["today", "log", "focus", "join", "help"]
        assert names_of(server, "all_chat_administrators") == [
            "setup",
            "group",
            "season",
            "today",
            "log",
            "focus",
            "join",
            "help",
        ]


async def test_an_unchanged_menu_is_not_sent_again(server: TelegramServer, app: RecordingApp, around: Around) -> None:
    """The hash is remembered over restarts."""
    for _ in range(2):
        async with door_on(server, app, around):
            pass
    assert len(server.platform.journal.called("setMyCommands")) == 3 * len(LANGUAGES)


async def test_a_changed_menu_is_sent(server: TelegramServer, app: RecordingApp, around: Around) -> None:
    """Another hash than that of the menu of today."""
    around.menu = "an older one"
    async with door_on(server, app, around):
        assert len(server.platform.journal.called("setMyCommands")) == 3 * len(LANGUAGES)
    assert around.menu != "an older one"


async def test_a_menu_that_failed_is_sent_at_the_next_start(
    server: TelegramServer, app: RecordingApp, around: Around
) -> None:
    """The bot works without; nothing is remembered."""
    server.faults.add(Refusal(500, "Internal Server Error"), "setMyCommands")
    async with door_on(server, app, around):
        assert around.menu == ""
    async with door_on(server, app, around):
        assert around.menu != ""


def test_descriptions_fit() -> None:
    """1 to 256 characters each, 100 commands a list."""
    for _, entries, _ in menus():
        assert len(entries) <= BotCommandLimit.MAX_COMMAND_NUMBER
        assert all(1 <= len(entry.description) <= BotCommandLimit.MAX_DESCRIPTION for entry in entries)


async def test_the_menu_is_told_in_every_language(server: TelegramServer, app: RecordingApp, around: Around) -> None:
    """Issue 5, point 7: the same commands by `language_code`; who reads another language gets the English ones."""
    async with door_on(server, app, around):
        told = server.platform.profile.commands
    for tag in LANGUAGES:
        code = "" if tag == "en" else tag
        entries = told["all_private_chats", code]
        assert [entry["command"] for entry in entries] == [cls.name for cls in MENU]
        assert entries[0]["description"] == words_of(MENU[0], text_in(tag)).description
