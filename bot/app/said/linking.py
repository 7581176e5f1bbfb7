"""What is said of two accounts that become one learner, and of their parting."""

from dataclasses import dataclass
from datetime import date, datetime, time

from bot.app.said.stand import Stand
from bot.core.facts import Log
from bot.core.people import Platform
from bot.core.plans import Plan
from bot.core.prompts import QuietHours


@dataclass(frozen=True, slots=True)
class LinkedAccount:
    """A learner's self on a platform, by the name it has there."""

    platform: Platform
    name: str


@dataclass(frozen=True, slots=True)
class LinkSide:
    """One of two learners, as far as somebody must know it who chooses between them."""

    name: str
    accounts: tuple[LinkedAccount, ...]
    joined: date
    flows: int
    minutes: int
    kept: int
    places: tuple[tuple[str, Stand], ...]  # in each curriculum, by its title
    groups: tuple[str, ...]
    zone: str
    hour: time
    plan: Plan
    prompts: bool
    quiet: QuietHours
    curriculum: str  # the active one's title


@dataclass(frozen=True, slots=True)
class LinkCode:
    """A one-time code, shown once and kept nowhere but as a digest."""

    code: str
    until: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class LinkOffer:
    """Both sides before anything happens: `there` gave the code, `here` entered it (None: it has not joined).

    `picks` are the choices as a button carries them; `shared` the curricula that both are in, each with whether the
    places differ. `kept` and `flows` are what both have together if these choices are taken.
    """

    there: LinkSide
    here: LinkSide | None
    here_account: LinkedAccount
    other: int
    token: str
    picks: str
    shared: tuple[tuple[str, bool], ...]
    kept: int
    flows: int


@dataclass(frozen=True, slots=True)
class Linked:
    """Two are one. `alike` are pairs of flows, one of each side, that may be one flow told twice; `more_alike` how many
    pairs there are besides."""

    name: str
    accounts: tuple[LinkedAccount, ...]
    kept: int
    flows: int
    until: datetime  # so long they can be parted
    zone: str
    alike: tuple[tuple[Log, Log], ...]
    more_alike: int
    from_there: LinkedAccount
    from_here: LinkedAccount


@dataclass(frozen=True, slots=True)
class LinkShown:
    """What is linked already. `union` can be parted until then; it is 0 once it is for good."""

    name: str
    accounts: tuple[LinkedAccount, ...]
    union: int
    until: datetime | None
    zone: str


@dataclass(frozen=True, slots=True)
class PartOffer:
    """What goes back to whom if two are parted; `flows` came with those accounts and go with them, `since` were
    recorded after and stay."""

    union: int
    stays: tuple[LinkedAccount, ...]
    goes: tuple[LinkedAccount, ...]
    name: str  # of the learner that stays
    flows: int
    since: int
    newcomer: bool  # what goes had not joined


@dataclass(frozen=True, slots=True)
class Parted:
    """They are two again."""

    stays: tuple[LinkedAccount, ...]
    goes: tuple[LinkedAccount, ...]
    newcomer: bool


@dataclass(frozen=True, slots=True)
class LinkNews:
    """Told once to the account that did not press: it was linked, or parted."""

    parted: bool
    accounts: tuple[LinkedAccount, ...]  # of the learner now
    name: str
