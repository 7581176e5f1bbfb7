"""What leaving a phase takes: its last review, every milestone, and the readiness signal (R14)."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType

from bot.core.curriculum import Curriculum, Milestone, Phase, Week

ShippedId = NewType("ShippedId", int)

_LINK = re.compile(r"https://[^\s/?#@\\]*[^\s/?#@\\.]\.[^\s/?#@\\.][^\s/?#@\\]*([/?#]\S*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shipment:
    """A milestone that was shipped, with a link, a note or both. `day` is the local day; the newest one that stands
    is what is shown."""

    id: ShippedId
    milestone: str
    link: str
    note: str
    at: datetime
    day: date
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """How a phase went, in its learner's own words. With `evidence` (a link or a note on a project) the phase was
    shown instead of walked, and the next one may be entered."""

    phase: str
    text: str
    evidence: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Gate:
    """What is still missing for leaving a phase: `week` is its last one while that is not explained."""

    week: Week | None
    milestones: tuple[Milestone, ...]
    signal: bool

    @property
    def is_open(self) -> bool:
        """Whether nothing is missing."""
        return self.week is None and not self.milestones and not self.signal


def gate(phase: Phase, closed: Collection[str], shipped: Collection[str], signals: Collection[str]) -> Gate:
    """What leaving a phase still takes, given the ids of closed weeks, shipped milestones and phases with a signal.

    What a newer version of the curriculum no longer has blocks nobody.
    """
    last = phase.weeks[-1]
    return Gate(
        None if last.id in closed else last,
        tuple(step for step in phase.project.milestones if step.id not in shipped),
        phase.id not in signals,
    )


def milestone_of(curriculum: Curriculum, milestone_id: str) -> tuple[Phase, Milestone] | None:
    """Find a milestone by its id, with the phase that it belongs to."""
    steps = ((phase, step) for phase in curriculum.phases for step in phase.project.milestones)
    return next(((phase, step) for phase, step in steps if step.id == milestone_id), None)


def is_https(text: str) -> bool:
    """Whether a text is a link that may be shipped: https, with a host, and without a name or password in it."""
    return _LINK.fullmatch(text) is not None
