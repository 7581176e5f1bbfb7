"""Reading minutes (R3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.minutes import BadMinutes, credited, parse_minutes


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("90", 90),
        (" 90 ", 90),
        ("90m", 90),
        ("90 min", 90),
        ("90 mins", 90),
        ("90 Minutes", 90),
        ("1 minute", 1),
        ("1h", 60),
        ("1 hr", 60),
        ("2 hours", 120),
        ("1 hour", 60),
        ("1h30", 90),
        ("1H30M", 90),
        ("1h 30m", 90),
        ("1 h 5", 65),
        ("1h05", 65),
        ("1 hour 20 minutes", 80),
        ("1 hour and 20 minutes", 80),
        ("0h45", 45),
        ("1:30", 90),
        ("0:10", 10),
        ("10:00", 600),
        ("1.5h", 90),
        ("1,5h", 90),
        ("0.25 hours", 15),
        ("1.33h", 80),  # 79.8
        ("0.175h", 11),  # 10.5, halves up
        ("600", 600),
        ("1", 1),
        ("\u00a090\u00a0m", 90),  # phones type such spaces
    ],
)
def test_a_duration_is_read_as_people_write_it(said: str, minutes: int) -> None:
    """R3: the same spellings on every platform."""
    assert parse_minutes(said) == minutes


@pytest.mark.parametrize(
    "said",
    [
        *(
            "",
            " ",
            "abc",
            "-30",
            "+30",
            "1.5",
            "1,5",
            "90.5m",
            "m",
            "h",
            ":30",
            "1:3",
            "1:60",
            "1h60",
            "1h 90m",
            "1:30h",
        ),
        *("1h30s", "30s", "1 2", "1e2", "0x10", "half an hour", "90 minutes of work", "1h2h", "30m 1h", "NaN", "inf"),
        *("\u0669\u0660", "\uff19\uff10", "\u00b2", "9" * 41, "1.5.5h", "1..5h", "90m!", "1h and"),
    ],
)
def test_what_is_no_duration_is_refused(said: str) -> None:
    """R3: minutes that are not a duration, digits of other scripts included, are refused."""
    with pytest.raises(BadMinutes) as refused:
        parse_minutes(said)
    assert (refused.value.reason, refused.value.minutes, refused.value.text) == ("unreadable", None, said)


@pytest.mark.parametrize("said", ["0", "00", "0m", "0 min", "0:00", "0h", "0.0h", "0h0", "0.001h"])
def test_zero_is_refused_as_zero(said: str) -> None:
    """R3: 1 to 600 minutes a log."""
    with pytest.raises(BadMinutes) as refused:
        parse_minutes(said)
    assert (refused.value.reason, refused.value.minutes) == ("zero", 0)


@pytest.mark.parametrize(
    ("said", "minutes"),
    [("601", 601), ("10:01", 601), ("11h", 660), ("10h1", 601), ("10.01h", 601), ("9" * 40, int("9" * 40))],
)
def test_too_many_are_refused_with_their_number(said: str, minutes: int) -> None:
    """R3: 1 to 600 minutes a log."""
    with pytest.raises(BadMinutes) as refused:
        parse_minutes(said)
    assert (refused.value.reason, refused.value.minutes) == ("too_many", minutes)


@given(st.integers(1, 600))
def test_every_spelling_of_a_duration_means_the_same(minutes: int) -> None:
    """R3: minutes, hours and minutes, and a clock agree."""
    hours, rest = divmod(minutes, 60)
    spellings = {
        f"{minutes}",
        f"{minutes}m",
        f"{minutes} minutes",
        f"{hours}:{rest:02}",
        f"{hours}h{rest}",
        f"{hours} h {rest:02} min",
    }
    assert {parse_minutes(spelling) for spelling in spellings} == {minutes}


@given(st.text(alphabet="0123456789hm:., -anoursite\u0664", max_size=12))
def test_any_text_gives_minutes_in_range_or_a_refusal(said: str) -> None:
    """R3: nothing else comes out of it."""
    try:
        found: int | BadMinutes = parse_minutes(said)
    except BadMinutes as refused:
        found = refused
    if isinstance(found, int):
        assert 1 <= found <= 600
    elif found.reason == "too_many":
        assert found.minutes is not None
        assert found.minutes > 600
    else:
        assert found.minutes == (0 if found.reason == "zero" else None)


@pytest.mark.parametrize(("minutes", "counted"), [(0, 0), (239, 239), (240, 240), (241, 240), (1200, 240)])
def test_a_group_counts_four_hours_a_day_at_most(minutes: int, counted: int) -> None:
    """R3: distributed practice beats a marathon."""
    assert credited(minutes) == counted
