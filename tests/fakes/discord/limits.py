"""Discord's rate limits: 50 requests a second in all, 5 messages in 5 seconds in a channel."""

from collections import deque
from dataclasses import dataclass

from tests.fakes.discord.clock import Clock
from tests.fakes.discord.shapes import Json

GLOBAL_PER_SECOND = 50
CHANNEL_MESSAGES, CHANNEL_SECONDS = 5, 5.0
CREATE_MESSAGE = "POST /channels/{channel_id}/messages"
_EXEMPT = ("/interactions/", "/webhooks/")


@dataclass(frozen=True, slots=True)
class Wait:
    """A request came too early: for how many seconds, and whether for all routes."""

    seconds: float
    everywhere: bool

    def body(self) -> Json:
        """The JSON of a 429."""
        text = "You are being rate limited."
        return {"message": text, "retry_after": round(self.seconds, 3), "global": self.everywhere}

    def headers(self) -> dict[str, str]:
        """The headers of a 429; without Via, discord.py takes it for a ban and gives up at once."""
        headers = {
            "Retry-After": str(max(1, round(self.seconds))),
            "Via": "1.1 google",
            "X-RateLimit-Scope": "global" if self.everywhere else "user",
        }
        if self.everywhere:
            headers["X-RateLimit-Global"] = "true"
        return headers


@dataclass(slots=True)
class _Bucket:
    ends: float = 0.0
    used: int = 0


class Limits:
    """Counts always; refuses only while enforced."""

    def __init__(self, clock: Clock, *, enforced: bool = False) -> None:
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}
        self._let_through: deque[float] = deque()
        self._tried: deque[float] = deque()
        self.enforced = enforced
        self.refused = 0
        """How many requests were answered by 429."""
        self.busiest_second = 0
        """The most requests that fell within any one second, refused ones included, exempt ones not."""

    def enforce(self, *, on: bool) -> None:
        """Switch the limits on or off."""
        self.enforced = on

    def counts(self) -> Json:
        """How the bot kept to the limits."""
        return {"refused": self.refused, "busiest_second": self.busiest_second}

    def reset(self) -> None:
        """Count anew."""
        self.refused = self.busiest_second = 0
        self._tried.clear()

    def admit(self, route: str, path: str) -> Wait | None:
        """Count a request ("POST /channels/{channel_id}/messages", real path); a Wait if it is refused."""
        if path.startswith(_EXEMPT):
            return None
        now = self._clock.now()
        _slide(self._tried, now)
        self._tried.append(now)
        self.busiest_second = max(self.busiest_second, len(self._tried))
        if not self.enforced:
            return None
        wait = self._global_wait(now) or self._channel_wait(route, path, now)
        if wait is not None:
            self.refused += 1
        else:
            self._let_through.append(now)
        return wait

    def headers(self, route: str, path: str) -> dict[str, str]:
        """The X-RateLimit headers that an answer carries, if its route has a limit of its own."""
        if not self.enforced or route != CREATE_MESSAGE:
            return {}
        bucket = self._buckets.get(path, _Bucket())
        return {
            "X-RateLimit-Limit": str(CHANNEL_MESSAGES),
            "X-RateLimit-Remaining": str(max(0, CHANNEL_MESSAGES - bucket.used)),
            "X-RateLimit-Reset": f"{bucket.ends:.3f}",
            "X-RateLimit-Reset-After": f"{max(0.0, bucket.ends - self._clock.now()):.3f}",
            "X-RateLimit-Bucket": "create-message",
        }

    def _global_wait(self, now: float) -> Wait | None:
        _slide(self._let_through, now)
        if len(self._let_through) < GLOBAL_PER_SECOND:
            return None
        return Wait(self._let_through[0] + 1.0 - now + 0.001, everywhere=True)

    def _channel_wait(self, route: str, path: str, now: float) -> Wait | None:
        if route != CREATE_MESSAGE:
            return None
        bucket = self._buckets.setdefault(path, _Bucket())
        if now >= bucket.ends:
            bucket.ends, bucket.used = now + CHANNEL_SECONDS, 0
        if bucket.used >= CHANNEL_MESSAGES:
            return Wait(bucket.ends - now, everywhere=False)
        bucket.used += 1
        return None


def _slide(times: deque[float], now: float) -> None:
    while times and times[0] <= now - 1.0:
        times.popleft()
