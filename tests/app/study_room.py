"""A group on Discord with a study room, and people who come and go there."""

from dataclasses import dataclass, field

from bot.app.app import App
from bot.app.commands import JoinNow, Today
from bot.app.links import link_of
from bot.app.rooms import Rooms, RoomSeen
from bot.app.said import TodayShown, VisitOffered, VisitShown
from bot.core.people import Group, Platform
from bot.heartbeat import beat
from bot.storage.tables import visits
from tests.app.life import Life
from tests.app.scenes import CHANNEL
from tests.world import Person, StoppedClock

STUDY, LOUNGE = "77", "78"
NAMES = {STUDY: "Study", LOUNGE: "Lounge"}


@dataclass(slots=True)
class House:
    """A group on Discord with a study room, and who is in its voice channels."""

    app: App
    life: Life
    clock: StoppedClock
    group: Group
    host: Person
    rooms: Rooms = field(init=False)
    inside: dict[str, set[str]] = field(default_factory=lambda: {STUDY: set(), LOUNGE: set()})

    def __post_init__(self) -> None:
        self.rooms = Rooms(self.life.store, self.clock)

    def _seen(self, channel: str) -> RoomSeen:
        return RoomSeen(channel, NAMES[channel], frozenset(self.inside[channel]))

    async def enters(self, person: Person, channel: str = STUDY) -> None:
        """Somebody comes into a channel, and the platform tells of it."""
        for each in self.inside.values():
            each.discard(person.id)
        self.inside[channel].add(person.id)
        await self.rooms.moved(person.id, self._seen(channel))

    async def leaves(self, person: Person, *, watched: bool = True) -> None:
        """Somebody disconnects."""
        for each in self.inside.values():
            each.discard(person.id)
        await self.rooms.moved(person.id, None, watched=watched)

    async def look(self) -> None:
        """The look of every minute."""
        await self.rooms.look([self._seen(STUDY)])

    async def stays(self, minutes: int) -> None:
        """Time passes while the bot looks into the room."""
        for _ in range(minutes):
            self.clock.pass_(minutes=1)
            await self.look()
            await beat(self.life.store, self.clock)

    async def visits(self, person: Person, minutes: int) -> None:
        """Somebody is in the room for so long, and it is over."""
        await self.enters(person)
        await self.stays(minutes)
        await self.leaves(person)
        await self.stays(5)

    async def rows(self) -> int:
        """How many visits are kept."""
        return len(await self.life.store.read(lambda tx: tx.connection.execute(visits.select()).all()))


async def joined(house: House, number: str, *, prompts: bool = True) -> Person:
    """A member of the group."""
    person = Person(house.app, number, f"Person {number}", Platform.DISCORD)
    await person.says(JoinNow(prompts=prompts, link=link_of(house.group)), CHANNEL)
    return person


async def shown(person: Person) -> VisitShown | None:
    """What the next flow says of a visit."""
    return (await person.hears(TodayShown, Today())).visit


async def waiting(person: Person) -> VisitShown:
    """The same, where there is one."""
    found = await shown(person)
    assert found is not None
    return found


async def delivered(house: House) -> None:
    """A private chat takes a message a second."""
    for _ in range(3):
        house.clock.pass_(seconds=2)
        await house.life.now()


def offered(house: House) -> list[VisitShown]:
    """What private messages offered."""
    return [it.visit for it in house.life.heard(VisitOffered)]
