"""Views as messages: every block, every limit, and the alert over a group's message."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.app import commands as c
from bot.platforms.telegram.keyboard import Spot
from bot.platforms.telegram.render import Drawn, alert, draw
from bot.platforms.telegram.spans import clean
from bot.ui.phrase import Code, Link, Moment, Person, Phrase, Plain, Span, Strong, plain
from bot.ui.view import (
    Action,
    Block,
    Checklist,
    Facts,
    Fill,
    Meter,
    Open,
    Option,
    Pick,
    Press,
    Quote,
    Say,
    Small,
    View,
)
from tests.fakes.telegram.keyboard import inline_markup
from tests.fakes.telegram.markup import parse_html
from tests.fakes.telegram.wording import worded_text

PRIVATE = Spot("pacekeeper_bot", group=False)
GROUP = Spot("pacekeeper_bot", group=True)


def text_of(*blocks: Block) -> str:
    """Blocks without a title, as they are sent."""
    (page,) = draw(View(title=(), blocks=blocks), PRIVATE).pages
    return page


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (Say((Plain("It "), Strong("counts"))), "It <b>counts</b>"),
        (Facts((("Zone", plain("UTC")), ("Hour", plain("18:00")))), "Zone: <b>UTC</b>\nHour: <b>18:00</b>"),
        (Meter(2, 5, 2), "🟩🟩🟦🟦⬜"),
        (Meter(1, 5, 1, 2), "🟩🟪🟪🟦⬜"),
        (Meter(6, 5, 2), "🟩🟩🟩🟩🟩"),
        (Meter(0, 3, 9), "🟦🟦🟦"),
        (
            Checklist((("done", plain("a")), ("next", plain("b")), ("open", plain("c")))),
            "✅ a\n▶️ b\n▫️ c",
        ),
        (Quote("a <b> & @c"), "<blockquote>a &lt;b&gt; &amp; @\u2060c</blockquote>"),
        (Small((Plain("by "), Strong("R5"))), "<i>by </i><i><b>R5</b></i>"),
    ],
)
def test_each_block_is_drawn(block: Block, expected: str) -> None:
    """The closed vocabulary: reserve days are drawn as part of the chain."""
    assert text_of(block) == expected


def test_title_and_blocks_are_paragraphs() -> None:
    """A title is bold, blocks stand apart, an empty one takes no room."""
    view = View(title=plain("Hi"), blocks=(Say(plain("one")), Quote(""), Say(plain("two"))))
    assert draw(view, PRIVATE).pages == ("<b>Hi</b>\n\none\n\ntwo",)


def test_a_pick_says_what_it_is_for() -> None:
    """Telegram's buttons have no placeholder, so the question stands above them."""
    pick = Pick("Your time zone", (Option("UTC", c.JoinNow(prompts=False, zone="UTC")),))
    assert draw(View(title=plain("Join"), actions=(pick,)), PRIVATE).pages == ("<b>Join</b>\n\n<i>Your time zone</i>",)


def test_buttons_belong_to_the_last_message() -> None:
    """A long view takes two messages; there is one keyboard for both."""
    view = View(plain("Long"), (Say(plain("x" * 4000)), Say(plain("y" * 4000))), (Press("Today", c.Today()),))
    drawn = draw(view, PRIVATE)
    assert len(drawn.pages) == 2
    assert isinstance(drawn.markup, InlineKeyboardMarkup)


def test_a_short_answer_is_an_alert() -> None:
    """Title and first block, as bare words; what is more is told elsewhere."""
    found = alert(View((Strong("Logged"),), (Say((Plain("It "), Strong("counts"))), Meter(1, 5))))
    assert found is not None
    assert (found.text, found.more) == ("Logged\nIt counts", True)


def test_an_answer_that_is_all_in_the_alert_says_no_more() -> None:
    """Then nothing else has to be sent."""
    found = alert(View(plain("No board here.")))
    assert found is not None
    assert not found.more


@pytest.mark.parametrize(
    "view",
    [
        View(plain("x" * 201)),
        View(plain("a"), (Say(plain("🟩" * 100)),)),
        View(plain("Review"), actions=(Fill("Write", c.WriteReview, style="main"),)),
        View(()),
    ],
)
def test_a_long_answer_and_a_form_are_no_alert(view: View) -> None:
    """200 UTF-16 units, and nothing that has to be filled in."""
    assert alert(view) is None


# --- random views -------------------------------------------------------------------------------------------

texts = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(
    ["<b>", "&lt;", "@durov", "/log 90", "🟩" * 300, "wort " * 900, "@a\n" * 500, "tg://user?id=1", "\u202e\x00"]
)
moments = st.builds(Moment, st.just(datetime(2026, 3, 3, tzinfo=UTC)) | st.datetimes(timezones=st.just(UTC)), texts)
spans: st.SearchStrategy[Span] = st.one_of(
    texts.map(Plain),
    texts.map(Strong),
    texts.map(Code),
    texts.map(Person),
    moments,
    st.builds(Link, texts, st.sampled_from(['https://example.org/<&">', "tg://user?id=1", ""])),
)
phrases: st.SearchStrategy[Phrase] = st.lists(spans, max_size=6).map(tuple)
small = st.integers(-2, 40)
blocks: st.SearchStrategy[Block] = st.one_of(
    phrases.map(Say),
    phrases.map(Small),
    texts.map(Quote),
    st.builds(Meter, small, small, small),
    st.lists(st.tuples(texts, phrases), max_size=5).map(lambda rows: Facts(tuple(rows))),
    st.lists(st.tuples(st.sampled_from(["done", "next", "open"]), phrases), max_size=5).map(
        lambda rows: Checklist(tuple(rows))  # type: ignore[arg-type]  # the three marks
    ),
)
commands: st.SearchStrategy[c.Command] = st.sampled_from(
    [c.Today(), c.LogFlow(30), c.Join(link="1-abcdefghijkl"), c.Join(), c.Settings(prompts=True), c.Undo("log", 2**40)]
)
styles = st.sampled_from(["plain", "main", "danger"])
options = st.lists(st.builds(Option, texts, commands), min_size=1, max_size=25).map(tuple)
actions: st.SearchStrategy[Action] = st.one_of(
    st.builds(Press, texts, commands, styles),
    st.builds(Fill, texts, st.just(c.EditLog), st.just({"log": 7}), st.just(()), styles),
    st.builds(Fill, texts, st.just(c.WriteCheckin), style=styles),
    st.builds(Pick, texts, options),
    st.builds(Open, texts, texts | st.just("https://example.org/x")),
)
views = st.builds(View, phrases, st.lists(blocks, max_size=6).map(tuple), st.lists(actions, max_size=7).map(tuple))


def words_in(drawn: Drawn) -> str:
    """All words of the messages, as Telegram reads them."""
    return "".join(worded_text(page, "HTML", [])[0] for page in drawn.pages)


@settings(max_examples=60, deadline=timedelta(seconds=5))
@given(views, st.sampled_from([PRIVATE, GROUP]))
def test_whatever_is_said_telegram_takes_it(view: View, spot: Spot) -> None:
    """4,096 units and 100 entities a message, 8 buttons a row, 100 in all, 64 bytes each: never more."""
    drawn = draw(view, spot)
    for page in drawn.pages:
        _, entities = parse_html(page)
        assert len(entities) <= 100
        assert {each["type"] for each in worded_text(page, "HTML", [])[1]}.isdisjoint({"mention", "text_mention"})
    if drawn.markup is not None:
        assert isinstance(drawn.markup, InlineKeyboardMarkup)
        inline_markup(drawn.markup.to_dict(), private=not spot.group)
        assert all(len(row) <= 8 for row in drawn.markup.inline_keyboard)


@settings(max_examples=40, deadline=timedelta(seconds=5))
@given(st.lists(texts, min_size=1, max_size=8))
def test_no_word_is_lost_on_the_way(said: list[str]) -> None:
    """Parting a text loses white space at most."""
    view = View(plain("."), tuple(Say(plain(text)) for text in said))
    told = "".join(words_in(draw(view, PRIVATE)).split())
    expected = "".join("".join(clean(text).split()) for text in said)
    assert told.replace("\u2060", "") == f".{expected}".replace("\u2060", "")
