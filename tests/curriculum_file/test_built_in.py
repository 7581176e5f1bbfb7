"""The curriculum that comes with the bot passes its own check and is the roadmap's 46 weeks."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import bot
from bot.core.curriculum import Curriculum
from bot.curriculum_file import Report, built_in, check

from .changed import EXAMPLE

CHECKOUT = Path(bot.__file__).parents[1]


@pytest.fixture(scope="module")
def report() -> Report:
    """The check of the shipped file."""
    return check(built_in())


def shipped(report: Report) -> Curriculum:
    """The shipped curriculum; its problems are the message if it has any."""
    assert report.curriculum is not None, "\n" + "\n".join(map(str, report.problems[:50]))
    return report.curriculum


def test_the_built_in_curriculum_has_no_problems(report: Report) -> None:
    """What the bot asks of others' files holds for its own."""
    assert [str(problem) for problem in report.problems] == []


def test_the_built_in_curriculum_is_46_weeks_of_230_days(report: Report) -> None:
    """Five days in each of 46 weeks."""
    assert (report.weeks, report.days) == (46, 230)


def test_the_built_in_curriculum_has_six_phases(report: Report) -> None:
    """Their order and their lengths are the roadmap's."""
    assert [len(phase.weeks) for phase in shipped(report).phases] == [6, 8, 8, 6, 8, 10]


def test_the_first_phase_is_written_out(report: Report) -> None:
    """Whoever starts today meets no draft for six weeks."""
    assert [week.id for week in shipped(report).phases[0].weeks if week.draft] == []


def test_a_checkout_reads_the_file_at_its_root() -> None:
    """So an edit shows at once."""
    assert built_in() == CHECKOUT / "curriculum.yaml"


def test_an_installed_bot_reads_the_file_in_its_package(tmp_path: Path) -> None:
    """A wheel carries the file inside `bot`, and a stray file beside the package is not taken for it."""
    room = tmp_path / "bot"
    shutil.copytree(CHECKOUT / "bot" / "curriculum_file", room / "curriculum_file")
    shutil.copytree(CHECKOUT / "bot" / "core", room / "core")
    shutil.copy(CHECKOUT / "bot" / "__init__.py", room)
    (room / "_files").mkdir()
    shutil.copy(EXAMPLE, room / "_files" / "curriculum.yaml")
    (tmp_path / "curriculum.yaml").write_text("id: a-stray-file\n")

    asked = "from bot.curriculum_file import built_in, load; print(built_in(), load(built_in()).id)"
    ran = subprocess.run(
        [sys.executable, "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60
    )

    assert ran.stdout.split() == [str(room / "_files" / "curriculum.yaml"), "bread-by-hand"]
