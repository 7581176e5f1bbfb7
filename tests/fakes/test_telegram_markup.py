"""Telegram's HTML becomes text and entities, or a complaint in Telegram's words."""

import pytest

from tests.fakes.telegram.markup import parse_html
from tests.fakes.telegram.refusals import RefusedError
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.wording import detected, worded_text


def _entity(kind: str, offset: int, length: int, **more: str | int) -> Json:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("a &lt;b&gt; &amp; &quot;c&quot; &#233;&#x1F600; &unknown;", 'a <b> & "c" é😀 &unknown;', []),
        ("<b>x</b><strong>y</strong>", "xy", [_entity("bold", 0, 1), _entity("bold", 1, 1)]),
        ("<i>x</i><em>y</em>", "xy", [_entity("italic", 0, 1), _entity("italic", 1, 1)]),
        ("<u>x</u><ins>y</ins>", "xy", [_entity("underline", 0, 1), _entity("underline", 1, 1)]),
        (
            "<s>x</s><del>y</del><strike>z</strike>",
            "xyz",
            [_entity("strikethrough", n, 1) for n in range(3)],
        ),
        (
            '<tg-spoiler>x</tg-spoiler><span class="tg-spoiler">y</span>',
            "xy",
            [_entity("spoiler", 0, 1), _entity("spoiler", 1, 1)],
        ),
        ("<code>a&lt;b</code>", "a<b", [_entity("code", 0, 3)]),
        ("<pre>x\ny</pre>", "x\ny", [_entity("pre", 0, 3)]),
        (
            '<pre><code class="language-python">x = 1</code></pre>',
            "x = 1",
            [_entity("pre", 0, 5, language="python")],
        ),
        (
            '<a href="https://example.org/?a=1&amp;b=2">here</a>',
            "here",
            [_entity("text_link", 0, 4, url="https://example.org/?a=1&b=2")],
        ),
        ('<a href="tg://user?id=7">Ana</a>', "Ana", [{**_entity("text_mention", 0, 3), "user": {"id": 7}}]),
        ("<blockquote>q</blockquote>", "q", [_entity("blockquote", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [_entity("expandable_blockquote", 0, 1)]),
        (
            '<tg-time unix="1764000000" format="wDT">then</tg-time>',
            "then",
            [_entity("date_time", 0, 4, unix_time=1764000000, date_time_format="wDT")],
        ),
        ("😀<b>é</b>", "😀é", [_entity("bold", 2, 1)]),
        ("<b>a<i>b</i></b>", "ab", [_entity("bold", 0, 2), _entity("italic", 1, 1)]),
        ("<b></b>x", "x", []),
    ],
)
def test_tags_become_entities_counted_in_utf16(source: str, text: str, entities: list[Json]) -> None:
    """Offsets and lengths are UTF-16 code units, the outer entity stands before the inner."""
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("3 <4", "Unclosed start tag at byte offset 2"),
        ("3 < 4", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        (
            "<a href>x</a>",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href=x/y>x</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-time unix="soon">x</tg-time>', 'Invalid attribute "unix" of the tag "tg-time"'),
        ('<tg-time unix="1" format="zz">x</tg-time>', "Invalid date-time format specified"),
    ],
)
def test_unreadable_html_is_refused_in_telegrams_words(source: str, complaint: str) -> None:
    """The whole message is refused, with the place in bytes."""
    with pytest.raises(RefusedError) as caught:
        parse_html(source)
    assert caught.value.description == f"Bad Request: can't parse entities: {complaint}"


def test_links_commands_and_mentions_are_found_outside_code() -> None:
    """Telegram adds these entities by itself, but not inside code or a link."""
    text, entities = parse_html("/log@a_bot 50 by @maria, see https://example.org/x. <code>/not @this_one</code>")
    assert detected(text, entities) == [
        _entity("bot_command", 0, 10),
        _entity("mention", 17, 6),
        _entity("url", 29, 21),
        _entity("code", 52, 14),
    ]


def test_spaces_around_a_text_go_and_entities_move_along() -> None:
    """Telegram trims what it stores."""
    assert worded_text("\n  <b>x</b> y \n", "HTML", []) == ("x y", [_entity("bold", 0, 1)])


def test_of_more_than_a_hundred_entities_the_rest_is_plain() -> None:
    """Telegram keeps 100 entities a message."""
    assert len(worded_text("<b>x</b> " * 120, "HTML", [])[1]) == 100
