"""What is said to who joins."""

from dataclasses import dataclass
from datetime import datetime, time

from bot.app.shelf import Choice
from bot.core.plans import Plan


@dataclass(frozen=True, slots=True)
class JoinOffer:
    """What one tap would take: a group's settings, or the defaults of someone alone (whose zone is still open)."""

    curriculum: str
    summary: str
    weeks: int
    group: str  # its name; empty alone
    zone: str  # empty: to be picked
    clock: datetime | None  # the instant whose clock is shown for `zone`
    hour: time
    plan: Plan
    link: str
    zones: tuple[str, ...]  # to pick from where there is no zone yet
    of: str  # names a curriculum that was chosen, for the buttons
    others: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """A learner is in: the clock that is believed, the plan, whether prompts come, and who asks to name them."""

    name: str
    curriculum: str
    group: str
    ask_listing: int  # the group's id if it has yet to learn whether it may name them, else 0
    zone: str
    now: datetime
    hour: time
    plan: Plan
    prompts: bool
    first_prompt: datetime | None
    test_sent: bool  # a first private message is on its way
