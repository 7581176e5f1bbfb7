"""The day: what comes next, the record of a flow, and marking a day done."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.app.commands import AnswerReview, EditLog, LogFlow, MarkDone, Settings, Today, WriteReview
from bot.app.said import DoneMarked, LogEdited, Logged, ReviewOpen, ReviewWritten, TodayShown, WhichDay
from bot.core.people import Learner
from bot.core.standing import InReserve, Kept
from bot.storage.store import Store
from bot.storage.tx import Tx
from tests.app.scenes import TEXT, closes
from tests.world import Person, StoppedClock

MON = date(2026, 3, 2)


def day(number: int) -> date:
    """A day of the week that the clock begins in; Monday is 0."""
    return MON + timedelta(days=number)


def learner_of(tx: Tx, person: Person, now: datetime) -> Learner:
    found = tx.people.by_account(person.platform, person.id, now)
    assert found is not None
    return found[0]


# --- today


async def test_today_shows_the_next_flow(anna: Person) -> None:
    """R12: the first day of the first week, nothing spent on it yet."""
    await anna.joins()
    shown = await anna.hears(TodayShown, Today())
    assert (shown.stand.spot, shown.stand.number, shown.today) == ("day", 1, MON)
    assert (shown.minutes_spent, shown.minutes_today, shown.run, shown.welcome) == (0, 0, 0, False)


async def test_a_days_work_may_span_several_sittings(anna: Person, clock: StoppedClock) -> None:
    """R12: the minutes already spent on this day of the curriculum are shown; those of another day are not."""
    await anna.joins()
    await anna.says(LogFlow(25))
    clock.pass_(days=1)
    await anna.says(LogFlow(20))
    shown = await anna.hears(TodayShown, Today())
    assert (shown.minutes_spent, shown.minutes_today) == (45, 20)
    await anna.says(LogFlow(5, done=True))
    shown = await anna.hears(TodayShown, Today())
    assert (shown.stand.number, shown.minutes_spent, shown.minutes_today) == (2, 0, 25)


async def test_a_position_waits(anna: Person, clock: StoppedClock) -> None:
    """R12: late is not a state; after a month the next flow is where one stopped."""
    await anna.joins()
    await anna.says(LogFlow(30, done=True))
    clock.pass_(days=33)
    shown = await anna.hears(TodayShown, Today())
    assert (shown.stand.number, shown.week.studied) == (2, 0)


async def test_the_first_words_after_a_gap_are_a_welcome(anna: Person, clock: StoppedClock) -> None:
    """R22: after a quiet week, until the next log, without a count of what was lost."""
    await anna.joins()
    await anna.says(LogFlow(30))
    clock.pass_(days=14)
    assert (await anna.hears(TodayShown, Today())).welcome
    assert (await anna.hears(Logged, LogFlow(10))).welcome_back
    assert not (await anna.hears(TodayShown, Today())).welcome
    assert not (await anna.hears(Logged, LogFlow(10))).welcome_back


# --- log


async def test_a_receipt_says_what_was_recorded_and_what_it_did(anna: Person, clock: StoppedClock) -> None:
    """R2, R7, R19: the day, its minutes, the week with its reserve, and until when it can be undone."""
    await anna.joins()
    first = await anna.hears(Logged, LogFlow(50, "vectors", focus=4))
    assert (first.log.day, first.log.minutes, first.log.note, first.log.focus) == (MON, 50, "vectors", 4)
    assert (first.log.at, first.log.zone, first.log.logged_on) == (clock.now, "UTC", MON)
    assert (first.minutes_that_day, first.week.studied, first.undoable_until) == (50, 1, day(28))
    assert first.week.words == InReserve(1)
    assert (first.next_day and first.next_day.id, first.done, first.late_for_board) == ("w1d1", None, False)
    clock.pass_(days=1)
    second = await anna.hears(Logged, LogFlow(20))
    assert (second.week.words, second.kept, second.run) == (Kept(), 1, 1)


async def test_minutes_of_one_day_are_added_up(anna: Person) -> None:
    """R3: a learner's own sums show every minute."""
    await anna.joins()
    for minutes, total in ((600, 600), (600, 1200), (1, 1201)):
        assert (await anna.hears(Logged, LogFlow(minutes))).minutes_that_day == total


async def test_a_log_is_sealed(anna: Person, clock: StoppedClock, store: Store) -> None:
    """R1: a later change of zone rewrites neither instant, zone nor day of an earlier log."""
    await anna.joins("Asia/Tokyo")
    clock.show("2026-03-03 01:00", "Asia/Tokyo")
    log = (await anna.hears(Logged, LogFlow(30))).log
    assert (log.day, log.zone) == (MON, "Asia/Tokyo")
    await anna.says(Settings(zone="America/New_York"))
    assert await store.read(lambda tx: tx.logs.get(log.id)) == log


async def test_the_day_ends_at_four(anna: Person, clock: StoppedClock) -> None:
    """R1: 03:59 belongs to the day before, 04:00 to the new one."""
    await anna.joins("Europe/Berlin")
    for wall, meant in (("2026-03-04 03:59", day(1)), ("2026-03-04 04:00", day(2))):
        clock.show(wall, "Europe/Berlin")
        logged = await anna.hears(Logged, LogFlow(30))
        assert (logged.log.day, logged.log.logged_on, logged.today) == (meant, meant, meant)
        assert (await anna.hears(TodayShown, Today())).minutes_today == 30


@pytest.mark.parametrize(
    ("said", "meant"),
    [("", 9), ("today", 9), ("yesterday", 8), ("wednesday", 9), ("tue", 8), ("thu", 3), ("2026-03-05", 3)],
)
async def test_a_log_counts_for_the_day_that_was_said(anna: Person, clock: StoppedClock, said: str, meant: int) -> None:
    """R2: today, yesterday, the latest such weekday, or a date."""
    await anna.joins()
    clock.show("2026-03-11 10:00")
    assert (await anna.hears(Logged, LogFlow(30, when=said))).log.day == day(meant)


@pytest.mark.parametrize(
    ("said", "kind"),
    [("tomorrow", "day_ahead"), ("2026-03-12", "day_ahead"), ("2026-02-10", "day_too_far"), ("someday", "bad_day")],
)
async def test_a_day_that_cannot_be_meant_is_refused(
    anna: Person, clock: StoppedClock, store: Store, said: str, kind: str
) -> None:
    """R2, section 4: ahead, more than 28 days back, or unreadable; nothing is changed."""
    await anna.joins()
    clock.show("2026-03-11 10:00")
    refused = await anna.refused(LogFlow(30, when=said))
    assert (refused.kind, refused.given) == (kind, said)
    assert (await anna.hears(TodayShown, Today())).minutes_today == 0
    assert await store.read(lambda tx: tx.logs.count(learner_of(tx, anna, clock.now).id)) == (0, None)


async def test_twenty_eight_days_back_is_the_furthest(anna: Person, clock: StoppedClock) -> None:
    """R2: the 28th day back counts, and is too late for the board."""
    await anna.joins()
    clock.pass_(days=40)
    furthest = await anna.hears(Logged, LogFlow(30, when=day(12).isoformat()))
    assert (furthest.log.day, furthest.late_for_board) == (day(12), True)
    assert not (await anna.hears(Logged, LogFlow(30, when=day(33).isoformat()))).late_for_board


async def test_yesterday_in_the_small_hours_is_asked_back(anna: Person, clock: StoppedClock) -> None:
    """R2: between midnight and 04:00 with both dates; nothing is recorded until it is answered."""
    await anna.joins("Europe/Berlin")
    clock.show("2026-03-05 01:30", "Europe/Berlin")
    asked = await anna.hears(WhichDay, LogFlow(45, "late", "yesterday", 3, done=True))
    assert (asked.days, asked.minutes, asked.focus) == ((day(1), day(2)), 45, 3)
    assert (asked.done, asked.log) == (True, 0)
    assert (await anna.hears(TodayShown, Today())).stand.number == 1
    answered = LogFlow(45, when=asked.days[1].isoformat(), focus=3, asked=asked.asked)
    log = (await anna.hears(Logged, answered)).log
    assert (log.day, log.note, log.focus) == (day(2), "late", 3)


async def test_done_that_is_asked_back_for_its_day_marks_what_was_meant(anna: Person, clock: StoppedClock) -> None:
    """R2, R12: what was marked meanwhile is not marked again, and the day after it is not done."""
    await anna.joins("Europe/Berlin")
    clock.show("2026-03-05 01:30", "Europe/Berlin")
    asked = [await anna.hears(WhichDay, LogFlow(45, when="yesterday", done=True)) for _ in range(2)]
    first, second = (LogFlow(45, when=it.days[1].isoformat(), done=True, asked=it.asked) for it in asked)
    done = (await anna.hears(Logged, first)).done
    assert done is not None
    assert (done.already, done.next.number) == (False, 2)
    logged = await anna.hears(Logged, second)
    assert (logged.done, logged.next_day and logged.next_day.id) == (None, "w1d2")
    assert (await anna.hears(TodayShown, Today())).stand.number == 2


async def test_a_note_that_waits_for_its_day_is_its_authors_alone(
    anna: Person, ben: Person, clock: StoppedClock
) -> None:
    """R2, R23: nobody else's press brings it up, and without a note none is held."""
    for who in (anna, ben):
        await who.joins("Europe/Berlin")
    clock.show("2026-03-05 01:30", "Europe/Berlin")
    asked = await anna.hears(WhichDay, LogFlow(45, "between us", "yesterday"))
    press = LogFlow(45, when=asked.days[0].isoformat(), asked=asked.asked)
    assert (await ben.hears(Logged, press)).log.note == ""
    assert (await anna.hears(WhichDay, LogFlow(45, "", "yesterday"))).asked == ""


async def test_an_edit_in_the_small_hours_is_asked_back_for_its_day_alone(anna: Person, clock: StoppedClock) -> None:
    """R2: what else was edited holds, and the question names the log."""
    await anna.joins("Europe/Berlin")
    clock.show("2026-03-05 01:30", "Europe/Berlin")
    log = (await anna.hears(Logged, LogFlow(45))).log
    asked = await anna.hears(WhichDay, EditLog(log.id, minutes=50, when="yesterday"))
    assert asked.log == log.id
    edited = await anna.hears(LogEdited, EditLog(log.id, when=asked.days[0].isoformat()))
    assert (edited.before.minutes, edited.log.minutes, edited.log.day) == (50, 50, day(1))


# --- done


async def test_marking_a_flow_done_moves_one_day_on(anna: Person) -> None:
    """R12: it names its day; after the last one the review is due."""
    await anna.joins()
    stands = [(await anna.hears(DoneMarked, MarkDone(f"w1d{n}"))).next for n in (1, 2, 3)]
    assert [(it.spot, it.number) for it in stands] == [("day", 2), ("day", 3), ("review", 0)]


async def test_marking_twice_changes_nothing(anna: Person) -> None:
    """R12: the second press says that it had been done."""
    await anna.joins()
    first = await anna.hears(DoneMarked, MarkDone("w1d1"))
    again = await anna.hears(DoneMarked, MarkDone("w1d1"))
    assert (first.already, bool(first.step), first.day and first.day.id) == (False, True, "w1d1")
    assert (again.already, again.step, again.day and again.day.id) == (True, 0, "w1d1")
    assert again.next == first.next


async def test_an_old_button_of_another_weeks_checkpoint_marks_nothing(anna: Person) -> None:
    """R12: marking names what was done, so a press of last week's message does not do this week's checkpoint."""
    await anna.joins()
    await _misses_something(anna)
    await anna.says(MarkDone("checkpoint", "week-1"))
    await closes(anna)
    await _misses_something(anna)
    old = await anna.hears(DoneMarked, MarkDone("checkpoint", "week-1"))
    assert (old.already, old.next.week.id, old.next.spot) == (True, "week-2", "checkpoint")
    assert (await anna.hears(DoneMarked, MarkDone("checkpoint", "week-2"))).next.spot == "review"


async def _misses_something(person: Person) -> None:
    written = await person.hears(ReviewWritten, WriteReview(TEXT))
    await person.hears(ReviewOpen, AnswerReview(written.review, missing=True))


async def test_a_flow_logged_as_done_moves_on_in_one_go(anna: Person) -> None:
    """R12: `/log 30 done` is both, and its receipt offers nothing more to mark."""
    await anna.joins()
    logged = await anna.hears(Logged, LogFlow(30, done=True))
    assert logged.done is not None
    assert (logged.done.next.number, logged.next_day) == (2, None)


async def test_done_moves_nobody_who_is_at_the_review(anna: Person) -> None:
    """R13: only the review leads out of a week; the flow counts as ever."""
    await anna.joins()
    for number in (1, 2, 3):
        await anna.says(MarkDone(f"w1d{number}"))
    logged = await anna.hears(Logged, LogFlow(30, done=True))
    assert (logged.done, logged.next_day, logged.minutes_that_day) == (None, None, 30)
    assert (await anna.hears(TodayShown, Today())).stand.spot == "review"


async def test_a_day_that_does_not_exist_is_an_outdated_button(anna: Person) -> None:
    """Section 4: the curriculum changed, or the button was forged."""
    await anna.joins()
    assert (await anna.refused(MarkDone("w9d9"))).kind == "outdated"


async def test_a_day_that_lies_ahead_is_not_marked_by_an_old_button(anna: Person) -> None:
    """R12: only the day where one stands moves one on, so a day ahead is not told to be done."""
    await anna.joins()
    assert (await anna.refused(MarkDone("w1d3"))).kind == "outdated"
    assert (await anna.hears(TodayShown, Today())).stand.number == 1


async def test_the_clock_change_loses_no_credit(anna: Person, clock: StoppedClock) -> None:
    """R1, R17: the hour that Berlin skips and the hour that it repeats each belong to a day."""
    await anna.joins("Europe/Berlin")
    for instant, meant in (
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), date(2026, 3, 28)),  # 03:30, half an hour after the jump
        (datetime(2026, 3, 29, 2, 0, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 24)),  # 02:30 for the first time
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), date(2026, 10, 24)),  # and again
        (datetime(2026, 10, 25, 3, 0, tzinfo=UTC), date(2026, 10, 25)),
    ):
        clock.now = instant
        assert (await anna.hears(Logged, LogFlow(30))).log.day == meant
