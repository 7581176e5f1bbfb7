"""How single screens read, where their words hang on what there is."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

import pytest

from bot.app.commands import Leaderboard
from bot.app.said import (
    BoardLine,
    BoardShown,
    Card,
    Digest,
    LedgerShown,
    NumbersShown,
    Refused,
    Said,
    Stand,
    StuckShown,
)
from bot.core.plans import PlanHistory, default_plan
from bot.core.record import DayFacts, Record
from bot.core.standing import ledger, standing_on
from bot.ui.phrase import words
from bot.ui.present import present
from bot.ui.text import Text
from bot.ui.view import Facts, Press, Say, Small, View
from tests.core.examples import curriculum

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


def test_the_ledger_names_the_year_of_weeks_long_ago() -> None:
    """R21: whoever is on the way for longer than a year can tell two weeks of March apart."""
    plans = PlanHistory(((MONDAY, default_plan(5)),))
    weeks = ledger(Record(MONDAY, {}, plans), MONDAY + timedelta(weeks=52), 53)
    titles = [
        words(it.text) for it in shown(LedgerShown(weeks, 0, 1, MONDAY, weeks[-1].monday)).blocks if isinstance(it, Say)
    ]
    assert titles[0] == "Week from 2 March 2026 · 5 plan days"
    assert titles[-1] == "Week from 1 March · 5 plan days"


def test_the_ledger_names_the_weeks_that_the_last_eight_are_made_of() -> None:
    """R9, R21: "solid in n of the last 8" is explained, too: rest is none of them, and the open week is not yet."""
    joined = MONDAY - timedelta(weeks=10)
    plans = PlanHistory(((joined, default_plan(5)),))
    studied = {joined + timedelta(weeks=week, days=day): DayFacts(45, 1, 45) for week in range(10) for day in range(3)}
    off = MONDAY - timedelta(weeks=2)
    days = {day: facts for day, facts in studied.items() if not off <= day < off + timedelta(days=7)}
    weeks = ledger(Record(joined, days, plans, frozenset({off})), MONDAY, 11)
    view = shown(LedgerShown(weeks, 0, 1, joined, MONDAY))
    said = [words(block.text) for block in view.blocks if isinstance(block, Small)]
    assert ["R9" in line for line in said] == [False, *[True] * 7, False, True, False]


@pytest.mark.parametrize(("points", "said"), [("1", "1 point"), ("0", "0 points"), ("66.7", "66.7 points")])
def test_a_boards_first_figure_has_its_name(points: str, said: str) -> None:
    """R10: points are what places are made of, minutes stand beside them."""
    line = BoardLine(1, "Ana", points, 90, you=False)
    view = shown(BoardShown("Owls", 1, "week", None, 1, (), (line,), None, own_listed=False, weeks_needed=0))
    assert facts(view) == [("1. Ana", f"{said} · 1 h 30 min")]


def test_a_past_week_of_a_board_names_its_monday_and_leads_on() -> None:
    """R10: history by week, back and forth by one press each."""
    told = BoardShown("Owls", 1, "week", None, 0, (), (), None, own_listed=True, weeks_needed=0)
    view = shown(replace(told, monday=MONDAY, earlier=7, later=9))
    assert words(view.title) == "Owls: week from 2 March"
    pressed = {it.label: it.command for it in view.actions if isinstance(it, Press)}
    assert pressed["Week before"] == Leaderboard("week", 1, week=7)
    assert pressed["Week after"] == Leaderboard("week", 1, week=9)
    labels = [it.label for it in shown(told).actions if isinstance(it, Press)]
    assert "Week before" not in labels
    assert "Week after" not in labels


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


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (MONDAY, THURSDAY, "March 2026"),
        (MONDAY, date(2026, 8, 1), "March to August 2026"),
        (MONDAY, date(2027, 1, 1), "March 2026 to January 2027"),
    ],
)
def test_the_end_is_named_by_months_and_explains_itself(first: date, last: date, said: str) -> None:
    """R21, R22: a range from one's own pace, no date to keep; without one there is no word of it."""
    standing = standing_on(Record(MONDAY, {}, PlanHistory(((MONDAY, default_plan(5)),))), MONDAY)
    numbers = NumbersShown(standing, 0, None, 5, MONDAY, (first, last))
    view = shown(numbers)
    assert facts(view)[-1] == ("The end", f"{said}, at your own pace")
    assert sentences(view)[-1].startswith("The end is a range, not a date to keep")
    without = shown(replace(numbers, finish=None))
    assert "The end" not in dict(facts(without))
    assert len(sentences(without)) == 1


@pytest.mark.parametrize(
    ("spot", "title", "way_in"),
    [
        ("day", "Stuck in week 1", True),
        ("review", "Stuck in week 1", True),
        ("project", "Stuck at the project of phase 1", False),
        ("finished", "Stuck on something of your own", False),
    ],
)
def test_stuck_fits_where_one_stands(
    spot: Literal["day", "review", "project", "finished"], title: str, way_in: bool
) -> None:
    """Section 3: the checkpoint is a way in also for who cannot explain the week; after the end it is no week."""
    phase = curriculum().phases[0]
    view = shown(StuckShown(Stand(phase.weeks[0], phase, spot, None, 0, 4), 0, ()))
    assert words(view.title) == title
    assert any(line.startswith("Another way in") for line in sentences(view)) == way_in


@pytest.mark.parametrize(("seconds", "end"), [(1, "in 1 second."), (10, "in 10 seconds.")])
def test_who_is_too_fast_reads_that_nothing_changed_and_when_to_go_on(seconds: int, end: str) -> None:
    """Issue 5: one polite sentence."""
    said = words(shown(Refused("slow_down", numbers=(seconds,))).title)
    assert "changed nothing" in said
    assert said.endswith(end)
