"""A question to the group, on both platforms: whatever somebody wrote fits, and is words alone (R22, R23)."""

import pytest

from bot.app.said import AskPosted, AskShown, GroupAsked
from bot.ui.present import present
from bot.ui.text import Text
from tests.platforms.test_reading_screens import on_discord, on_telegram

HOSTILE = "@everyone <@5> **bold** <b>x</b> `code` [a](https://example.org) #general *_~|>\n> quote"
LONG = "ж" * 1000
JOINER = "\u2060"  # keeps Telegram from making a mention or a tag of what somebody typed
CHINESE = "为什么" * 333


@pytest.mark.parametrize("text", [HOSTILE, LONG, CHINESE, "👩🏽‍🔬" * 140])
@pytest.mark.parametrize("name", ["", "@here <i>Eve</i> **x**"])
def test_a_question_fits_and_stays_words(text: str, name: str) -> None:
    """The preview and the post: it can be read on, and nothing in it pings or formats."""
    post = GroupAsked(name, 46, "A title of *some* <length>", text)
    for said in (AskShown("Night <Owls> *", 7, post, "1234567890123456789"), post, AskPosted("Night <Owls> *")):
        view = present(said, Text())
        seen, drawn = on_telegram(view), on_discord(view)
        assert view.private is (said is not post)
        if said is post:
            shown = seen.replace(JOINER, "")
            assert text in shown
            assert name in shown
            assert "@everyone" not in seen
            assert "@everyone" not in drawn.replace(r"\@everyone", "")
            assert "<@" not in drawn.replace(r"\<\@", "")
