"""A server of Discord that has roles: who has which, and what it says no to. And how one comes to have one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.app.commands import Leave, ListMe, ManageGroup
from bot.app.role_rounds import RoleRounds
from bot.app.said import ReadyKept, RewardsShown, Shipped
from bot.core.people import Group
from bot.core.roles import RoleFlaw, ServerRole
from tests.app.scenes import CHANNEL, closes, ships
from tests.world import SERVER, Person, StoppedClock

DEEP = "71"
DONE = "72"
NAMES = {DEEP: "Deep learner", DONE: "Finisher"}


def picked(role: str = DEEP, flaw: RoleFlaw | None = None, server: str = SERVER) -> ServerRole:
    """A role as a facilitator picks it."""
    return ServerRole(server, role, NAMES[role], flaw, "Pacekeeper")


@dataclass(slots=True)
class Wardrobe:
    """What Discord does: it gives, takes, and fails as it is told to."""

    worn: set[tuple[str, str]] = field(default_factory=set)
    calls: list[tuple[str, str, str]] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)
    flaws: dict[str, RoleFlaw] = field(default_factory=dict)

    def look(self, server: str, role: str) -> ServerRole:
        """As it stands now."""
        return ServerRole(server, role, NAMES.get(role, ""), self.flaws.get(role), "Pacekeeper")

    async def give(self, server: str, role: str, person: str) -> None:
        """Put it on."""
        self._do("give", role, person)
        self.worn.add((role, person))

    async def take(self, server: str, role: str, person: str) -> None:
        """Take it off."""
        self._do("take", role, person)
        self.worn.discard((role, person))

    def _do(self, what: str, role: str, person: str) -> None:
        self.calls.append((what, role, person))
        if self.fails:
            raise self.fails.pop(0)

    def who(self, role: str = DEEP) -> list[str]:
        """The accounts that have a role."""
        return sorted(person for its, person in self.worn if its == role)


@dataclass(slots=True)
class Rounds:
    """Goes round until nothing is due any more."""

    rounds: RoleRounds
    wardrobe: Wardrobe
    clock: StoppedClock

    async def __call__(self, *, fails: Sequence[Exception] = ()) -> list[tuple[str, str, str]]:
        """What was asked of Discord."""
        self.wardrobe.calls.clear()
        self.wardrobe.fails += fails
        self.clock.pass_(seconds=1.5)
        while await self.rounds.once():
            self.clock.pass_(seconds=1.5)
        return list(self.wardrobe.calls)


async def finishes(person: Person) -> Shipped | ReadyKept | None:
    """Leave a phase of two weeks by its gate."""
    await closes(person)
    await closes(person)
    return await ships(person)


async def listed(person: Person, group: Group, *, yes: bool | None = True) -> Person:
    """Join the group on Discord, and answer about the name."""
    await person.joins(place=CHANNEL)
    if yes is not None:
        await person.says(ListMe(group.id, yes))
    return person


async def leaves(person: Person, group: Group) -> None:
    """Leave the group."""
    await person.says(Leave(group.id, sure=True))


async def gives(host: Person, role: str = DEEP, phase: int = 1) -> RewardsShown:
    """Choose a role for a phase."""
    return await host.hears(RewardsShown, ManageGroup(role=picked(role), phase=phase), CHANNEL)


async def has_role(host: Person, person: Person, group: Group, rounds: Rounds) -> None:
    """Choose a role, and let a listed member finish the phase and get it."""
    await gives(host)
    await listed(person, group)
    await finishes(person)
    await rounds()
