"""Linked while one or both focus: no minute is lost, and one timer runs (issue 4, points 2 and 9)."""

import pytest

from bot.app.app import App
from bot.app.commands import (
    SettleFocus,
    StartFocus,
)
from bot.app.said import (
    FocusEnded,
    FocusShown,
    Logged,
)
from tests.app.life import Life, mostly_embedded
from tests.app.links import linked, on_both
from tests.app.scenes import begins
from tests.world import StoppedClock


@mostly_embedded
@pytest.mark.parametrize(("first", "second", "goes_on"), [(25, 50, "second"), (90, 25, "first")])
async def test_of_two_timers_one_goes_on_and_the_minutes_of_both_are_kept(
    app: App, life: Life, first: int, second: int, goes_on: str
) -> None:
    """Issue 4, points 2 and 9: one runs, and nudges once; what ran of the other waits as one button."""
    there, here = on_both(app)
    for account in (there, here):
        await account.joins()
    one = await begins(there, first)
    life.clock.pass_(minutes=5)
    other = await begins(here, second)
    life.clock.pass_(minutes=7)
    await linked(there, here)
    runs, waits, ran = (other, one, 12) if goes_on == "second" else (one, other, 7)
    shown = await there.hears(FocusShown, StartFocus())
    assert (shown.timer.timer, shown.fresh) == (runs, False)
    assert shown.waiting is not None
    assert (shown.waiting.timer, shown.waiting.choices) == (waits, (ran,))
    await life.until("2026-03-02 20:00")
    assert [it.timer.timer for it in life.heard(FocusEnded)] == [runs]
    assert (await here.hears(Logged, SettleFocus(waits))).log.minutes == ran
    assert (await here.hears(Logged, SettleFocus(runs))).log.minutes == max(first, second)


async def test_a_timer_of_less_than_a_minute_waits_for_nothing(app: App, clock: StoppedClock) -> None:
    """R3: a log has at least one minute; whoever links in mid-sitting goes on."""
    there, here = on_both(app)
    for account in (there, here):
        await account.joins()
    number = await begins(there, 50)
    clock.pass_(minutes=5)
    await begins(here, 25)
    await linked(there, here)
    shown = await here.hears(FocusShown, StartFocus())
    assert (shown.timer.timer, shown.waiting) == (number, None)
