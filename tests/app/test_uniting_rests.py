"""Linked and parted while one or both rest without an end (R15; issue 4, point 9)."""

from bot.app.app import App
from bot.app.commands import LogFlow, Progress, RestNow, Today, Undo
from bot.app.said import Logged, ProgressShown, TodayShown, Undone
from bot.core.verdicts import Verdict
from tests.app.links import linked, on_both, parted
from tests.world import Person, StoppedClock


async def both(app: App) -> tuple[Person, Person]:
    """Two who have joined."""
    pair = on_both(app)
    for account in pair:
        await account.joins()
    return pair


async def rests(person: Person) -> bool:
    """Whether today is off."""
    return (await person.hears(TodayShown, Today())).resting


async def test_a_flow_remembered_late_by_the_other_side_costs_no_run(app: App, clock: StoppedClock) -> None:
    """R6, R15: what was off until it was logged stays off, as behind one's own late flow."""
    there, here = await both(app)
    for _ in range(3):
        await there.says(LogFlow(30))
        clock.pass_(days=1)
    await there.says(RestNow("open"))
    clock.show("2026-03-31 10:00")
    await here.says(LogFlow(30, when="2026-03-06"))
    await linked(there, here)
    progress = await there.hears(ProgressShown, Progress())
    assert [week.verdict for week in progress.standing.past[1:]] == [Verdict.REST] * 3
    assert progress.standing.run == 1
    assert not await rests(there)


async def test_a_flow_from_before_the_rest_was_declared_does_not_end_it(app: App, clock: StoppedClock) -> None:
    """R15: the next log does."""
    there, here = await both(app)
    await here.says(LogFlow(30))
    clock.pass_(hours=1)
    await there.says(RestNow("open"))
    await linked(there, here)
    clock.pass_(days=2)
    assert await rests(there)
    await here.says(LogFlow(30))
    assert not await rests(there)


async def test_the_other_sides_flow_that_ended_a_rest_is_taken_back(app: App, clock: StoppedClock) -> None:
    """R19: undoing takes back exactly what the fact gave."""
    there, here = await both(app)
    await there.says(RestNow("open"))
    clock.pass_(days=3)
    logged = await here.hears(Logged, LogFlow(30))
    await linked(there, here)
    assert not await rests(there)
    await here.hears(Undone, Undo("log", logged.log.id))
    assert await rests(there)


async def test_parted_a_rest_stays_over_by_ones_own_flow_since(app: App, clock: StoppedClock) -> None:
    """R15: over at the next log, and what was logged as one stays with who gave the code."""
    there, here = await both(app)
    await there.says(RestNow("open"))
    clock.pass_(days=1)
    await here.says(LogFlow(30))
    await linked(there, here)
    clock.pass_(days=1)
    await there.says(LogFlow(20))
    clock.pass_(days=1)
    await parted(there)
    assert not await rests(there)
