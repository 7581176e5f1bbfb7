"""What is said to facilitators about roles for finished phases."""

from dataclasses import dataclass

from bot.core.roles import RoleFlaw


@dataclass(frozen=True, slots=True)
class RewardLine:
    """A role for a phase: its number (0 for one that is no more), the role's name, how many have it, and what stands
    against giving it (`mine` is the bot's own role)."""

    id: int
    phase: int
    role: str
    having: int
    flaw: RoleFlaw | None = None
    mine: str = ""


@dataclass(frozen=True, slots=True)
class RewardsShown:
    """The roles that a group gives in this server. `chosen` is the one that was chosen just now, `dropped` the name of
    one that is given no longer."""

    group: str
    group_id: int
    phases: int
    lines: tuple[RewardLine, ...]
    chosen: RewardLine | None = None
    dropped: str = ""


@dataclass(frozen=True, slots=True)
class DropAsked:
    """Before a role is given no longer: everybody who has it loses it."""

    group_id: int
    line: RewardLine


@dataclass(frozen=True, slots=True)
class RoleTrouble:
    """Told to a facilitator: a role that could not be given, and why (`gone`: it was deleted, and nobody gets it)."""

    role: str
    flaw: RoleFlaw
    mine: str = ""
