"""Months of simulated learners: every rule holds, the same seed gives the same months, a broken rule ends the run."""

import json
import subprocess
import sys
import time
from importlib import import_module
from typing import Any

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.core import plans
from bot.core.curriculum import Curriculum
from bot.simulation.run import HABITS, Plan, simulate

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo")
WHOLE_WAY_WITHIN = 1800  # seconds; a few minutes on a free core


def test_a_few_weeks_of_every_habit(whole: Curriculum) -> None:
    """Issue 4: all invariants after each week; there is something to be checked."""
    summary = simulate(Plan(len(HABITS), 3, 3, ZONES[:1]), whole)
    assert {line.name for line in summary.habits} == {habit.name for habit in HABITS}
    assert summary.everybody.flows > 50
    assert summary.sent["DailyPrompt"] > 40
    assert summary.sent["Card"] > 12
    assert summary.everybody.shipped > 5
    assert "Last week together" in summary.as_text()


@pytest.mark.slow
def test_the_same_seed_gives_the_same_months(whole: Curriculum) -> None:
    """Issue 4: the same output byte for byte; another seed gives another."""
    first, again, other = (simulate(Plan(4, 1, seed, ZONES[1:]), whole) for seed in (1, 1, 2))
    assert first.as_json() == again.as_json()
    assert first.as_text() == again.as_text()
    assert first.everybody != other.everybody


def test_a_rule_that_is_broken_ends_the_run_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue 4: exit code 1, with the learner, the day and the rule."""
    monkeypatch.setitem(plans._FLOORS, 5, 2)
    ended = CliRunner().invoke(main, ["simulate", "--learners", "2", "--weeks", "2", "--seed", "1"])
    assert ended.exit_code == 1
    assert ended.stdout == ""
    assert "A rule did not hold. Steady0001, " in ended.stderr
    assert ", R" in ended.stderr


@pytest.mark.slow
def test_nothing_goes_on_once_the_simulation_was_killed() -> None:
    """Rule of the house: a process that is started ends, kill -9 or not."""
    psutil: Any = import_module("psutil")  # it comes with the PostgreSQL server, without types
    command = [sys.executable, "-m", "bot", "simulate", "--learners", "200"]
    started = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 60
        while len(begun := [it for it in started.children() if "spawn_main" in " ".join(it.cmdline())]) < 2:
            assert time.monotonic() < end
            time.sleep(0.1)
    finally:
        started.kill()
        started.wait()
    assert psutil.wait_procs(begun, timeout=30)[1] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--zone", "Berlinn"], "--zone: no time zone is called 'Berlinn'. Nearest: Europe/Berlin"),
        (["--learners", "0"], "--learners: '0' is not a whole number from 1 to 2000."),
        (["--learners", "many"], "--learners: 'many' is not a whole number from 1 to 2000."),
        (["--weeks", "105"], "--weeks: '105' is not a whole number from 1 to 104."),
        (["--seed", "-1"], "--seed: '-1' is not a whole number from 0 to 1000000000."),
    ],
)
def test_what_makes_no_sense_is_refused(words: list[str], told: str) -> None:
    """Section 4: one clear sentence, and another exit code than a broken rule's."""
    ended = CliRunner().invoke(main, ["simulate", *words])
    assert ended.exit_code == 2
    assert ended.output.startswith(told)
    assert ended.output.count("\n") == 1


@pytest.mark.slow
@pytest.mark.timeout(WHOLE_WAY_WITHIN)
def test_every_habit_over_the_whole_way() -> None:
    """Issue 4: 46 weeks in three zones; phases are left, prompts and cards fade, some finish (R14, R16, R24)."""
    words = ["simulate", "--learners", "36", "--weeks", "46", "--seed", "2", "--json"]
    ended = CliRunner().invoke(main, [*words, *(word for zone in ZONES for word in ("--zone", zone))])
    assert ended.exit_code == 0, ended.stderr
    summary = json.loads(ended.stdout)
    everybody, sent = summary["everybody"], summary["sent"]
    assert everybody["members"] == 36
    assert everybody["finished"] >= 2
    assert everybody["left"] >= 36
    assert everybody["shipped"] >= 6 * everybody["left"]
    assert sent["KindNote"] >= 5
    assert [group["name"] for group in summary["groups"] if group["name"].startswith("corner")]
    assert "Last week" in summary["cards"][0]
