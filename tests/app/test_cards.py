"""The group's one message a day: when it comes, when it stops, and when it begins again (R24)."""

from collections import Counter
from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.app.app import App
from bot.app.commands import LogFlow, Setup, WriteCheckin
from bot.app.said import Card, GroupReady
from bot.core.days import local_day
from bot.core.people import Platform
from bot.core.plans import parse_plan
from bot.heartbeat import beat
from tests.app.life import Life, mostly_embedded
from tests.app.scenes import CHANNEL
from tests.world import PLACE, Person, StoppedClock, founded

pytestmark = mostly_embedded

TOPIC = replace(PLACE, thread="7")


def days(life: Life) -> list[date]:
    return [it.day for it in life.heard(Card)]


async def test_a_card_comes_on_group_days_and_sunday_and_not_on_saturday(host: Person, life: Life) -> None:
    """R24: Monday to Friday the day's card, on Sunday the call for the check-in, on Monday a fresh start."""
    await founded(host, zone="Europe/Berlin", hour=time(8))
    await life.until("2026-03-09 12:00")
    assert life.times(Card) == [
        "Tue 03 Mar 07:00",
        "Wed 04 Mar 07:00",
        "Thu 05 Mar 07:00",
        "Fri 06 Mar 07:00",
        "Sun 08 Mar 07:00",
        "Mon 09 Mar 07:00",
    ]
    assert [it.kind for it in life.heard(Card)] == ["day"] * 4 + ["checkin", "fresh"]


async def test_a_group_chooses_its_days(host: Person, life: Life) -> None:
    """R24: those days, and Sunday and Monday as ever; other days from now on once it chooses them."""
    await host.hears(GroupReady, Setup("UTC", time(8), days=parse_plan("wed, sat")), PLACE)
    await life.until("2026-03-09 12:00")
    assert [f"{day:%a}" for day in days(life)] == ["Wed", "Sat", "Sun", "Mon"]
    ready = await host.hears(GroupReady, Setup(days=parse_plan("tue, thu")), PLACE)
    assert (ready.changed, f"{ready.first_card:%a}") == (True, "Tue")
    await life.until("2026-03-10 12:00")
    assert [f"{day:%a}" for day in days(life)][4:] == ["Tue"]


async def test_each_group_has_its_own_zone_and_hour(host: Person, life: Life) -> None:
    """R17: a topic in Tokyo, a channel in New York, each by its own clock."""
    await founded(host, TOPIC, zone="Asia/Tokyo", hour=time(9))
    await founded(Person(host.app, "1", "Other", Platform.DISCORD, True), CHANNEL, zone="America/New_York")
    await life.until("2026-03-04 12:00")
    assert [(it.address, f"{it.at:%a %H:%M}") for it in life.sent()] == [
        (CHANNEL, "Mon 14:00"),
        (TOPIC, "Tue 00:00"),
        (CHANNEL, "Tue 14:00"),
        (TOPIC, "Wed 00:00"),
    ]


async def test_a_group_of_night_owls_gets_the_card_of_the_evening(anna: Person, host: Person, life: Life) -> None:
    """R1: two in the morning belongs to the day before: Friday's card, and no Saturday's."""
    await founded(host, hour=time(2))
    await anna.joins(place=PLACE)
    await anna.says(LogFlow(30))
    await life.until("2026-03-09 12:00")
    assert [it.isoweekday() for it in days(life)] == [1, 2, 3, 4, 5, 7]
    assert life.times(Card)[-2:] == ["Sat 07 Mar 02:00", "Mon 09 Mar 02:00"]


@pytest.mark.parametrize(("back", "sent"), [("2026-03-03 11:00", 1), ("2026-03-04 03:59", 1), ("2026-03-04 04:00", 0)])
async def test_a_late_card_is_sent_until_its_day_ends(host: Person, life: Life, back: str, sent: int) -> None:
    """R18: a group's day ends at four, and the next card comes in its time."""
    await founded(host)
    await life.down_until(back)
    assert days(life) == [date(2026, 3, 3)] * sent
    await life.until("2026-03-04 09:00")
    assert days(life)[sent:] == [date(2026, 3, 4)]


async def test_no_cards_pile_up_after_downtime(host: Person, life: Life) -> None:
    """R18: three days away are not three cards."""
    await founded(host)
    await life.until("2026-03-03 12:00")
    await life.down_until("2026-03-06 12:00")
    assert days(life) == [date(2026, 3, 3), date(2026, 3, 6)]


# --- silence


async def test_after_five_cards_without_a_flow_it_comes_on_mondays_and_then_not_at_all(
    host: Person, life: Life
) -> None:
    """R24: five, three more on Mondays, then silence."""
    await founded(host)
    await life.until("2026-04-14 12:00")
    assert [f"{it:%a %d %b}" for it in days(life)] == [
        *("Tue 03 Mar", "Wed 04 Mar", "Thu 05 Mar", "Fri 06 Mar", "Sun 08 Mar"),
        *("Mon 09 Mar", "Mon 16 Mar", "Mon 23 Mar"),
    ]


@pytest.mark.parametrize("silent_for", ["2026-03-11", "2026-04-01"])
async def test_a_flow_brings_the_cards_back(anna: Person, host: Person, life: Life, silent_for: str) -> None:
    """R24: until someone logs: from the next group day on, five more."""
    await founded(host)
    await anna.joins(place=PLACE)
    await life.until(f"{silent_for} 12:00")
    before = len(life.sent())
    await anna.says(LogFlow(5))
    first = date.fromisoformat(silent_for) + timedelta(days=1)
    await life.until(f"{first + timedelta(weeks=4)} 12:00")
    assert days(life)[before] == first
    assert len(days(life)) == before + 8


async def test_an_old_log_that_is_written_down_now_is_a_flow_too(anna: Person, host: Person, life: Life) -> None:
    """R24: somebody has been here, whichever day it counts for."""
    await founded(host)
    await anna.joins(place=PLACE)
    await life.until("2026-03-25 12:00")
    before = len(life.sent())
    await anna.says(LogFlow(60, when="2026-03-02"))
    await life.until("2026-03-26 12:00")
    assert days(life)[before:] == [date(2026, 3, 26)]


async def test_a_group_that_studies_is_never_silent(anna: Person, host: Person, life: Life) -> None:
    """R24: one flow a week is enough for all its cards."""
    await founded(host)
    await anna.joins(place=PLACE)
    for week in range(4):
        monday = date(2026, 3, 2) + timedelta(weeks=week)
        await life.until(f"{monday} 12:00")
        await anna.says(LogFlow(10))
    await life.until("2026-03-29 12:00")
    assert Counter(it.isocalendar().week for it in days(life)) == {10: 5, 11: 6, 12: 6, 13: 6}


async def test_a_chat_that_was_lost_gets_no_card_and_one_that_was_found_does(
    app: App, host: Person, life: Life
) -> None:
    """Section 4: letters stop, and begin again where they were let in."""
    await founded(host)
    await life.until("2026-03-03 12:00")
    await app.news.address_closed(PLACE, "kicked")
    await life.until("2026-03-05 12:00")
    await app.door_opened(host.asker(PLACE))
    await life.until("2026-03-06 12:00")
    assert [it.day for it in days(life)] == [3, 6]


async def test_a_chat_that_was_closed_after_the_decision_gets_no_card(
    app: App, host: Person, life: Life, clock: StoppedClock
) -> None:
    """Section 4: what waited for it ends as failed."""
    await founded(host)
    clock.show("2026-03-03 09:00")
    await beat(life.store, clock)
    await app.news.address_closed(PLACE, "kicked")
    await life.until("2026-03-04 12:00")
    assert life.sent() == []
    assert await life.states() == {"failed": 1}


@pytest.mark.slow
async def test_a_quarter_has_at_most_one_card_a_chat_and_day(
    app: App, host: Person, life: Life, clock: StoppedClock
) -> None:
    """R24: through a spring change of the clock, changes of zone and hour, downtime and silence."""
    discord_host = Person(app, "901", "Dan", Platform.DISCORD, facilitator=True)
    await founded(host, zone="Europe/Berlin", hour=time(8))
    await founded(discord_host, CHANNEL, zone="America/New_York", hour=time(3))
    people = [Person(app, f"p{number}", f"Person {number}") for number in range(3)]
    for person in people:
        await person.joins("Europe/Berlin", place=PLACE)
    zones = {PLACE: "Europe/Berlin", CHANNEL: "America/New_York"}
    for week in range(13):
        monday = date(2026, 3, 2) + timedelta(weeks=week)
        await life.until(f"{monday + timedelta(days=2)} 15:00")
        if week not in (4, 5, 6):
            for person in people[: week % 3 + 1]:
                await person.says(LogFlow(30))
        if week == 5:
            await host.says(Setup("Europe/Berlin", time(20)), PLACE)
        if week == 7:
            await life.down_until(f"{monday + timedelta(days=4)} 18:00")
        await life.until(f"{monday + timedelta(days=6)} 22:00")
        await people[1].says(WriteCheckin("a", "b", "c", "d", 3))
    cards = [(it.address, local_day(it.at, ZoneInfo(zones[it.address]))) for it in life.sent()]
    assert len(cards) > 60
    assert max(Counter(cards).values()) == 1
    assert Counter(it.key for it in life.sent()).most_common(1)[0][1] == 1
