"""How fast a platform may be written to: one shared budget, and a pace for each chat.

The figures are below the platforms' own (Telegram 30 a second, 1 a second in a chat, 20 a minute in a group;
Discord 50 a second), so that rate plus burst stays inside them in every window.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.people import Platform


@dataclass(frozen=True, slots=True)
class Rate:
    """A token bucket: `per_second` tokens flow in, `burst` fit. `reserve` of them are kept for replies."""

    per_second: float
    burst: float
    reserve: float


BUDGETS = {Platform.DISCORD: Rate(40, 8, 1), Platform.TELEGRAM: Rate(25, 4, 1)}
CHAT_GAP = timedelta(seconds=1)
REPLY_BURST = timedelta(seconds=2)  # in a private chat replies may run this far ahead of the pace
LOCKED_FOR = timedelta(seconds=5)
"""Who is earlier than the last one by less than this has waited for them; by more, the clock was set back."""
GROUP_WINDOW = timedelta(seconds=60)
GROUP_MOST = 18


def refilled(rate: Rate, tokens: float, at: datetime, now: datetime) -> float:
    """The tokens that are there now, `tokens` having been there at `at`. A clock set back adds none."""
    return min(rate.burst, tokens + max(0.0, (now - at).total_seconds()) * rate.per_second)


def wait_for(rate: Rate, tokens: float, cost: float, *, reply: bool) -> float:
    """Seconds until `cost` tokens can be taken; 0 if at once. Replies may use the reserve, all else leaves it."""
    needed = cost + (0 if reply else rate.reserve)
    return max(0.0, (min(needed, rate.burst) - tokens) / rate.per_second)


def chat_free_at(
    free_at: datetime, recent: tuple[datetime, ...], now: datetime, *, group: bool, reply: bool
) -> datetime:
    """When a chat may be written to: not more than once a second, and 18 times a minute in a group."""
    early = REPLY_BURST if reply and not group else timedelta()
    free = free_at - early
    if group:
        inside = [at for at in recent if at > now - GROUP_WINDOW]
        if len(inside) >= GROUP_MOST:
            free = max(free, sorted(inside)[-GROUP_MOST] + GROUP_WINDOW)
    return max(free, now)
