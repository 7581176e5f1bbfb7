"""Focus timers: the day that a log counts for, and how long one that was forgotten waits."""

from datetime import date

from bot.app.commands import Settings, SettleFocus, StopFocus, Today
from bot.app.said import FocusSettled, Logged, TodayShown
from bot.heartbeat import tidy
from bot.storage.store import Store
from tests.app.scenes import begins, waiting
from tests.world import Person, StoppedClock


async def test_the_log_counts_for_the_day_on_which_it_began(anna: Person, clock: StoppedClock) -> None:
    """R1: a sitting over 04:00, and a button pressed two days later, lose no study day."""
    await anna.joins("Europe/Berlin")
    clock.show("2026-03-04 03:50", "Europe/Berlin")
    number = await begins(anna)
    clock.show("2026-03-06 12:00", "Europe/Berlin")
    logged = await anna.hears(Logged, SettleFocus(number))
    assert (logged.log.day, logged.log.logged_on) == (date(2026, 3, 3), date(2026, 3, 6))
    assert logged.log.zone == "Europe/Berlin"


async def test_a_move_between_start_and_press_leaves_the_day(anna: Person, clock: StoppedClock) -> None:
    """R1, R2, R11: the day is that of the zone that held when it began, but never ahead of today."""
    await anna.joins("Asia/Tokyo")
    clock.show("2026-03-04 10:00", "Asia/Tokyo")
    number = await begins(anna)
    clock.pass_(hours=1)
    await anna.says(Settings(zone="Pacific/Honolulu"))
    assert (await anna.hears(Logged, SettleFocus(number))).log.day == date(2026, 3, 3)
    await anna.says(Settings(zone="America/New_York"))
    clock.show("2026-03-04 22:00", "America/New_York")
    number = await begins(anna)
    clock.pass_(hours=1)
    await anna.says(Settings(zone="Asia/Tokyo"))
    assert (await anna.hears(Logged, SettleFocus(number))).log.day == date(2026, 3, 4)


async def test_one_that_was_never_stopped_waits_seven_days(anna: Person, clock: StoppedClock, store: Store) -> None:
    """Section 3, /focus: one button with the planned minutes, then it is let go; the day can be logged."""
    await anna.joins()
    number = await begins(anna)
    clock.show("2026-03-09 10:24")
    shown = (await anna.hears(TodayShown, Today())).timer
    assert shown is not None
    assert (shown.state, shown.choices, shown.day) == ("over", (25,), date(2026, 3, 2))
    clock.pass_(minutes=1)
    assert await waiting(anna) is None
    assert (await anna.hears(FocusSettled, StopFocus(number))).minutes == 25  # also before the day's tidying up
    await store.write(lambda tx: tidy(tx, clock()))
    assert (await anna.hears(FocusSettled, StopFocus(number))).minutes == 25
    assert (await anna.hears(Logged, SettleFocus(number))).log.day == date(2026, 3, 2)


async def test_after_28_days_an_old_button_logs_nothing(anna: Person, clock: StoppedClock, store: Store) -> None:
    """R2, section 4: too far back, said with the day, and nothing is changed."""
    await anna.joins()
    number = await begins(anna)
    clock.pass_(days=29)
    await store.write(lambda tx: tidy(tx, clock()))
    refused = await anna.refused(SettleFocus(number))
    assert (refused.kind, refused.days) == ("day_too_far", (date(2026, 3, 2),))
    assert (await anna.hears(FocusSettled, StopFocus(number))).minutes == 0


async def test_the_newest_that_waits_is_shown_and_then_the_one_before(anna: Person, clock: StoppedClock) -> None:
    """One button at a time, and none is lost."""
    await anna.joins()
    first = await begins(anna)
    clock.pass_(days=1)
    second = await begins(anna)
    clock.pass_(hours=1)
    assert await waiting(anna) == second
    assert (await anna.hears(Logged, SettleFocus(second))).log.day == date(2026, 3, 3)
    assert await waiting(anna) == first
    assert (await anna.hears(Logged, SettleFocus(first))).log.day == date(2026, 3, 2)
    assert await waiting(anna) is None
