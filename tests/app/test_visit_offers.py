"""The one message that offers time in a study room: when it comes, and when it does not."""

from datetime import date, time

import pytest

from bot.app.commands import (
    Rest,
    RestNow,
    Settings,
    SettleVisit,
)
from bot.app.said import Logged, VisitOffered
from bot.core.people import Address, Platform
from bot.heartbeat import beat
from tests.app.life import mostly_embedded
from tests.app.study_room import House, delivered, joined, offered, waiting
from tests.world import Person, StoppedClock

pytestmark = mostly_embedded


async def test_one_message_a_day(house: House, ada: Person) -> None:
    """R17: at most one of a kind for an owner and local day; the later one waits as a button."""
    for _ in range(2):
        await house.visits(ada, 20)
        await delivered(house)
    await house.life.until("2026-03-03 11:00")
    assert house.life.times(VisitOffered) == ["Mon 02 Mar 10:25"]
    await house.visits(ada, 20)
    await delivered(house)
    assert len(offered(house)) == 2


async def test_no_message_without_a_yes(house: House) -> None:
    """R16: off until the learner says yes; the button waits all the same."""
    ben = await joined(house, "502", prompts=False)
    await house.visits(ben, 20)
    await house.life.until("2026-03-02 20:00")
    assert offered(house) == []
    assert (await waiting(ben)).minutes == 20


async def test_quiet_hours_move_it(house: House, ada: Person, clock: StoppedClock) -> None:
    """R16: to the next open minute; it is that day's message then, and the evening's is another day's."""
    await ada.says(Settings(hour=time(18)))
    clock.show("2026-03-02 21:40")
    await house.visits(ada, 20)
    await house.life.until("2026-03-03 12:00")
    assert house.life.times(VisitOffered) == ["Tue 03 Mar 08:00"]
    assert offered(house)[0].day == date(2026, 3, 2)
    await house.visits(ada, 20)
    await house.life.until("2026-03-03 20:00")
    assert len(offered(house)) == 1


@pytest.mark.parametrize("when", ["before", "between"])
async def test_a_day_of_rest_is_silent(house: House, ada: Person, when: str) -> None:
    """R15: no message, whether it was declared before the visit was over or just before the sending."""
    if when == "before":
        await ada.says(RestNow("today"))
    await house.visits(ada, 20)
    await beat(house.life.store, house.clock)
    if when == "between":
        await ada.says(Rest("today", "today"))
    await house.life.until("2026-03-02 20:00")
    assert offered(house) == []
    assert (await waiting(ada)).minutes == 20


@pytest.mark.parametrize(("back", "sent"), [("2026-03-02 13:24", 1), ("2026-03-02 13:26", 0)])
async def test_after_downtime_it_is_offered_for_three_hours(house: House, ada: Person, back: str, sent: int) -> None:
    """R18: like a timer's end; later it waits as a button all the same."""
    await house.enters(ada)
    await house.stays(20)
    await house.life.down_until(back)
    await house.life.now()
    assert len(offered(house)) == sent
    assert (await waiting(ada)).minutes == 20


async def test_after_the_kind_note_all_is_quiet(house: House, ada: Person) -> None:
    """R16: sitting in a voice channel is no act with the bot."""
    learner = await house.life.store.write(lambda tx: tx.people.by_account(Platform.DISCORD, ada.id, house.clock()))
    assert learner is not None
    await house.life.store.write(lambda tx: tx.people.change(learner[0].id, ignored=13))
    await house.visits(ada, 20)
    await house.life.until("2026-03-02 13:00")
    assert offered(house) == []


async def test_an_offer_is_no_prompt_that_was_ignored(house: House, ada: Person) -> None:
    """R16: only delivered prompts count."""
    await house.visits(ada, 20)
    await house.life.until("2026-03-02 11:00")
    found = await house.life.store.read(lambda tx: tx.people.by_account(Platform.DISCORD, ada.id, house.clock()))
    assert found is not None
    assert (len(offered(house)), found[0].prompted_at, found[0].ignored) == (1, None, 0)


async def test_a_closed_door_loses_no_minutes(house: House, ada: Person) -> None:
    """Section 4: the message finds nobody, the button waits."""
    await house.app.news.address_closed(Address(Platform.DISCORD, "", person=ada.id), "closed")
    await house.visits(ada, 20)
    await house.life.until("2026-03-02 20:00")
    assert offered(house) == []
    assert (await waiting(ada)).minutes == 20


async def test_what_was_logged_meanwhile_is_not_offered(house: House, ada: Person) -> None:
    """Between decision and delivery: no message that nobody needs."""
    await house.visits(ada, 20)
    await ada.hears(Logged, SettleVisit((await waiting(ada)).visit))
    await house.life.until("2026-03-02 20:00")
    assert offered(house) == []


async def test_an_old_visit_is_not_offered_again_in_place_of_a_new_one(house: House, ada: Person) -> None:
    """R18: yesterday's was told yesterday; it waits as a button, and no message comes of it."""
    await house.visits(ada, 20)
    await house.life.until("2026-03-03 11:00")
    assert len(offered(house)) == 1
    await house.visits(ada, 30)
    newest = await waiting(ada)
    assert newest.minutes == 30
    await ada.hears(Logged, SettleVisit(newest.visit))
    await house.life.until("2026-03-03 20:00")
    assert (len(offered(house)), (await waiting(ada)).minutes) == (1, 20)
