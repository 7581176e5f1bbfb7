"""Text as Telegram reads it: nobody's words become markup, and nothing is longer than a message."""

from datetime import UTC, datetime

import pytest

from bot.platforms.telegram.spans import Bit, bits_of, is_address, pages
from bot.ui.phrase import Code, Link, Mention, Moment, Person, Phrase, Plain, Span, Strong
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.wording import worded_text


def read(phrase: Phrase, *around: str) -> tuple[str, list[Json]]:
    """What Telegram makes of a phrase."""
    return worded_text(pages([bits_of(phrase, *around)])[0], "HTML", [])


def html(phrase: Phrase, *around: str) -> str:
    """A phrase as it is sent."""
    return "".join(bit.html for bit in bits_of(phrase, *around))


AT = datetime(2026, 3, 3, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Plain("a < b & c > d"), "a &lt; b &amp; c &gt; d"),
        (Strong("90"), "<b>90</b>"),
        (Code("/log 90"), "<code>/log 90</code>"),
        (Code("/today"), "/today"),
        (Person("Ana"), "Ana"),
        (Mention("A <b>", "77"), '<a href="tg://user?id=77">A &lt;b&gt;</a>'),
        (Mention("Ana", ""), "Ana"),
        (Mention("Ana", '7"><b>'), "Ana"),
        (Link("book", "https://example.org/?a=1&b=2"), '<a href="https://example.org/?a=1&amp;b=2">book</a>'),
        (Moment(AT, "18:00"), '<tg-time unix="1772557200" format="wDt">18:00</tg-time>'),
        (Moment(AT, "18:00", "clock"), '<tg-time unix="1772557200" format="t">18:00</tg-time>'),
        (Moment(AT, "in 5 min", "distance"), '<tg-time unix="1772557200" format="r">in 5 min</tg-time>'),
    ],
)
def test_each_span_has_its_own_mark(span: Span, expected: str) -> None:
    """D2: structure, not markup; a bare command stays plain so that it can be tapped."""
    assert html((span,)) == expected


def test_what_was_typed_stays_text() -> None:
    """Section 4: markup that a person typed is shown as typed."""
    typed = "<b>bold< &lt; <a href='tg://user?id=1'>x **y** `z` [a](b)"
    assert read((Plain(typed),)) == (typed, [])


@pytest.mark.parametrize("typed", ["@durov hi", "hi @durov!", "(@durov)", "/@durov", "@@durov", "é@durov", "-@durov"])
def test_nobody_is_mentioned(typed: str) -> None:
    """A name or a note with an @ notifies nobody, and reads the same."""
    for span in (Plain(typed), Strong(typed), Person(typed)):
        text, entities = read((span,))
        assert [each for each in entities if each["type"] == "mention"] == []
        assert text.replace("\u2060", "") == typed


def test_an_address_of_a_mail_box_is_left_alone() -> None:
    """Only mentions are broken up: a note can be copied out again."""
    assert read((Plain("ana@example.org"),))[0] == "ana@example.org"


def test_a_name_is_never_a_command() -> None:
    """Tapping a learner's name must not send a command as oneself."""
    _, entities = read((Person("/forget"),))
    assert entities == []


@pytest.mark.parametrize("url", ["tg://user?id=5", "javascript:alert(1)", "https://a b.c", "https://localhost", "x.y"])
def test_a_link_that_is_none_becomes_its_text(url: str) -> None:
    """A tg:// link would be a mention; others are refused together with their message."""
    assert not is_address(url)
    assert html((Link("here", url),)) == "here"


def test_a_quote_in_an_address_cannot_leave_it() -> None:
    """The address is escaped where it stands."""
    _, entities = read((Link("x", 'https://example.org/"><b>'),))
    assert [(each["type"], each["url"]) for each in entities] == [("text_link", 'https://example.org/"><b>')]


def test_what_cannot_be_sent_is_left_out() -> None:
    """Controls, lone surrogates and marks that turn a line round never reach Telegram."""
    assert html((Plain("a\x00b\ud83dc\u202ed\u2066e\nf\x1b"),)) == "abcde\nf"


def test_strong_within_strong_is_one_mark() -> None:
    """A title is bold once; code takes nothing around it, as Telegram demands."""
    assert html((Plain("a"), Strong("b"), Code("c")), "b") == "<b>a</b><b>b</b><code>c</code>"


def test_a_message_parts_between_paragraphs() -> None:
    """4,096 UTF-16 units a message: paragraphs stay whole where they can."""
    paragraphs = [[Bit("a" * 2000)], [Bit("b" * 2000)], [Bit("c" * 2000)]]
    assert [page[:1] + page[-1:] for page in pages(paragraphs)] == ["ab", "cc"]


def test_a_long_paragraph_parts_between_words() -> None:
    """A paragraph that no message holds is parted after a word, within its mark."""
    parted = pages([[Bit("wort " * 2000, ("i",))]])
    assert [page.startswith("<i>wort") and page.endswith("</i>") for page in parted] == [True] * 3
    assert all("wort</i>" in page.replace(" </i>", "</i>") for page in parted)


def test_emoji_count_as_telegram_counts_them() -> None:
    """A pair of surrogates is two units: 2,048 squares fill a message."""
    assert [len(page) for page in pages([[Bit("🟩" * 3000)]])] == [2048, 952]


def test_a_message_has_at_most_a_hundred_entities() -> None:
    """Telegram drops the marks beyond 100, so the rest goes into the next message."""
    bits = [Bit(str(n % 10), ("b",)) for n in range(250)]
    assert [page.count("<b>") for page in pages([bits])] == [100, 100, 50]


def test_nothing_to_say_is_still_a_message() -> None:
    """Telegram refuses an empty text."""
    assert pages([[], [Bit(" \n ")]]) == ["…"]


def test_many_marks_and_long_texts_part_too() -> None:
    """Both limits at once: every message keeps to 4,096 units and 100 entities, and nothing is lost."""
    bits = [Bit(f"{n:04} " * 30, ("i", "b")) for n in range(120)]
    parted = pages([[Bit("title", ("b",))], bits])
    read_back = [worded_text(page, "HTML", []) for page in parted]
    assert all(page.count("<") // 2 <= 100 for page in parted)
    assert "".join("".join(text.split()) for text, _ in read_back) == "title" + "".join(
        f"{n:04}" * 30 for n in range(120)
    )


def test_a_long_paragraph_begins_where_there_is_room() -> None:
    """A title does not stand in a message of its own."""
    parted = pages([[Bit("Title")], [Bit("wort " * 1000)]])
    assert len(parted) == 2
    assert parted[0].startswith("Title\n\nwort")


def test_a_moment_before_time_began_is_its_text() -> None:
    """Telegram takes 31 bits of seconds."""
    assert html((Moment(datetime(1960, 1, 1, tzinfo=UTC), "long ago"),)) == "long ago"
