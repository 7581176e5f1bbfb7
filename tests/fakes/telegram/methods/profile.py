"""Methods about the bot itself: who it is, its command menus and descriptions."""

import re

from tests.fakes.telegram.platform import Platform
from tests.fakes.telegram.reading import Ask
from tests.fakes.telegram.refusals import bad
from tests.fakes.telegram.shapes import Json

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
COMMAND_LIMIT = 100
DESCRIPTION_LIMIT = 256
ABOUT_LIMIT = 512
SHORT_LIMIT = 120
PLAIN_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})


def get_me(platform: Platform, ask: Ask) -> Json:
    """getMe."""
    return platform.bot.card() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not platform.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def log_out(platform: Platform, ask: Ask) -> bool:
    """logOut: every later request is refused."""
    platform.profile.logged_out = True
    return True


def close(platform: Platform, ask: Ask) -> bool:
    """close."""
    return True


def _place(platform: Platform, ask: Ask) -> tuple[str, str]:
    language = ask.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad("LANG_CODE_INVALID")
    scope = ask.params.get("scope") or {"type": "default"}
    if not isinstance(scope, dict):
        raise bad("can't parse BotCommandScope JSON object")
    kind = str(scope.get("type"))
    if kind in PLAIN_SCOPES:
        return kind, language
    if kind not in CHAT_SCOPES:
        raise bad("can't parse BotCommandScope: Unsupported type specified")
    chat_id = scope.get("chat_id")
    if chat_id not in platform.world.chats:
        raise bad("chat not found")
    return ":".join([kind, str(chat_id), *([str(scope["user_id"])] if kind == "chat_member" else [])]), language


def set_my_commands(platform: Platform, ask: Ask) -> bool:
    """setMyCommands for a scope and a language."""
    place = _place(platform, ask)
    commands = ask.items("commands")
    if len(commands) > COMMAND_LIMIT:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.fullmatch(str(command.get("command", "")).removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= DESCRIPTION_LIMIT:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    platform.profile.commands[place] = commands
    return True


def get_my_commands(platform: Platform, ask: Ask) -> list[Json]:
    """getMyCommands: exactly this scope and language, no fallback."""
    return platform.profile.commands.get(_place(platform, ask), [])


def delete_my_commands(platform: Platform, ask: Ask) -> bool:
    """deleteMyCommands."""
    platform.profile.commands.pop(_place(platform, ask), None)
    return True


def set_my_description(platform: Platform, ask: Ask) -> bool:
    """setMyDescription, up to 512 characters."""
    text = ask.text("description")
    if len(text) > ABOUT_LIMIT:
        raise bad("DESCRIPTION_TOO_LONG")
    platform.profile.descriptions[ask.text("language_code")] = text
    return True


def set_my_short_description(platform: Platform, ask: Ask) -> bool:
    """setMyShortDescription, up to 120 characters."""
    text = ask.text("short_description")
    if len(text) > SHORT_LIMIT:
        raise bad("ABOUT_TOO_LONG")
    platform.profile.short_descriptions[ask.text("language_code")] = text
    return True


def get_my_description(platform: Platform, ask: Ask) -> Json:
    """getMyDescription: of the language, or the one for all."""
    texts = platform.profile.descriptions
    return {"description": texts.get(ask.text("language_code")) or texts.get("", "")}


def get_my_short_description(platform: Platform, ask: Ask) -> Json:
    """getMyShortDescription: of the language, or the one for all."""
    texts = platform.profile.short_descriptions
    return {"short_description": texts.get(ask.text("language_code")) or texts.get("", "")}
