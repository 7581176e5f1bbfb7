"""Back after a quiet week: the welcome beside what is done first, and the gap that counts as rest (R15, R22)."""

from datetime import date, time

import pytest

from bot.app.commands import (
    Command,
    History,
    LogFlow,
    MarkDone,
    Progress,
    Recall,
    Rest,
    RestGap,
    RestNow,
    Settings,
    ShowWeek,
    StartFocus,
    Stuck,
    Today,
    Undo,
    WriteCheckin,
    WriteReview,
)
from bot.app.said import (
    BackAgain,
    Logged,
    ProgressShown,
    Rested,
    TodayShown,
)
from bot.core.verdicts import Verdict
from tests.world import Person, StoppedClock


def days(first: int, last: int) -> tuple[date, date]:
    """Days of March 2026."""
    return date(2026, 3, first), date(2026, 3, last)


@pytest.mark.parametrize("first", ["log", "today"])
async def test_a_gap_becomes_rest_by_one_press_however_long(anna: Person, clock: StoppedClock, first: str) -> None:
    """R15: the first act after a quiet week brings one button for the whole gap; the run is whole again."""
    await anna.joins()
    for _ in range(3):
        await anna.says(LogFlow(30))
        clock.pass_(days=1)
    clock.show("2026-06-10 10:00")  # fourteen weeks later
    said = (await anna.says(Today() if first == "today" else LogFlow(30))).said
    assert isinstance(said, TodayShown | Logged)
    assert said.gap == (date(2026, 3, 5), date(2026, 6, 9))
    await anna.hears(Rested, RestGap(*map(str, said.gap)))
    progress = await anna.hears(ProgressShown, Progress())
    assert {week.verdict for week in progress.standing.past[1:]} == {Verdict.REST}
    assert progress.standing.run == 1
    assert (await anna.hears(TodayShown, Today())).gap is None


@pytest.mark.parametrize(
    "first",
    [
        *(Progress(), Rest(), Stuck(), MarkDone("w1d1"), StartFocus(25), WriteCheckin("a", "b", "c", "d", 3)),
        *(WriteReview(), RestNow("today"), Recall(), History(), Settings(), Settings(hour=time(7)), ShowWeek()),
    ],
    ids=repr,
)
async def test_whatever_comes_first_after_a_quiet_week_brings_the_button(
    anna: Person, clock: StoppedClock, first: Command
) -> None:
    """R15, R22: the first act, not only a log: with a welcome and the next small step beside it."""
    await anna.joins()
    await anna.says(LogFlow(30))
    assert (await anna.says(Progress())).asides == ()
    clock.show("2026-06-10 10:00")
    (back,) = (await anna.says(first)).asides
    assert isinstance(back, BackAgain)
    assert back.gap == (date(2026, 3, 3), date(2026, 6, 9))
    assert (await anna.says(first)).asides == ()  # once a day is enough
    clock.pass_(days=1)
    assert isinstance((await anna.says(Progress())).asides[0], BackAgain)
    await anna.hears(Rested, RestGap(*map(str, back.gap)))
    clock.pass_(days=1)
    assert (await anna.says(Progress())).asides == ()


async def test_what_is_paged_through_is_greeted_once(anna: Person, clock: StoppedClock) -> None:
    """R15, R22: where it is asked for; a press on it goes on reading."""
    await anna.joins()
    await anna.says(LogFlow(30))
    clock.show("2026-06-10 10:00")
    assert len((await anna.says(ShowWeek(1))).asides) == 1
    assert (await anna.says(ShowWeek(1, "day"), press="m1:next")).asides == ()


async def test_a_first_flow_for_a_day_within_the_gap_brings_the_button_for_all_of_it(
    anna: Person, clock: StoppedClock
) -> None:
    """R15: one button for the whole gap, whichever day the first log is for; that day counts and leaves it as it is."""
    await anna.joins()
    for _ in range(3):
        await anna.says(LogFlow(30))
        clock.pass_(days=1)
    clock.show("2026-03-30 10:00")
    for when in ("2026-03-05", "2026-03-19"):  # beside the last flow, and with a quiet week on either side
        logged = await anna.hears(Logged, LogFlow(30, when=when))
        assert logged.welcome_back
        assert logged.gap is not None
        assert logged.gap[1] == date(2026, 3, 29)
        rested = await anna.hears(Rested, RestGap(*map(str, logged.gap)))
        assert rested.run == 1
        await anna.says(Undo("rest", rested.rest.id))
        await anna.says(Undo("log", logged.log.id))


async def test_what_is_remembered_since_does_not_take_the_button_away(anna: Person, clock: StoppedClock) -> None:
    """R15: the receipt's button holds, also if a flow within the gap is logged before it is pressed."""
    await anna.joins()
    await anna.says(LogFlow(30))
    clock.show("2026-05-25 10:00")
    logged = await anna.hears(Logged, LogFlow(30))
    await anna.says(LogFlow(30, when="2026-05-20"))
    assert logged.gap is not None
    await anna.hears(Rested, RestGap(*map(str, logged.gap)))
    past = (await anna.hears(ProgressShown, Progress())).standing.past
    assert Verdict.QUIET not in {week.verdict for week in past}


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-03-01", "2026-03-20"), ("2026-03-03", "2026-03-20"), ("2026-03-10", "2026-04-30"), ("x", "2026-03-20")],
)
async def test_a_forged_gap_changes_nothing(anna: Person, clock: StoppedClock, first: str, last: str) -> None:
    """Section 4: only days without a log, since joining, before today."""
    await anna.joins()
    clock.pass_(days=1)
    await anna.says(LogFlow(30))
    clock.show("2026-03-25 10:00")
    assert (await anna.refused(RestGap(first, last))).kind == "outdated"
