"""What Discord's refusals mean for a letter."""

import discord

from bot.app.courier import Gone, Later, Unacceptable, Undeliverable, Unsure, Vanished
from bot.ui.text import later

GONE = {
    10003: later("the channel was deleted"),
    10004: later("the bot was removed from the server"),
    10013: later("the account no longer exists"),
    50001: later("the bot cannot see the channel"),
    50007: later("this person takes no direct messages from the bot"),
    50008: later("the channel does not take messages"),
    50013: later("the bot may not write in the channel"),
    50024: later("the channel does not take messages"),
    50033: later("the account cannot be written to"),
    50278: later("the bot shares no server with this person any more"),
    160005: later("the thread is locked"),
}
SLOWED = {
    20016: "the channel is in slow mode",
    20028: "the channel has reached its limit of messages",
    20029: "the server has reached its limit of messages",
    40003: "Discord opens no more conversations for now",
    130000: "Discord is overloaded",
}
UNKNOWN_MESSAGE = 10008
ARCHIVED = 50083  # a thread in which nobody wrote for a while: its messages cannot be changed
OLD_EDITED_OFTEN = 30046  # a message older than an hour
OLD_LEFT_FOR = 600.0  # seconds; new messages to the channel need not wait for it
SLOWED_FOR = 60.0  # seconds, where Discord names none
TOKEN_REFUSED_FOR = 300.0
DOWN_FOR = 5.0
ODD_FOR = 60.0


class Archived(Unacceptable):
    """A message stands in a thread that is archived; it can be changed once that is taken out again."""


class TokenRefused(Later):
    """Discord takes the bot's token no longer. Asked again and again it would shut this machine out."""


def is_refused(problem: BaseException | None) -> bool:
    """Whether it is Discord itself that does not take the token, not a page of something in between."""
    return isinstance(problem, discord.HTTPException) and problem.status == 401 and not problem.text.startswith("<")


def meaning(problem: discord.HTTPException) -> Undeliverable:
    """Turn a refusal into what the post office has to do about it."""
    if problem.code == OLD_EDITED_OFTEN:
        return Later("Discord allows no more edits of old messages for now", OLD_LEFT_FOR)
    if problem.status == 429:
        return Later("Discord asked the bot to slow down", SLOWED_FOR, throttled=True)
    if problem.status == 503:
        return Later("Discord is not available", DOWN_FOR)
    if problem.status >= 500:
        return Unsure(f"Discord failed ({problem.status})")
    if is_refused(problem):
        return TokenRefused("Discord refused the bot's token", TOKEN_REFUSED_FOR)
    if problem.code == UNKNOWN_MESSAGE:
        return Vanished("the message was deleted")
    if problem.code == ARCHIVED:
        return Archived("the thread is archived")
    if problem.code in GONE:
        return Gone(GONE[problem.code])
    if problem.code in SLOWED:
        return Later(SLOWED[problem.code], SLOWED_FOR, throttled=True)
    if not problem.code:  # no words of Discord's own: a proxy or a firewall answered
        return Later(f"something between the bot and Discord refused ({problem.status})", ODD_FOR)
    if problem.status == 403:
        return Gone(f"Discord does not allow it ({problem.code})")
    return Unacceptable(f"Discord does not take this message ({problem.code})")
