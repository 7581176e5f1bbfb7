"""What the simulator would notice in a group: a season that holds nobody, a second message in a chat, shares and kudos
that are not so."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.app.said import Card, Digest, SharedItem
from bot.core.curriculum import Curriculum
from bot.core.people import LearnerId
from bot.core.rests import RestDays
from bot.platforms.terminal.places import channel_chat
from bot.simulation import run
from bot.simulation.cards import Channel, check_card, check_new, note_new, share_stands
from bot.simulation.club import Club
from bot.simulation.habits import Habit
from bot.simulation.journal import Entry, Journal
from bot.simulation.naive import Flow
from bot.simulation.run import Plan, simulate
from bot.simulation.violation import Violation
from bot.simulation.way import beginning
from bot.storage import seasons
from bot.storage.rests import Rests
from bot.storage.shares import Shares

MON = date(2026, 3, 2)
NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)
NEXT = MON + timedelta(days=7)


@pytest.fixture
def members(curriculum: Curriculum) -> list[Journal]:
    """Three who studied on Monday, the last one unlisted."""
    found = []
    for name, listed in (("Ana", True), ("Ben", True), ("Cem", False)):
        own = Journal(name, [(NOON - timedelta(days=30), "UTC")], NOON.time(), beginning(curriculum))
        own.joined, own.listed = MON, listed
        own.logs[1] = Entry(Flow(MON, 30, MON), "", None, NOON, 1)
        found.append(own)
    return found


def card(digest: Digest | None = None, until: date | None = None) -> Card:
    """Next Monday's card."""
    return Card("Owls", 1, NEXT, "fresh", closed=True, names=(), learners=0, minutes=None, checked_in=0,
                digest=digest, link="", season_until=until)  # fmt: skip


def test_a_card_tells_the_season_that_stands(members: list[Journal]) -> None:
    """R15: of two the longer one."""
    club = Club([(MON, NEXT), (NEXT, NEXT + timedelta(days=2))])
    check_card(card(until=NEXT + timedelta(days=2)), members, NOON, club)
    for wrong in (None, NEXT):
        with pytest.raises(ValueError, match="R15"):
            check_card(card(until=wrong), members, NOON, club)


def test_a_digest_tells_shares_while_they_stand_and_kudos_as_a_number(members: list[Journal]) -> None:
    """R22, R23: under a name only with a yes."""
    club = Club(kudos={MON: {"Ana", "Cem"}})
    club.share(7, "Ana", MON, MON)
    club.share(8, "Cem", MON - timedelta(days=7), MON + timedelta(days=10))  # told in the next one: that has been
    shares = (SharedItem(7, "Ana", "well", 0, "tea"), SharedItem(8, "", "well", 0, "rain"))
    right = Digest(MON, 90, 3, 3, (), 0, (), shares=shares, kudos=2)
    check_card(card(right), members, NOON, club)
    for wrong in (
        replace(right, shares=shares[:1]),
        replace(right, shares=(shares[0], replace(shares[1], name="Cem"))),
        replace(right, shares=(shares[0], replace(shares[1], share=9))),
        replace(right, kudos=3),
        replace(right, kudos=None),
    ):
        with pytest.raises(ValueError, match="R23"):
            check_card(card(wrong), members, NOON, club)
    channel = Channel("owls", "UTC", members, club=club, shown=card(right))
    assert share_stands(channel)
    del club.shares[7]
    assert not share_stands(channel)


def test_each_chat_gets_one_message_a_day(members: list[Journal]) -> None:
    """R24: the same day in another chat is no second one."""
    channel = Channel("owls", "UTC", members, also="lounge")
    for chat in channel.chats:
        check_new(channel, channel_chat(chat).chat, MON)
        note_new(channel, channel_chat(chat).chat, MON)
    assert channel.cards == [MON]
    with pytest.raises(ValueError, match="second message"):
        check_new(channel, channel_chat("lounge").chat, MON)


def _no_season(patch: pytest.MonkeyPatch) -> None:
    """Prompts look at what a learner declared alone."""

    real = Rests.off_of_many

    def own(self: Rests, ids: Sequence[LearnerId]) -> dict[LearnerId, RestDays]:
        found = real(self, ids).items()
        return {learner: RestDays(tuple(rest for rest in off.rests if rest.group is None)) for learner, off in found}

    patch.setattr(Rests, "off_of_many", own)


def _a_day_less(patch: pytest.MonkeyPatch) -> None:
    """The run is not held on a season's last days."""
    declare = seasons.Seasons.declare

    def shorter(self: seasons.Seasons, group: int, name: str, first: date, last: date, *more: object) -> int:
        return declare(self, group, name, first, last - timedelta(days=1), *more)  # type: ignore[arg-type]

    patch.setattr(seasons.Seasons, "declare", shorter)


def _never_back(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Shares, "take_back", lambda self, share: None)


@pytest.mark.parametrize(
    ("broken", "weeks", "learners", "rule"),
    [
        (_no_season, 8, 2, "R15"),
        (_a_day_less, 8, 1, "R15"),
        pytest.param(_never_back, 7, 4, "R23", marks=pytest.mark.slow),
    ],
)
def test_what_is_broken_is_found(
    whole: Curriculum, monkeypatch: pytest.MonkeyPatch, broken: object, weeks: int, learners: int, rule: str
) -> None:
    """R6, R15, R23: in a group's months."""
    broken(monkeypatch)  # type: ignore[operator]  # one of the three above
    monkeypatch.setattr(run, "HABITS", (Habit,))
    with pytest.raises(Violation) as found:
        simulate(Plan(learners, weeks, 1, ("Europe/Berlin",)), whole)
    assert found.value.rule == rule
