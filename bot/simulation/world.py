"""Months on one clock: acts at their instants, everything that comes due in between, and a look at it every week."""

import asyncio
import heapq
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from bot.answers import recall, remember
from bot.app.app import App
from bot.app.asker import Asker
from bot.app.commands import Command, Join, JoinNow, Leaderboard, Period, Progress, Setup
from bot.app.post import PostOffice
from bot.app.said import BoardShown, GroupReady, Joined, Refused, Said, WentWrong
from bot.app.shelf import Shelf
from bot.core.curriculum import Curriculum
from bot.core.people import Platform
from bot.heartbeat import tidy
from bot.platforms.terminal.clock import MovedClock
from bot.platforms.terminal.places import asker_at, channel_chat, private_chat
from bot.platforms.terminal.travel import Travel
from bot.simulation.alarm import Alarm
from bot.simulation.courier import Channel, Watcher
from bot.simulation.naive import A_WEEK, the_days
from bot.simulation.person import Act, Person
from bot.simulation.receipts import Receipts, check_board
from bot.simulation.violation import Violation
from bot.simulation.wording import Ear, text_of
from bot.storage.store import Store
from bot.ui.present import present
from bot.ui.text import Text

GROUP_HOUR = time(18)
LOOKED_AT = timedelta(days=7, hours=15)  # after a Monday 00:00 UTC: a new week has begun on every clock
BOARDS = 3  # members of each group who look at its board after a week, each at another period
PERIODS: tuple[Period, ...] = ("week", "4 weeks", "12 weeks")
PARTS: tuple[Literal["", "numbers", "ledger"], ...] = ("", "numbers", "ledger")
LEDGER_EVERY = 4  # weeks


@dataclass(frozen=True, slots=True)
class Lived:
    """What came of a world, as it was looked at last; `sent` and `minutes` count messages by kind and by time."""

    people: Sequence[Person]
    channels: Sequence[Channel]
    at: datetime
    sent: Counter[str]
    minutes: Counter[datetime]


class World:
    """Everybody, and the bot they talk to."""

    def __init__(
        self, store: Store, curriculum: Curriculum, people: Sequence[Person], channels: Sequence[Channel], first: date
    ) -> None:
        self.people = people
        self.channels = channels
        self.clock = MovedClock(_midnight(first) - timedelta(days=1))
        self.watcher = Watcher(
            self.clock,
            self._hear,
            {person.id: person.journal for person in people},
            {channel_chat(channel.name).chat: channel for channel in channels},
        )
        self._store = store
        self._first = first
        self._say, self._ear = Text(), Ear(curriculum)
        shelf = Shelf(curriculum)
        self._travel = Travel(
            store, PostOffice(store, {Platform.TERMINAL: self.watcher}, shelf, self.clock), self.clock
        )
        self._app = App(store, shelf, self.clock, remember=remember, recall=recall)
        self._alarm = Alarm()
        self._due: datetime | None = self.clock()  # when the next thing comes due, as was last seen
        self._asked = 0
        self._planned = 0
        self._acts: list[tuple[datetime, int, int, Act]] = []  # (instant, who, order of planning, act)

    async def live(self, weeks: int) -> Lived:
        """Let everybody live through so many weeks. Raises Violation at the first rule that does not hold."""
        with self._alarm:
            await self._set_up()
            self._plan(0)
            for number in range(weeks):
                if number + 1 < weeks:
                    self._plan(number + 1)  # in the east it begins before this one has ended in the west
                await self._until(_midnight(self._first + number * A_WEEK) + LOOKED_AT)
                await self._look(number)
                await self._store.write(lambda tx: tidy(tx, self.clock()))
        return Lived(self.people, self.channels, self.clock(), self.watcher.sent, self.watcher.minutes)

    async def _set_up(self) -> None:
        for channel in self.channels:
            setup = Setup(channel.zone, GROUP_HOUR, board=True, called=channel.name)
            said = await self._ask("host", setup, channel.name, facilitator=True)
            if not isinstance(said, GroupReady):
                raise Violation(channel.name, self._first, "R24", f"the group was not set up: {said!r:.200}")

    def _plan(self, number: int) -> None:
        days = the_days(self._first + number * A_WEEK)
        for at, person in enumerate(self.people):
            if person.starts > days[-1]:
                continue
            acts = [*person.habit.join(person)] if person.starts >= days[0] else []
            begins = acts[-1].at if acts else None
            acts += [act for act in person.habit.week(person, days) if begins is None or act.at > begins]
            for act in acts:
                self._planned += 1
                heapq.heappush(self._acts, (act.at, at, self._planned, act))

    async def _until(self, end: datetime) -> None:
        """All acts before an instant, those of one instant side by side as on a busy evening."""
        while self._acts and self._acts[0][0] <= end:
            at = self._acts[0][0]
            now: dict[int, list[Act]] = {}
            while self._acts and self._acts[0][0] == at:
                _, who, _, act = heapq.heappop(self._acts)
                now.setdefault(who, []).append(act)
            await self._go(at)
            await asyncio.gather(*(self._do(self.people[who], acts) for who, acts in now.items()))
            self._due = await self._travel.settle()
            self._stop_if_wrong()
        await self._go(end)
        self._stop_if_wrong()

    async def _go(self, at: datetime) -> None:
        """Move the clock on; through what comes due before, where the last look saw that something does."""
        if self._due is not None and self._due <= at:
            await self._travel.to(at)
            self._due = await self._travel.settle()
        self.clock.move_to(at)

    async def _do(self, person: Person, acts: Iterable[Act]) -> None:
        for act in acts:
            command = act.command(person)
            while command is not None:
                command = person.habit.reply(person, await self._said(person, command))

    async def _said(self, person: Person, command: Command) -> Said:
        """What somebody is told, noted and checked."""
        in_channel = person.channel if isinstance(command, Join | JoinNow) else ""
        said = await self._ask(person.id, command, in_channel, name=person.journal.name)
        at, journal = self.clock(), person.journal
        if isinstance(said, Refused | WentWrong):
            raise Violation(journal.name, journal.today(at), "section 4", f"{command!r:.200}: {said!r:.200}")
        journal.note(command, said, at)
        if isinstance(said, Joined) and person.channel:
            next(it for it in self.channels if it.name == person.channel).members.append(journal)
        Receipts(journal, at).check(said)
        self._hear(said, journal.name, journal.today(at))
        return said

    async def _ask(
        self, person: str, command: Command, channel: str, *, name: str = "", facilitator: bool = False
    ) -> Said:
        self._asked += 1
        chat = channel_chat(channel) if channel else private_chat(person)
        asker = asker_at(chat, person, f"s{self._asked}")
        asker = Asker(asker.platform, person, name or asker.name, chat, asker.private, asker.request, "", facilitator)
        return (await self._app.handle(command, asker)).said

    async def _look(self, number: int) -> None:
        """What everybody would see on the Monday after a week."""
        here = [person for person in self.people if person.journal.joined]
        for part in PARTS if number % LEDGER_EVERY == 0 else PARTS[:2]:
            await asyncio.gather(*(self._said(person, Progress(part)) for person in here))
        for channel in self.channels:
            members = [person for person in here if person.channel == channel.name]
            for n in range(min(BOARDS, len(members))):
                person = members[(number * BOARDS + n) % len(members)]
                said = await self._said(person, Leaderboard(PERIODS[(number + n) % len(PERIODS)]))
                if isinstance(said, BoardShown):
                    check_board(said, person.journal, channel.members, self.clock())
        self._stop_if_wrong()

    def _hear(self, said: Said, who: str, day: date) -> None:
        text = text_of(present(said, self._say))
        if word := self._ear.shaming(text):
            raise Violation(who, day, "R22", f'"{word}" is said in: {text:.400}')

    def _stop_if_wrong(self) -> None:
        if self.watcher.found:
            raise self.watcher.found[0]
        if self._alarm.rang:
            raise Violation("the bot", self.clock().date(), "section 4", self._alarm.rang[0])


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
