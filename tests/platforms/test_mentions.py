"""Who is called by a question in a group: those who agreed, and nobody by what somebody wrote (R22; issue 5, 8)."""

import re

import pytest

from bot.app.said import AskShown, GroupAsked, Helper
from bot.platforms.discord.mentions import NOBODY, allowed
from bot.platforms.telegram.keyboard import Spot
from bot.platforms.telegram.render import draw
from bot.platforms.terminal.render import draw as drawn_in_terminal
from bot.ui.phrase import Mention
from bot.ui.present import present
from bot.ui.text import Text
from bot.ui.view import Checklist, Facts, Quote, Say, Small, View
from tests.fakes.telegram.wording import worded_text
from tests.platforms.test_reading_screens import on_discord

HOSTILE = "@everyone <@5> <@&6> [x](tg://user?id=5) <a href='tg://user?id=5'>y</a> @durov"
CALLED = (Helper("Ben", "77"), Helper(HOSTILE, "88"), Helper("Cleo"))
PING = re.compile(r"(?<!\\)<@!?&?(\d+)>|(?<!\\)@(?:everyone|here)")


def asked(*helpers: Helper) -> View:
    """A question as the group gets it, full of what calls somebody elsewhere."""
    return present(GroupAsked(HOSTILE, 3, HOSTILE, HOSTILE, helpers), Text())


def called_on_telegram(view: View) -> list[int]:
    """Whom the messages call, by id or by a user name."""
    found = [each for page in draw(view, Spot("b", group=True)).pages for each in worded_text(page, "HTML", [])[1]]
    assert [each for each in found if each["type"] in ("mention", "text_link")] == []
    return [each["user"]["id"] for each in found if each["type"] == "text_mention"]


def test_those_who_have_an_account_there_are_called_and_the_others_named() -> None:
    """Issue 5: real mentions; a name that looks like one is words, and so is the question."""
    view = asked(*CALLED)
    seen = on_discord(view)
    assert PING.findall(seen) == ["77", "88"]
    assert "Cleo" in seen
    assert dict(allowed(view).to_dict()) == {"parse": [], "users": [77, 88]}
    assert called_on_telegram(view) == [77, 88]
    lines = drawn_in_terminal(view, lambda _: 1)
    assert "Ben" in "".join(run.text for line in lines for run in line)


def test_without_helpers_nobody_is_called() -> None:
    """R22: whatever stands in a name, a title or a question."""
    view = asked()
    assert PING.findall(on_discord(view)) == []
    assert allowed(view) is NOBODY
    assert called_on_telegram(view) == []


def test_the_preview_names_them_and_calls_nobody() -> None:
    """R23: the asker reads who will be mentioned; until it is posted nobody else hears of it."""
    post = GroupAsked("Ann", 3, "Shapes", "Why?", tuple(Helper(each.name) for each in CALLED))
    view = present(AskShown("Owls", 1, post, "1"), Text())
    seen = on_discord(view)
    assert "Ben, " in seen
    assert "and Cleo agreed to help and will be mentioned" in seen
    assert PING.findall(seen) == []
    assert allowed(view) is NOBODY
    assert called_on_telegram(view) == []


@pytest.mark.parametrize("person", ["everyone", "&6", "7 7", "-7", "٣", "7>"])
def test_what_is_no_account_calls_nobody(person: str) -> None:
    """An id of another platform, or of none."""
    view = asked(Helper("Ben", person))
    assert PING.findall(on_discord(view)) == []
    assert allowed(view) is NOBODY
    assert called_on_telegram(view) == []


def test_a_mention_counts_wherever_it_stands() -> None:
    """What is drawn as a mention is allowed to be one; a quote is nobody's call."""
    at = [(Mention("A", str(n)),) for n in range(1, 6)]
    blocks = (Say(at[1]), Facts((("x", at[2]),)), Checklist((("done", at[3]),)), Small(at[4]), Quote("<@9>"))
    assert allowed(View(at[0], blocks)).to_dict()["users"] == [1, 2, 3, 4, 5]
