"""What is said of a phase's project, of leaving a phase, and of entering a later one (R14)."""

from dataclasses import dataclass
from datetime import date

from bot.app.said.stand import Stand
from bot.core.curriculum import Milestone, Phase, Stretch, Week
from bot.core.gates import Gate, Shipment


@dataclass(frozen=True, slots=True)
class MilestonesShown:
    """A phase's project with its steps, and what leaving the phase still takes."""

    phase: Phase
    number: int
    phases: int
    shipments: tuple[Shipment, ...]  # the newest that stands of each step
    gate: Gate
    signal: str  # the learner's readiness signal; empty without one
    here: bool  # whether the learner stands in this phase
    asked: bool  # they asked to leave, and something is missing
    others: tuple[int, ...]  # numbers of the other phases that they may enter
    today: date
    behind: bool = False  # it was left or shown: whatever is open in it is owed by nobody


@dataclass(frozen=True, slots=True)
class MilestoneShown:
    """One step of a project, and what was shipped for it, newest first."""

    phase: Phase
    number: int
    milestone: Milestone
    shipments: tuple[Shipment, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Shipped:
    """A step was shipped. `left` is the number of the step into the next phase if that was the last thing missing."""

    shipment: Shipment
    milestone: Milestone
    phase: Phase
    number: int
    gate: Gate
    left: int
    next: Stand
    today: date


@dataclass(frozen=True, slots=True)
class ReadyKept:
    """A readiness signal was kept; `left` as with a step that was shipped."""

    phase: Phase
    number: int
    gate: Gate
    replaced: bool
    left: int
    next: Stand


@dataclass(frozen=True, slots=True)
class PhaseLeft:
    """On into the next phase, or the end. `step` takes it back; 0 if the phase had been left before."""

    phase: Phase
    number: int
    step: int
    next: Stand


@dataclass(frozen=True, slots=True)
class Unshown:
    """An earlier phase that has neither been left nor been shown yet."""

    number: int
    phase: Phase
    signal: bool  # whether its readiness signal is there; the project is missing in any case


@dataclass(frozen=True, slots=True)
class SkipRefused:
    """Why a later phase is not open yet, and exactly what opens it."""

    target: Phase
    number: int
    missing: tuple[Unshown, ...]


@dataclass(frozen=True, slots=True)
class GroundShown:
    """An earlier phase was shown instead of walked. `opens` is the first week that may be entered now."""

    phase: Phase
    number: int
    opens: Week | None
    next: Unshown | None  # the following phase, which may be shown, too


@dataclass(frozen=True, slots=True)
class PathShown:
    """The shorter way through a phase: which weeks it takes together."""

    phase: Phase
    number: int
    stretches: tuple[Stretch, ...]
    taken: bool
    changed: bool
    next: Stand
