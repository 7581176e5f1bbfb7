"""Every message that a group may read, with names that try to be more than names (R22, issue 5, point 8)."""

from dataclasses import replace

import pytest

from bot.app.said import Card
from bot.platforms.telegram.keyboard import Spot
from bot.platforms.telegram.render import draw
from bot.platforms.telegram.spans import TEXT, weight
from bot.ui.present import present
from bot.ui.text import Text
from tests.fakes.telegram.wording import worded_text
from tests.platforms.group_texts import group_texts

NAMES = {
    "plain": ("Night owls", "Ana", "Ben"),
    "markup": ("**x** @everyone <b>", "[x](tg://user?id=5) `code`", "<a href='tg://user?id=5'>y</a> &amp;"),
    "taps": ("@durov", "/forget #tag $EUR", "me/leave /setup@pacekeeper_bot"),
    "turned": ("\u202eRTL\u202c", "\u200f\u2067\u05e2\u05d1\u05e8", "🧑‍🚀🇩🇪"),
    "long": ("N" * 60, "漢字" * 20, "🇩🇪" * 20),
}
ALL = [(kind, what) for kind in NAMES for what in group_texts(*NAMES["plain"])]
OURS = {"/group", "/setup", "/season"}


@pytest.mark.parametrize(("kind", "what"), ALL)
def test_a_group_reads_one_message_in_which_names_are_words(kind: str, what: str) -> None:
    """Nobody is called but who agreed, no tap does what a name says, no line is turned round, nothing is cut."""
    drawn = draw(present(group_texts(*NAMES[kind])[what], Text()), Spot("pacekeeper_bot", group=True))
    (page,) = drawn.pages
    text, entities = worded_text(page, "HTML", [])
    assert weight(text) <= TEXT
    assert not {"\u202e", "\u2067", "\u200f"} & set(text)
    seen = [(each["type"], _part(text, each)) for each in entities]
    assert {kind for kind, _ in seen} & {"mention", "hashtag", "cashtag", "text_link", "pre"} == set()
    assert {part for kind, part in seen if kind == "bot_command"} <= OURS
    called = [each["user"]["id"] for each in entities if each["type"] == "text_mention"]
    assert called == ([77] if what == "question" else [])


@pytest.mark.parametrize("name", ["Ana https://evil.example", "ben.example.com", "http://x.org"])
def test_a_name_is_nobodys_advertisement(name: str) -> None:
    """A card stands there all day: an address in a learner's name does not become a link. In a question it may."""
    card = group_texts("Owls", "Ana", "Ben")["card, five in today"]
    assert isinstance(card, Card)
    (page,) = draw(present(replace(card, names=(name, name)), Text()), Spot("pacekeeper_bot", group=True)).pages
    _, entities = worded_text(page, "HTML", [])
    assert [it for it in entities if it["type"] == "url"] == []


def test_two_choices_in_one_message_are_told_apart() -> None:
    """Telegram's buttons have no question of their own: a second choice says on each button what it is for."""
    shown = present(group_texts(*NAMES["plain"])["group"], Text())
    drawn = draw(shown, Spot("pacekeeper_bot", group=True))
    labels = [button.text for row in drawn.markup.inline_keyboard for button in row]  # type: ignore[union-attr]  # a keyboard
    assert "Ben" in labels
    assert "Take it back from: Night owls" in labels
    assert "Stop meeting in: Telegram 1 (here)" in labels
    (page,) = drawn.pages
    assert page.endswith("<i>Name a facilitator</i>")


def _part(text: str, entity: dict[str, int]) -> str:
    units = text.encode("utf-16-le")
    return units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")
