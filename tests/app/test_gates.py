"""Leaving a phase: its project, its readiness signal, and the step into the next one (R14, R19)."""

import pytest

from bot.app.commands import (
    AnswerReview,
    History,
    LeavePhase,
    LogFlow,
    MarkDone,
    Milestones,
    Progress,
    Settings,
    Ship,
    Today,
    Undo,
    WriteReady,
    WriteReview,
)
from bot.app.said import (
    HistoryShown,
    Logged,
    MilestonesShown,
    NumbersShown,
    PhaseLeft,
    ProgressShown,
    ReadyKept,
    ReviewClosed,
    ReviewDue,
    ReviewOpen,
    ReviewWritten,
    Shipped,
    TodayShown,
    Undone,
    WeekIsLong,
)
from bot.core.curriculum import Curriculum
from bot.core.position import PROJECT, REVIEW, Place, Step
from bot.storage.store import Store
from bot.storage.tx import Tx
from tests.app.scenes import SIGNAL, TEXT, closes, ships
from tests.core import examples
from tests.world import Person, StoppedClock

LINK = "https://example.org/me/build"


@pytest.fixture(scope="module")
def curriculum() -> Curriculum:
    """Two phases of two weeks of three days; each project has one milestone."""
    return examples.curriculum()


async def at_project(person: Person) -> None:
    """Somebody who has closed the two weeks of the first phase."""
    await person.joins()
    await closes(person)
    assert (await closes(person)).next.spot == "project"


async def stands_at(person: Person) -> str:
    stand = (await person.hears(TodayShown, Today())).stand
    return stand.day.id if stand.day else f"{stand.week.id}/{stand.spot}"


async def last_review(person: Person) -> int:
    return max(fact.which for fact in (await person.hears(HistoryShown, History())).facts if fact.what == "review")


# --- at the project


async def test_a_phases_last_review_leads_to_its_project(anna: Person) -> None:
    """R14: the weeks are closed, the phase is not left; `/today` shows the next open milestone."""
    await at_project(anna)
    today = await anna.hears(TodayShown, Today())
    assert (today.stand.spot, today.stand.week.id, today.stand.phase_number) == ("project", "w2", 1)
    assert today.stand.gate is not None
    assert [it.id for it in today.stand.gate.milestones] == ["p1m1"]
    progress = await anna.hears(ProgressShown, Progress())
    assert (progress.weeks_closed, progress.stand.spot) == (2, "project")


async def test_flows_count_as_ever_and_their_minutes_are_booked_on_the_project(
    anna: Person, clock: StoppedClock
) -> None:
    """R12, R14: for as many weeks as it takes."""
    await at_project(anna)
    for week in range(3):
        logged = await anna.hears(Logged, LogFlow(40, done=True))
        assert (logged.done, logged.next_day, logged.week.studied) == (None, None, 1)
        assert (await anna.hears(TodayShown, Today())).minutes_spent == 40 * (week + 1)
        clock.pass_(days=7)
    assert (await anna.refused(MarkDone(PROJECT))).kind == "outdated"
    assert await stands_at(anna) == "w2/project"


async def test_asking_to_leave_lists_exactly_what_is_missing(anna: Person) -> None:
    """R14: each time, and changes nothing; a phase that is not there yet cannot be left."""
    await anna.joins()
    early = await anna.hears(MilestonesShown, LeavePhase("phase1"))
    assert (early.asked, early.gate.week and early.gate.week.id, early.gate.signal) == (True, "w2", True)
    await closes(anna)
    await closes(anna)
    await anna.hears(ReadyKept, WriteReady("phase1", SIGNAL))
    asked = await anna.hears(MilestonesShown, LeavePhase("phase1"))
    assert (asked.gate.week, [it.id for it in asked.gate.milestones], asked.gate.signal) == (None, ["p1m1"], False)
    assert asked.signal == SIGNAL
    assert await stands_at(anna) == "w2/project"
    for phase in ("phase2", "phase9"):
        assert (await anna.refused(LeavePhase(phase))).kind == "outdated"


async def test_the_step_comes_by_itself_with_the_last_milestone(anna: Person) -> None:
    """R14: the receipt says so and leads on."""
    await at_project(anna)
    kept = await anna.hears(ReadyKept, WriteReady("phase1", SIGNAL))
    assert (kept.left, kept.replaced) == (0, False)
    shipped = await anna.hears(Shipped, Ship("p1m1", LINK))
    assert shipped.left
    assert (shipped.next.week.id, shipped.next.number) == ("w3", 1)
    assert await stands_at(anna) == "w3d1"


async def test_the_step_comes_by_itself_with_the_signal(anna: Person) -> None:
    """R14: if that was the last thing missing."""
    await at_project(anna)
    assert not (await anna.hears(Shipped, Ship("p1m1", LINK))).left
    kept = await anna.hears(ReadyKept, WriteReady("phase1", SIGNAL))
    assert kept.left
    assert await stands_at(anna) == "w3d1"


async def test_the_step_comes_by_itself_with_the_last_review(anna: Person) -> None:
    """R14: whoever shipped and signalled before."""
    await anna.joins()
    await ships(anna)
    assert not (await closes(anna)).phase_finished
    closed = await closes(anna)
    assert (closed.phase_finished, closed.next.week.id) == (True, "w3")
    undone = await anna.hears(Undone, Undo("review", closed.review))
    assert (undone.moved_back, await stands_at(anna)) == (True, "w2d1")


async def test_who_is_elsewhere_in_the_phase_is_not_moved_but_may_go(anna: Person) -> None:
    """R12, R14: somebody who went back to read a week again leaves by their own press."""
    await at_project(anna)
    await anna.says(Settings(week=1))
    await ships(anna)
    assert await stands_at(anna) == "w1d1"
    left = await anna.hears(PhaseLeft, LeavePhase("phase1"))
    assert (left.next.week.id, left.number) == ("w3", 1)
    undone = await anna.hears(Undone, Undo("phase", left.step))
    assert (undone.what, undone.week_title, undone.moved_back) == ("phase", "Phase 1", True)
    assert await stands_at(anna) == "w1d1"


async def test_leaving_twice_changes_nothing(anna: Person) -> None:
    """R20: it names the phase that is left."""
    await at_project(anna)
    await ships(anna)
    again = await anna.hears(PhaseLeft, LeavePhase("phase1"))
    assert (again.step, again.next.week.id) == (0, "w3")
    assert await stands_at(anna) == "w3d1"


async def test_the_last_phase_leads_to_the_end(anna: Person) -> None:
    """R14: every gate of the way, one after the other."""
    await anna.joins()
    for _ in range(2):
        await closes(anna)
        await closes(anna)
        last = await ships(anna)
    assert isinstance(last, ReadyKept)
    assert (last.next.spot, bool(last.left)) == ("finished", True)
    shown = await anna.hears(MilestonesShown, Milestones())
    assert (shown.number, shown.here, shown.gate.is_open, shown.others) == (2, False, True, (1,))
    again = await anna.hears(PhaseLeft, LeavePhase("phase2"))
    assert again.step == 0
    assert (await anna.refused(WriteReview())).kind == "no_week_to_review"


# --- undo


async def test_undoing_the_last_milestone_leads_back_to_the_project(anna: Person) -> None:
    """R14, R19: a phase that is not finished has not been left."""
    await at_project(anna)
    await anna.says(WriteReady("phase1", SIGNAL))
    shipped = await anna.hears(Shipped, Ship("p1m1", LINK))
    undone = await anna.hears(Undone, Undo("milestone", shipped.shipment.id))
    assert (undone.moved_back, undone.stand.spot) == (True, "project")
    assert await stands_at(anna) == "w2/project"
    assert (await anna.hears(Shipped, Ship("p1m1", LINK))).left


async def test_a_later_flow_holds_the_place(anna: Person, clock: StoppedClock) -> None:
    """R19: the position moves back only if no later flow or review stands; the milestone is open again all the same."""
    await at_project(anna)
    await anna.says(WriteReady("phase1", SIGNAL))
    shipped = await anna.hears(Shipped, Ship("p1m1", LINK))
    clock.pass_(hours=1)
    await anna.says(LogFlow(30))
    undone = await anna.hears(Undone, Undo("milestone", shipped.shipment.id))
    assert (undone.moved_back, await stands_at(anna)) == (False, "w3d1")
    shown = await anna.hears(MilestonesShown, Milestones(1))
    assert (shown.number, shown.here, [it.id for it in shown.gate.milestones]) == (1, False, ["p1m1"])
    assert await anna.hears(Shipped, Ship("p1m1", LINK))
    assert await stands_at(anna) == "w3d1"


async def test_undoing_the_last_review_leads_back_over_the_project(anna: Person, clock: StoppedClock) -> None:
    """R19: shipping is no later flow."""
    await at_project(anna)
    clock.pass_(minutes=1)
    await ships(anna)
    undone = await anna.hears(Undone, Undo("review", await last_review(anna)))
    assert (undone.moved_back, await stands_at(anna)) == (True, "w2d1")
    assert (await closes(anna)).phase_finished


async def test_a_review_that_a_later_flow_stands_on_is_missing_at_the_project(
    anna: Person, clock: StoppedClock
) -> None:
    """R14, R19: the place stays, the gate asks for the review again, and a yes opens it."""
    await at_project(anna)
    clock.pass_(hours=1)
    await anna.says(LogFlow(30))
    assert not (await anna.hears(Undone, Undo("review", await last_review(anna)))).moved_back
    await ships(anna)
    assert await stands_at(anna) == "w2/project"
    asked = await anna.hears(MilestonesShown, LeavePhase("phase1"))
    assert (asked.gate.week and asked.gate.week.id, asked.gate.signal) == ("w2", False)
    assert (await anna.hears(ReviewDue, WriteReview())).week.id == "w2"
    written = await anna.hears(ReviewWritten, WriteReview(TEXT))
    stays = await anna.hears(ReviewOpen, AnswerReview(written.review, missing=True))
    assert stays.next.spot == "project"
    closed = await anna.hears(ReviewClosed, AnswerReview(written.review, missing=False, sure=True))
    assert (closed.phase_finished, closed.next.week.id) == (True, "w3")


async def test_the_step_out_stands_in_the_history(anna: Person) -> None:
    """R19: it can be taken back by itself; nothing else of the phase is touched, and one press leads on again."""
    await at_project(anna)
    await ships(anna)
    step = next(fact for fact in (await anna.hears(HistoryShown, History())).facts if fact.what == "phase")
    assert step.title == "Phase 1"
    assert (await anna.hears(Undone, Undo("phase", step.which))).moved_back
    assert (await anna.hears(Undone, Undo("phase", step.which))).already
    today = await anna.hears(TodayShown, Today())
    assert today.stand.gate is not None
    assert today.stand.gate.is_open
    assert (await anna.hears(PhaseLeft, LeavePhase("phase1"))).next.week.id == "w3"


# --- what else holds


async def test_a_second_week_across_a_phases_end_is_asked_about(anna: Person) -> None:
    """R12: closed within one local week, one sentence on why weeks are long."""
    await at_project(anna)
    await ships(anna)
    written = await anna.hears(ReviewWritten, WriteReview(TEXT))
    asked = await anna.hears(WeekIsLong, AnswerReview(written.review, missing=False))
    assert asked.week.id == "w3"
    assert await stands_at(anna) == "w3d1"
    assert (await anna.hears(ReviewClosed, AnswerReview(written.review, missing=False, sure=True))).next.week.id == "w4"


async def test_a_signal_can_be_written_again(anna: Person) -> None:
    """R14: nobody grades it; the newer text takes the place of the earlier one."""
    await anna.joins()
    await anna.says(WriteReady("phase1", SIGNAL))
    kept = await anna.hears(ReadyKept, WriteReady("phase1", f"{SIGNAL} And again."))
    assert kept.replaced
    assert (await anna.hears(MilestonesShown, Milestones())).signal == f"{SIGNAL} And again."
    assert (await anna.refused(WriteReady("phase2", SIGNAL))).kind == "outdated"


async def test_a_learner_from_before_there_were_gates_stays_where_they_are(anna: Person, store: Store) -> None:
    """R14: nobody is moved back behind a gate that was not there."""
    await anna.joins()

    def crossed(tx: Tx) -> None:
        found = tx.people.by_account(anna.platform, anna.id, anna.app._clock())
        assert found is not None
        step = Step("review", Place("w2", REVIEW), Place("w3", "w3d1"))
        tx.way.add_step(found[0].id, "small", step, anna.app._clock(), found[0].joined)

    await store.write(crossed)
    assert await stands_at(anna) == "w3d1"
    shown = await anna.hears(MilestonesShown, Milestones())
    assert (shown.number, shown.others) == (2, (1,))
    assert await anna.hears(Shipped, Ship("p1m1", LINK))
    assert await stands_at(anna) == "w3d1"


async def test_numbers_stay_as_they_are(anna: Person) -> None:
    """R8, R14: shipping and leaving are no flows; what is counted is study."""
    await at_project(anna)
    before = await anna.hears(NumbersShown, Progress("numbers"))
    await ships(anna)
    assert await anna.hears(NumbersShown, Progress("numbers")) == before
