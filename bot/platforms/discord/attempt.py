"""One attempt to send: how long it may take, and what is known of it when it fails.

discord.py retries inside a request and sleeps when told to wait. A letter must not sleep there: the shared
budget has to hear of it at once. So the client's own trace tells an attempt whether its request left this
machine, and ends it at the first 429, before the library's sleep (which would block the client for ever if a
global one were cut short).
"""

import asyncio
from collections.abc import Awaitable
from contextvars import ContextVar
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TypeVar

import aiohttp
import discord

from bot.app.courier import Later, Undeliverable, Unsure
from bot.platforms.discord.errors import SLOWED_FOR, TokenRefused, meaning

UNREACHABLE_FOR = 5.0  # seconds
ASKED = "Discord asked the bot to slow down"
LOST = "Discord's answer was lost"
CLOSED = "Session is closed"

T = TypeVar("T")


@dataclass(slots=True)
class Attempt:
    """What is known so far: whether a request went out, and whether one failed that may have posted."""

    sent: bool = False
    doubtful: bool = False


class Throttled(Exception):
    """A 429 came; `seconds` is how long Discord wants to be left alone."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


_current: ContextVar[Attempt | None] = ContextVar("attempt", default=None)


def tracing() -> aiohttp.TraceConfig:
    """The trace that a client needs for its sends to be attempts."""
    trace = aiohttp.TraceConfig()
    trace.on_request_headers_sent.append(_left)
    trace.on_request_end.append(_answered)
    return trace


async def attempt(work: Awaitable[T], seconds: float, *, posts: bool = True) -> T:
    """Do one thing on Discord within `seconds`; `posts` if it leaves something that people see.

    Raises one of the courier's errors for whatever the network or Discord does.
    """
    now = Attempt()
    mark = _current.set(now)
    try:
        async with asyncio.timeout(seconds):
            return await work
    except Throttled as throttled:
        raise _told(Later(ASKED, throttled.seconds, throttled=True), now, posts=posts) from None
    except discord.RateLimited as limited:
        raise _told(Later(ASKED, limited.retry_after, throttled=True), now, posts=posts) from None
    except discord.HTTPException as problem:
        if isinstance(refused := meaning(problem), TokenRefused):
            raise refused from problem
        raise _told(meaning(problem), now, posts=posts) from problem
    except (TimeoutError, OSError, aiohttp.ClientError) as problem:
        outcome = Unsure(LOST) if now.sent else Later("Discord could not be reached", UNREACHABLE_FOR)
        raise _told(outcome, now, posts=posts) from problem
    except RuntimeError as problem:  # of aiohttp, which has no other class for this
        if str(problem) != CLOSED or now.sent:
            raise
        raise Later("the bot is ending", UNREACHABLE_FOR) from problem
    except discord.ClientException:
        raise
    except Exception as problem:  # the library says nothing of what a broken answer raises
        if not now.sent:
            raise
        raise _told(Unsure("Discord's answer cannot be read"), now, posts=posts) from problem
    finally:
        _current.reset(mark)


def _told(outcome: Undeliverable, now: Attempt, *, posts: bool) -> Undeliverable:
    """What does not post is never in doubt; what may have posted before it was put off is."""
    if isinstance(outcome, Unsure) and not posts:
        return Later(outcome.reason, UNREACHABLE_FOR)
    if isinstance(outcome, Later) and posts and now.doubtful:
        return Unsure(LOST)
    return outcome


async def _left(*_: object) -> None:
    """The head of a request was written to the network."""
    now = _current.get()
    if now is not None:
        now.sent = True


async def _answered(_: object, __: SimpleNamespace, end: aiohttp.TraceRequestEndParams) -> None:
    """An answer began to arrive. aiohttp closes it when this raises."""
    now = _current.get()
    if now is None:
        return
    if end.response.status == 429:
        raise Throttled(_wait(end.response))
    now.doubtful = now.doubtful or (end.response.status >= 500 and end.response.status != 503)


def _wait(response: aiohttp.ClientResponse) -> float:
    for name in ("X-RateLimit-Reset-After", "Retry-After"):
        try:
            return max(0.0, float(response.headers[name]))
        except (KeyError, ValueError):
            continue
    return SLOWED_FOR
