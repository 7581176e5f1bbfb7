"""A small world for tests: a clock that stands still, and people who write to the app."""

import itertools
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.app.app import App
from bot.app.asker import Asker
from bot.app.commands import Command, Join, Setup
from bot.app.said import Answer, GroupReady, Joined, Refused
from bot.core.people import Address, Group, Platform

T = TypeVar("T")
PLACE = Address(Platform.TELEGRAM, "-100500")
SERVER = "4000"  # the Discord server that all channels are in
_requests = itertools.count(1)


class StoppedClock:
    """A clock that moves only when it is told to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **length: float) -> datetime:
        """Move on by so many days, hours, minutes or seconds."""
        self.now += timedelta(**length)
        return self.now

    def show(self, wall: str, zone: str = "UTC") -> datetime:
        """Go to the instant at which a zone's wall clock shows a date and time; forth or back."""
        self.now = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).astimezone(self.now.tzinfo)
        return self.now


@dataclass(slots=True)
class Person:
    """Somebody on a platform. Without a place they write in private. The languages are those that it names."""

    app: App
    id: str
    name: str
    platform: Platform = Platform.TELEGRAM
    facilitator: bool = False
    language: str = ""
    place_language: str = ""
    gives_roles: bool | None = None  # the server's right to do that; a facilitator's unless it is said
    came: datetime | None = None  # when they last joined the server
    last: Asker = field(init=False)

    def asker(self, place: Address | None = None, *, press: str = "", request: str = "") -> Asker:
        """Who they are to the app; each request is a new one unless it is named."""
        chat = place or Address(self.platform, self.direct, person=self.id)
        self.last = Asker(
            self.platform,
            self.id,
            self.name,
            chat,
            place is None,
            request or f"r{next(_requests)}",
            press,
            self.facilitator,
            "" if place is None else "Study club",
            language=self.language,
            place_language="" if place is None else self.place_language,
            server=SERVER if place is not None and self.platform is Platform.DISCORD else "",
            hands_out_roles=self.facilitator if self.gives_roles is None else self.gives_roles,
            came=self.came,
        )
        return self.last

    @property
    def direct(self) -> str:
        """Their private chat: on Discord it has an id of its own."""
        return f"dm{self.id}" if self.platform is Platform.DISCORD else self.id

    async def says(
        self, command: Command, place: Address | None = None, *, press: str = "", request: str = ""
    ) -> Answer:
        """Send a command."""
        return await self.app.handle(command, self.asker(place, press=press, request=request))

    async def hears(
        self, kind: type[T], command: Command, place: Address | None = None, *, press: str = "", request: str = ""
    ) -> T:
        """Send a command that is answered with a result of one kind."""
        said = (await self.says(command, place, press=press, request=request)).said
        assert isinstance(said, kind), f"{said!r:.300}"
        return said

    async def refused(self, command: Command, place: Address | None = None) -> Refused:
        """Send a command that is refused."""
        return await self.hears(Refused, command, place)

    async def joins(
        self,
        zone: str = "UTC",
        *,
        hour: time | None = None,
        place: Address | None = None,
        link: str = "",
    ) -> Joined:
        """Join with a typed zone, so without prompts."""
        return await self.hears(Joined, Join(zone=zone, hour=hour, link=link), place)


async def founded(
    host: Person, place: Address = PLACE, *, zone: str = "UTC", hour: time = time(9), board: bool = False
) -> Group:
    """A group that meets in a place, set up by a facilitator."""
    ready = await host.hears(GroupReady, Setup(zone, hour, board=board), place)
    return ready.group
