"""Focus timers: start, stop early or late, log in one press, go on; what waits, and what is logged of it."""

from datetime import date

import pytest

from bot.app.commands import (
    EditLog,
    JoinFocus,
    LogFlow,
    MarkDone,
    SettleFocus,
    StartFocus,
    StopFocus,
    Today,
    Undo,
)
from bot.app.said import (
    FocusSettled,
    FocusShown,
    FocusStopped,
    LogEdited,
    Logged,
    TodayShown,
    Undone,
)
from bot.core.focus import TimerId
from bot.storage.store import Store
from tests.app.scenes import begins, waiting
from tests.world import Person, StoppedClock


async def stood_on(person: Person) -> tuple[str, int]:
    """The day one stands at, and the minutes spent on it."""
    shown = await person.hears(TodayShown, Today())
    assert shown.stand.day
    return shown.stand.day.id, shown.minutes_spent


# --- start


async def test_a_timer_says_what_the_flow_is_and_when_it_ends(anna: Person, clock: StoppedClock) -> None:
    """Section 3, /focus: the next day's title, the end as an instant, 25 minutes unless said."""
    await anna.joins("Europe/Berlin")
    shown = await anna.hears(FocusShown, StartFocus())
    assert (shown.timer.minutes, shown.timer.state, shown.timer.zone) == (25, "runs", "Europe/Berlin")
    assert (shown.timer.ends_at - clock.now).total_seconds() == 25 * 60
    assert shown.timer.stand.day
    assert shown.timer.stand.day.id == "w1d1"
    assert (shown.others, shown.waiting, shown.logged) == (None, None, None)


async def test_one_timer_runs_and_a_second_focus_shows_it(anna: Person, clock: StoppedClock) -> None:
    """One running timer a learner; the minutes that were typed the second time change nothing."""
    await anna.joins()
    number = await begins(anna, 50)
    clock.pass_(minutes=49)
    again = await anna.hears(FocusShown, StartFocus(10))
    assert (again.timer.timer, again.timer.minutes, again.fresh) == (number, 50, False)
    clock.pass_(minutes=1)
    following = await anna.hears(FocusShown, StartFocus(10))
    assert (following.fresh, following.timer.minutes) == (True, 10)
    assert following.waiting is not None
    assert following.waiting.timer == number


async def test_the_next_flow_shows_the_timer_that_runs(anna: Person) -> None:
    """Section 3, /today: instead of a second start."""
    await anna.joins()
    assert await waiting(anna) is None
    number = await begins(anna)
    shown = await anna.hears(TodayShown, Today())
    assert shown.timer is not None
    assert (shown.timer.timer, shown.timer.state) == (number, "runs")


# --- stop and log


async def test_stopped_early_it_keeps_what_ran(anna: Person, clock: StoppedClock) -> None:
    """Section 3, R3: whole minutes, rounded down; one press logs them."""
    await anna.joins()
    number = await begins(anna)
    clock.pass_(minutes=12, seconds=59)
    stopped = await anna.hears(FocusStopped, StopFocus(number))
    assert (stopped.timer.state, stopped.timer.choices) == ("stopped", (12,))
    clock.pass_(hours=5)
    logged = await anna.hears(Logged, SettleFocus(number))
    assert (logged.log.minutes, logged.log.at, logged.log.day) == (12, clock.now, date(2026, 3, 2))
    assert await waiting(anna) is None


async def test_stopped_within_a_minute_there_is_nothing_to_log(anna: Person, clock: StoppedClock) -> None:
    """R3: a log has at least one minute; nothing is left to nag about."""
    await anna.joins()
    number = await begins(anna)
    clock.pass_(seconds=59)
    assert (await anna.hears(FocusStopped, StopFocus(number))).timer.choices == ()
    assert await waiting(anna) is None
    assert (await anna.hears(FocusSettled, StopFocus(number))).minutes == 0
    assert (await anna.refused(SettleFocus(number))).kind == "outdated"


@pytest.mark.parametrize(
    ("hours", "keep", "choices", "minutes"),
    [
        (1, "planned", (25, 60), 25),
        (1, "ran", (25, 60), 60),
        (14, "planned", (25, 600), 25),
        (14, "ran", (25, 600), 600),
    ],
)
async def test_stopped_late_it_asks_which_to_log(
    anna: Person, clock: StoppedClock, hours: int, keep: str, choices: tuple[int, ...], minutes: int
) -> None:
    """Section 3, R3: the planned minutes or all that ran, 600 at most; the first stop holds."""
    await anna.joins()
    number = await begins(anna)
    clock.pass_(hours=hours)
    assert (await anna.hears(FocusStopped, StopFocus(number))).timer.choices == choices
    clock.pass_(minutes=30)
    assert (await anna.hears(FocusStopped, StopFocus(number))).timer.choices == choices
    logged = await anna.hears(Logged, SettleFocus(number, keep))  # type: ignore[arg-type]  # one of the words
    assert logged.log.minutes == minutes


async def test_a_question_that_was_not_answered_waits(anna: Person, clock: StoppedClock) -> None:
    """Nobody who stopped and then closed the chat loses a minute."""
    await anna.joins()
    number = await begins(anna)
    clock.pass_(hours=1)
    await anna.says(StopFocus(number))
    clock.pass_(days=6)
    shown = (await anna.hears(TodayShown, Today())).timer
    assert shown is not None
    assert (shown.timer, shown.choices) == (number, (25, 60))


async def test_a_log_is_made_once_whatever_is_pressed(anna: Person, clock: StoppedClock, store: Store) -> None:
    """R20: any other button of the same timer, pressed later, logs nothing twice; `log_id` points to the one."""
    await anna.joins()
    number = await begins(anna)
    clock.pass_(minutes=30)
    logged = await anna.hears(Logged, SettleFocus(number))
    for again in (SettleFocus(number), SettleFocus(number, "ran"), SettleFocus(number, then="done"), StopFocus(number)):
        settled = await anna.hears(FocusSettled, again)
        assert settled.log == logged.log
    assert (await anna.hears(TodayShown, Today())).minutes_today == 25
    kept = await store.read(lambda tx: tx.timers.get(TimerId(number)))
    assert kept is not None
    assert (kept.log, kept.settled) == (logged.log.id, True)


async def test_undo_and_edit_work_as_ever_and_leave_the_timer_settled(anna: Person, clock: StoppedClock) -> None:
    """R19, R20: what was taken back does not come back as a button, and its old button logs nothing."""
    await anna.joins()
    number = await begins(anna)
    clock.pass_(minutes=30)
    logged = await anna.hears(Logged, SettleFocus(number))
    edited = await anna.hears(LogEdited, EditLog(logged.log.id, minutes=20))
    assert edited.log.minutes == 20
    await anna.hears(Undone, Undo("log", logged.log.id))
    assert await waiting(anna) is None
    settled = await anna.hears(FocusSettled, SettleFocus(number))
    assert settled.log is not None
    assert settled.log.undone_at == clock.now
    assert (await anna.hears(TodayShown, Today())).minutes_today == 0


async def test_log_and_done_moves_one_day_on(anna: Person, clock: StoppedClock) -> None:
    """R12: the day that the timer began on; undo takes both back (R19)."""
    await anna.joins()
    number = await begins(anna)
    clock.pass_(minutes=25)
    logged = await anna.hears(Logged, SettleFocus(number, then="done"))
    assert logged.done is not None
    assert await stood_on(anna) == ("w1d2", 0)
    assert (await anna.hears(Undone, Undo("log", logged.log.id))).moved_back


async def test_a_day_that_was_marked_meanwhile_is_not_marked_again(anna: Person, clock: StoppedClock) -> None:
    """R12: the minutes belong to the day on which they were spent, and the next one is not passed over."""
    await anna.joins()
    number = await begins(anna)
    clock.pass_(minutes=20)
    await anna.says(MarkDone("w1d1"))
    clock.pass_(minutes=10)
    logged = await anna.hears(Logged, SettleFocus(number, then="done"))
    assert logged.done is None
    assert await stood_on(anna) == ("w1d2", 0)
    await anna.says(LogFlow(10))
    assert await stood_on(anna) == ("w1d2", 10)


async def test_another_round_logs_the_first_and_starts_the_second(anna: Person, clock: StoppedClock) -> None:
    """Keep going: no credit hangs on a second press; pressed twice there is one more round, not two (R20)."""
    await anna.joins()
    number = await begins(anna, 50)
    clock.pass_(minutes=52)
    on = await anna.hears(FocusShown, SettleFocus(number, then="again"))
    assert on.logged is not None
    assert (on.logged.minutes, on.timer.minutes, on.fresh) == (50, 50, True)
    assert (on.timer.ends_at - clock.now).total_seconds() == 50 * 60
    again = await anna.hears(FocusShown, SettleFocus(number, then="again"))
    assert (again.timer.timer, again.fresh, again.logged) == (on.timer.timer, False, None)
    clock.pass_(minutes=50)
    assert (await anna.hears(FocusSettled, SettleFocus(number, then="again"))).log == on.logged
    assert (await anna.hears(Logged, SettleFocus(on.timer.timer))).minutes_that_day == 100


async def test_a_timer_can_be_let_go_and_logged_after_all(anna: Person, clock: StoppedClock) -> None:
    """A start by mistake nags nobody, and a change of mind costs nothing."""
    await anna.joins()
    number = await begins(anna)
    clock.pass_(minutes=30)
    gone = await anna.hears(FocusSettled, SettleFocus(number, "nothing"))
    assert (gone.log, gone.minutes) == (None, 25)
    assert await waiting(anna) is None
    assert (await anna.hears(Logged, SettleFocus(number))).log.minutes == 25
    assert (await anna.hears(FocusSettled, SettleFocus(number, "nothing"))).log is not None
    assert (await anna.hears(TodayShown, Today())).minutes_today == 25


# --- whose


async def test_nobody_touches_somebody_elses_timer(anna: Person, ben: Person) -> None:
    """R23, section 4: somebody else's private button."""
    await anna.joins()
    await ben.joins()
    number = await begins(anna)
    for command in (StopFocus(number), SettleFocus(number), StopFocus(999)):
        assert (await ben.refused(command)).kind == "not_yours"
    assert await waiting(anna) == number


async def test_a_timer_takes_joining_first(anna: Person) -> None:
    """Section 4: a command before joining."""
    for command in (StartFocus(), StopFocus(1), SettleFocus(1), JoinFocus(1)):
        assert (await anna.refused(command)).kind == "not_joined"


async def test_a_forged_press_logs_no_minute_that_did_not_pass(anna: Person, clock: StoppedClock) -> None:
    """R3: the buttons that log come at the end; one that comes earlier logs what ran, and nothing if nothing did."""
    await anna.joins()
    number = await begins(anna)
    assert (await anna.refused(SettleFocus(number))).kind == "outdated"
    clock.pass_(minutes=7)
    assert (await anna.hears(Logged, SettleFocus(number, "ran"))).log.minutes == 7
