"""A small curriculum for stories: the example file with a second phase behind its first one."""

from copy import deepcopy
from typing import Any

from tests.curriculum_file.changed import put, values, written

SECOND_PHASE = "Loaves for others"


def two_phases() -> str:
    """Two phases of two weeks each, three days a week; each with a project of four steps."""
    top = values()
    second = _renamed(top["phases"][0])
    del second["accelerated"]
    second["title"] = SECOND_PHASE
    for number, week in enumerate(second["weeks"], 3):
        week["number"] = number
    top["phases"].append(second)
    put(top, "totals", {"weeks": 4, "days": 12})
    return written(top)


def _renamed(value: Any) -> Any:
    """A copy in which every id is another one."""
    if isinstance(value, dict):
        return {key: f"later-{it}" if key == "id" else _renamed(it) for key, it in value.items()}
    if isinstance(value, list):
        return [_renamed(it) for it in value]
    return deepcopy(value)
