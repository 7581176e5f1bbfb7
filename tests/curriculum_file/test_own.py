"""A curriculum of one's own on the command line: a template that works, an outline, and what a change would do."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from bot.curriculum_file import check, template

from .changed import EXAMPLE, GOOD, replaced


def said(*words: str) -> Result:
    """What `pacekeeper curriculum …` answers."""
    return CliRunner().invoke(main, ["curriculum", *words])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a new curriculum may be written."""
    return tmp_path / "mine.yaml"


def test_the_template_passes_the_check_and_explains_each_limit(file: Path) -> None:
    """`curriculum new`: what is written works at once, a draft week included."""
    answer = said("new", str(file))

    assert answer.exit_code == 0
    assert f"pacekeeper curriculum check {file}" in answer.output
    report = check(file)
    assert report.problems == ()
    assert (report.weeks, report.days, report.drafts) == (2, 6, 1)
    for limit in ("(600)", "(200)", "(250)", "(400)", "(80)", "3 or 4", "4 to 7", "4 or more"):
        assert limit in template()


def test_nothing_is_ever_overwritten(file: Path) -> None:
    """`curriculum new` on a file that is there changes nothing, in one clear line."""
    file.write_text("mine\n")

    answer = said("new", str(file))

    assert answer.exit_code == 2
    assert answer.output == f"{file} is there already; nothing was changed. Take another name.\n"
    assert file.read_text() == "mine\n"


def test_a_folder_that_is_not_there_is_one_line(file: Path) -> None:
    """`curriculum new` where nothing can be written."""
    answer = said("new", str(file / "below" / "it.yaml"))

    assert answer.exit_code == 2
    assert answer.output.count("\n") == 1
    assert "cannot be written" in answer.output


def test_the_outline_names_phases_weeks_days_and_milestones() -> None:
    """`curriculum show FILE`."""
    answer = said("show", str(EXAMPLE))

    assert answer.exit_code == 0
    lines = answer.output.splitlines()
    assert lines[:2] == [
        "Bread by hand (bread-by-hand, version 1, CC0-1.0)",
        "2 weeks, 6 days of 60 minutes, 3 a week, 8 recall questions",
    ]
    for line in ("    1  Dough that holds together", "         1. One flour, three waters", "         4. The recipe"):
        assert line in lines


def test_the_built_in_curriculum_is_shown_without_a_file() -> None:
    """`curriculum show` and `curriculum show --week N`."""
    assert "46 weeks, 230 days of 120 minutes" in said("show").output
    week = said("show", "--week", "32").output
    assert week.startswith("Week 32: Attention\n")
    for head in ("Day 5, ", "Done when: ", "Explain", "Checkpoint", "If stuck", "Project", "Recall", "Resources"):
        assert head in week
    assert max(map(len, week.splitlines())) <= 96


def test_a_week_that_is_not_there_is_one_line() -> None:
    """`curriculum show --week 9` of two weeks."""
    answer = said("show", "--week", "9", str(EXAMPLE))

    assert answer.exit_code == 2
    assert answer.output == "There is no week 9; Bread by hand has weeks 1 to 2.\n"


def test_a_broken_file_is_reported_instead(file: Path) -> None:
    """`curriculum show` and `diff` name what the check names."""
    file.write_text("- a list\n")

    for answer in (said("show", str(file)), said("diff", str(EXAMPLE), str(file))):
        assert answer.exit_code == 1
        assert "does not begin with a field" in answer.output


def test_a_difference_says_what_moves_and_asks_for_a_version(file: Path) -> None:
    """`curriculum diff`: what a running learner would notice, and that a lost id is a new version."""
    file.write_text(replaced("- id: w1d2", "- id: w1d9").replace("[w1d2, w1d3", "[w1d9, w1d3"))

    answer = said("diff", str(EXAMPLE), str(file)).output

    assert "+ day w1d9, new: " in answer
    assert "- day w1d2, gone: " in answer
    assert "goes on with the day after the one they did last" in answer
    assert "Ids were removed, so this is a new version: write 'version: 2'." in answer


def test_no_difference_and_another_curriculum_are_said_so(file: Path) -> None:
    """`curriculum diff` of the same texts, and of two subjects."""
    file.write_text(GOOD)
    assert "No learner would notice a difference." in said("diff", str(EXAMPLE), str(file)).output
    file.write_text(replaced("id: bread-by-hand", "id: cake-by-hand"))
    assert "nobody moves from the one to the other" in said("diff", str(EXAMPLE), str(file)).output
