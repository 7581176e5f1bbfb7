"""CURRICULUM.md tells the truth about the format."""

import re
from pathlib import Path

import pytest

from bot.curriculum_file import examine, models

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "CURRICULUM.md").read_text("utf-8")
PARTS: dict[str, type[models.Part]] = {
    "curriculum": models.Curriculum,
    "phase": models.Phase,
    "week": models.Week,
    "day": models.Day,
    "project": models.Project,
    "recall question": models.Question,
    "faq": models.Faq,
    "tool": models.Tool,
}


def test_the_example_is_the_one_that_is_tested() -> None:
    """What the guide shows passes the check, and is the file that the tests use."""
    found = re.search(r"<!-- (\S+) -->\n```yaml\n(.*?)```\n", GUIDE, re.DOTALL)
    assert found
    assert found[2] == (ROOT / found[1]).read_text("utf-8")
    assert examine(found[2].encode(), "CURRICULUM.md").problems == ()


@pytest.mark.parametrize("part", PARTS)
def test_every_field_is_told_with_its_limit(part: str) -> None:
    """Each part's row names all of its fields, and the length of each text."""
    (row,) = re.findall(rf"^\| {part} \| (.*) \|$", GUIDE, re.MULTILINE)
    schema = PARTS[part].model_json_schema()
    for name, field in schema["properties"].items():
        if name == "draft":  # has a row of its own
            continue
        assert f"`{name}`" in row, name
        longest = field.get("maxLength")
        if longest and not field.get("pattern"):
            assert re.search(rf"`{name}` {longest}\b", row), (name, longest)
