"""What an error of the Bot API means for a message, as one of the courier's exceptions."""

import re
from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.app.courier import Gone, Later, Moved, Unacceptable, Undeliverable, Unsure, Vanished
from bot.platforms.telegram.line import Between
from bot.ui.text import later

UNREACHED_S = 5.0
BETWEEN_S = 60.0
REVOKED_S = 60.0

_NOT_MODIFIED = "message is not modified"
_VANISHED = ("message to edit not found", "message can't be edited", "message_id_invalid")
_STALE = ("query is too old", "query id is invalid", "query_id_invalid")
_GONE = (
    ("bot was blocked", later("the person blocked the bot")),
    ("user is deactivated", later("the account was deleted")),
    ("input_user_deactivated", later("the account was deleted")),
    ("can't initiate conversation", later("the person has not started the bot yet")),
    ("bots can't send messages to bots", later("the account is a bot")),
    ("bot can't send messages to bots", later("the account is a bot")),
    ("bot was kicked", later("the bot was removed from the chat")),
    ("bot is not a member", later("the bot is not a member of the chat")),
    ("chat was deleted", later("the chat was deleted")),
    ("chat was deactivated", later("the chat was deleted")),
    ("upgraded to a supergroup", later("the group became a supergroup under a new id")),
    ("chat not found", later("Telegram does not know the chat, or the bot is not in it")),
    ("peer_id_invalid", later("Telegram does not know the chat, or the bot is not in it")),
    ("user not found", later("Telegram does not know the person")),
    ("thread not found", later("the topic was deleted")),
    ("topic_deleted", later("the topic was deleted")),
    ("topic_closed", later("the topic is closed, and the bot may not write there")),
    ("chat_write_forbidden", later("the bot may not write in the chat")),
    ("chat_restricted", later("the bot may not write in the chat")),
    ("chat_send_plain_forbidden", later("the bot may not write in the chat")),
    ("user_is_blocked", later("the person blocked the bot")),
    ("not enough rights", later("the bot may not write in the chat")),
    ("have no rights to send", later("the bot may not write in the chat")),
    ("need administrator rights", later("the bot would have to be an administrator to write in the chat")),
)
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


def is_unchanged(problem: TelegramError) -> bool:
    """Whether an edit failed because the message reads so already, which is what was wanted."""
    return isinstance(problem, BadRequest) and _NOT_MODIFIED in problem.message.casefold()


def is_stale(problem: TelegramError) -> bool:
    """Whether a press can no longer be answered; nothing is lost but the little clock on the button."""
    return isinstance(problem, BadRequest) and any(word in problem.message.casefold() for word in _STALE)


def undeliverable(problem: TelegramError) -> Undeliverable:
    """Name what follows from an error of a send or an edit.

    A `BadRequest` is a `NetworkError` in the library although trying again cannot help; a time-out says
    nothing about whether Telegram posted the message, unless the request never left.
    """
    match problem:
        case ChatMigrated():
            return Moved("The group became a supergroup.", str(problem.new_chat_id))
        case RetryAfter():
            return Later("Telegram asks to wait.", seconds_of(problem), throttled=True)
        case Forbidden() | BadRequest():
            return _refused(problem)
        case InvalidToken():
            return Later("Telegram does not accept the bot's token.", REVOKED_S)
        case Conflict():
            return Later(problem.message, UNREACHED_S)
        case Between():
            return Later("Something between the bot and Telegram refuses.", BETWEEN_S)
    if isinstance(problem.__cause__, _UNSENT):
        return Later("Telegram could not be reached.", UNREACHED_S)
    if problem.message.casefold().startswith("too many requests"):
        return Later("Telegram asks to wait.", UNREACHED_S, throttled=True)
    return Unsure(f"Telegram gave no answer that tells whether the message was posted ({plain(problem)}).")


def _refused(problem: TelegramError) -> Undeliverable:
    said = problem.message.casefold()
    if any(word in said for word in _VANISHED):
        return Vanished("The message is no longer there.")
    for word, reason in _GONE:
        if word in said:
            return Gone(reason)
    if isinstance(problem, Forbidden):
        return Gone(f"Telegram refuses: {plain(problem)}")
    return Unacceptable(f"Telegram refuses the message: {plain(problem)}.")


def seconds_of(problem: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    after = problem.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


def plain(problem: TelegramError) -> str:
    """Telegram's own words, short and without an address, which would hold the token."""
    return re.sub(r"https?://\S+|\bbot\d+:\S+", "…", problem.message).strip(" .")[:160]
