"""The pace of sending: no simulated minute breaks a platform's limit, and replies do not wait for bulk."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.pacing import BUDGETS, CHAT_GAP, GROUP_MOST, GROUP_WINDOW, chat_free_at, refilled, wait_for
from bot.core.people import Platform

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)
STEP = timedelta(milliseconds=40)
A_MINUTE_OF_STEPS = 1500
LIMITS = {Platform.TELEGRAM: 30, Platform.DISCORD: 50}  # the platforms' own, a second
platforms = st.sampled_from(sorted(LIMITS))


@dataclass(slots=True)
class Sender:
    """Sends on one platform as its budget and the chats allow; a group has a negative number."""

    platform: Platform
    tokens: float = field(init=False)
    at: datetime = NOW
    free: dict[int, datetime] = field(default_factory=dict)
    bulk: defaultdict[int, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    replies: defaultdict[int, list[datetime]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.tokens = BUDGETS[self.platform].burst

    def send(self, chat: int, now: datetime, *, reply: bool = False) -> bool:
        """Send if it is allowed now."""
        rate, free = BUDGETS[self.platform], self.free.get(chat, now)
        tokens = refilled(rate, self.tokens, self.at, now)
        recent = (*self.bulk[chat], *self.replies[chat])
        if wait_for(rate, tokens, 1, reply=reply) > 0:
            return False
        if chat_free_at(free, recent, now, group=chat < 0, reply=reply) > now:
            return False
        self.tokens, self.at, self.free[chat] = tokens - 1, now, max(free, now) + CHAT_GAP
        (self.replies if reply else self.bulk)[chat].append(now)
        return True

    def all_sent(self) -> list[datetime]:
        """Every send, in order."""
        return sorted(at for kind in (self.bulk, self.replies) for times in kind.values() for at in times)


def simulated(platform: Platform, people: int, groups: int, asked: Sequence[int]) -> tuple[Sender, list[timedelta]]:
    """A minute of bulk as fast as it is let, with a reply to another person at each step in `asked`.

    Returns what was sent, and how long each reply had to wait.
    """
    sender = Sender(platform)
    ahead = list(range(1000, 1000 + people))
    open_replies: list[tuple[datetime, int]] = []
    waited: list[timedelta] = []
    for step in range(A_MINUTE_OF_STEPS):
        now = NOW + step * STEP
        open_replies += [(now, number) for number, at in enumerate(asked) if at == step]
        for reply in list(open_replies):
            if sender.send(reply[1], now, reply=True):
                open_replies.remove(reply)
                waited.append(now - reply[0])
        for group in range(1, groups + 1):
            sender.send(-group, now)
        while ahead and sender.send(ahead[-1], now):
            ahead.pop()
    return sender, waited


def most_in(window: timedelta, times: Sequence[datetime]) -> int:
    """The most sends in any window of that length; both of its ends count."""
    first = most = 0
    for last, at in enumerate(times):
        while at - times[first] > window:
            first += 1
        most = max(most, last - first + 1)
    return most


@settings(max_examples=15)
@given(platforms, st.integers(0, 2600), st.integers(0, 8), st.lists(st.integers(0, 1400), max_size=50))
def test_no_window_of_a_minute_breaks_a_platforms_limit(
    platform: Platform, people: int, groups: int, asked: list[int]
) -> None:
    """Refinement 10: 30 and 50 a second in all, once a second in a chat and 18 times a minute in a group."""
    sender, waited = simulated(platform, people, groups, asked)
    assert most_in(A_SECOND, sender.all_sent()) <= LIMITS[platform]
    for chat, times in sender.bulk.items():
        assert all(later - at >= A_SECOND for at, later in pairwise(times))
        if chat < 0:
            assert most_in(GROUP_WINDOW - STEP, times) <= GROUP_MOST
    assert len(waited) == len(asked)
    assert max(waited, default=STEP) <= timedelta(seconds=len(asked) / BUDGETS[platform].per_second) + STEP


@pytest.mark.parametrize("platform", LIMITS)
def test_replies_are_served_while_bulk_waits(platform: Platform) -> None:
    """Ten thousand letters in line, and whoever presses a button is answered at the next moment."""
    sender, waited = simulated(platform, 10_000, 0, range(0, A_MINUTE_OF_STEPS, 5))
    assert max(waited) <= STEP
    assert len(sender.bulk) > 0


@pytest.mark.parametrize(("platform", "share"), [(Platform.TELEGRAM, 25), (Platform.DISCORD, 40)])
def test_bulk_uses_nearly_all_of_the_permitted_rate(platform: Platform, share: int) -> None:
    """Refinement 10: "permitted" is the budget; 95 % of it or more is used."""
    sender, _ = simulated(platform, 10_000, 0, ())
    assert len(sender.all_sent()) >= 0.95 * share * 60


@given(st.lists(st.integers(-400, 4000), max_size=12))
def test_tokens_never_exceed_the_burst_whatever_the_clock_does(steps: list[int]) -> None:
    """A clock that is set back adds none, a long pause fills the bucket and no more."""
    rate = BUDGETS[Platform.TELEGRAM]
    tokens, at = 0.0, NOW
    for milliseconds in steps:
        now = at + timedelta(milliseconds=milliseconds)
        refreshed = refilled(rate, tokens, at, now)
        assert tokens <= refreshed <= rate.burst
        assert refreshed == tokens or milliseconds > 0
        tokens, at = refreshed, now


@given(st.floats(0, 8), st.sampled_from((1, 2)), st.booleans(), platforms)
def test_the_wait_that_is_told_is_just_enough(tokens: float, cost: int, reply: bool, platform: Platform) -> None:
    """Nobody is told to come back too early, nor to wait when they could go."""
    rate = BUDGETS[platform]
    tokens = min(tokens, rate.burst)
    wait = wait_for(rate, tokens, cost, reply=reply)
    # A microsecond more: the clock has no finer steps.
    later = refilled(rate, tokens, NOW, NOW + timedelta(seconds=wait) + timedelta(microseconds=1))
    assert wait_for(rate, later, cost, reply=reply) == 0
    assert wait == 0 or tokens < cost + rate.reserve
    assert wait_for(rate, tokens, cost, reply=True) <= wait_for(rate, tokens, cost, reply=False)


def test_a_reply_runs_two_seconds_ahead_in_private_and_never_in_a_group() -> None:
    """Two answers to two presses in a row; a group's limits know no hurry."""
    ahead = NOW + 2 * A_SECOND
    assert chat_free_at(ahead, (), NOW, group=False, reply=True) == NOW
    assert chat_free_at(ahead, (), NOW, group=False, reply=False) == ahead
    assert chat_free_at(ahead, (), NOW, group=True, reply=True) == ahead
    assert chat_free_at(ahead + A_SECOND, (), NOW, group=False, reply=True) == NOW + A_SECOND


def test_the_nineteenth_message_of_a_minute_waits_for_the_first_to_be_a_minute_old() -> None:
    """A group that was written to every three seconds is full after eighteen."""
    recent = tuple(NOW - timedelta(seconds=3 * number) for number in range(1, 19))
    oldest = NOW - timedelta(seconds=54)
    assert chat_free_at(NOW, recent, NOW, group=True, reply=False) == oldest + GROUP_WINDOW
    assert chat_free_at(NOW, recent[:-1], NOW, group=True, reply=False) == NOW
    assert chat_free_at(NOW, recent, NOW, group=False, reply=False) == NOW
