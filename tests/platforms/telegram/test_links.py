"""Deep links: what the private chat is opened with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import commands as c
from bot.platforms.telegram.links import command_payload, deep_link, join_payload, opened
from bot.ui.menu import named_commands

TOKENS = st.text("ABCabc019_-", min_size=1, max_size=63)


@pytest.mark.parametrize("command", named_commands())
def test_a_command_survives_the_link(command: type[c.Command]) -> None:
    """`c_today` runs /today in private."""
    assert opened(command_payload(command)) is command


@given(TOKENS)
def test_a_groups_token_survives_the_link(token: str) -> None:
    """64 characters of A-Z, a-z, 0-9, _ and -."""
    payload = join_payload(token)
    assert len(payload) <= 64
    assert opened(payload) == c.Join(link=token)


@pytest.mark.parametrize("token", ["", "a" * 64, "a.b", "ä"])
def test_a_token_that_does_not_fit_just_joins(token: str) -> None:
    """A link that Telegram would not open is never made."""
    assert join_payload(token) == "c_join"


@pytest.mark.parametrize("payload", ["", "c_", "c_nonsense", "x", "g", "?"])
def test_an_unknown_payload_is_a_bare_start(payload: str) -> None:
    """An old or mistyped link still opens the door."""
    assert opened(payload) == c.Join()


def test_the_address_is_telegrams() -> None:
    """The form that answerCallbackQuery takes too."""
    assert deep_link("pacekeeper_bot", "c_today") == "https://t.me/pacekeeper_bot?start=c_today"
