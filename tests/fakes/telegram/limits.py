"""Telegram's own limits on sending: 30 a second, 1 a second in a chat, 20 a minute in a group."""

import math
from collections import defaultdict, deque

from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.refusals import too_many

PER_SECOND = 30
PER_GROUP_MINUTE = 20
PRIVATE_BURST = 3
# A sender that paces itself at exactly one a second arrives a few milliseconds early now and then.
JITTER_S = 0.05


class Window:
    """How many happened within the last so many seconds, and the most that ever did."""

    __slots__ = ("most", "seconds", "times")

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.times: deque[float] = deque()
        self.most = 0

    def held(self, now: float) -> int:
        """The number inside the window that ends now."""
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        return len(self.times)

    def add(self, now: float) -> None:
        """Count one more."""
        self.times.append(now)
        self.most = max(self.most, self.held(now))

    def wait(self, now: float) -> int:
        """Whole seconds until the oldest one leaves the window, at least 1."""
        return max(1, math.ceil(self.times[0] + self.seconds - now))


class Limits:
    """Counts always, refuses only when enforced; what was refused is not counted against the bot.

    Sends and edits count in all and for a group's minute; only sends count for a chat's second.
    """

    def __init__(self, clock: Clock, *, enforced: bool) -> None:
        self.enforced = enforced
        self.refused = 0
        self._clock = clock
        self._all = Window(1.0)
        self._chats: defaultdict[int, Window] = defaultdict(lambda: Window(1.0 - JITTER_S))
        self._groups: defaultdict[int, Window] = defaultdict(lambda: Window(60.0))
        self._due: dict[int, float] = {}

    @property
    def busiest_second(self) -> int:
        """The most sends and edits in any one second."""
        return self._all.most

    @property
    def busiest_chat_second(self) -> int:
        """The most sends in any one second in any one chat."""
        return max((window.most for window in self._chats.values()), default=0)

    @property
    def busiest_group_minute(self) -> int:
        """The most sends and edits in any 60 seconds in any one group."""
        return max((window.most for window in self._groups.values()), default=0)

    def admit(self, chat_id: int, *, private: bool, edit: bool = False) -> None:
        """Count a send or an edit that is about to take effect, or refuse it with 429 and retry_after."""
        now = self._clock.steady()
        if self.enforced and (seconds := self._wait(chat_id, now, private=private, edit=edit)):
            raise too_many(seconds)
        self._all.add(now)
        if not private:
            self._groups[chat_id].add(now)
        if not edit:
            self._chats[chat_id].add(now)
            self._due[chat_id] = max(self._due.get(chat_id, now), now) + 1.0

    def _wait(self, chat_id: int, now: float, *, private: bool, edit: bool) -> int:
        if self._all.held(now) >= PER_SECOND:
            return self._all.wait(now)
        if not private and self._groups[chat_id].held(now) >= PER_GROUP_MINUTE:
            return self._groups[chat_id].wait(now)
        ahead = self._due.get(chat_id, now) - now - JITTER_S - (PRIVATE_BURST - 1 if private else 0)
        return max(1, math.ceil(ahead)) if ahead > 0 and not edit else 0
