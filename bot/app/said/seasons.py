"""What is said of a group's seasons."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.core.seasons import Season


@dataclass(frozen=True, slots=True)
class SeasonsShown:
    """A group's seasons that are not over, beside what was just done; `changed` is the season that was."""

    group: str
    today: date
    seasons: tuple[Season, ...]
    done: Literal["", "declared", "ended", "dropped"] = ""
    changed: Season | None = None
