"""Time in a study voice channel: offered for logging, never counted by itself, and nothing is kept of others."""

from datetime import date

import pytest

from bot.app.commands import (
    Leave,
    Settings,
    SettleVisit,
    Today,
    Undo,
)
from bot.app.said import Logged, Refused, SettingsShown, TodayShown, VisitOffered, VisitSettled, VisitShown
from bot.core.people import Platform
from bot.heartbeat import beat, tidy
from tests.app.life import mostly_embedded
from tests.app.study_room import LOUNGE, STUDY, House, delivered, joined, offered, shown, waiting
from tests.world import Person, StoppedClock

pytestmark = mostly_embedded


# --- a visit


async def test_a_visit_is_offered_once_and_nothing_is_counted(house: House, ada: Person) -> None:
    """Issue 4, 2: "You were in Study for 52 minutes: log it?"; R16: by one private message."""
    await house.visits(ada, 52)
    await house.life.until("2026-03-02 12:00")
    (visit,) = offered(house)
    assert visit == VisitShown(visit.visit, "Study", 52, date(2026, 3, 2), date(2026, 3, 2))
    assert house.life.times(VisitOffered) == ["Mon 02 Mar 10:57"]
    assert house.life.sent()[-1].address.person == ada.id
    before = await ada.hears(TodayShown, Today())
    assert (before.visit, before.minutes_today) == (visit, 0)
    logged = await ada.hears(Logged, SettleVisit(visit.visit))
    assert (logged.log.minutes, logged.log.day, logged.log.zone) == (52, date(2026, 3, 2), "UTC")
    assert await shown(ada) is None


async def test_logging_twice_logs_once(house: House, ada: Person) -> None:
    """R20, R19: a log like any other, which can be taken back."""
    await house.visits(ada, 30)
    number = (await waiting(ada)).visit
    logged = await ada.hears(Logged, SettleVisit(number))
    again = await ada.hears(VisitSettled, SettleVisit(number))
    assert again.log == logged.log
    await ada.says(Undo("log", logged.log.id))
    taken = await ada.hears(VisitSettled, SettleVisit(number))
    assert taken.log is not None
    assert taken.log.undone_at is not None
    assert (await ada.hears(TodayShown, Today())).minutes_today == 0


async def test_what_is_let_go_waits_no_more_and_can_be_taken_up(house: House, ada: Person) -> None:
    """Not this time; and a finger that slipped loses nothing."""
    await house.visits(ada, 30)
    visit = await waiting(ada)
    gone = await ada.hears(VisitSettled, SettleVisit(visit.visit, "nothing"))
    assert (gone.log, gone.visit) == (None, visit)
    assert await shown(ada) is None
    await house.life.until("2026-03-02 12:00")
    assert offered(house) == []
    assert (await ada.hears(Logged, SettleVisit(visit.visit))).log.minutes == 30


@pytest.mark.parametrize(("minutes", "kept"), [(9, 0), (10, 1)])
async def test_what_is_too_short_is_forgotten(house: House, ada: Person, minutes: int, kept: int) -> None:
    """R23: nothing stays of who only looked in."""
    await house.visits(ada, minutes)
    assert await house.rows() == kept


async def test_leaving_and_coming_back_is_one_visit(house: House, ada: Person) -> None:
    """The minutes away are not counted; longer away, and it is another one."""
    await house.enters(ada)
    await house.stays(20)
    await house.leaves(ada)
    await house.stays(4)
    await house.enters(ada)
    await house.stays(20)
    await house.leaves(ada)
    await house.stays(6)
    assert (await waiting(ada)).minutes == 40
    await delivered(house)
    await house.visits(ada, 15)
    assert await house.rows() == 2
    await house.life.until("2026-03-02 18:00")
    assert [it.minutes for it in offered(house)] == [40]


async def test_another_channel_ends_it_at_once(house: House, ada: Person) -> None:
    """Nobody studies in two rooms; what is left when they come back is another visit."""
    await house.enters(ada)
    await house.stays(20)
    await house.enters(ada, LOUNGE)
    house.clock.pass_(seconds=20)
    await beat(house.life.store, house.clock)
    assert (await waiting(ada)).minutes == 20
    await house.enters(ada)
    await house.stays(12)
    assert await house.rows() == 2
    await house.leaves(ada)
    await house.stays(5)
    assert (await waiting(ada)).minutes == 12


async def test_the_day_is_that_of_the_beginning_in_the_zone_that_held_then(
    house: House, ada: Person, clock: StoppedClock
) -> None:
    """R1: over 04:00, over a move, and whenever the button is pressed."""
    clock.show("2026-03-03 03:30")
    await house.visits(ada, 60)
    await ada.says(Settings(zone="Asia/Tokyo"))
    clock.show("2026-03-05 12:00")
    visit = await waiting(ada)
    assert (visit.day, visit.minutes) == (date(2026, 3, 2), 60)
    assert (await ada.hears(Logged, SettleVisit(visit.visit))).log.day == date(2026, 3, 2)


async def test_ten_hours_are_the_most(house: House, ada: Person) -> None:
    """R3: who fell asleep in the channel is offered what one log holds."""
    await house.enters(ada)
    for _ in range(180):
        house.clock.pass_(minutes=4)
        await house.look()
    await house.leaves(ada)
    await house.stays(5)
    assert (await waiting(ada)).minutes == 600


# --- whose


async def test_nothing_is_kept_of_others(house: House, ada: Person) -> None:
    """R23: strangers, members of no group here, those who left it."""
    stranger = Person(house.app, "666", "Stranger", Platform.DISCORD)
    alone = Person(house.app, "667", "Alone", Platform.DISCORD)
    await alone.joins()
    left = await joined(house, "668")
    await left.says(Leave(group=house.group.id, sure=True))
    for person in (stranger, alone, left):
        await house.enters(person)
    await house.stays(3)
    assert await house.rows() == 0
    await house.enters(ada)
    assert await house.rows() == 1


async def test_who_leaves_the_group_during_a_visit_is_seen_no_more(house: House, ada: Person) -> None:
    """What was seen until then may still be logged."""
    await house.enters(ada)
    await house.stays(15)
    await ada.says(Leave(group=house.group.id, sure=True))
    await house.stays(30)
    assert (await waiting(ada)).minutes == 15


async def test_another_learners_visit_is_nobodys_business(house: House, ada: Person) -> None:
    """R23, and forged buttons."""
    await house.visits(ada, 30)
    number = (await waiting(ada)).visit
    ben = await joined(house, "502")
    assert (await ben.refused(SettleVisit(number))).kind == "not_yours"
    assert (await ben.refused(SettleVisit(999))).kind == "outdated"
    stranger = Person(house.app, "666", "Stranger", Platform.DISCORD)
    assert (await stranger.refused(SettleVisit(number))).kind == "not_joined"


async def test_those_who_are_there_together_have_a_visit_each(house: House, ada: Person) -> None:
    """Issue 4, point 2: a study room is for several; each look and each leave is kept for all of them."""
    ben, cleo = await joined(house, "502"), await joined(house, "503")
    for person in (ada, ben, cleo):
        await house.enters(person)
        await house.stays(10)
    await house.leaves(ada)
    await house.stays(10)
    for person in (ben, cleo):
        await house.leaves(person, watched=False)
    await house.stays(5)
    assert [(await waiting(person)).minutes for person in (ada, ben, cleo)] == [30, 30, 20]


async def test_a_visit_that_goes_on_cannot_be_logged_yet(house: House, ada: Person) -> None:
    """Its button is nowhere; a forged one is out of date."""
    await house.enters(ada)
    await house.stays(15)
    assert await shown(ada) is None
    (open_,) = await house.life.store.read(lambda tx: tx.visits.open_of(ada.id))
    assert (await ada.refused(SettleVisit(open_.id))).kind == "outdated"


async def test_never_is_never(house: House, ada: Person) -> None:
    """Section 3: it can be switched off, in one press; then nothing is recorded. And on again."""
    await house.visits(ada, 30)
    number = (await waiting(ada)).visit
    await house.enters(ada)
    settings = await ada.hears(SettingsShown, Settings(voice=False))
    assert (settings.voice, settings.rooms, settings.changed) == (False, ("Study",), ("voice",))
    assert await shown(ada) is None
    await house.stays(30)
    await house.life.until("2026-03-02 13:00")
    assert (offered(house), await house.rows()) == ([], 1)
    assert (await ada.hears(Logged, SettleVisit(number))).log.minutes == 30
    assert (await ada.hears(SettingsShown, Settings(voice=True))).voice
    await house.stays(20)
    await house.leaves(ada)
    await house.stays(5)
    assert (await waiting(ada)).minutes == 19


# --- restarts


async def test_a_short_restart_is_the_same_visit(house: House, ada: Person) -> None:
    """Seen before and after within 5 minutes: they were there."""
    await house.enters(ada)
    await house.stays(20)
    await house.life.down_until("2026-03-02 10:24")
    await house.look()
    await house.stays(10)
    await house.leaves(ada)
    await house.stays(5)
    assert (await waiting(ada)).minutes == 34


async def test_who_left_while_nobody_looked_was_there_until_the_last_look(house: House, ada: Person) -> None:
    """No minute is invented."""
    await house.enters(ada)
    await house.stays(20)
    await house.life.down_until("2026-03-02 10:23")
    await house.leaves(ada, watched=False)
    await house.look()
    await house.stays(5)
    assert (await waiting(ada)).minutes == 20


async def test_who_is_still_there_after_a_long_time_begins_anew(house: House, ada: Person) -> None:
    """Half an hour without a look is nobody's: two visits, each as long as it was seen."""
    await house.enters(ada)
    await house.stays(20)
    await house.life.down_until("2026-03-02 10:50")
    await house.look()
    assert (await waiting(ada)).minutes == 20
    await house.stays(15)
    await house.leaves(ada)
    await house.stays(5)
    assert (await waiting(ada)).minutes == 15
    assert await house.rows() == 2


# --- the room


async def test_a_room_that_is_taken_away_ends_its_visits(house: House, ada: Person) -> None:
    """Cleared, deleted or exchanged: with what was seen until then."""
    await house.enters(ada)
    await house.stays(15)
    await house.rooms.lost(STUDY)
    await house.stays(6)
    assert (await waiting(ada)).minutes == 15
    assert await house.rooms.named() == {}


async def test_a_week_later_it_is_forgotten(house: House, ada: Person, clock: StoppedClock) -> None:
    """Section 5: retention, as /privacy says; an old button is out of date."""
    await house.visits(ada, 20)
    number = (await waiting(ada)).visit
    clock.pass_(days=7)
    assert await shown(ada) is None
    await house.life.store.write(lambda tx: tidy(tx, clock()))
    assert await house.rows() == 0
    assert isinstance((await ada.says(SettleVisit(number))).said, Refused)


async def test_where_nobody_studies_nothing_is_written(house: House) -> None:
    """A look of every minute, and whatever strangers do."""
    stranger = Person(house.app, "666", "Stranger", Platform.DISCORD)
    before = house.life.store.write

    async def forbidden(_: object) -> None:
        raise AssertionError("written")

    house.life.store.write = forbidden  # type: ignore[method-assign,assignment]
    try:
        await house.look()
        await house.enters(stranger)
        await house.look()
        await house.leaves(stranger)
    finally:
        house.life.store.write = before  # type: ignore[method-assign]
