"""Kudos and hellos on both platforms: whatever somebody is called fits, and is words alone (R22, R23)."""

from dataclasses import replace

import pytest

from bot.app.said import Belonging, Cheered, HelloDraft, HellosShown, Refused, Said, SideBySide
from bot.platforms.telegram.render import alert
from bot.ui.present import present
from bot.ui.text import Text
from bot.ui.view import Pick
from tests.platforms.test_reading_screens import on_discord, on_telegram

NAMES = ["Ana", "@everyone <@5> **x** <b>x</b> `c` [a](b)", "ж" * 40, "@here\u202e *_~|>", "👩🏽‍🔬" * 10, "为什么" * 13]


@pytest.mark.parametrize("name", NAMES)
def test_whatever_somebody_is_called_stays_words(name: str) -> None:
    """R22: nothing pings or formats, and only its asker reads it."""
    ten = tuple((10**15 + at, name) for at in range(10))
    for said in (
        HellosShown(name, 10**15, ten),
        HellosShown(name, 1, ()),
        HelloDraft(name, name),
        Cheered(name, again=False),
    ):
        view = present(said, Text())
        seen, drawn = on_telegram(view), on_discord(view)
        assert view.private
        assert "@everyone" not in seen
        assert "@everyone" not in drawn.replace(r"\@everyone", "")
        assert "<@" not in drawn.replace(r"\<\@", "")


def test_the_view_of_hellos_has_no_number_in_it() -> None:
    """Issue 5: names only; the draft speaks neither of days nor of a place."""
    for said in (
        HellosShown("Owls", 7, ((3, "Ana"), (4, "Bo"))),
        HellosShown("Owls", 7, ()),
        HelloDraft("Owls", "Ana"),
    ):
        seen = on_telegram(present(said, Text()))
        assert not any(letter.isdigit() for letter in seen)
        assert not any(word in seen.casefold() for word in ("day", "week", "absent", "missed", "away", "behind"))
    options = [it for it in present(HellosShown("Owls", 7, ((3, "Ana"),)), Text()).actions if isinstance(it, Pick)]
    assert [option.label for option in options[0].options] == ["Ana"]


@pytest.mark.parametrize(
    "said",
    [
        Cheered("Night owls", again=False),
        Cheered("Night owls", again=True),
        Refused("card_over"),
        Refused("hello_over"),
    ],
)
def test_what_a_press_in_a_group_is_answered_with_is_an_alert(said: Said) -> None:
    """R24: on Telegram it fits into one, so that nobody else sees it and no message is sent."""
    short = alert(present(said, Text()))
    assert short is not None
    assert not short.more


def test_who_left_the_chat_is_told_so_alone_and_without_a_reproach() -> None:
    """Refinement 12, R22: in one sentence, to the learner; the group reads nothing of it."""
    pair = SideBySide("Owls", 7, (), "")
    known = Belonging("Owls", 7, True, "Ana", frozenset({"helps"}), pair, away=True)
    seen = on_telegram(present(known, Text()))
    assert "You are not in a chat of Owls at the moment, so nobody there sees you." in seen
    assert "sees you as" not in seen
    assert "You are not in a chat" not in on_telegram(present(replace(known, away=False), Text()))
