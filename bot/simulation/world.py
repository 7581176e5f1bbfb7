"""Months on one clock: acts at their instants, everything that comes due in between, and a look at it every week."""

import asyncio
import heapq
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.answers import Answers
from bot.app.app import App
from bot.app.asker import Asker
from bot.app.commands import (
    Command,
    Export,
    InviteChat,
    Join,
    JoinNow,
    Leaderboard,
    Progress,
    Rest,
    Season,
    Setup,
    Today,
)
from bot.app.post import PostOffice
from bot.app.said import (
    Answer,
    BoardShown,
    ChatAttached,
    ChatCode,
    Exported,
    GroupReady,
    Joined,
    Refused,
    Said,
    SeasonsShown,
    WentWrong,
)
from bot.app.shelf import Shelf
from bot.core.board import Period
from bot.core.curriculum import Curriculum
from bot.core.people import Platform
from bot.heartbeat import tidy
from bot.platforms.terminal.clock import MovedClock
from bot.platforms.terminal.places import asker_at, channel_chat, private_chat
from bot.platforms.terminal.travel import Travel
from bot.simulation.alarm import Alarm
from bot.simulation.boards import check_board
from bot.simulation.cards import Channel
from bot.simulation.courier import Watcher
from bot.simulation.exported import check_export
from bot.simulation.liveness import cards_that_came, prompts_that_came
from bot.simulation.naive import A_DAY, A_WEEK, local_day, the_days
from bot.simulation.notes import Pen
from bot.simulation.person import Act, Person
from bot.simulation.quick_store import QuickStore
from bot.simulation.receipts import Receipts
from bot.simulation.slips import is_due
from bot.simulation.violation import Violation
from bot.simulation.wording import Ear, text_of
from bot.ui.present import present
from bot.ui.text import Text

GROUP_HOUR = time(18)
LOOKED_AT = timedelta(days=7, hours=15)  # after a Monday 00:00 UTC: a new week has begun on every clock
ENOUGH_FOR_SEASONS = 8  # weeks; one is declared in the middle
BOARDS = 3  # members of each group who look at its board after a week, each at another period
PERIODS: tuple[Period, ...] = ("week", "4 weeks", "12 weeks")
ALWAYS: tuple[Command, ...] = (Progress("numbers"),)
SOMETIMES: tuple[Command, ...] = (Progress(), Today(), Rest(), Progress("ledger"), Export())
EVERY = 6  # weeks until what is looked at sometimes is looked at again with the same learner
SETTLING_IN = timedelta(hours=1)  # from joining until the week begins
NOW = timedelta(minutes=1)


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
        self,
        store: QuickStore,
        curriculum: Curriculum,
        people: Sequence[Person],
        channels: Sequence[Channel],
        first: date,
    ) -> None:
        self.people = people
        self.channels = channels
        self.clock = MovedClock(_midnight(first) - timedelta(days=1))
        self.watcher = Watcher(
            self.clock,
            self._hear,
            {person.id: person.journal for person in people},
            {channel_chat(chat).chat: channel for channel in channels for chat in channel.chats},
            self._notice,
        )
        self._store = store
        self._first = first
        self._weeks = {week.id: week.number for week in curriculum.weeks}
        self._say, self._ear = Text(), Ear(curriculum)
        shelf = Shelf(curriculum)
        self._travel = Travel(
            store, PostOffice(store, {Platform.TERMINAL: self.watcher}, shelf, self.clock), self.clock
        )
        answers = Answers(shelf)
        self._app = App(store, shelf, self.clock, remember=answers.remember, recall=answers.recall)
        self._alarm = Alarm()
        self._due: datetime | None = self.clock()  # when the next thing comes due, as was last seen
        self._asked = 0
        self._planned = 0
        self._at = {person.id: number for number, person in enumerate(people)}
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
                if weeks >= ENOUGH_FOR_SEASONS and number + 1 == weeks // 2:
                    await self._declare_seasons()
                await self._store.write(lambda tx: tidy(tx, self.clock()))
        return Lived(self.people, self.channels, self.clock(), self.watcher.sent, self.watcher.minutes)

    async def _set_up(self) -> None:
        for channel in self.channels:
            setup = Setup(channel.zone, GROUP_HOUR, board=True, called=channel.name)
            said = (await self._ask("host", setup, channel.name, facilitator=True)).said
            if not isinstance(said, GroupReady):
                raise Violation(channel.name, self._first, "R24", f"the group was not set up: {said!r:.200}")
            if channel.also:
                await self._meet_twice(channel, said.group.id)

    async def _meet_twice(self, channel: Channel, group: int) -> None:
        code = (await self._ask("host", InviteChat(group), channel.name, facilitator=True)).said
        if isinstance(code, ChatCode):
            code = (await self._ask("host", Setup(attach=code.code), channel.also, facilitator=True)).said
        if not isinstance(code, ChatAttached):
            raise Violation(channel.name, self._first, "R24", f"the group got no other chat: {code!r:.200}")

    async def _declare_seasons(self) -> None:
        """Exams, told in their middle: of the week that has been and of the one that comes (R15)."""
        for channel in self.channels:
            today = local_day(self.clock(), channel.zone)
            first, last = today - 5 * A_DAY, today + 9 * A_DAY
            ask = Season(first.isoformat(), last.isoformat(), "Exams")
            said = (await self._ask("host", ask, channel.name, facilitator=True)).said
            if not isinstance(said, SeasonsShown) or said.done != "declared":
                raise Violation(channel.name, today, "R15", f"no season was declared: {said!r:.200}")
            channel.club.seasons.append((first, last))
        self._due = await self._travel.settle()
        self._stop_if_wrong()

    # --- what happens, in its order

    def _plan(self, number: int) -> None:
        days = the_days(self._first + number * A_WEEK)
        for person in self.people:
            if person.starts > days[-1]:
                continue
            acts = [*person.habit.join(person)] if person.starts >= days[0] else []
            begins = acts[0].at + SETTLING_IN if acts else None
            week = [*person.habit.week(person, days), *person.habit.besides(person, days)]
            acts += [act for act in week if begins is None or act.at > begins]
            self._put(person, acts)

    def _put(self, person: Person, acts: Iterable[Act]) -> None:
        for act in acts:
            self._planned += 1
            heapq.heappush(self._acts, (act.at, self._at[person.id], self._planned, act))

    def _notice(self, person_id: str, said: Said) -> None:
        """Somebody reads what came unasked, and may do something about it in a while."""
        person = self.people[self._at[person_id]]
        person.now = self.clock()
        self._put(person, person.habit.later(person, said))

    async def _until(self, end: datetime) -> None:
        """Everything before an instant: what comes due by itself, and all acts, those of one instant side by side as
        on a busy evening."""
        while True:
            at = min(self._acts[0][0], end) if self._acts else end
            if self._due is not None and self._due <= at and max(self._due, self.clock()) < max(at, self._due + NOW):
                await self._come_due(at)
                continue
            self.clock.move_to(at)
            now: dict[int, list[Act]] = {}
            while self._acts and self._acts[0][0] <= at:
                _, who, _, act = heapq.heappop(self._acts)
                now.setdefault(who, []).append(act)
            await asyncio.gather(*(self._do(self.people[who], acts) for who, acts in now.items()))
            self._due = await self._travel.settle()
            self._stop_if_wrong()
            if at == end and not (self._acts and self._acts[0][0] <= end):
                return

    async def _come_due(self, before: datetime) -> None:
        """Move on to what comes due next, or a little where something due could not be done."""
        now = self.clock()
        self.clock.move_to(self._due if self._due is not None and self._due > now else min(before, now + NOW))
        self._due = await self._travel.settle()
        self._stop_if_wrong()

    async def _do(self, person: Person, acts: Iterable[Act]) -> None:
        for act in acts:
            person.now = self.clock()
            command = act.command(person)
            if command is not None and act.refused:
                await self._refused(person, command, act.refused)
                continue
            while command is not None:
                said = await self._said(person, command)
                self._put(person, person.habit.later(person, said))
                command = person.habit.reply(person, said)

    async def _refused(self, person: Person, command: Command, kind: str) -> None:
        """What is wrong is told so, and counts as an act all the same (R16)."""
        journal = person.journal
        said = (await self._ask(person.id, command, "", name=journal.name)).said
        if not isinstance(said, Refused) or said.kind != kind:
            today = journal.today(self.clock())
            raise Violation(journal.name, today, "section 4", f"{command!r:.200} is not {kind}: {said!r:.200}")
        Pen(journal, self.clock()).acted()
        self._hear(said, journal.name, journal.today(self.clock()))

    async def _said(self, person: Person, command: Command) -> Said:
        """What somebody is told, noted and checked."""
        in_channel = person.channel if isinstance(command, Join | JoinNow) else ""
        answer = await self._ask(person.id, command, in_channel, name=person.journal.name)
        said, at, journal = answer.said, self.clock(), person.journal
        today = journal.today(at)
        if isinstance(said, Refused) and is_due(journal, today, command, said):
            Pen(journal, at).acted()
            self._hear(said, journal.name, today)
            return said
        if isinstance(said, Refused | WentWrong):
            raise Violation(journal.name, today, "section 4", f"{command!r:.200}: {said!r:.200}")
        try:
            Pen(journal, at).note(command, said)
        except (KeyError, ValueError, StopIteration) as strange:
            raise Violation(journal.name, today, "R19", f"{command!r:.200}: {said!r:.300} ({strange!r})") from strange
        if isinstance(said, Joined) and person.channel:
            channel = next(it for it in self.channels if it.name == person.channel)
            channel.members.append(journal)
            journal.club = channel.club
        for each in (said, *answer.asides):
            try:
                Receipts(journal, at).check(each)
            except Violation as violation:
                raise Violation(
                    violation.who, violation.day, violation.rule, f"{violation.what}, after {command!r:.200}"
                ) from None
            self._hear(each, journal.name, today)
        return said

    async def _ask(
        self, person: str, command: Command, channel: str, *, name: str = "", facilitator: bool = False
    ) -> Answer:
        self._asked += 1
        chat = channel_chat(channel) if channel else private_chat(person)
        asker = asker_at(chat, person, f"s{self._asked}")
        asker = Asker(asker.platform, person, name or asker.name, chat, asker.private, asker.request, "", facilitator)
        return await self._app.handle(command, asker)

    # --- what is looked at after a week

    async def _look(self, number: int) -> None:
        """What everybody would see on the Monday after a week, and what must have come in it."""
        week = self._first + number * A_WEEK
        here = [person for person in self.people if person.journal.joined]
        for person in here:
            prompts_that_came(person.journal, week)
        for channel in self.channels:
            cards_that_came(channel, week)
        with self._store.looking():
            for n, person in enumerate(here):
                for command in (*ALWAYS, *(SOMETIMES if (n + number) % EVERY == 0 else ())):
                    await self._seen(person, command)
            for channel in self.channels:
                members = [person for person in here if person.channel == channel.name]
                for n in range(min(BOARDS, len(members))):
                    person = members[(number * BOARDS + n) % len(members)]
                    said = await self._seen(person, Leaderboard(PERIODS[(number + n) % len(PERIODS)]))
                    if isinstance(said, BoardShown):
                        check_board(said, person.journal, channel.members, self.clock())
        self._stop_if_wrong()

    async def _seen(self, person: Person, command: Command) -> Said:
        """What somebody would be told now."""
        said = (await self._ask(person.id, command, "", name=person.journal.name)).said
        at = self.clock()
        today = person.journal.today(at)
        if isinstance(said, Refused | WentWrong):
            raise Violation(person.journal.name, today, "section 4", f"{command!r:.200}: {said!r:.200}")
        Receipts(person.journal, at).check(said)
        if isinstance(said, Exported):
            check_export(said, person.journal, at, self._weeks)
        self._hear(said, person.journal.name, today)
        return said

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
