"""A year of a group on both platforms: at most one unasked message a local day in each chat (R24; issue 5, item 8)."""

from collections import Counter
from datetime import date, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.app.app import App
from bot.app.commands import (
    Agree,
    Command,
    InviteChat,
    Kudos,
    LogFlow,
    Progress,
    Rest,
    RestNow,
    Season,
    Setup,
    Stuck,
    Today,
)
from bot.app.said import Card, ChatAttached, ChatCode
from bot.core.days import local_day, monday_of
from bot.core.people import Platform
from tests.app.life import Life
from tests.app.scenes import CHANNEL, member
from tests.databases import SQLITE
from tests.world import PLACE, Person, founded

ZONE = "America/New_York"
FIRST = date(2026, 3, 3)
DAYS = 371  # a year, over both changes of the clocks, and its last week whole
QUIET = range(200, 270)  # days of the year on which nobody says anything


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
async def test_a_chat_gets_one_unasked_message_a_day_at_most(app: App, life: Life) -> None:
    """R24: over a year of logs, rests, seasons, kudos, changed settings, restarts and silence, in both chats; and after
    the silence, cards stop until somebody logs."""
    lot = Random(24)  # noqa: S311 - the same year each time
    host = Person(app, "900", "Hana", facilitator=True)
    group = await founded(host, zone=ZONE, board=True)
    code = (await host.hears(ChatCode, InviteChat(group.id), PLACE)).code
    other = Person(app, "901", "Hugo", Platform.DISCORD, facilitator=True)
    await other.hears(ChatAttached, Setup(attach=code), CHANNEL)
    people = [await member(app, number, group, listed=number % 3 > 0) for number in range(1, 7)]
    for person in people[::2]:
        await person.says(Agree(group.id, "partner", True))
    for n in range(DAYS):
        day = FIRST + timedelta(days=n)
        if n not in QUIET:
            for person, minute in zip(people, sorted(lot.sample(range(6 * 60, 23 * 60), len(people))), strict=True):
                await life.until(f"{day} {minute // 60:02}:{minute % 60:02}", ZONE)
                await person.says(_act(lot, day, group.id))
            if lot.random() < 0.03:
                await host.says(Season(str(day + timedelta(days=3)), str(day + timedelta(days=9)), "Break"), PLACE)
            if lot.random() < 0.05:
                await host.says(Setup(ZONE, hour=time(lot.randrange(24))), PLACE)
            if lot.random() < 0.05:
                life.restart()
                await life.post.recover()
        await life.until(f"{day} 23:59", ZONE)
    cards = [it for it in life.sent() if it.address in (PLACE, CHANNEL)]
    assert all(isinstance(it.said, Card) for it in cards)
    a_day = Counter((it.address, local_day(it.at, ZoneInfo(ZONE))) for it in cards)
    assert max(a_day.values()) == 1
    assert {address for address, _ in a_day} == {PLACE, CHANNEL}
    assert len(a_day) > 300  # there was something to be counted
    first, last = (FIRST + timedelta(days=QUIET[n]) for n in (40, -1))
    assert not [day for _, day in a_day if first < day <= last]


def _act(lot: Random, day: date, group: int) -> Command:
    """What somebody does on a day, mostly a flow; nothing of it may bring a message to the group."""
    acts: tuple[Command, ...] = (
        *(LogFlow(lot.randrange(5, 120)),) * 8,
        *(Today(), Progress(), Stuck(), RestNow("today"), RestNow("week")),
        Kudos(group, str(monday_of(day) - timedelta(days=7))),
        Rest(str(day - timedelta(days=2)), str(day + timedelta(days=2))),
    )
    return lot.choice(acts)
