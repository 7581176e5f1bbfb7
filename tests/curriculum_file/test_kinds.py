"""A value of the wrong kind is refused in words that say what YAML made of it."""

import pytest

from .changed import line_of, only_problem, put, replaced, values, written


@pytest.mark.parametrize(
    ("old", "new", "what", "do"),
    [
        ("title: The poke", "title: true", "is true, but should be text", "Put it in quotes"),
        ("title: The poke", "title: 2026", "is a number (2026), but should be text", "Put it in quotes"),
        ("title: The poke", "title: 1.5", "is a number (1.5), but should be text", "Put it in quotes"),
        ("title: The poke", "title:  # nothing yet", "has no value, but should be text", "Write it"),
        ("title: The poke", "title: ~", "has no value, but should be text", "Write it"),
        ("title: The poke", "title: ''", "is empty", "Write it"),
        ("title: The poke", "title: '  '", "is empty", "Write it"),
        ("title: The poke", "title: \u200b", "is empty", "Write it"),
        ("title: The poke", "title: [poke]", "is a list, but should be text", "Write one text"),
        ("title: The poke", "title: {the: poke}", "is a group of fields, but should be text", "in quotes"),
        ("title: The poke", 'title: "The\\npoke"', "“The poke” has a line break", "one line"),
        ("title: The poke", 'title: "The \\e[31mpoke"', "holds a control character (U+001B)", "Remove it"),
        ("title: The poke", "title: The\tpoke", "holds a control character (U+0009)", "use spaces"),
        ("title: The poke", "title: The \u202epoke", "holds a control character (U+202E)", "Remove it"),
        ("number: 2", "number: two", "is text (“two”), but should be a whole number", "whole number"),
        ("number: 2", "number: '2'", "is text (“2”), but should be a whole number", "without quotes"),
        ("number: 2", "number: 02", "is text (“02”), but should be a whole number", "leading zeros"),
        ("number: 2", "number: 2.0", "is a number (2.0), but should be a whole number", "whole number"),
        ("number: 2", "number: true", "is true, but should be a whole number", "whole number"),
        ("needs_gpu: false", "needs_gpu: 1", "is a number (1), but should be true, false or text", "true"),
        ("needs_gpu: false", "needs_gpu: no", "is the word “no”", "Write true or false"),
        (
            "phases: [first-loaves]",
            "phases: first-loaves",
            "is text (“first-loaves”), but should be a list",
            "'- '",
        ),
        ("language: en", "language: English please", "“English please” is no language tag", "BCP 47"),
        ("id: w2d2", "id: W2 D2", "“W2 D2” is no id", "small letters"),
        ("id: w2d2", "id: 22", "is a number (22), but should be text", "quotes"),
        (
            "url: https://example.org/window",
            "url: javascript:alert(1)",
            "“javascript:alert(1)” is no link",
            "https://",
        ),
        ("url: https://example.org/window", "url: see below", "“see below” is no link", "https://"),
    ],
)
def test_a_value_of_the_wrong_kind_is_explained(old: str, new: str, what: str, do: str) -> None:
    """The author learns what YAML made of the words, and how to write what was meant."""
    text = replaced(old, new)
    problem = only_problem(text)

    assert problem.what == what
    assert do in problem.do
    assert problem.line == line_of(text, new)


@pytest.mark.parametrize("value", ["yes", "maybe", "1", "[]"])
def test_a_draft_is_marked_by_true(value: str) -> None:
    """`draft: yes` is text in YAML 1.2, and a week is not made a draft by accident."""
    text = replaced("        number: 2", f"        number: 2\n        draft: {value}")
    problem = only_problem(text)

    assert (problem.path, problem.line) == ("phases[0].weeks[1].draft", line_of(text, "draft:"))
    assert problem.what.endswith("but should be true or false")


@pytest.mark.parametrize("old", ["    project:\n      id", "    ready:\n      signal"])
def test_text_in_place_of_a_group_is_explained(old: str) -> None:
    """A group of fields is no text."""
    name = old.strip().partition(":")[0]
    top = values()
    put(top, f"phases[0].{name}", "later")

    problem = only_problem(written(top))

    assert problem.what == "is text (“later”), but should be a group of fields"


def test_a_week_that_is_no_group_of_fields_is_explained() -> None:
    """A line among the weeks that was meant as a note."""
    text = replaced("    project:\n      id", "      - see the book\n    project:\n      id")
    problem = only_problem(text)

    assert (problem.path, problem.line) == ("phases[0].weeks[2]", line_of(text, "- see the book"))
    assert problem.what == "is text (“see the book”), but should be a group of fields"
