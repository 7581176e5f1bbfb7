"""The finish range of `/progress`: from one's own pace, and no absence makes it later (product.md, section 3; R12)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.finish import LATEST, LEAST, finish_range, week_lengths

MON = date(2026, 3, 2)


def on(*days: int) -> list[date]:
    """Days, counted from a Monday."""
    return [MON + timedelta(days=n) for n in days]


def test_a_week_a_week_ends_when_the_weeks_do() -> None:
    """Someone who closes one each Sunday has as many weeks before them as are left."""
    assert finish_range(on(6, 13, 20, 27), on(*range(28)), 10, MON + timedelta(days=27)) == (
        MON + timedelta(days=97),
        MON + timedelta(days=97),
    )


def test_the_quicker_and_the_slower_half_are_the_two_ends() -> None:
    """Weeks of 7, 14, 7 and 21 days: 7 days each at best, 17 and a half at worst."""
    days = on(0, 7, 21, 28, 49)
    assert week_lengths(days, on(*range(50))) == [7, 14, 7, 21]
    assert finish_range(days, on(*range(50)), 2, days[-1]) == (
        days[-1] + timedelta(days=14),
        days[-1] + timedelta(days=35),
    )


def test_time_away_is_not_counted() -> None:
    """R12, R22: whoever comes back after twenty weeks is as quick as before."""
    logged = on(*range(14), *range(148, 170))
    assert week_lengths(on(6, 13, 153, 160), logged) == [7, 7, 7]


def test_weeks_closed_on_one_day_share_its_time() -> None:
    """Also those that one review closes together (R14)."""
    assert week_lengths(on(0, 10, 10, 12), on(*range(13))) == [5, 5, 2]


def test_without_a_pace_or_an_end_ahead_there_is_no_range() -> None:
    """Nobody is measured by their first weeks, nor after the last."""
    assert finish_range(on(0, 7, 14), on(*range(15)), 40, MON) is None
    assert finish_range(on(0, 7, 14, 21), on(*range(22)), 0, MON) is None
    assert finish_range([], [], 40, MON) is None


some_days = st.lists(st.integers(0, 900), max_size=60)


@given(closed=some_days, logged=some_days, left=st.integers(1, 60), away=st.integers(1, 60))
def test_it_lies_ahead_and_no_absence_moves_it(closed: list[int], logged: list[int], left: int, away: int) -> None:
    """A range has two ends in their order; an absence that is put between two closed weeks changes no length."""
    days, flows = on(*closed), on(*logged)
    found = finish_range(days, flows, left, MON)
    assert (found is None) == (len(week_lengths(days, flows)) < LEAST)
    if found is not None:
        assert MON <= found[0] <= found[1]
    half = MON + timedelta(weeks=60)  # a Monday: nothing before it moves, all from it on comes `away` weeks later
    later = [day + timedelta(weeks=away) if day >= half else day for day in days]
    logged_later = [day + timedelta(weeks=away) if day >= half else day for day in flows]
    assert week_lengths(later, logged_later) == week_lengths(days, flows)


@given(st.lists(st.integers(1, 30), min_size=LATEST + 1, max_size=30))
def test_only_the_latest_weeks_tell(lengths: list[int]) -> None:
    """Who was slow at first is not slow for ever."""
    days = [MON]
    for length in lengths:
        days.append(days[-1] + timedelta(days=length))
    every = {MON + timedelta(days=n) for n in range(sum(lengths) + 1)}
    assert finish_range(days, every, 5, days[-1]) == finish_range(days[-LATEST - 1 :], every, 5, days[-1])
