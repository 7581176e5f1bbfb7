"""The terminal chat with a curriculum of one's own."""

from pathlib import Path

from bot.core.curriculum import Curriculum
from bot.library import read_all
from tests.conftest import TWO_WEEKS
from tests.journeys.walk import Press, Walk


async def test_a_short_curriculum_can_be_tried_too(tmp_path: Path, curriculum: Curriculum) -> None:
    """Section 5, the setting CURRICULUM: the seeded group walks it as far as it goes, and newcomers begin it."""
    walk = Walk(tmp_path / "own.db", read_all(TWO_WEEKS, tmp_path))

    heard = await walk("#/join", Press("Join without prompts"), "@ana /progress", "+1w", "#/leaderboard")

    assert curriculum.title in heard[0] or "Night Owls" in heard[0]
    assert next(iter(curriculum.weeks)).days[0].title in heard[1]
    assert "2 of 2 weeks closed" in heard[2]
    assert "went wrong" not in heard.all
