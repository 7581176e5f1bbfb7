"""How a project, a phase's end and the shorter path read."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Literal

import pytest

from bot.app.commands import (
    LeavePhase,
    LookBack,
    Portfolio,
    Ship,
    ShorterPath,
    ShowGround,
    ShowProject,
    Undo,
    WriteReady,
)
from bot.app.said import (
    LookBackShown,
    MilestonesShown,
    PathShown,
    PhaseLeft,
    ProgressShown,
    ReadyKept,
    Refused,
    ReviewClosed,
    ReviewDue,
    Said,
    Shipped,
    SkipRefused,
    Stand,
    TodayShown,
    Unshown,
)
from bot.core.gates import Gate, Shipment, ShippedId, gate
from bot.core.plans import PlanHistory, default_plan
from bot.core.record import Record
from bot.core.standing import InReserve, OpenWeek, standing_on
from bot.ui.phrase import words
from bot.ui.present import present
from bot.ui.text import Text
from bot.ui.view import Checklist, Facts, Fill, Press, Quote, Say, Small, View
from tests.core.examples import curriculum

WAY = curriculum()
FIRST, SECOND = WAY.phases
MONDAY = date(2026, 3, 2)
OPEN = gate(FIRST, ["w2"], ["p1m1"], ["phase1"])
SHIPMENT = Shipment(ShippedId(7), "p1m1", "https://example.org/x", "mine", datetime(2026, 3, 2, tzinfo=UTC), MONDAY)


def stand(found: Gate) -> Stand:
    return Stand(FIRST.weeks[1], FIRST, "project", None, 0, 4, gate=found)


def shown(said: Said) -> View:
    return present(said, Text())


def text(view: View) -> str:
    blocks = [
        words(it.text) if isinstance(it, Say | Small) else it.text
        for it in view.blocks
        if isinstance(it, Say | Small | Quote)
    ]
    return "\n".join([words(view.title), *blocks])


def pressed(view: View) -> list[object]:
    """The commands of the buttons, and the forms of those that ask."""
    return [it.command if isinstance(it, Press) else it.form for it in view.actions if isinstance(it, Press | Fill)]


@pytest.mark.parametrize(
    ("found", "said", "first"),
    [
        (gate(FIRST, ["w2"], [], []), "step 1 of 1 of Build, Ship", Ship),
        (gate(FIRST, ["w2"], ["p1m1"], []), "What is left is how it went", WriteReady),
        (OPEN, "Nothing is missing: phase 1 can be left.", LeavePhase("phase1")),
        (gate(FIRST, [], ["p1m1"], []), "what week 2 was about", None),
    ],
)
def test_at_the_project_the_next_thing_comes_first(found: Gate, said: str, first: object) -> None:
    """R14: the next open milestone, then what else leaving takes, then the way out."""
    week = OpenWeek(MONDAY, default_plan(3), 0, 0, 0, 0, 3, 1, InReserve(1))
    view = shown(TodayShown(stand(found), MONDAY, 0, 0, week, 0, welcome=False))
    assert said in text(view)
    assert first is None or pressed(view)[0] == first


def test_the_last_weeks_yes_speaks_of_that_week_alone() -> None:
    """R12, R14: whoever placed themselves there has not closed the others, and need not."""
    closed = ReviewClosed(5, FIRST.weeks[1], 3, "", stand(gate(FIRST, ["w2"], [], [])), already=False)
    assert "The last week of phase 1 is closed. Its project leads out of it." in text(shown(closed))


@pytest.mark.parametrize("kind", ["project_next", "no_week_to_review"])
def test_a_refused_review_calls_no_open_week_closed(
    kind: Literal["project_next", "no_week_to_review"],
) -> None:
    """R12: whoever started further on has not closed every week."""
    assert "All weeks" not in text(shown(Refused(kind)))


def test_what_is_missing_is_listed_only_when_somebody_asks_to_leave() -> None:
    """R14: exactly, a line for each; else the steps stand there with their marks."""
    found = gate(FIRST, [], [], [])
    screen = MilestonesShown(FIRST, 1, 2, (), found, "", True, False, (), MONDAY)
    assert "To leave phase 1: the review of week 2, 1 step, the readiness signal." in text(shown(screen))
    asked = shown(replace(screen, asked=True))
    assert "• the review of week 2\n• ship: Ship\n• the readiness signal" in text(asked)
    assert LeavePhase("phase1") not in pressed(asked)
    assert ShorterPath() in pressed(asked)


def test_of_a_phase_that_lies_behind_nothing_is_called_missing() -> None:
    """R12, R14, R22: whoever showed it, or left it before it got a further step, owes nothing there."""
    found = gate(FIRST, [], [], [FIRST.id])
    view = shown(MilestonesShown(FIRST, 1, 2, (), found, "It went well.", False, False, (2,), MONDAY, behind=True))
    assert "To leave" not in text(view)
    assert "This phase lies behind you." in text(view)
    assert pressed(view)[0] is Ship


def test_with_nothing_missing_the_way_on_comes_first() -> None:
    """R14: the step into the next phase is a press; one's own words are shown."""
    screen = shown(MilestonesShown(FIRST, 1, 2, (SHIPMENT,), OPEN, "It went well.", True, False, (2,), MONDAY))
    assert pressed(screen)[0] == LeavePhase("phase1")
    assert [row[0] for block in screen.blocks if isinstance(block, Checklist) for row in block.rows] == ["done"]
    assert "It went well." in text(screen)
    last = shown(MilestonesShown(SECOND, 2, 2, (), OPEN, "It went well.", True, False, (1,), MONDAY))
    assert any(isinstance(it, Press) and it.label == "Finish the way" for it in last.actions)


def test_the_receipt_of_the_last_missing_thing_leads_on() -> None:
    """R14, R19: it says so, with the undo of what was done."""
    following = Stand(SECOND.weeks[0], SECOND, "day", SECOND.weeks[0].days[0], 1, 4, 2)
    view = shown(Shipped(SHIPMENT, FIRST.project.milestones[0], FIRST, 1, OPEN, 5, following, MONDAY))
    assert "Phase 1 is behind you, with its project. Now comes Phase 2." in text(view)
    assert Undo("milestone", 7) in pressed(view)
    kept = shown(ReadyKept(FIRST, 1, OPEN, False, 5, following))
    assert Undo("phase", 5) in pressed(kept)
    end = Stand(SECOND.weeks[1], SECOND, "finished", None, 0, 4, 2)
    finished = shown(PhaseLeft(SECOND, 2, 9, end))
    assert "walked the whole way" in text(finished)
    assert pressed(finished) == [LookBack(), Undo("phase", 9)]


def test_the_refusal_to_skip_quotes_why() -> None:
    """R14, curriculum.md: from the phase that would be skipped, and from the one that builds on it."""
    missing = (Unshown(1, FIRST, False), Unshown(2, SECOND, True))
    view = shown(SkipRefused(replace(SECOND, why="It builds on it."), 3, missing))
    assert "phase 1, Phase 1: its readiness signal, and a link or a note" in text(view)
    assert "phase 2, Phase 2: a link or a note on a project" in text(view)
    assert [it.text for it in view.blocks if isinstance(it, Quote)] == ["Because.", "It builds on it."]
    assert pressed(view)[:2] == [ShowGround, ShowProject]


def test_the_shorter_path_says_what_it_takes_together() -> None:
    """R14: and offers the other way, whichever one is on."""
    stretch = WAY.walked(shortened=True).stretch("w1")
    where = Stand(FIRST.weeks[0], FIRST, "day", FIRST.weeks[0].days[1], 1, 4, 1, stretch)
    view = shown(PathShown(FIRST, 1, (stretch,), True, True, where))
    assert "Weeks 1 and 2, day 1 of 3" in text(view)
    assert "Phase 1 in 1 week instead of 2," in text(view)
    assert pressed(view)[0] == ShorterPath("leave")
    assert pressed(shown(PathShown(FIRST, 1, (stretch,), False, False, where)))[0] == ShorterPath("take")


def test_a_review_begins_with_why_and_how() -> None:
    """R13: offered before it is written; a week without questions has two that fit any."""
    due = ReviewDue(FIRST.weeks[0], "All of it.", True, False, ("Why does it hold?",), (1,))
    assert "• Why does it hold?" in text(shown(due))
    assert "Why does it …? How would you …?" in text(shown(replace(due, stems=())))
    assert "Explain weeks 1 and 2 in one" in text(shown(replace(due, together=(1, 2))))


def test_whoever_has_finished_stands_in_no_week() -> None:
    """R14: all weeks lie behind them, not only the last one."""
    end = Stand(SECOND.weeks[1], SECOND, "finished", None, 0, 4, 2)
    record = Record(MONDAY, {}, PlanHistory(((MONDAY, default_plan(3)),)))
    view = shown(ProgressShown(end, standing_on(record, MONDAY), MONDAY, 12, 12, 4, 4))
    rows = {label: words(said) for it in view.blocks if isinstance(it, Facts) for label, said in it.rows}
    assert rows["Where"] == "All 4 weeks"


def test_the_look_back_of_the_finished_leads_to_the_portfolio() -> None:
    """R14: it comes as one page once the last phase is left; before, it is there but no main thing."""
    back = LookBackShown("Small", MONDAY, MONDAY, 4, 4, 12, 600, 12, 4, 4, (), MONDAY)
    for page, style in ((back, "main"), (replace(back, finished=None), "plain")):
        first = shown(page).actions[0]
        assert isinstance(first, Press)
        assert (first.command, first.style) == (Portfolio(), style)
