"""What people typed stays text, and what is shortened stays whole."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.discord.marks import clean, escape, markdown, shortened, weight
from bot.ui.phrase import Code, Link, Mention, Moment, Person, Plain, Strong
from bot.ui.towers import levelled
from tests.platforms.discord.samples import phrases, texts

_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
_MEANS_SOMETHING = re.compile(r"(?<!\\)[*_`~|<>\[\]#@]")


@given(texts)
def test_an_escaped_text_reads_as_it_was_typed(text: str) -> None:
    """Whatever somebody typed appears as they typed it, and none of it is markup or a mention."""
    escaped = escape(text)

    assert _ESCAPED.sub(r"\1", escaped) == levelled(clean(text))
    assert not _MEANS_SOMETHING.search(escaped.replace("\\\\", ""))


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("@everyone <@123> <#4>", r"\@everyone \<\@123\> \<\#4\>"),
        ("https://evil.example/a_b", r"https\://evil.example/a\_b"),
        ("# big\n- item\n1. one\n> quote\n-# small", "\\# big\n\\- item\n1\\. one\n\\> quote\n\\-\\# small"),
        ("discord.gg/x DISCORDAPP.com/invite/x discord.com", r"discord\.gg/x DISCORDAPP\.com/invite/x discord.com"),
        ("**bold** ||spoiler||", r"\*\*bold\*\* \|\|spoiler\|\|"),
        ("abc\u202edcba\x07", "abcdcba"),
    ],
)
def test_marks_that_mean_something_to_discord_are_escaped(typed: str, drawn: str) -> None:
    """Mentions, addresses, headings, lists and turned lines come out as plain text."""
    assert escape(typed) == drawn


def test_each_span_has_its_own_mark() -> None:
    """Weight, code, time in the reader's zone, names that never ping, links without a preview."""
    at = datetime(2026, 3, 2, 8, tzinfo=UTC)
    phrase = (Strong("a*b"), Plain(" "), Code("1h30"), Plain(" "), Moment(at, "Mon 08:00"), Plain(" "), Person("@ana"))

    assert markdown(phrase) == r"**a\*b** `1h30` <t:1772438400:f> \@ana"
    assert markdown((Link("SVD [1]", "https://example.org/a"),)) == r"[SVD \[1\]](<https://example.org/a>)"


def test_a_mention_is_an_account_or_a_name() -> None:
    """Issue 5, 8: an id becomes a mention, whatever is none stays a name, and half a mention is none."""
    assert markdown((Mention("Ana", "77"), Plain(", "), Mention("@here", ""))) == r"<@77>, \@here"
    for hostile in ("everyone", "&5", "7> @everyone", "٣"):
        assert markdown((Mention("A*na", hostile),)) == r"A\*na"
    assert "<@" not in markdown((Plain("word " * 3), Mention("Ana", "123456789")), 20)


def test_a_moment_may_be_its_clock_alone_or_count_down() -> None:
    """The reader's own client keeps both true, however long the message stands."""
    at = datetime(2026, 3, 2, 8, tzinfo=UTC)
    phrase = (Moment(at, "08:00", "clock"), Plain(" "), Moment(at, "in 5 min", "distance"))

    assert markdown(phrase) == "<t:1772438400:t> <t:1772438400:R>"


def test_a_link_that_is_not_https_is_only_its_text() -> None:
    """Nothing but https can be followed."""
    assert markdown((Link("click", "javascript:alert(1)"),)) == "click"


def test_neighbouring_strong_words_are_one_mark() -> None:
    """`**a****b**` would show its asterisks."""
    assert markdown((Strong("a"), Strong("b"))) == "**ab**"


def test_code_may_hold_backticks() -> None:
    """A backtick in code does not end it."""
    assert markdown((Code("a`b"),)) == "`` a`b ``"


@given(phrases, st.integers(0, 400))
def test_a_shortened_phrase_keeps_within_its_room_and_closes_its_marks(phrase: tuple[Plain, ...], room: int) -> None:
    """Long text is cut between words with "…", never inside a mark, a time or a link."""
    drawn = markdown(phrase, room)

    assert weight(drawn) <= room
    bare = re.sub(r"\\.|`` .*? ``|`[^`\n]*`", "", drawn)
    assert bare.count("**") % 2 == 0
    assert bare.count("<t:") == len(re.findall(r"<t:-?\d+:f>", bare))
    assert bare.count("](<") == len(re.findall(r"\]\(<[^>]*>\)", bare))


def test_text_is_cut_between_words() -> None:
    """The last word is whole."""
    assert markdown((Strong("one two three four"),), 17) == "**one two**…"
    assert shortened("Singular value decomposition", 18) == "Singular value…"


def test_the_weight_of_wide_characters_is_their_bytes() -> None:
    """Discord fails above about 10,000 bytes of UTF-8, long before 4,000 such characters."""
    assert weight("a" * 4000) == 4000
    assert weight("漢" * 4000) == 4800
    assert weight("🟩") == 2
