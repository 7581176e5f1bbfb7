"""A recording app and a drawing board, so that a test says what is answered and how it looks."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.app.app import App
from bot.app.asker import Asker
from bot.app.commands import Command
from bot.app.floods import Floods, TooFast
from bot.app.platform_news import PlatformNews
from bot.app.rooms import Rooms, RoomSeen
from bot.app.said import Answer, PrivacyShown, Refused, Said, WentWrong
from bot.app.shelf import Choice
from bot.core.curriculum import Curriculum, Phase, Project, Ready, Week
from bot.core.languages import Tongues
from bot.core.people import Address, Platform
from bot.gauges import SILENT, Gauges
from bot.ui.phrase import plain
from bot.ui.view import View

_WEEKS = tuple(Week(f"w{n}", n, title, ()) for n, title in enumerate(("Vectors", "Matrices", "SVD"), start=1))
_PHASE = Phase("p1", "Mathematics", "", _WEEKS, Project("p1-project", "", "", ()), Ready("", ""))
WEEKS = Curriculum("maths", 1, "Maths", "en", "", "", (), 5, 120, (_PHASE,))
CHOICES = (Choice("0a1b2c3d", "Machine learning"), Choice("4e5f6a7b", "Bread"))
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
Handles = Callable[[Command, Asker], Awaitable[Answer]]


class RecordingNews(PlatformNews):
    """Notes what platforms tell."""

    def __init__(self) -> None:  # without a store, too
        self.closed: list[tuple[Address, str]] = []
        self.arrivals: list[tuple[str, ...]] = []
        self.looks = 0
        self.departures: list[str] = []
        self.roles_gone: list[tuple[str, str]] = []
        self.new = False

    async def arrived(self, platform: Platform, places: Sequence[str]) -> None:
        """Note where the bot came."""
        self.arrivals.append(tuple(places))

    async def lost(self, platform: Platform) -> tuple[Address, ...]:
        """None; that it was asked is noted."""
        self.looks += 1
        return ()

    async def introduces(self, platform: Platform, place: str, places: Sequence[str]) -> bool:
        """Whether it is new there, as the test says."""
        return self.new

    async def departed(self, platform: Platform, place: str) -> None:
        """Note where the bot was removed."""
        self.departures.append(place)

    async def role_gone(self, server: str, role: str) -> None:
        """Note it."""
        self.roles_gone.append((server, role))

    async def address_closed(self, address: Address, because: str) -> None:
        """Note it."""
        self.closed.append((address, because))


class RecordingApp(App):
    """Notes every request and answers as the test says; nothing is stored."""

    def __init__(self, answer: Answer) -> None:  # the real one's store is what this one does without
        self.news: RecordingNews = RecordingNews()
        self.answer = answer
        self.floods = Floods()
        self.asked: list[tuple[Command, Asker]] = []
        self.seen: list[Asker] = []
        self.known: Mapping[str, str] = {}
        self.slow = 0.0  # seconds that looking up what is known takes
        self.instead: Handles | None = None

    @property
    def gauges(self) -> Gauges:
        """Nobody measures."""
        return SILENT

    @property
    def commands(self) -> list[Command]:
        """What was asked, in order."""
        return [command for command, _ in self.asked]

    @property
    def last(self) -> Asker:
        """Who asked last."""
        return self.asked[-1][1]

    def admit(self, asker: Asker, *, within: str = "") -> TooFast | None:
        """Let requests through by the real rule, on a clock that stands."""
        return self.floods.admit(asker, NOW, within)

    def one_more_line(self, chat: Address) -> bool:
        """The same for lines in a group."""
        return self.floods.one_more_line(chat, NOW)

    async def handle(self, ask: Command, asker: Asker) -> Answer:
        """Note it, and answer."""
        self.asked.append((ask, asker))
        if self.instead is not None:
            return await self.instead(ask, asker)
        return self.answer

    def last_tongues(self, asker: Asker) -> Tongues:
        """What the platform says."""
        return Tongues(asker.language, asker.place_language or asker.language)

    async def tongues(self, asker: Asker) -> Tongues:
        """The same."""
        return self.last_tongues(asker)

    async def curriculum(self, asker: Asker) -> Curriculum:
        """Three weeks."""
        return WEEKS

    def choices(self) -> tuple[Choice, ...]:
        """Two that may be chosen."""
        return CHOICES

    async def prefill(self, form: type[Command], given: Mapping[str, object], asker: Asker) -> Mapping[str, str]:
        """What the test knows."""
        await asyncio.sleep(self.slow)
        return self.known

    async def noticed(self, asker: Asker) -> Tongues:
        """Note it."""
        self.seen.append(asker)
        return self.last_tongues(asker)


class RecordingRooms(Rooms):
    """Notes what is seen of voice channels; which are study rooms the test says."""

    def __init__(self) -> None:  # the real one's store is what this one does without
        self.rooms: dict[str, tuple[str, ...]] = {}
        self.looks: list[tuple[RoomSeen, ...]] = []
        self.moves: list[tuple[str, str, bool]] = []
        self.losses: list[str] = []

    async def named(self) -> dict[str, tuple[str, ...]]:
        """What the test says."""
        return self.rooms

    async def look(self, seen: Sequence[RoomSeen]) -> None:
        """Note it."""
        self.looks.append(tuple(seen))

    async def moved(self, person: str, to: RoomSeen | None, *, left: str = "", watched: bool = True) -> None:
        """Note who, the name of the channel, and whether it was watched."""
        self.moves.append((person, to.name if to else "", watched))

    async def lost(self, channel: str) -> None:
        """Note it."""
        self.losses.append(channel)


@dataclass(slots=True)
class Board:
    """Draws what is said as the test says; noes and apologies in a few words."""

    views: dict[Said, View] = field(default_factory=dict)

    def saying(self, view: View) -> Said:
        """Something to say that is drawn as this view."""
        said = PrivacyShown(joined=True, logs=len(self.views), reviews=0, checkins=0)
        self.views[said] = view
        return said

    def draw(self, said: Said, language: str = "") -> View:
        """Draw it."""
        match said:
            case Refused():
                return View(plain(f"No: {said.kind} {said.field}"), accent="no")
            case WentWrong():
                return View(plain(f"Sorry: {said.reference}"), accent="no")
            case _:
                return self.views[said]
