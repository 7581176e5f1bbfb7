"""Accents: as many as any writing takes, and no more."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.towers import MOST, levelled

ACCENTS = st.text(st.sampled_from("aZ é\u0301\u0489\u20dd\ufe20"), max_size=40)


@given(ACCENTS)
def test_no_letter_carries_more_than_three_and_nothing_else_is_lost(text: str) -> None:
    """Issue 6, 3: what is not on top of three others stays, in its order."""
    found = levelled(text)
    assert levelled(found) == found
    run = 0
    expected = []
    for char in text:
        run = run + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        expected += [char] if run <= MOST else []
    assert found == "".join(expected)


@pytest.mark.parametrize("word", [unicodedata.normalize("NFD", "Việt Nam, ǭ ṩ"), "שָׁלוֹם", "ที่นี่", "नमस्ते", "👩\u200d🚀"])
def test_words_of_real_languages_stay(word: str) -> None:
    """Nobody's name is cut."""
    assert levelled(word) == word
