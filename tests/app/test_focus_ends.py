"""The nudge at a timer's end: on time whatever the hour, once, across restarts and downtime."""

from datetime import date, timedelta

import pytest

from bot.app.app import App
from bot.app.commands import SettleFocus, StartFocus, StopFocus
from bot.app.courier import Unsure
from bot.app.said import FocusEnded, FocusShown, Logged
from bot.core.people import Address, Platform
from bot.heartbeat import beat
from bot.storage.rhythms import Rhythm
from tests.app.life import Life, mostly_embedded
from tests.app.scenes import begins
from tests.world import Person, StoppedClock

pytestmark = mostly_embedded


async def test_the_nudge_comes_at_the_end_and_once(anna: Person, ben: Person, life: Life) -> None:
    """Section 3, R17: a private message on the platform used last, also to who wants no prompts."""
    for person, minutes in ((anna, 25), (ben, 50)):
        await person.joins()
        await begins(person, minutes)
    await life.until("2026-03-03 12:00")
    assert life.times(FocusEnded) == ["Mon 02 Mar 10:25", "Mon 02 Mar 10:50"]
    assert [it.timer.minutes for it in life.heard(FocusEnded)] == [25, 50]
    assert {it.address.person for it in life.sent()} == {anna.id, ben.id}
    assert await life.states() == {"sent": 2}


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-04 23:50", "Wed 04 Mar 23:15"),  # in quiet hours, over midnight
        ("2026-03-29 01:50", "Sun 29 Mar 01:15"),  # over the hour that Berlin skips
        ("2026-10-25 02:50", "Sun 25 Oct 01:15"),  # into the hour that Berlin repeats
    ],
)
async def test_no_quiet_hour_and_no_change_of_the_clock_moves_the_end(
    anna: Person, life: Life, clock: StoppedClock, start: str, end: str
) -> None:
    """R16: quiet hours never move the end of a timer; R17: nor does either edge of summer time."""
    await anna.joins("Europe/Berlin")
    clock.show(start, "Europe/Berlin")
    await begins(anna)
    await life.until(f"{clock.now + timedelta(hours=12):%Y-%m-%d %H:%M}")
    assert life.times(FocusEnded) == [end]


@pytest.mark.parametrize(
    ("back", "sent"),
    [("2026-03-02 10:26", 1), ("2026-03-02 13:24", 1), ("2026-03-02 13:26", 0), ("2026-03-04 09:00", 0)],
)
async def test_after_downtime_an_end_is_told_for_three_hours(anna: Person, life: Life, back: str, sent: int) -> None:
    """R18: later it is skipped, and waits as a button all the same."""
    await anna.joins()
    number = await begins(anna)
    await life.down_until(back)
    await life.until("2026-03-04 10:00")
    assert len(life.times(FocusEnded)) == sent
    shown = (await anna.hears(FocusShown, StartFocus())).waiting
    assert shown is not None
    assert shown.timer == number


async def test_a_nudge_that_could_not_be_sent_in_time_expires(anna: Person, life: Life, clock: StoppedClock) -> None:
    """R18: it was decided, and then three hours were lost."""
    await anna.joins()
    await begins(anna)
    assert [it.kind for it in await life.decided("2026-03-02 10:25")] == ["focus"]
    await life.down_until("2026-03-02 13:26")
    assert (life.sent(), await life.states()) == ([], {"expired": 1})


async def test_a_restart_between_decision_and_delivery_loses_nothing(anna: Person, life: Life) -> None:
    """Nothing lives in memory: a new process on the same rows sends what was decided."""
    await anna.joins()
    await begins(anna)
    await life.decided("2026-03-02 10:25")
    await life.down_until("2026-03-02 10:26")
    await life.down_until("2026-03-02 10:30")
    assert life.times(FocusEnded) == ["Mon 02 Mar 10:26"]


async def test_an_unsure_nudge_is_repeated_to_its_learner(anna: Person, life: Life) -> None:
    """Refinement 8: a cut after the request went out; a learner's letter is sent again rather than lost."""
    await anna.joins()
    await begins(anna)
    life.telegram.fails = [Unsure("cut")]
    await life.until("2026-03-02 11:00")
    assert len(life.heard(FocusEnded)) == 1
    first, again = life.telegram.tried
    assert first == again


async def test_who_stopped_is_not_nudged(anna: Person, life: Life, clock: StoppedClock) -> None:
    """No message that nobody needs: neither before the end nor between decision and delivery."""
    await anna.joins()
    first = await begins(anna)
    clock.pass_(minutes=10)
    await anna.says(StopFocus(first))
    second = await begins(anna)
    clock.pass_(minutes=25)
    await beat(life.store, clock)
    await anna.hears(Logged, SettleFocus(second))
    await life.until("2026-03-02 18:00")
    assert (life.sent(), await life.states()) == ([], {"expired": 1})


async def test_several_rounds_of_one_day_are_told_each(anna: Person, life: Life) -> None:
    """R17 holds for what comes round; a timer's end belongs to its timer."""
    await anna.joins()
    number = await begins(anna)
    for _ in range(3):
        await life.until(f"{life.clock.now:%Y-%m-%d} {life.clock.now.hour + 1}:00")
        number = (await anna.hears(FocusShown, SettleFocus(number, then="again"))).timer.timer
    await life.until("2026-03-02 20:00")
    assert life.times(FocusEnded) == [f"Mon 02 Mar {at}" for at in ("10:25", "11:25", "12:25", "13:25")]


async def test_a_closed_door_loses_no_minutes(app: App, anna: Person, life: Life) -> None:
    """Section 4: the nudge finds nobody, the button waits."""
    await anna.joins()
    number = await begins(anna)
    await app.news.address_closed(Address(Platform.TELEGRAM, "101", person="101"), "blocked")
    await life.until("2026-03-02 12:00")
    assert life.sent() == []
    assert (await anna.hears(Logged, SettleFocus(number))).log.day == date(2026, 3, 2)


async def test_the_end_of_a_timer_of_nobody_comes_to_rest(life: Life, clock: StoppedClock) -> None:
    """A learner who was erased leaves no row that keeps the scheduler busy."""
    await life.store.write(lambda tx: tx.rhythms.put([Rhythm("focus", 999, None, clock())]))
    assert await beat(life.store, clock) == 1
    assert await beat(life.store, clock) == 0
    assert await life.store.read(lambda tx: tx.rhythms.get("focus", 999)) is None
