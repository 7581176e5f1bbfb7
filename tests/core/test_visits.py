"""Visits to a study room: seen minutes only, one visit for a short absence, never a minute that a timer has."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.facts import LogId
from bot.core.focus import A_MINUTE, WAITS, Timer, TimerId
from bot.core.people import LearnerId
from bot.core.visits import BACK_WITHIN, Span, State, Visit, VisitId, claimed, gone, minutes_offered, sighted

START = datetime(2026, 3, 2, 10, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
SPRING = datetime(2026, 3, 29, 0, 50, tzinfo=UTC)  # ten minutes before Berlin jumps from 02:00 to 03:00
SECOND = timedelta(seconds=1)


def at(minutes: float) -> datetime:
    return START + minutes * A_MINUTE


def visit(until: float = 0, state: State = "here", breaks: tuple[Span, ...] = (), start: datetime = START) -> Visit:
    return Visit(VisitId(1), LearnerId(1), "77", "Study", start, start + until * A_MINUTE, state, breaks)


def timer(start: float, minutes: int = 25, stop: float | None = None, *, settled: bool = False) -> Timer:
    stopped_at = None if stop is None else at(stop)
    return Timer(TimerId(1), LearnerId(1), minutes, at(start), stopped_at, settled)


def naive(minutes: int, breaks: list[tuple[int, int]], taken: list[tuple[int, int]]) -> int:
    """Minute by minute: which lie between two claims, and how many of them were spent in the room."""
    stretches: list[int] = []
    inside = False
    for minute in range(minutes):
        if any(start <= minute < end for start, end in taken):
            inside = False
            continue
        if not inside:
            stretches.append(0)
        inside = True
        stretches[-1] += not any(start <= minute < end for start, end in breaks)
    return min(sum(each for each in stretches if each >= 10), 600)


spans = st.tuples(st.integers(-30, 700), st.integers(0, 200)).map(lambda it: (it[0], it[0] + it[1]))


@given(st.integers(0, 700), st.lists(spans, max_size=5), st.lists(spans, max_size=4))
@example(52, [], [])
@example(52, [], [(10, 35)])
@example(20, [(5, 6), (11, 12)], [])
def test_what_is_offered_was_spent_in_the_room_outside_of_any_timer(
    minutes: int, breaks: list[tuple[int, int]], taken: list[tuple[int, int]]
) -> None:
    """Section 3, /focus: the same minutes are never offered twice; R3: at most 600."""
    own = tuple((at(start), at(end)) for start, end in breaks)
    claims = [(at(start), at(end)) for start, end in taken]
    assert minutes_offered(visit(minutes, "over", own), claims) == naive(minutes, breaks, taken)


@pytest.mark.parametrize(
    ("minutes", "offered"), [(0, 0), (9.99, 0), (10, 10), (10.9, 10), (52, 52), (600, 600), (5000, 600)]
)
def test_ten_minutes_are_worth_an_offer_and_ten_hours_are_the_most(minutes: float, offered: int) -> None:
    """R3, and the length from which on a day is a study day."""
    assert minutes_offered(visit(minutes, "over"), []) == offered


@given(st.sampled_from([ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("UTC")]))
def test_no_change_of_the_clock_wins_or_loses_a_minute(zone: ZoneInfo) -> None:
    """R17: a length is no time of day."""
    for start in (SPRING, datetime(2026, 10, 25, 0, 50, tzinfo=UTC), datetime(2026, 4, 4, 14, 50, tzinfo=UTC)):
        seen = visit(45, "over", start=start)
        local = replace(seen, started_at=start.astimezone(zone), seen_at=seen.seen_at.astimezone(zone))
        assert minutes_offered(local, []) == 45


# --- sightings


@pytest.mark.parametrize(
    ("state", "later", "goes_on", "breaks"),
    [
        ("here", BACK_WITHIN - SECOND, True, 0),
        ("away", BACK_WITHIN - SECOND, True, 1),
        ("here", BACK_WITHIN, False, 0),
        ("away", BACK_WITHIN, False, 0),
        ("left", SECOND, False, 0),
        ("over", SECOND, False, 0),
        ("settled", SECOND, False, 0),
    ],
)
def test_a_short_absence_is_one_visit_and_its_minutes_do_not_count(
    state: State, later: timedelta, goes_on: bool, breaks: int
) -> None:
    """Leaving and coming back within 5 minutes, or nobody looking for that long; another channel ends it at once."""
    now = at(30) + later
    found = sighted(visit(30, state), now)
    assert (found is not None) is goes_on
    if found is not None:
        assert (found.state, found.seen_at, len(found.breaks)) == ("here", now, breaks)
        absent = later if breaks else timedelta()
        assert minutes_offered(found, []) == (now - START - absent) // A_MINUTE


def test_a_clock_that_was_set_back_takes_nothing_away() -> None:
    """A sighting never lies before the last one."""
    assert sighted(visit(30), at(20)) == visit(30)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_leave_that_was_seen_is_the_end(elsewhere: bool) -> None:
    """To the second, since somebody looked."""
    left = gone(visit(30), at(32), elsewhere=elsewhere)
    assert (left.seen_at, left.state) == (at(32), "left" if elsewhere else "away")
    assert left.is_over(at(32)) is elsewhere


@pytest.mark.parametrize("when", [None, at(36), at(500)])
def test_a_leave_that_nobody_saw_ends_with_the_last_sighting(when: datetime | None) -> None:
    """No minute is invented: neither one of an outage nor one before the first look after it."""
    left = gone(visit(30), when, elsewhere=False)
    assert (left.seen_at, left.state) == (at(30), "away")


def test_who_is_away_already_does_not_leave_again() -> None:
    """A second word of the same leave changes nothing, and nothing reopens what is over."""
    away = visit(30, "away")
    assert gone(away, at(32), elsewhere=False) == away
    assert gone(away, at(32), elsewhere=True) == replace(away, state="left")
    for state in ("left", "over", "settled"):
        assert gone(visit(30, state), at(32), elsewhere=True) == visit(30, state)


@given(st.lists(st.tuples(st.sampled_from(["seen", "left", "missed"]), st.integers(0, 400)), max_size=30))
def test_a_visit_is_never_longer_than_what_was_seen(acts: list[tuple[str, int]]) -> None:
    """R1, honest minutes: the sum of the times between sightings is the most that any chain of them is worth."""
    now, current, seen = START, visit(), timedelta()
    for act, seconds in acts:
        before, now = now, now + seconds * SECOND
        if act == "seen":
            found = sighted(current, now)
            if found is None:
                break
            if current.state == "here":
                seen += now - current.seen_at
            current = found
        else:
            left = gone(current, now if act == "left" else None, elsewhere=False)
            seen += left.seen_at - current.seen_at
            current = left
        assert before <= now
    assert current.seen_at - current.started_at - sum((b - a for a, b in current.breaks), timedelta()) == seen
    assert minutes_offered(current, []) in (0, seen // A_MINUTE)


# --- waiting, and what timers have


@pytest.mark.parametrize(
    ("state", "after", "waits"),
    [
        ("over", timedelta(), True),
        ("over", WAITS - SECOND, True),
        ("over", WAITS, False),
        ("here", timedelta(), False),
        ("settled", timedelta(), False),
    ],
)
def test_what_is_over_waits_for_seven_days(state: State, after: timedelta, waits: bool) -> None:
    """Section 3, /focus: as a forgotten timer does."""
    assert visit(30, state).waits(at(30) + after) is waits


@pytest.mark.parametrize(
    ("ran", "logged", "end"),
    [
        (timer(0), None, 25),  # it runs, or is over and waits
        (timer(0, stop=12), None, 12),
        (timer(0, stop=70), None, 70),  # it asks: the planned 25, or all of it
        (timer(0, stop=5000), None, 600),  # but no more than a log holds
        (timer(0, stop=70, settled=True), 25, 25),
        (timer(0, stop=70, settled=True), 70, 70),
        (timer(0, stop=70, settled=True), None, 25),  # let go
        (timer(0, stop=12, settled=True), None, 12),
    ],
)
def test_a_timer_has_what_it_logged_or_offers(ran: Timer, logged: int | None, end: int) -> None:
    """Section 3, /focus: the timer wins, whatever became of it."""
    assert claimed(ran, logged) == (at(0), at(end))


def test_a_timer_in_the_middle_leaves_what_lies_around_it() -> None:
    """Both stretches if each is worth it."""
    claims = [claimed(timer(15), None)]
    assert minutes_offered(visit(52, "over"), claims) == 15 + 12
    assert minutes_offered(visit(49, "over"), claims) == 15
    assert minutes_offered(replace(visit(52, "over"), log=LogId(3)), [claimed(timer(-5, 60), None)]) == 0
