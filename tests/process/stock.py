"""Fills a database before the bot starts: people and groups as rows, and what is due at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.app.links import new_key
from bot.core.days import day_span, local_day, monday_of
from bot.core.people import Address, ChatId, Group, GroupId, Learner, LearnerId, Platform
from bot.core.plans import Plan
from bot.core.prompts import GROUP_DAYS
from bot.curriculum_file import built_in, load
from bot.opening import utc_clock
from bot.storage.letters import Letter
from bot.storage.rhythms import Rhythm, RhythmKind
from bot.storage.tx import Tx

CURRICULUM = load(built_in()).id
HOUR = time(12)
EVERY_DAY = Plan(frozenset(range(7)))


@dataclass(slots=True)
class Stock:
    """Writes rows in one zone at one moment."""

    tx: Tx
    zone: str
    now: datetime = field(default_factory=utc_clock)

    @property
    def today(self) -> date:
        """The local day."""
        return local_day(self.now, ZoneInfo(self.zone))

    def learner(self, platform: Platform, person: int, *, name: str = "Ana", direct: int = 0) -> LearnerId:
        """Somebody who joined a week ago and wants prompts; `direct` is their private chat on Discord, if known."""
        joined = self.today - timedelta(days=7)
        kept = Learner(LearnerId(0), name, self.zone, HOUR, True, joined, CURRICULUM)
        added = self.tx.people.add(kept, EVERY_DAY, monday_of(joined), self.now)
        self.tx.people.add_account(added, platform, str(person), name, self.now)
        if direct or platform is Platform.TELEGRAM:
            self.tx.people.set_direct(platform, str(person), str(direct or person))
        return added

    def group(self, platform: Platform, chat: int, *, thread: int = 0, name: str = "Owls") -> tuple[GroupId, ChatId]:
        """A group that meets in one chat."""
        group = Group(GroupId(0), name, CURRICULUM, self.zone, HOUR, GROUP_DAYS, True, new_key())
        added = self.tx.groups.add(group, self.now)
        return added, self.tx.groups.add_chat(added, Address(platform, str(chat), str(thread or "")))

    def member(self, group: GroupId, learner: LearnerId) -> None:
        """Put a learner into a group."""
        self.tx.groups.join(group, learner, self.today - timedelta(days=7))

    def studies_daily(self, learners: Iterable[int]) -> None:
        """Let today be a day of their plans, whichever weekday the tests run on."""
        for learner in learners:
            self.tx.people.set_plan(LearnerId(learner), monday_of(self.today), EVERY_DAY)

    def due(self, kind: RhythmKind, owners: Iterable[int]) -> None:
        """Let something come round for these owners now."""
        self.tx.rhythms.put(Rhythm(kind, owner, self.today, self.now) for owner in owners)

    def waiting_cards(self, chats: Iterable[ChatId]) -> None:
        """Cards that were decided a minute ago, so that they go out before what is decided now."""
        closes_at, due_at = day_span(self.today, ZoneInfo(self.zone))[1], self.now - timedelta(minutes=1)
        for each in chats:
            chat = self.tx.groups.chat(each)
            assert chat is not None
            self.tx.cards.add(each, self.today, closes_at)
            key = f"card:{each}:{self.today}"
            letter = Letter(0, key, "card", each, self.today, chat.address, "ready", due_at, closes_at)
            self.tx.letters.queue([letter])
