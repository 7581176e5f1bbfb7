"""What comes due, and when: prompts and check-ins in their learners' time, across downtime and clock changes."""

from datetime import date, time

import pytest

from bot.app.app import App
from bot.app.commands import JoinNow, LogFlow, Settings
from bot.app.due import decide
from bot.app.said import CheckinCall, DailyPrompt, Hello
from bot.core.people import Address, LearnerId, Platform
from bot.core.plans import default_plan
from bot.heartbeat import beat
from bot.storage.rhythms import Rhythm
from bot.storage.store import Store
from tests.app.life import Life, mostly_embedded
from tests.app.scenes import prompted
from tests.world import PLACE, Person, StoppedClock, founded

pytestmark = mostly_embedded

EVERY_DAY = default_plan(7)


# --- when


async def test_prompts_come_on_plan_days_at_the_learners_hour_and_the_checkin_on_sunday(
    anna: Person, life: Life
) -> None:
    """R16: Monday to Wednesday is this learner's plan; the wall clock is Berlin's."""
    await prompted(anna)
    await life.until("2026-03-09 12:00")
    assert life.times(DailyPrompt) == ["Mon 02 Mar 17:00", "Tue 03 Mar 17:00", "Wed 04 Mar 17:00"]
    assert life.times(CheckinCall) == ["Sun 08 Mar 17:00"]
    assert [it.today for it in life.heard(DailyPrompt)] == [date(2026, 3, day) for day in (2, 3, 4)]


async def test_nobody_is_prompted_who_did_not_say_yes(anna: Person, life: Life) -> None:
    """R16: off until then."""
    await anna.joins()
    await life.until("2026-03-16 12:00")
    assert life.sent() == []


async def test_who_studied_today_is_not_prompted(anna: Person, life: Life, clock: StoppedClock) -> None:
    """R16: from ten minutes on a day is a study day; another day's log does not count for it."""
    await prompted(anna)
    for minutes, when in ((5, "today"), (4, "today"), (60, "yesterday")):
        await anna.says(LogFlow(minutes, when=when))
    await life.until("2026-03-03 09:00")
    await anna.says(LogFlow(10))
    await life.until("2026-03-04 09:00")
    assert (life.times(DailyPrompt), await life.states()) == (["Mon 02 Mar 17:00"], {"sent": 1})


async def test_who_studies_between_decision_and_delivery_is_not_prompted(
    anna: Person, life: Life, clock: StoppedClock
) -> None:
    """R16: the letter is drawn when it is delivered, and is then no longer wanted."""
    await prompted(anna)
    clock.show("2026-03-02 18:00", "Europe/Berlin")
    await beat(life.store, clock)
    await anna.says(LogFlow(30))
    await life.now()
    assert life.sent() == []
    assert await life.states() == {"expired": 1}


async def test_who_turns_prompts_off_hears_nothing_more(anna: Person, life: Life, clock: StoppedClock) -> None:
    """R16: not even what was decided already."""
    await prompted(anna)
    clock.show("2026-03-02 18:00", "Europe/Berlin")
    await beat(life.store, clock)
    await anna.says(Settings(prompts=False))
    await life.until("2026-03-16 12:00")
    assert life.sent() == []


async def test_each_learner_is_prompted_by_their_own_clock(app: App, life: Life) -> None:
    """R17: the same hour all round the world."""
    for number, zone in enumerate(("Asia/Tokyo", "Europe/Berlin", "America/New_York")):
        await prompted(Person(app, f"p{number}", zone), zone)
    await life.until("2026-03-03 08:59")
    assert [(it.name, at) for it, at in zip(life.heard(DailyPrompt), life.times(DailyPrompt), strict=True)] == [
        ("Europe/Berlin", "Mon 02 Mar 17:00"),
        ("America/New_York", "Mon 02 Mar 23:00"),
    ]
    await life.until("2026-03-03 09:00")
    assert life.heard(DailyPrompt)[-1].name == "Asia/Tokyo"


async def test_a_prompt_is_decided_once_however_often_it_is_looked_at(
    anna: Person, life: Life, clock: StoppedClock
) -> None:
    """R17: at most one of a kind for an owner and local day, also after the hour was moved on."""
    await prompted(anna)
    await life.until("2026-03-02 18:00", "Europe/Berlin")
    for hour in (19, 20):
        await anna.says(Settings(hour=time(hour)))
        await life.until(f"2026-03-02 {hour}:00", "Europe/Berlin")
        await life.now()
    assert life.times(DailyPrompt) == ["Mon 02 Mar 17:00"]


async def test_many_that_are_due_are_decided_batch_by_batch(app: App, life: Life, clock: StoppedClock) -> None:
    """Section 5f: one transaction a batch, until nothing is left."""
    for number in range(5):
        await prompted(Person(app, f"p{number}", "Somebody"))
    clock.show("2026-03-02 18:00", "Europe/Berlin")
    assert [await life.store.write(lambda tx: decide(tx, clock(), 2)) for _ in range(4)] == [2, 2, 1, 0]
    assert await life.states() == {"ready": 5}


async def test_rhythms_of_nobody_come_to_rest(life: Life, clock: StoppedClock) -> None:
    """A row whose owner is gone must not keep the scheduler busy for ever."""
    now = clock()
    kinds = [Rhythm("prompt", 999, None, now), Rhythm("checkin", 999, None, now), Rhythm("card", 999, None, now)]
    await life.store.write(lambda tx: tx.rhythms.put([*kinds, Rhythm("zone", 999, None, now)]))
    assert await beat(life.store, clock) == 4
    assert await beat(life.store, clock) == 0


async def test_a_learner_whose_door_is_closed_is_not_written_to_until_it_opens(
    app: App, anna: Person, life: Life
) -> None:
    """Section 4: letters to that address stop; when it opens again, the next one comes."""
    await prompted(anna)
    await app.news.address_closed(Address(Platform.TELEGRAM, "101", person="101"), "blocked")
    await life.until("2026-03-03 12:00")
    assert life.sent() == []
    await app.door_opened(anna.asker())
    await life.until("2026-03-04 12:00")
    assert life.times(DailyPrompt) == ["Tue 03 Mar 17:00"]


async def test_a_hello_waits_three_hours_at_most(anna: Person, host: Person, life: Life, clock: StoppedClock) -> None:
    """A proof that prompts arrive proves nothing in the middle of the night after."""
    await founded(host)
    await anna.says(JoinNow(prompts=True), PLACE)
    clock.pass_(hours=3)
    await life.post.deliver_due()
    assert life.heard(Hello) == []
    assert await life.states() == {"expired": 1}


async def test_a_hello_does_not_come_at_night(anna: Person, host: Person, life: Life, clock: StoppedClock) -> None:
    """R16: quiet hours move welcomes, too; who joins at eleven hears at eight."""
    await founded(host)
    clock.show("2026-03-02 23:00")
    await anna.says(JoinNow(prompts=True), PLACE)
    await life.until("2026-03-03 12:00")
    assert life.times(Hello) == ["Tue 03 Mar 08:00"]


# --- travel


async def test_a_zone_that_returns_brings_its_hours_back(anna: Person, life: Life, clock: StoppedClock) -> None:
    """R11: prompts follow the clock that holds, on the day itself."""
    await prompted(anna, plan=EVERY_DAY)
    await life.until("2026-03-10 12:00")
    await anna.says(Settings(zone="America/New_York", until="2026-03-12"))
    before = len(life.times(DailyPrompt))
    await life.until("2026-03-14 23:00")
    assert life.times(DailyPrompt)[before:] == [
        "Tue 10 Mar 22:00",
        "Wed 11 Mar 22:00",
        "Thu 12 Mar 22:00",
        "Fri 13 Mar 17:00",
        "Sat 14 Mar 17:00",
    ]


async def test_a_return_during_downtime_loses_no_checkin(anna: Person, life: Life, clock: StoppedClock) -> None:
    """R11, R18: the check-in of Sunday is sent late although the zone came back meanwhile."""
    await prompted(anna)
    await anna.says(Settings(zone="Asia/Tokyo", until="2026-03-08"))
    await life.until("2026-03-08 17:00", "Asia/Tokyo")
    await life.down_until("2026-03-09 09:00", "Europe/Berlin")
    assert life.times(CheckinCall) == ["Mon 09 Mar 08:00"]
    await life.until("2026-03-09 18:00", "Europe/Berlin")
    assert life.times(DailyPrompt)[-1] == "Mon 09 Mar 17:00"


async def test_flying_west_brings_no_second_prompt_for_a_day(anna: Person, life: Life) -> None:
    """R17: at most one of a kind for a local day, though the hour comes twice."""
    await prompted(anna, "Asia/Tokyo")
    await life.until("2026-03-02 18:30", "Asia/Tokyo")
    await life.until("2026-03-03 18:30", "Asia/Tokyo")
    await anna.says(Settings(zone="America/New_York"))
    await life.until("2026-03-04 23:30")
    days = [it.today.day for it in life.heard(DailyPrompt)]
    assert days == [3, 4]


async def test_what_is_due_is_held_in_the_transaction_that_moves_it(
    anna: Person, store: Store, clock: StoppedClock
) -> None:
    """Section 5f: the letter and its next time are one fact: a failure leaves both as they were."""
    await prompted(anna, "UTC")
    clock.show("2026-03-02 18:00")

    def half(tx: object) -> None:
        decide(tx, clock())  # type: ignore[arg-type]  # a transaction
        raise LookupError

    with pytest.raises(LookupError):
        await store.write(half)
    assert await store.read(lambda tx: tx.letters.states()) == {}
    learner = await store.read(lambda tx: tx.people.by_account(Platform.TELEGRAM, "101", clock()))
    assert learner is not None
    rhythm = await store.read(lambda tx: tx.rhythms.get("prompt", LearnerId(learner[0].id)))
    assert rhythm is not None
    assert rhythm.at == clock.now
