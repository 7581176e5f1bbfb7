"""How focus timers read, and which buttons they offer."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.app.commands import EditLog, LogFlow, SettleFocus, StartFocus, StopFocus, Undo
from bot.app.said import Card, FocusEnded, Focusing, FocusSettled, FocusShown, FocusStopped, Said, TimerShown
from bot.app.stand import stand_at
from bot.core.facts import Log, LogId
from bot.core.people import LearnerId
from bot.core.position import CHECKPOINT, FINISHED, REVIEW, Place
from bot.ui.phrase import Moment, Person, Strong, words
from bot.ui.present import present
from bot.ui.text import Text
from bot.ui.view import Fill, Press, Say, View
from tests.core import examples

NOW = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)
TODAY = date(2026, 3, 2)
WEEK = next(examples.curriculum().weeks)
STAND = stand_at(examples.curriculum(), Place(WEEK.id, WEEK.days[0].id))
TIMER = TimerShown(7, "runs", 25, (25,), NOW + timedelta(minutes=25), "Europe/Berlin", STAND, TODAY, TODAY)
LOG = Log(LogId(5), LearnerId(1), "small", NOW, "Europe/Berlin", TODAY, TODAY, 25)


def shown(said: Said) -> View:
    return present(said, Text())


def commands(view: View) -> list[object]:
    return [it.command for it in view.actions if isinstance(it, Press)]


def text(view: View) -> str:
    return "\n".join([words(view.title), *(words(it.text) for it in view.blocks if isinstance(it, Say))])


def test_a_running_timer_counts_down_by_the_readers_own_clock() -> None:
    """Section 3, /focus: the platforms' native marks; one button."""
    view = shown(FocusShown(TIMER, NOW, True, None, None))
    (first,) = [it for it in view.blocks if isinstance(it, Say)]
    moments = [it for it in first.text if isinstance(it, Moment)]
    assert moments == [Moment(TIMER.ends_at, "18:55", "clock"), Moment(TIMER.ends_at, "in 25 min", "distance")]
    assert Strong("25 min") in first.text
    assert commands(view) == [StopFocus(7)]
    assert view.private


@pytest.mark.parametrize(
    ("spot", "named", "markable"),
    [
        (WEEK.days[0].id, WEEK.days[0].title, True),
        (CHECKPOINT, f"the checkpoint of week {WEEK.number}", True),
        (REVIEW, f"the review of week {WEEK.number}", False),
        (FINISHED, "a flow of your own", False),
    ],
)
def test_the_nudge_names_the_flow_and_offers_done_only_where_there_is_work(
    spot: str, named: str, markable: bool
) -> None:
    """R12: a review is closed by explaining it, not by a press."""
    stand = stand_at(examples.curriculum(), Place(WEEK.id, spot))
    view = shown(FocusEnded(replace(TIMER, state="over", stand=stand)))
    assert named in text(view)
    assert (SettleFocus(7, then="done") in commands(view)) is markable
    assert commands(view)[0] == SettleFocus(7)
    assert commands(view)[-2:] == [SettleFocus(7, then="again"), StopFocus(7)]


@pytest.mark.parametrize(
    ("choices", "offered"),
    [
        ((), [StartFocus()]),
        ((12,), [SettleFocus(7), SettleFocus(7, "nothing")]),
        ((25, 70), [SettleFocus(7), SettleFocus(7, "ran"), SettleFocus(7, "nothing")]),
    ],
)
def test_what_a_stop_offers(choices: tuple[int, ...], offered: list[object]) -> None:
    """Section 3, R3: nothing below a minute, what ran, or the question which of two."""
    view = shown(FocusStopped(replace(TIMER, state="stopped", choices=choices)))
    assert commands(view) == offered


def test_what_waits_is_one_button_beside_what_runs() -> None:
    """Section 3: two possible lengths are asked for, one is logged at once."""
    waits = replace(TIMER, timer=6, state="over")
    assert SettleFocus(6) in commands(shown(FocusShown(TIMER, NOW, True, None, waits)))
    asks = replace(waits, state="stopped", choices=(25, 70))
    assert commands(shown(FocusShown(TIMER, NOW, True, None, asks))) == [StopFocus(7), StopFocus(6)]


def test_the_round_before_has_undo_and_edit() -> None:
    """R19: a log is a log, whichever button made it."""
    view = shown(FocusShown(TIMER, NOW, True, None, None, LOG))
    assert "Logged 25 min for today, Monday 2 March" in text(view)
    assert Undo("log", 5) in commands(view)
    assert [(it.form, it.given) for it in view.actions if isinstance(it, Fill)] == [(EditLog, {"log": 5})]


def test_a_settled_timer_says_what_became_of_it() -> None:
    """R20: a second press changes nothing and says so."""
    assert Undo("log", 5) in commands(shown(FocusSettled(7, LOG, 0, TODAY)))
    undone = shown(FocusSettled(7, replace(LOG, undone_at=NOW), 0, TODAY))
    assert "taken back since" in text(undone)
    assert not any(isinstance(it, SettleFocus | LogFlow | Undo) for it in commands(undone))
    assert commands(shown(FocusSettled(7, None, 25, TODAY))) == [SettleFocus(7), StartFocus()]
    assert commands(shown(FocusSettled(7, None, 0, TODAY))) == [StartFocus()]


@pytest.mark.parametrize(
    ("names", "learners", "said"),
    [
        (("Ana",), 1, "Focusing now, until 18:55: Ana."),
        (("Ana", "**Bo**"), 3, "Focusing now, until 18:55: Ana, **Bo** and 1 more."),
        ((), 3, "Focusing now, until 18:55: 3 learners."),
    ],
)
def test_a_card_names_the_listed_and_counts_the_others(names: tuple[str, ...], learners: int, said: str) -> None:
    """R22, R23: names are names, never markup and never a ping."""
    focusing = Focusing(names, learners, TIMER.ends_at, "Europe/Berlin")
    view = shown(Card("Owls", 1, TODAY, "day", False, (), 0, None, 0, None, "link", focusing=focusing))
    assert said in text(view)
    spans = [span for it in view.blocks if isinstance(it, Say) for span in it.text]
    assert [it.name for it in spans if isinstance(it, Person)] == list(names)
