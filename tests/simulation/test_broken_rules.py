"""Every invariant is looked for in earnest: a rule of the bot is broken, and the simulation ends with its number."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from bot import forgetting
from bot.app import due, snoozing, timer
from bot.app.commands import Snooze
from bot.app.said import DailyPrompt, Refusal, Said
from bot.app.turn import Turn
from bot.core import board, days, gates, plans, position, rests
from bot.core.curriculum import Curriculum
from bot.core.position import Place
from bot.core.prompts import CardRhythm, Rhythm
from bot.simulation import run
from bot.simulation.habits import Habit
from bot.simulation.kinds import ChangesMind, Drifts, NightOwl, Speedster, Struggles, Weekend
from bot.simulation.person import Act, Person
from bot.simulation.run import Plan, simulate
from bot.simulation.violation import FIRST, Violation
from bot.storage import deriving, ownership
from bot.storage.letters import Letters
from bot.storage.logs import Logs
from bot.storage.weeks import InToday, Weeks

Patch = pytest.MonkeyPatch


pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that is broken by `how`: whose months end within so many weeks, by which rule and with which words."""

    name: str
    how: Callable[[Patch], None]
    habit: type[Habit]
    weeks: int
    rule: str
    told: str
    learners: int = 2


class AsksDaily(Speedster):
    """Asks for a question on every chosen day."""

    recalls = 1.0


class RestsOften(Struggles):
    """Declares rest each week, in one of its ways."""

    rests = 1.0


class PutsOff(Habit):
    """Puts each prompt off, and then again."""

    def later(self, me: Person, said: Said) -> Iterator[Act]:
        if isinstance(said, DailyPrompt):
            yield Act(me.now + timedelta(minutes=2), Snooze("hour"))
            yield Act(me.now + timedelta(minutes=9), Snooze("hour"))


def _rested(day: date, turn: Turn) -> None:
    del turn
    raise Refusal("rest_day", days=(day,))


def _set(target: object, name: str, value: object) -> Callable[[Patch], None]:
    return lambda patch: patch.setattr(target, name, value)


def _no(*facts: object) -> bool:
    """Not so, whatever it is."""
    del facts
    return False


def _rest_a_day_longer(patch: Patch) -> None:
    def longer(first: str, last: str, today: date) -> tuple[date, date | None]:
        begins, ends = rests.rest_range(first, last, today)
        return begins, ends + timedelta(days=1) if ends else None

    patch.setattr("bot.app.resting.rest_range", longer)


def _asked_at_once(patch: Patch) -> None:
    whole = forgetting.first

    def first(written: datetime) -> forgetting.Kept:
        return replace(whole(written), due=written)

    patch.setattr(forgetting, "first", first)


def _export_without_the_last_log(patch: Patch) -> None:
    whole = ownership.Ownership.everything

    def everything(self: ownership.Ownership, learner: Any) -> dict[str, list[dict[str, Any]]]:
        found = whole(self, learner)
        return {**found, "logs": found["logs"][:-1]}

    patch.setattr(ownership.Ownership, "everything", everything)


def _gate_without_its_signal(patch: Patch) -> None:
    patch.setattr("bot.app.stand.gate", lambda *facts: replace(gates.gate(*facts), signal=False))


def _a_day_further(patch: Patch) -> None:
    def twice(curriculum: Curriculum, place: Place) -> Place:
        return position.after_day_done(curriculum, position.after_day_done(curriculum, place))

    patch.setattr("bot.app.flows.after_day_done", twice)


def _an_hour_more(patch: Patch) -> None:
    counted = Weeks.in_on

    def in_on(self: Weeks, *asked: Any) -> InToday:
        found = counted(self, *asked)
        return replace(found, minutes=found.minutes + 60)

    patch.setattr(Weeks, "in_on", in_on)


BROKEN = (
    Broken("days begin at midnight", _set(days, "DAY_STARTS", time(0)), NightOwl, 1, "R2", "the day of a log"),
    Broken("a card counts an hour more", _an_hour_more, Weekend, 1, "R23", "3 learners with", 3),
    Broken("two of five are solid", lambda patch: patch.setitem(plans._FLOORS, 5, 2), Habit, 1, "R7", "reserve"),
    Broken("rest is not seen", _set(rests.Rest, "covers", _no), RestsOften, 4, "R15", "on a day of rest"),
    Broken("a rest is a day too long", _rest_a_day_longer, RestsOften, 4, "R15", "a rest"),
    Broken("ninety points", _set(board, "STUDY_POINTS", 90), Habit, 3, "R10", "points"),
    Broken("boards are not kept up", _set(deriving, "derive", lambda connection, ids: None), Habit, 3, "R10",
           "lines", 3),
    Broken("a flow is two days", _a_day_further, Habit, 1, "R12", "the place"),
    Broken("nobody asks for a signal", _gate_without_its_signal, Speedster, 6, "R14", "what is missing"),
    Broken("prompts never fade", _set(due, "rhythm_after", lambda ignored: Rhythm.PLAN), Drifts, 9, "R16",
           "that nobody answered"),
    Broken("prompts never come", _set(due, "_is_wanted", _no), Habit, 3, "R16", "no prompt came", 3),
    Broken("undo does nothing", _set(Logs, "undo", lambda *facts: None), ChangesMind, 2, "R5", "study days"),
    Broken("cards never fade", _set(due, "card_rhythm_after", lambda empty: CardRhythm.GROUP_DAYS), Drifts, 9, "R24",
           "a card after 5"),
    Broken("cards never come", _set(due, "_card_letter", lambda *facts: None), Habit, 1, "R24", "no card came"),
    Broken("a log is not exported", _export_without_the_last_log, Habit, 2, "section 3", "the export's logs"),
    Broken("timers count for the first day", _set(timer, "focus_day", lambda *facts: FIRST), Struggles, 2, "section 3",
           "a timer"),
    Broken("nothing is ever put off", _set(snoozing, "_must_be_wanted", _rested), PutsOff, 2, "section 4", "rest_day"),
    Broken("what was put off comes twice", _set(Letters, "withdraw", lambda *facts: None), PutsOff, 3, "R17", "second"),
    Broken("it is asked at once", _asked_at_once, AsksDaily, 2, "recall", "written at"),
)  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN, ids=lambda it: it.name)
def test_a_broken_rule_is_found(broken: Broken, whole: Curriculum, monkeypatch: Patch) -> None:
    """Issue 4: the learner, the week and what was expected."""
    broken.how(monkeypatch)
    monkeypatch.setattr(run, "HABITS", (broken.habit,))
    with pytest.raises(Violation) as found:
        simulate(Plan(broken.learners, broken.weeks, 1, ("Europe/Berlin",)), whole)
    assert found.value.rule == broken.rule
    assert broken.told in found.value.what
