"""What a typed line is."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.terminal.lines import Leave, Move, ShowClock, TooFar, Words, display_name, read_line


@pytest.mark.parametrize(
    ("line", "by"),
    [
        ("+1d", timedelta(days=1)),
        ("+1w", timedelta(weeks=1)),
        ("+3h", timedelta(hours=3)),
        ("+30m", timedelta(minutes=30)),
        (" + 2 D ", timedelta(days=2)),
        ("+0d", timedelta()),
    ],
)
def test_a_plus_moves_the_clock(line: str, by: timedelta) -> None:
    """Refinement 7: +1d, +1w and the like."""
    assert read_line(line) == Move(by)


def test_a_plus_alone_asks_for_the_clock_and_too_much_is_told() -> None:
    """A year at once is enough."""
    assert read_line("+") == ShowClock()
    assert read_line("+999999w") == TooFar()


@pytest.mark.parametrize(
    ("line", "person", "channel", "text"),
    [
        ("/today", None, None, "/today"),
        ("@ana /log 50 matrices", "ana", None, "/log 50 matrices"),
        ("@ana", "ana", None, ""),
        ("#/join", None, "", "/join"),
        ("# /join", None, "", "/join"),
        ("#maths /setup Berlin", None, "maths", "/setup Berlin"),
        ("@ana# /join", "ana", "", "/join"),
        ("@ana#/join", "ana", "", "/join"),
        ("@ana #night-owls /join", "ana", "night-owls", "/join"),
        ("@Żaneta 7", "Żaneta", None, "7"),
        ("hello there", None, None, "hello there"),
        ("me@home", None, None, "me@home"),
        ("@ana, thank you", None, None, "@ana, thank you"),
        ("", None, None, ""),
    ],
)
def test_a_line_may_name_who_speaks_and_where(line: str, person: str, channel: str, text: str) -> None:
    """`@name` in front speaks as somebody else, `#` in a channel."""
    assert read_line(line) == Words(person, channel, text, line.strip())


def test_leaving_takes_a_word() -> None:
    """With a slash it is meant for sure, bare only where nothing is being asked."""
    assert read_line("/exit") == Leave(bare=False)
    assert read_line("quit") == Leave(bare=True)


@given(st.text(max_size=200))
def test_no_line_is_too_strange(line: str) -> None:
    """Anything can be typed."""
    read_line(line)


def test_names_are_shown_as_names() -> None:
    """What is typed in small letters is a name all the same."""
    assert display_name("ana") == "Ana"
    assert display_name("mary_ann") == "Mary Ann"
    assert display_name("_") == "_"
