"""Who is too fast is turned away before anything is read or written for them, so that the others are served.

Kept in memory, for each process by itself: a restart gives everybody a full bucket, which harms nobody.
"""

import math
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.app.asker import Asker
from bot.app.said import Refused
from bot.core.floods import Allowance, Buckets
from bot.core.people import Address, Platform

PERSON = Allowance(30, timedelta(seconds=2))
"""A person's requests. Five questions answered, a dozen weeks leafed through and a log fit into it at once."""
ROOM = 5
"""Who is told to wait finds so many requests free afterwards, not one alone."""
TELLINGS = Allowance(1, timedelta(seconds=30))
LINES = Allowance(5, timedelta(seconds=12))
"""Lines in a group that only point elsewhere: 10 a minute at most. Telegram takes 20 messages and edits a minute
there, and the card, its edits and what facilitators asked for have to get through."""
REMEMBERED = 2000
"""Requests that were let through and may come again: an update that failed, or one that is delivered twice."""


@dataclass(frozen=True, slots=True)
class TooFast:
    """Somebody is turned away. `told` if they heard so within the last half minute."""

    said: Refused
    told: bool


class Floods:
    """Counts what comes from each person, and what is posted for the sake of one person into each chat."""

    def __init__(self) -> None:
        self._written: Buckets[tuple[Platform, str, str]] = Buckets(PERSON)
        self._come: Buckets[tuple[Platform, str, str]] = Buckets(PERSON)
        self._told: Buckets[tuple[Platform, str, str]] = Buckets(TELLINGS)
        self._lines: Buckets[tuple[Platform, str]] = Buckets(LINES)
        self._let_through: OrderedDict[tuple[Platform, str], None] = OrderedDict()

    def admit(self, asker: Asker, now: datetime, within: str = "") -> TooFast | None:
        """Let a request through, or say why not. One that was let through before is the same request (R20).

        What was written at a known moment counts at that moment, by itself: after an outage all that waited comes at
        once, and nobody may lose a log by that. `within` tells those apart who share one id in several chats.
        """
        request, key = (asker.platform, asker.request), (asker.platform, asker.person, within)
        if request in self._let_through:
            return None
        buckets, at = self._come, now
        if asker.sent is not None and not self._written.is_before(key, asker.sent):  # else it lost its place in a queue
            buckets, at = self._written, asker.sent
        if buckets.take(key, at):
            self._let_through[request] = None
            if len(self._let_through) > REMEMBERED:
                self._let_through.popitem(last=False)
            return None
        seconds = math.ceil(buckets.wait(key, at, ROOM).total_seconds())
        return TooFast(Refused("slow_down", numbers=(seconds,)), told=not self._told.take(key, now))

    def one_more_line(self, chat: Address, now: datetime) -> bool:
        """Whether one more line that points elsewhere may be posted in a group now; if so, it counts."""
        return self._lines.take((chat.platform, chat.chat), now)
