"""Takes everything that nobody asked for, and checks it on the spot: how often, when, and what it tells of whom."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.app.courier import Delivered, Parcel
from bot.app.said import Card, CheckinCall, DailyPrompt, Digest, Hello, Said
from bot.core.people import Address
from bot.simulation import naive
from bot.simulation.journal import Journal
from bot.simulation.naive import A_DAY, A_WEEK, monday
from bot.simulation.receipts import MOST_CREDITED, Receipts, credited
from bot.simulation.violation import Violation

DAY_MINUTES, NIGHT_FALLS, MORNING = 24 * 60, 22 * 60, 8 * 60
FEWEST = 3  # learners that a total may be told of (R23)


@dataclass(slots=True)
class Channel:
    """A group as the simulation knows it."""

    name: str
    zone: str
    members: list[Journal] = field(default_factory=list)


@dataclass(slots=True)
class Watcher:
    """Implements `bot.app.courier.Courier`.

    What it finds wrong is kept in `found`: a courier that raises would only have its letter tried again.
    """

    clock: Callable[[], datetime]
    hear: Callable[[Said, str, date], None]
    people: Mapping[str, Journal]
    channels: Mapping[str, Channel]
    found: list[Violation] = field(default_factory=list)
    sent: Counter[str] = field(default_factory=Counter)
    minutes: Counter[datetime] = field(default_factory=Counter)
    _days: set[tuple[str, str, date]] = field(default_factory=set)

    async def deliver(self, parcel: Parcel) -> Delivered:
        """Look at a new message."""
        kind = type(parcel.said).__name__
        self.sent[kind] += 1
        self.minutes[self.clock().replace(second=0, microsecond=0)] += 1
        try:
            if parcel.address.person:
                self._private(parcel.said, self.people[parcel.address.person])
            else:
                self._card(parcel.said, self.channels[parcel.address.chat], is_new=True)
        except Violation as violation:
            self.found.append(violation)
        return Delivered(f"{kind}.{self.sent.total()}", parcel.address.chat)

    async def edit(self, address: Address, message: str, said: Said) -> None:
        """Look at a message that changed."""
        self.sent["edit"] += 1
        self.minutes[self.clock().replace(second=0, microsecond=0)] += 1
        try:
            self._card(said, self.channels[address.chat], is_new=False)
        except Violation as violation:
            self.found.append(violation)

    def _private(self, said: Said, journal: Journal) -> None:
        at = self.clock()
        day = journal.today(at)
        self.hear(said, journal.name, day)
        if isinstance(said, Hello):
            return  # it answers to joining, at whatever hour that is

        def wrong(rule: str, what: str) -> Violation:
            return Violation(journal.name, day, rule, f"{type(said).__name__} {what}")

        wall = at.astimezone(ZoneInfo(journal.zone_at(at)))
        if is_quiet(wall.hour * 60 + wall.minute, journal.hour.hour * 60 + journal.hour.minute):
            raise wrong("R16", f"at {wall:%H:%M}, in quiet hours")
        if not isinstance(said, DailyPrompt | CheckinCall):
            return
        if (journal.name, type(said).__name__, day) in self._days:
            raise wrong("R17", "a second time in one day")
        self._days.add((journal.name, type(said).__name__, day))
        if not journal.prompts:
            raise wrong("R16", "to somebody who wants none")
        if journal.way.spot == "finished":
            raise wrong("R14", "to somebody who has finished")
        if isinstance(said, CheckinCall):
            if day.isoweekday() != 7:
                raise wrong("R16", "on another day than Sunday")
            return
        if day.weekday() not in naive.plan_of(journal.plans, monday(day)):
            raise wrong("R16", "on a day off the plan")
        if journal.minutes_on(day) >= 10:
            raise wrong("R16", "on a study day")
        Receipts(journal, at).check(said.shown)

    def _card(self, said: Said, channel: Channel, *, is_new: bool) -> None:
        today = naive.local_day(self.clock(), channel.zone)
        self.hear(said, channel.name, today)
        if not isinstance(said, Card):
            raise Violation(channel.name, today, "R24", f"{type(said).__name__} in a group")
        if is_new:
            if (channel.name, "card", today) in self._days:
                raise Violation(channel.name, today, "R24", "a second message in one day")
            self._days.add((channel.name, "card", today))
        try:
            check_card(said, channel.members)
        except ValueError as wrong:
            rule, what = wrong.args
            raise Violation(channel.name, said.day, rule, what) from None


def is_quiet(minute: int, hour: int) -> bool:
    """R16: whether a minute of the day lies in 22-08.

    An hour that was chosen in there leaves the longer rest of it: up to the hour, or from an hour after it on.
    """
    start, end = NIGHT_FALLS, MORNING
    if hour >= NIGHT_FALLS or hour < MORNING:
        up_to, after = (hour - NIGHT_FALLS) % DAY_MINUTES, (MORNING - hour - 60) % DAY_MINUTES
        start, end = (NIGHT_FALLS, hour) if up_to >= after else ((hour + 60) % DAY_MINUTES, MORNING)
    return (minute - start) % DAY_MINUTES < (end - start) % DAY_MINUTES


def check_card(card: Card, members: Sequence[Journal]) -> None:
    """R3, R22, R23. Raises ValueError with a rule and what is wrong."""
    present = {it.name: spent for it in members if (spent := _on(it, card.day)) is not None}
    listed = {it.name for it in members if it.listed}
    _names("a card", card.names, {name for name in present if name in listed})
    total = sum(min(spent, MOST_CREDITED) for spent in present.values())
    expected = (len(present), total) if len(present) >= FEWEST else (len(card.names), None)
    if (card.learners, card.minutes) != expected:
        raise ValueError("R23", f"{card.learners} learners with {card.minutes} minutes, but it is {expected}")
    if card.digest is not None:
        _digest(card.digest, members, listed)


def _digest(digest: Digest, members: Sequence[Journal], listed: set[str]) -> None:
    first, before = digest.monday, digest.monday + A_WEEK
    active = {it.name: flows for it in members if (flows := _flows(it, first, before))}
    closed = {(it.name, week) for it in members for week, day in it.explained.items() if first <= day < before}
    enough = len(active) >= FEWEST
    minutes = sum(credited(it, first, before) for it in members)
    if (digest.minutes, digest.flows) != ((minutes, sum(active.values())) if enough else (None, None)):
        told = f"{digest.minutes} minutes and {digest.flows} flows"
        raise ValueError(
            "R23", f"a digest of {told}, but {len(active)} learners have {minutes}, {sum(active.values())}"
        )
    named = {(name, week) for name, week in closed if name in listed}
    if set(digest.finished) != named or digest.finished_unlisted != (len(closed) - len(named) if enough else 0):
        raise ValueError("R22", f"a digest tells of {digest.finished} and {digest.finished_unlisted} more")
    _names("a digest's welcome", digest.back, {name for name in active if name in listed}, all_of_them=False)


def _names(where: str, told: Sequence[str], may: set[str], *, all_of_them: bool = True) -> None:
    if not set(told) <= may or (all_of_them and set(told) != may):
        raise ValueError(
            "R22", f"{where} names {', '.join(told) or 'nobody'}, but it may name {', '.join(sorted(may))}"
        )


def _on(member: Journal, day: date) -> int | None:
    """A member's minutes of a day, if anything was logged for it since they joined."""
    return member.minutes_on(day) if _flows(member, day, day + A_DAY) else None


def _flows(member: Journal, first: date, before: date) -> int:
    if member.joined is None:
        return 0
    return len([it for it in member.logs.values() if max(first, member.joined) <= it.day < before])
