"""The limiter: no span of time holds more than it allows, and whoever stays below it is never refused (issue 5)."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.floods import Allowance, Buckets

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
NONE = timedelta()
MICROSECOND = timedelta(microseconds=1)
allowances = st.builds(Allowance, st.integers(1, 40), st.timedeltas(timedelta(milliseconds=1), timedelta(minutes=2)))
pauses = st.lists(st.timedeltas(NONE, timedelta(minutes=3)), max_size=60)
hurry = st.lists(st.one_of(st.just(NONE), st.timedeltas(NONE, timedelta(seconds=3))), max_size=150)


def moments(gaps: list[timedelta]) -> list[datetime]:
    """The moments that lie so far apart."""
    now, found = NOW, []
    for gap in gaps:
        now += gap
        found.append(now)
    return found


@given(allowances, hurry)
def test_no_span_of_time_holds_more_than_the_burst_and_what_flows_in(allowed: Allowance, gaps: list[timedelta]) -> None:
    """Burst + rate times t, for every window that begins and ends with something let through."""
    buckets: Buckets[str] = Buckets(allowed)
    through = [at for at in moments(gaps) if buckets.take("ana", at)]
    for first, begins in enumerate(through):
        for last, ends in enumerate(through[first:], start=first):
            assert last - first + 1 <= allowed.burst + (ends - begins) // allowed.every


@given(allowances, pauses)
def test_whoever_stays_below_the_rate_is_never_refused(allowed: Allowance, extra: list[timedelta]) -> None:
    """One each `every` or slower, for as long as they like, after a whole burst at once."""
    buckets: Buckets[str] = Buckets(allowed)
    assert all(buckets.take("ana", NOW) for _ in range(allowed.burst))
    assert all(buckets.take("ana", at) for at in moments([allowed.every + gap for gap in extra]))


@given(allowances, hurry, st.data())
def test_the_wait_that_is_told_is_just_enough(allowed: Allowance, gaps: list[timedelta], data: st.DataObject) -> None:
    """Nobody is told to come back too early, and so many are there then; a refused try costs nothing."""
    buckets: Buckets[str] = Buckets(allowed)
    at = NOW
    for at in moments(gaps):
        buckets.take("ana", at)
    count = data.draw(st.integers(1, allowed.burst))
    wait = buckets.wait("ana", at, count)
    assert wait <= count * allowed.every
    if wait:
        assert buckets.wait("ana", at + wait - MICROSECOND, count) == MICROSECOND
    if buckets.wait("ana", at):
        assert not buckets.take("ana", at)
    assert buckets.wait("ana", at, count) == wait
    assert all(buckets.take("ana", at + wait) for _ in range(count))


@given(allowances, st.lists(st.timedeltas(-timedelta(days=2), timedelta(minutes=3)), max_size=60))
def test_a_clock_that_was_set_back_shuts_nobody_out(allowed: Allowance, gaps: list[timedelta]) -> None:
    """Whatever the clock did, an empty bucket is the worst."""
    buckets: Buckets[str] = Buckets(allowed)
    for at in moments(gaps):
        buckets.take("ana", at)
        assert buckets.wait("ana", at) <= allowed.every
        assert buckets.wait("ana", at, allowed.burst) <= allowed.whole


@given(hurry)
def test_nobody_pays_for_somebody_else(gaps: list[timedelta]) -> None:
    """A flood takes its own bucket alone."""
    allowed = Allowance(3, timedelta(seconds=2))
    alone: Buckets[str] = Buckets(allowed)
    beside: Buckets[str] = Buckets(allowed)
    for at in moments(gaps):
        for _ in range(4):
            beside.take("flooder", at)
        assert beside.take("ana", at) == alone.take("ana", at)


def test_full_buckets_are_forgotten() -> None:
    """A hundred thousand people over a day need the memory of those of the last minute."""
    buckets: Buckets[int] = Buckets(Allowance(30, timedelta(seconds=2)))
    for person in range(100_000):
        assert buckets.take(person, NOW + timedelta(seconds=person))
    assert len(buckets) <= 300


def test_memory_is_bounded_although_none_is_full() -> None:
    """A raid by a hundred thousand accounts: the emptiest buckets are remembered, and memory stays where it is."""
    buckets: Buckets[int] = Buckets(Allowance(3, timedelta(minutes=1)), most=1000)
    assert all(buckets.take(-1, NOW) for _ in range(3))
    for person in range(100_000):
        buckets.take(person, NOW)
        assert len(buckets) <= 1000
    assert not buckets.take(-1, NOW)
