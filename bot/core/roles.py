"""Roles of a Discord server that a group gives for finished phases, and what stands against giving one."""

from dataclasses import dataclass
from typing import Literal, NewType

RewardId = NewType("RewardId", int)

RoleFlaw = Literal["everyone", "managed", "powers", "right", "order", "gone", "away", "unknown"]
"""`everyone`: it is the role that all have. `managed`: an integration gives it out. `powers`: it carries a permission
that not everybody has there. `right`: the bot lacks Manage Roles. `order`: it stands at or above the bot's own role.
`gone`: it was deleted. `away`: the bot is not in that server. `unknown`: the server could not be asked."""


@dataclass(frozen=True, slots=True)
class ServerRole:
    """A role as its server shows it now. `flaw` is why it is not given out, if anything; `mine` the bot's own role."""

    server: str
    role: str
    name: str
    flaw: RoleFlaw | None = None
    mine: str = ""


@dataclass(frozen=True, slots=True)
class Reward:
    """A role for those who finish a phase. `weeks` are all weeks that the phase ever had: leaving it from one of them
    finished it. `gone`: the role was deleted, and the facilitators have yet to hear."""

    id: RewardId
    group: int
    curriculum: str
    phase: str
    server: str
    role: str
    name: str
    weeks: frozenset[str]
    flaw: RoleFlaw | None = None
    mine: str = ""
    gone: bool = False
