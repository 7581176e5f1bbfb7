"""A recording app, and the door opened on a Bot API server for one test."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.app.app import App
from bot.app.asker import Asker
from bot.app.commands import AnswerQuiz, Command
from bot.app.floods import Floods, TooFast
from bot.app.platform_news import PlatformNews
from bot.app.questions import OpenQuestion
from bot.app.said import Answer, Refused
from bot.core.languages import Tongues
from bot.core.people import Address, Platform
from bot.gauges import SILENT, Gauges
from bot.platforms.telegram.courier import TelegramCourier
from bot.platforms.telegram.door import Door, open_telegram
from bot.platforms.telegram.updates import Pace
from bot.platforms.telegram.webhook import Webhook
from bot.ui.text import Text
from tests.fakes.telegram import TelegramServer
from tests.platforms.telegram.samples import HELLO

SAY = Text()
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
QUICK = Pace(first=0.01, longest=0.02, conflict=0.01, alone=0.2, storage=0.01, finish=0.5, settle=0.02)


class StorageBrokeError(Exception):
    """What a database raises."""


class RecordingNews(PlatformNews):
    """Notes what platforms tell."""

    def __init__(self) -> None:  # without a store, too
        self.arrivals: list[str] = []
        self.departures: list[str] = []
        self.comings: list[tuple[str, str, bool]] = []
        self.opened_places: list[Address] = []
        self.new = True

    async def arrived(self, platform: Platform, places: Sequence[str]) -> None:
        """Note where the bot came."""
        self.arrivals += places

    async def introduces(self, platform: Platform, place: str, places: Sequence[str]) -> bool:
        """Whether it is new there, as the test says."""
        return self.new

    async def departed(self, platform: Platform, place: str) -> None:
        """Note where the bot was removed."""
        self.departures.append(place)

    async def came(self, platform: Platform, place: str, person: str) -> None:
        """Note who is in which chat."""
        self.comings.append((place, person, True))

    async def went(self, platform: Platform, place: str, person: str) -> None:
        """Note who is there no longer."""
        self.comings.append((place, person, False))

    async def opened(self, address: Address) -> None:
        """Note a topic that is open again."""
        self.opened_places.append(address)


class RecordingApp(App):
    """Notes every request and answers as the test says; requests and presses take effect once, as R20 wants."""

    def __init__(self) -> None:  # the real one's store is what this one does without
        self.news: RecordingNews = RecordingNews()
        self.says: dict[type[Command], Answer] = {}
        self.floods = Floods()
        self.asked: list[tuple[Command, Asker]] = []
        self.rows: dict[tuple[Address, str], OpenQuestion] = {}
        self.known: Mapping[str, str] = {}
        self.troubles: list[Exception] = []
        self.fails_to_close = 0
        self.hold: asyncio.Event | None = None
        self.held = 0
        self.quizzes: list[tuple[str, int, str, int]] = []
        self.keeping = asyncio.Event()
        self.keeping.set()
        self.order: list[str] = []
        self.seen: list[str] = []
        self.named: set[str] = set()
        self.meets: list[Address] = []
        self._done: dict[str, Answer] = {}

    @property
    def gauges(self) -> Gauges:
        """Nobody measures."""
        return SILENT

    @property
    def commands(self) -> list[Command]:
        """What took effect, in order."""
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
        """Answer as told; raise the next trouble first, if there is any."""
        if self.hold is not None:
            self.held += 1
            await self.hold.wait()
        if self.troubles:
            raise self.troubles.pop(0)
        keys = [key for key in (asker.request, asker.press and f"{asker.press} {asker.person}") if key]
        before = next((self._done[key] for key in keys if key in self._done), None)
        if ask.changes and before:
            return before
        self.asked.append((ask, asker))
        if isinstance(ask, AnswerQuiz):
            self.order.append("answered")
        answer = self.says.get(type(ask), HELLO)
        if ask.changes and not isinstance(answer.said, Refused):
            self._done |= dict.fromkeys(keys, answer)
        return answer

    def last_tongues(self, asker: Asker) -> Tongues:
        """What the platform says."""
        return Tongues(asker.language, asker.language)

    async def tongues(self, asker: Asker) -> Tongues:
        """The same."""
        return self.last_tongues(asker)

    async def noticed(self, asker: Asker) -> Tongues:
        """Note who did something that is no command."""
        self.seen.append(asker.person)
        return self.last_tongues(asker)

    async def leads(self, asker: Asker) -> bool:
        """Whom the platform calls a leader, and those whom the test names."""
        return asker.facilitator or asker.person in self.named

    async def places(self, group: int, platform: Platform) -> tuple[Address, ...]:
        """Where the test says that groups meet."""
        return tuple(self.meets)

    async def quiz_sent(self, poll: str, recall: int, state: str, right: int) -> None:
        """Note a quiz, once the test lets it be kept."""
        await self.keeping.wait()
        self.quizzes.append((poll, recall, state, right))
        self.order.append("kept")

    async def replayed(self, asker: Asker) -> Answer | None:
        """The answer already given to this request."""
        return self._done.get(asker.request)

    async def prefill(self, form: type[Command], given: Mapping[str, object], asker: Asker) -> Mapping[str, str]:
        """Present values, as the test says."""
        return self.known

    async def question(self, asker: Asker) -> OpenQuestion | None:
        """The row of this person in this chat."""
        if self.troubles:
            raise self.troubles.pop(0)
        return self.rows.get((asker.chat, asker.person))

    async def put_question(self, asker: Asker, question: OpenQuestion | None) -> None:
        """Keep, replace or delete the row."""
        if self.troubles:
            raise self.troubles.pop(0)
        if question is None and self.fails_to_close:
            self.fails_to_close -= 1
            raise StorageBrokeError("the disk is full")
        if question is None:
            self.rows.pop((asker.chat, asker.person), None)
        else:
            self.rows[asker.chat, asker.person] = question

    def change_row(self, *, form: str = "", todo: tuple[str, ...] = ()) -> None:
        """Make the one open question look like another version's."""
        ((key, row),) = self.rows.items()
        self.rows[key] = replace(row, form=form or row.form, todo=todo or row.todo)


@dataclass
class Around:
    """What the door is wired to besides the app."""

    menu: str = ""
    aside: list[tuple[str, str, str]] = field(default_factory=list)
    aside_fails: int = 0
    closed: list[tuple[Address, str]] = field(default_factory=list)
    moved: list[tuple[str, str]] = field(default_factory=list)
    opened: list[Asker] = field(default_factory=list)
    passed: list[Address] = field(default_factory=list)
    second: bool = False

    async def note_second(self, second: bool) -> None:
        """Note whether another program fetches the updates."""
        self.second = second

    async def remembered(self) -> str:
        """The menu's hash."""
        return self.menu

    async def remember(self, value: str) -> None:
        """Keep the menu's hash."""
        self.menu = value

    async def set_aside(self, request: str, payload: str, error: str) -> None:
        """Keep an update that failed; fails itself as often as told."""
        if self.aside_fails:
            self.aside_fails -= 1
            raise StorageBrokeError("the disk is full")
        self.aside.append((request, payload, error))

    async def chat_closed(self, address: Address, reason: str) -> None:
        """Note a chat that closed."""
        self.closed.append((address, reason))

    async def chat_moved(self, old: str, new: str) -> None:
        """Note a chat that moved."""
        self.moved.append((old, new))

    async def door_opened(self, asker: Asker) -> None:
        """Note a door that opened."""
        self.opened.append(asker)

    async def take_reply(self, address: Address) -> None:
        """Let a reply pass."""
        self.passed.append(address)


@asynccontextmanager
async def door_on(
    server: TelegramServer,
    app: App,
    around: Around,
    *,
    token: str = "",
    webhook: Webhook | None = None,
    wait: bool = True,
) -> AsyncIterator[Door]:
    """Open the door on this server, without pauses."""
    async with open_telegram(
        app=app,
        token=token or server.token,
        api_url=server.url,
        take_reply=around.take_reply,
        set_aside=around.set_aside,
        remembered=around.remembered,
        remember=around.remember,
        webhook=webhook,
        chat_closed=around.chat_closed,
        chat_moved=around.chat_moved,
        door_opened=around.door_opened,
        note_second=around.note_second,
        pauses=(0.0, 0.0),
        pace=QUICK,
    ) as door:
        if wait:
            async with asyncio.timeout(5):
                await door.ready.wait()
        yield door


@dataclass
class Stage:
    """A server with the door open on it."""

    server: TelegramServer
    app: RecordingApp
    around: Around
    door: Door

    @property
    def courier(self) -> TelegramCourier:
        """The door's courier."""
        return self.door.courier

    async def settled(self) -> None:
        """Wait until the bot has confirmed every update so far."""
        inbox = self.server.platform.inbox
        await until(lambda: not (inbox.waiting or inbox._replays))


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something is so, 5 seconds at most."""
    for _ in range(1000):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise TimeoutError("it never came")
