"""Text on a screen: widths, lines, and nothing that could break the screen."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.terminal.ink import inked
from bot.platforms.terminal.paper import Run, columns, visible, wide, wrap

NASTY = "\x1b[2J\x1b]0;owned\x07\x9b31m\r\b\u202eevil\u2066\x00\u2028\ud800"


def text_of(lines: list[tuple[Run, ...]]) -> str:
    """The lines as bare text."""
    return "\n".join("".join(run.text for run in line) for line in lines)


def test_control_characters_never_reach_the_screen() -> None:
    """Whatever a person typed: no escape, no carriage return, no override of direction, no half of a character."""
    assert visible(f"a{NASTY}\nb") == "a[2J]0;owned31mevil\nb"


@given(st.text(max_size=300), st.integers(8, 76))
def test_no_line_is_wider_than_the_screen(text: str, width: int) -> None:
    """Any text at any width, wide characters included."""
    for line in wrap([Run(text)], width):
        assert wide(line) <= max(width, 2)
        assert not any(unicodedata.category(each) in {"Cc", "Cs"} for run in line for each in run.text)


@given(st.lists(st.text("abc é漢🟩", min_size=1, max_size=30), max_size=6), st.integers(8, 40))
def test_wrapping_loses_no_letter(texts: list[str], width: int) -> None:
    """All that is not a blank comes out as it went in, in order."""
    lines = wrap([Run(text) for text in texts], width)

    assert "".join(text_of(lines).split()) == "".join("".join(texts).split())


def test_lines_end_between_words_and_keep_their_breaks() -> None:
    """Words stay whole where they fit, and a line break of the text is one on the screen."""
    assert text_of(wrap([Run("one two three\nfour")], 8)) == "one two\nthree\nfour"


def test_a_word_may_change_its_ink_in_the_middle() -> None:
    """A strong word before a comma is still one word."""
    lines = wrap([Run("say "), Run("hello", "strong"), Run(", you")], 9)

    assert text_of(lines) == "say\nhello,\nyou"


def test_a_prefix_stands_before_the_first_line_and_another_before_the_rest() -> None:
    """Marks of a list hang, bars of a quote go on."""
    assert text_of(wrap([Run("one two three")], 9, "· ")) == "· one two\n  three"
    assert text_of(wrap([Run("one two three")], 9, "│ ", "│ ")) == "│ one two\n│ three"


def test_a_bullet_hangs() -> None:
    """The lines of a list's item stand under its words, not under its bullet."""
    assert text_of(wrap([Run("List\n• one two three\n• four")], 10)) == "List\n• one two\n  three\n• four"


def test_columns_know_wide_characters_and_marks() -> None:
    """Squares and Chinese take two columns, a mark on a letter none."""
    assert columns("🟩🟦⬜") == 6
    assert columns("漢字") == 4
    assert columns("e\u0301") == 1


def test_colours_stand_around_words_and_only_where_wanted() -> None:
    """Plain output holds no escape at all."""
    line = (Run("a ", "strong"), Run("b", "strong"), Run(" c"))

    assert inked(line, colour=True) == "\x1b[1ma b\x1b[0m c"
    assert inked(line, colour=False) == "a b c"
