"""Visits to a study room beside timers and logs by hand: no minute is offered twice (issue 4, point 2)."""

from bot.app.commands import (
    LogFlow,
    SettleFocus,
    SettleVisit,
    StartFocus,
    StopFocus,
    Today,
)
from bot.app.said import Logged, TodayShown, VisitSettled
from tests.app.scenes import begins
from tests.app.study_room import House, shown, waiting
from tests.world import Person


async def test_a_timers_minutes_are_not_offered_again(house: House, ada: Person) -> None:
    """The timer wins; what lies around it is offered if it is worth it."""
    await house.enters(ada)
    await house.stays(15)
    number = await begins(ada, 25)
    await house.stays(25)
    await ada.hears(Logged, SettleFocus(number))
    await house.stays(12)
    await house.leaves(ada)
    await house.stays(5)
    visit = await waiting(ada)
    assert (visit.minutes, visit.besides) == (15 + 12, True)


async def test_a_visit_with_a_timer_in_it_leaves_nothing(house: House, ada: Person) -> None:
    """Whoever focuses in the room is not asked twice."""
    await house.enters(ada)
    await house.stays(3)
    await begins(ada, 25)
    await house.stays(28)
    await house.leaves(ada)
    await house.stays(6)
    assert (await shown(ada), await house.rows()) == (None, 0)


async def test_a_timer_that_went_on_takes_its_minutes_back(house: House, ada: Person) -> None:
    """The offer says so instead of logging them a second time."""
    await house.enters(ada)
    number = await begins(ada, 25)
    await house.stays(60)
    await house.leaves(ada)
    await house.stays(5)
    visit = await waiting(ada)
    assert visit.minutes == 35
    await ada.says(StopFocus(number))
    await ada.hears(Logged, SettleFocus(number, "ran"))
    assert await shown(ada) is None
    none_left = await ada.hears(VisitSettled, SettleVisit(visit.visit))
    assert (none_left.log, none_left.visit) == (None, None)


async def test_a_log_by_hand_leaves_the_choice_to_its_learner(house: House, ada: Person) -> None:
    """It may have been another hour: the offer stands."""
    await house.enters(ada)
    await house.stays(40)
    await ada.says(LogFlow(40))
    await house.leaves(ada)
    await house.stays(5)
    assert (await waiting(ada)).minutes == 40


async def test_a_timer_that_runs_stands_beside_a_visit_that_waits(house: House, ada: Person) -> None:
    """The next flow shows both."""
    await house.visits(ada, 20)
    await ada.says(StartFocus(25))
    both = await ada.hears(TodayShown, Today())
    assert both.timer is not None
    assert both.visit is not None
