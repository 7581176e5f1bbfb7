"""What is said of a whole way behind somebody."""

from dataclasses import dataclass
from datetime import date

from bot.core.gates import Shipment


@dataclass(frozen=True, slots=True)
class Made:
    """A project of which something was shipped: each step's title with its newest shipment, of so many steps."""

    phase: int
    title: str
    shipped: tuple[tuple[str, Shipment], ...]
    steps: int

    @property
    def link(self) -> str:
        """The link that was shipped last; empty if there were only notes."""
        linked = sorted((shipment.id, shipment.link) for _, shipment in self.shipped if shipment.link)
        return linked[-1][1] if linked else ""


@dataclass(frozen=True, slots=True)
class LookBackShown:
    """The way through a curriculum in numbers. `finished` is the local day it ended on, None while it goes on."""

    curriculum: str
    since: date
    finished: date | None
    kept: int
    best_run: int
    study_days: int
    minutes: int
    flows: int
    weeks_explained: int
    weeks: int
    made: tuple[Made, ...]
    today: date
