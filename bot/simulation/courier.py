"""Takes everything that nobody asked for, and checks it on the spot: how often, when, and what it tells of whom."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.app.courier import Delivered, Parcel
from bot.app.said import Card, CheckinCall, DailyPrompt, FocusEnded, Hello, KindNote, Said
from bot.core.people import Address
from bot.simulation import naive
from bot.simulation.cards import Channel, check_card, check_new, note_new
from bot.simulation.journal import Journal
from bot.simulation.naive import A_WEEK, monday
from bot.simulation.naive_silence import IGNORED_BEFORE_NOTE, SUNDAY, is_quiet, last_sunday, minute_of, prompt_days
from bot.simulation.places_shown import Places
from bot.simulation.receipts import Receipts
from bot.simulation.violation import Violation


@dataclass(slots=True)
class Watcher:
    """Implements `bot.app.courier.Courier`. `notice` lets the reader of a private message act on it.

    What it finds wrong is kept in `found`: a courier that raises would only have its letter tried again.
    """

    clock: Callable[[], datetime]
    hear: Callable[[Said, str, date], None]
    people: Mapping[str, Journal]
    channels: Mapping[str, Channel]
    notice: Callable[[str, Said], None] = lambda person, said: None
    found: list[Violation] = field(default_factory=list)
    sent: Counter[str] = field(default_factory=Counter)
    minutes: Counter[datetime] = field(default_factory=Counter)
    _days: set[tuple[str, str, date]] = field(default_factory=set)
    _read: dict[str, tuple[datetime, Said]] = field(default_factory=dict)

    async def deliver(self, parcel: Parcel) -> Delivered:
        """Look at a new message."""
        kind = type(parcel.said).__name__
        self._count(kind)
        try:
            if parcel.address.person:
                self._private(parcel.said, self.people[parcel.address.person])
                self.notice(parcel.address.person, parcel.said)
            else:
                self._card(parcel.said, parcel.address.chat, is_new=True)
        except Violation as violation:
            self.found.append(violation)
        return Delivered(f"{kind}.{self.sent.total()}", parcel.address.chat)

    async def edit(self, address: Address, message: str, said: Said, language: str = "") -> None:
        """Look at a message that changed."""
        self._count("edit")
        try:
            self._card(said, address.chat, is_new=False)
        except Violation as violation:
            self.found.append(violation)

    def _count(self, kind: str) -> None:
        self.sent[kind] += 1
        self.minutes[self.clock().replace(second=0, microsecond=0)] += 1

    # --- to one learner

    def _private(self, said: Said, journal: Journal) -> None:
        at = self.clock()
        day = journal.today(at)
        self.hear(said, journal.name, day)
        Places(journal, at).check(said)
        match said:
            case Hello():
                return  # it answers to joining, at whatever hour that is
            case FocusEnded(timer=timer):
                self._end(timer.timer, journal)
                return

        def wrong(rule: str, what: str) -> Violation:
            return Violation(journal.name, day, rule, f"{type(said).__name__} {what}")

        zone = journal.zone_at(at)
        wall, hour = at.astimezone(ZoneInfo(zone)).time(), naive.shown_at(day, journal.hour, zone)
        if is_quiet(minute_of(wall), minute_of(hour), journal.quiet):
            raise wrong("R16", f"at {wall:%H:%M}, in quiet hours")
        if not journal.prompts:
            raise wrong("R16", "to somebody who wants none")
        if journal.way.spot == "finished":
            raise wrong("R14", "to somebody who has finished")
        if journal.is_off(day):
            raise wrong("R15", "on a day of rest")
        put_off = at in journal.snoozed
        kind = "check-in" if isinstance(said, CheckinCall) else "prompt"
        if not put_off:  # one that was put off was asked for, and comes besides
            if (journal.name, kind, day) in self._days:
                raise wrong("R17", "a second time in one day")
            self._days.add((journal.name, kind, day))
        match said:
            case CheckinCall():
                self._checkin(said, journal, day, wrong)
            case DailyPrompt() | KindNote():
                self._prompt(said, journal, day, wrong, put_off=put_off)
            case _:
                raise wrong("section 3", "that nobody asked for")

    def _prompt(
        self,
        said: DailyPrompt | KindNote,
        journal: Journal,
        day: date,
        wrong: Callable[[str, str], Violation],
        *,
        put_off: bool,
    ) -> None:
        """R16: on the days of the rhythm, which fades while nobody answers; not if today is a study day already."""
        ignored = journal.unheard
        if day.weekday() not in prompt_days(naive.plan_of(journal.plans, monday(day)), ignored) and not put_off:
            raise wrong("R16", f"on a day off the plan, or after {ignored} that nobody answered")
        if journal.minutes_on(day) >= 10:
            raise wrong("R16", "on a study day")
        if isinstance(said, KindNote) != (ignored == IGNORED_BEFORE_NOTE):
            raise wrong("R16", f"after {ignored} that nobody answered")
        journal.unheard += 1
        journal.prompted.add(day)
        if isinstance(said, DailyPrompt):
            last = max(journal.checkins, default=None)
            recent = last is not None and last >= monday(day) - A_WEEK
            if said.intention != (journal.checkins[last] if last and recent else None):
                raise wrong("R16", f"quotes {said.intention}")
            Receipts(journal, self.clock()).check(said.shown)

    def _checkin(self, said: CheckinCall, journal: Journal, day: date, wrong: Callable[[str, str], Violation]) -> None:
        """Section 3: on Sunday, of a week that nothing was said of yet, and never after the kind note."""
        if day.isoweekday() != SUNDAY:
            raise wrong("R16", "on another day than Sunday")
        if said.monday in journal.checkins or said.monday != last_sunday(day):
            raise wrong("R16", f"about the week of {said.monday}")
        if journal.unheard > IGNORED_BEFORE_NOTE:
            raise wrong("R16", "after the kind note")

    def _end(self, number: int, journal: Journal) -> None:
        """R16, R18: a timer's end comes once and at its minute, in quiet hours too; not if it was stopped."""
        sitting, at = journal.sittings[number], self.clock()
        if sitting.told or sitting.gone or sitting.stopped is not None or at != sitting.ends:
            raise Violation(journal.name, journal.today(at), "R16", f"the end of a timer at {at}, not {sitting.ends}")
        sitting.told = True

    # --- to a group

    def _card(self, said: Said, chat: str, *, is_new: bool) -> None:
        now, channel = self.clock(), self.channels[chat]
        today = naive.local_day(now, channel.zone)
        if not is_new and self._read.get(channel.name) == (now, said):
            return  # the same in its other chat
        self._read[channel.name] = now, said
        self.hear(said, channel.name, today)
        if not isinstance(said, Card):
            raise Violation(channel.name, today, "R24", f"{type(said).__name__} in a group")
        try:
            if is_new:
                check_new(channel, chat, today)
                note_new(channel, chat, today)
            check_card(said, channel.members, now, channel.club)
            if said.digest is not None and (channel.shown is None or said.day >= channel.shown.day):
                channel.shown = said
        except ValueError as wrong:
            rule, what = wrong.args
            raise Violation(channel.name, said.day, rule, what) from None
