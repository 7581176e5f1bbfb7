"""A group's card, worked out once more from what its members did (R3, R22-R24)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.app.said import Card, Digest, Focusing
from bot.simulation.boards import FEWEST, MOST_CREDITED, credited
from bot.simulation.club import Club
from bot.simulation.journal import Journal
from bot.simulation.naive import A_DAY, A_WEEK, Flow
from bot.simulation.naive_silence import card_days


@dataclass(slots=True)
class Channel:
    """A group as the simulation knows it. It meets in the chat of its name, and `also` in another; `posted` are the
    days whose card came, by chat, `shown` the newest card that holds a digest, as it was drawn last."""

    name: str
    zone: str
    members: list[Journal] = field(default_factory=list)
    also: str = ""
    club: Club = field(default_factory=Club)
    posted: dict[str, list[date]] = field(default_factory=dict)
    shown: Card | None = None

    @property
    def chats(self) -> tuple[str, ...]:
        """Where it meets."""
        return (self.name, self.also) if self.also else (self.name,)

    @property
    def cards(self) -> list[date]:
        """The days whose card came in any chat, and in all of them if all is well."""
        return self.club.cards


def check_new(channel: Channel, chat: str, today: date) -> None:
    """R24: one message a day in each chat, on group days and Sunday; fewer where nobody studies. Raises ValueError."""
    if today in channel.posted.setdefault(chat, []):
        raise ValueError("R24", "a second message in one day")
    last = max((flow.logged_on for it in channel.members for flow in _own(it)), default=None)
    empty = len([day for day in channel.cards if (last is None or day > last) and day != today])
    if today.isoweekday() not in card_days(empty):
        raise ValueError("R24", f"a card after {empty} that saw no flow, the last one on {last}")


def note_new(channel: Channel, chat: str, today: date) -> None:
    """A card came in a chat."""
    channel.posted[chat].append(today)
    if today not in channel.cards:
        channel.cards.append(today)


def must_have_come(channel: Channel, day: date) -> bool:
    """R24: whether a day's card cannot have been left out: a group day just after somebody studied."""
    if day.isoweekday() not in card_days(0):
        return False
    return any(day - 3 * A_DAY <= flow.logged_on <= day - 2 * A_DAY for it in channel.members for flow in _own(it))


def check_card(card: Card, members: Sequence[Journal], now: datetime, club: Club | None = None) -> None:
    """R3, R15, R22, R23: who is named, who is counted, who focuses, what is off. Raises ValueError with a rule and what
    is wrong."""
    club = club or Club()
    if card.season_until != club.off_until(card.day):
        raise ValueError("R15", f"a season until {card.season_until}, but it is {club.off_until(card.day)}")
    present = {it.name: spent for it in members if (spent := _on(it, card.day)) is not None}
    listed = {it.name for it in members if it.listed}
    _names("a card", card.names, {name for name in present if name in listed})
    total = sum(min(spent, MOST_CREDITED) for spent in present.values())
    expected = (len(present), total) if len(present) >= FEWEST else (len(card.names), None)
    if (card.learners, card.minutes) != expected:
        raise ValueError("R23", f"{card.learners} learners with {card.minutes} minutes, but it is {expected}")
    if not card.closed:
        _focus(card.focusing, members, listed, now)
    if card.digest is not None:
        _digest(card.digest, members, listed)
        _together(card.digest, len(members), listed, club)


def _focus(told: Focusing | None, members: Sequence[Journal], listed: set[str], now: datetime) -> None:
    running = {it.name for it in members if any(sitting.runs(now) for sitting in it.sittings.values())}
    _names("who focuses", told.names if told else (), running & listed)
    seen = len(running) if len(running) >= FEWEST else len(running & listed)
    if (told.learners if told else 0) != seen:
        raise ValueError("R23", f"{told.learners if told else 0} focus, but it is {seen}")


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
    if not active:
        raise ValueError("R24", "a digest of a week without a flow")
    named = {(name, week) for name, week in closed if name in listed}
    if set(digest.finished) != named or digest.finished_unlisted != (len(closed) - len(named) if enough else 0):
        raise ValueError("R22", f"a digest tells of {digest.finished} and {digest.finished_unlisted} more")
    left = {
        (it.name, it.way.part_of(move.before[0]).project)
        for it in members
        for move in it.way.moves
        if move.kind == "left" and first <= move.day < before and it.name in listed
    }
    if set(digest.projects) != left:
        raise ValueError("R22", f"a digest tells of the projects {digest.projects}, but they are {sorted(left)}")
    _names("a digest's welcome", digest.back, {name for name in active if name in listed}, all_of_them=False)


def _together(digest: Digest, members: int, listed: set[str], club: Club) -> None:
    """R23: shares only while they stand, under a name only with a yes; kudos as a number where that tells of nobody."""
    stand = club.told(digest.monday)
    may = {(number, who if who in listed else "") for number, who in stand.items()}
    told = {(it.share, it.name) for it in digest.shares}
    if not told <= may or len(digest.shares) + digest.shares_more != len(stand):
        raise ValueError("R23", f"a digest tells of the shares {sorted(told)}, but they are {sorted(may)}")
    cheered = len(club.kudos.get(digest.monday, ()))
    expected = None if cheered and members < FEWEST else cheered
    if digest.wins and digest.kudos != expected:
        raise ValueError("R23", f"a digest with {digest.kudos} kudos, but it is {expected}")


def share_stands(channel: Channel) -> bool:
    """R23: whether the newest card still tells only what has not been taken back."""
    digest = channel.shown.digest if channel.shown else None
    return digest is None or {it.share for it in digest.shares} <= channel.club.shares.keys()


def _names(where: str, told: Sequence[str], may: set[str], *, all_of_them: bool = True) -> None:
    if not set(told) <= may or (all_of_them and set(told) != may):
        raise ValueError(
            "R22", f"{where} names {', '.join(told) or 'nobody'}, but it may name {', '.join(sorted(may)) or 'nobody'}"
        )


def _on(member: Journal, day: date) -> int | None:
    """A member's minutes of a day, if anything was logged for it since they joined."""
    logs = member.on(day)
    return sum(it.flow.minutes for it in logs) if logs and member.joined is not None and day >= member.joined else None


def _flows(member: Journal, first: date, before: date) -> int:
    return len([flow for flow in _own(member) if first <= flow.day < before])


def _own(member: Journal) -> list[Flow]:
    """What a group counts of a member: what was logged for days since they joined."""
    return [flow for flow in member.flows if member.joined is not None and flow.day >= member.joined]
