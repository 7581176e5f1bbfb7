"""How single screens read, where their words hang on what there is."""

from datetime import date, timedelta

import pytest

from bot.app.said import BoardLine, BoardShown, Card, Digest, LedgerShown, Refused, Said
from bot.core.plans import PlanHistory, default_plan
from bot.core.record import DayFacts, Record
from bot.core.standing import ledger
from bot.ui.phrase import words
from bot.ui.present import present
from bot.ui.text import Text
from bot.ui.view import Facts, Say, Small, View

MONDAY = date(2026, 3, 2)
THURSDAY = MONDAY + timedelta(days=3)


def shown(said: Said) -> View:
    return present(said, Text())


def facts(view: View) -> list[tuple[str, str]]:
    """The label and value pairs of a view."""
    return [(label, words(value)) for block in view.blocks if isinstance(block, Facts) for label, value in block.rows]


def sentences(view: View) -> list[str]:
    """The paragraphs and asides of a view."""
    return [words(block.text) for block in view.blocks if isinstance(block, Say | Small)]


def test_the_ledger_begins_with_the_day_of_joining_and_calls_no_day_ahead_free() -> None:
    """R21: each line is a day that could count, or one on which something was logged."""
    plans = PlanHistory(((MONDAY - timedelta(days=7), default_plan(5)),))
    record = Record(MONDAY + timedelta(days=1), {THURSDAY - timedelta(days=1): DayFacts(45, 1, 45)}, plans)
    view = shown(LedgerShown(ledger(record, THURSDAY), 0, 1, record.joined, THURSDAY))
    assert facts(view) == [
        ("Tue 3 March", "free"),
        ("Wed 4 March", "45 min, a study day"),
        ("Thu 5 March", "today"),
        ("Fri 6 March", "to come"),
    ]


@pytest.mark.parametrize(("points", "said"), [("1", "1 point"), ("0", "0 points"), ("66.7", "66.7 points")])
def test_a_boards_first_figure_has_its_name(points: str, said: str) -> None:
    """R10: points are what places are made of, minutes stand beside them."""
    line = BoardLine(1, "Ana", points, 90, you=False)
    view = shown(BoardShown("Owls", 1, "week", None, 1, (), (line,), None, own_listed=False, weeks_needed=0))
    assert facts(view) == [("1. Ana", f"{said} · 1 h 30 min")]


@pytest.mark.parametrize(
    ("finished", "unlisted", "said"),
    [
        ((), 0, []),
        ((), 1, ["1 week was explained."]),
        ((("Ana", 3),), 2, ["🎉 Ana explained week 3.\n2 more weeks were explained."]),
        ((("Ana", 3), ("Bo", 1)), 0, ["🎉 Ana explained week 3.\n🎉 Bo explained week 1."]),
    ],
)
def test_the_weeks_that_were_explained_are_one_paragraph(
    finished: tuple[tuple[str, int], ...], unlisted: int, said: list[str]
) -> None:
    """R24: Monday's digest, a line for each."""
    digest = Digest(MONDAY, 600, 9, 4, finished, unlisted, ())
    card = Card("Owls", 1, MONDAY, "fresh", False, (), 0, None, 0, digest, "link", studied=False)
    first, *middle, question, last = sentences(shown(card))
    assert question.startswith("A question for the week:")
    assert (first, middle) == ("Last week together: 10 h, 9 flows, 4 learners.", said)
    assert last == "Whoever studies today appears here."


def test_a_day_that_cannot_be_logged_is_named_with_its_year() -> None:
    """R2: who typed another year than they meant sees it at once."""
    view = shown(Refused("day_ahead", given="1 January 2030", days=(date(2030, 1, 1),)))
    assert words(view.title).startswith("Tuesday 1 January 2030 has not come yet;")


@pytest.mark.parametrize(("seconds", "end"), [(1, "in 1 second."), (10, "in 10 seconds.")])
def test_who_is_too_fast_reads_that_nothing_changed_and_when_to_go_on(seconds: int, end: str) -> None:
    """Issue 5: one polite sentence."""
    said = words(shown(Refused("slow_down", numbers=(seconds,))).title)
    assert "changed nothing" in said
    assert said.endswith(end)
