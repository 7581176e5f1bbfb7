"""Being away: rest in one tap, ranges, after the fact, until further notice, and the gap that counts as rest (R15)."""

from datetime import date, time

import pytest

from bot.app.commands import (
    EditLog,
    EndRest,
    History,
    LogFlow,
    Progress,
    Rest,
    RestNow,
    Settings,
    Today,
    Undo,
)
from bot.app.said import (
    CheckinCall,
    DailyPrompt,
    HistoryShown,
    LogEdited,
    Logged,
    NumbersShown,
    ProgressShown,
    Rested,
    RestEnded,
    RestShown,
    TodayShown,
    Undone,
)
from bot.core.plans import Plan
from bot.core.standing import RunSafe
from bot.core.verdicts import Verdict
from bot.ui.codec import decode, encode
from bot.ui.phrase import words
from bot.ui.present import present
from bot.ui.text import Text
from bot.ui.view import Facts, Press
from tests.app.life import Life, mostly_embedded
from tests.app.scenes import prompted
from tests.world import Person, StoppedClock

MONDAY = date(2026, 3, 2)
WORKDAYS = Plan(frozenset(range(5)))


def days(first: int, last: int) -> tuple[date, date]:
    """Days of March 2026."""
    return date(2026, 3, first), date(2026, 3, last)


async def test_one_tap_takes_today_the_week_or_until_further_notice(anna: Person) -> None:
    """R15: rest in one tap; pressed twice it is the same rest."""
    await anna.joins()
    today = await anna.hears(Rested, RestNow("today"))
    assert ((today.rest.first, today.rest.last), today.already) == ((MONDAY, MONDAY), False)
    assert (await anna.hears(Rested, RestNow("today"))).already
    week = await anna.hears(Rested, RestNow("week"))
    assert (week.rest.first, week.rest.last) == days(2, 8)
    assert (await anna.hears(Rested, RestNow("today"))).already  # within the week that is off
    assert (await anna.hears(Rested, RestNow("open"))).rest.last is None
    shown = await anna.hears(RestShown, Rest())
    assert [it.last for it in shown.rests] == [MONDAY, date(2026, 3, 8), None]


@pytest.mark.parametrize(
    ("ask", "last"),
    [
        (Rest("week"), date(2026, 3, 8)),
        (Rest("this", "week"), date(2026, 3, 8)),
        (Rest("", "further"), None),
        (Rest("Until further notice"), None),
    ],
)
async def test_what_the_buttons_say_can_be_typed(anna: Person, ask: Rest, last: date | None) -> None:
    """R15: in the words of the buttons, too."""
    await anna.joins()
    rested = await anna.hears(Rested, ask)
    assert (rested.rest.first, rested.rest.last) == (MONDAY, last)


async def test_a_range_ahead_and_after_the_fact(anna: Person) -> None:
    """R15: any range, up to 28 days back."""
    await anna.joins()
    assert (await anna.hears(Rested, Rest("friday", "sunday"))).rest.first == date(2026, 3, 6)
    assert (await anna.hears(Rested, Rest("2026-02-20", "2026-02-22"))).rest.first == date(2026, 2, 20)
    assert (await anna.refused(Rest("2026-01-20"))).kind == "rest_too_far"
    assert (await anna.refused(Rest("whenever"))).kind == "bad_rest"
    assert (await anna.refused(Rest("sunday", "2026-03-05"))).kind == "rest_backwards"
    assert (await anna.refused(Rest("2027-08-01"))).kind == "rest_too_far_ahead"
    assert len((await anna.hears(HistoryShown, History())).facts) == 2


async def test_a_week_of_rest_holds_the_run_and_is_drawn_in_the_chain(anna: Person, clock: StoppedClock) -> None:
    """R5, R6: a week without a log is rest, not quiet; rest days count as plan days that were not missed (R7)."""
    await anna.joins()
    for _ in range(3):
        await anna.says(LogFlow(30))
        clock.pass_(days=1)
    clock.show("2026-03-09 10:00")
    rested = await anna.hears(Rested, RestNow("week"))
    assert (rested.run, rested.week.rested, rested.week.reserve) == (1, 3, 0)
    assert rested.week.words == RunSafe(None)
    clock.show("2026-03-16 10:00")
    progress = await anna.hears(ProgressShown, Progress())
    assert [week.verdict for week in progress.standing.past] == [Verdict.FULL, Verdict.REST]
    assert progress.standing.run == 1
    numbers = present(await anna.hears(NumbersShown, Progress("numbers")), Text())
    (facts,) = [it for it in numbers.blocks if isinstance(it, Facts)]
    assert words(dict(facts.rows)["Week by week"]) == "🟩🟪"


async def test_rest_without_an_end_is_over_at_the_next_log_and_back_with_its_undo(
    anna: Person, clock: StoppedClock
) -> None:
    """R15, R19: undoing the log takes back exactly what it gave."""
    await anna.joins()
    await anna.says(RestNow("open"))
    clock.show("2026-03-12 10:00")
    assert (await anna.hears(TodayShown, Today())).resting
    logged = await anna.hears(Logged, LogFlow(30))
    assert not (await anna.hears(TodayShown, Today())).resting
    assert [it.last for it in (await anna.hears(RestShown, Rest())).rests] == []
    await anna.hears(Undone, Undo("log", logged.log.id))
    assert (await anna.hears(TodayShown, Today())).resting
    assert [it.last for it in (await anna.hears(RestShown, Rest())).rests] == [None]


async def test_rest_without_an_end_is_over_at_the_next_log_that_stands(anna: Person, clock: StoppedClock) -> None:
    """R15, R19: the log that ended it is taken back, a later one stands: it is over by that one."""
    await anna.joins()
    rested = await anna.hears(Rested, RestNow("open"))
    clock.show("2026-03-12 10:00")
    first = await anna.hears(Logged, LogFlow(30))
    clock.show("2026-03-13 10:00")
    await anna.hears(Logged, LogFlow(30))
    clock.show("2026-03-14 10:00")
    await anna.hears(Undone, Undo("log", first.log.id))
    assert not (await anna.hears(TodayShown, Today())).resting
    numbers = await anna.hears(Rested, Rest(rested.rest.first.isoformat(), "2026-03-12"))
    assert numbers.already
    assert numbers.rest.last == date(2026, 3, 12)


async def test_a_flow_remembered_late_ends_a_rest_without_an_end_on_the_day_it_is_logged(
    anna: Person, clock: StoppedClock
) -> None:
    """R15: what was off until the log stays off, also behind the day that it counts for: nobody loses a run by it."""
    await anna.joins()
    for _ in range(3):
        await anna.says(LogFlow(30))
        clock.pass_(days=1)
    await anna.says(RestNow("open"))
    clock.show("2026-03-31 10:00")
    logged = await anna.hears(Logged, LogFlow(30, when="2026-03-06"))
    progress = await anna.hears(ProgressShown, Progress())
    assert [week.verdict for week in progress.standing.past[1:]] == [Verdict.REST] * 3
    assert (logged.run, progress.standing.run) == (1, 1)
    assert not (await anna.hears(TodayShown, Today())).resting


async def test_rest_without_an_end_follows_an_edit_of_the_day(anna: Person, clock: StoppedClock) -> None:
    """R15, R19: it is over by a log of one of its days, and by none of a day before it began."""
    await anna.joins()
    await anna.says(RestNow("open"))
    clock.show("2026-03-24 10:00")
    logged = await anna.hears(Logged, LogFlow(30, when="2026-03-05"))
    for day in ("2026-03-05", "2026-03-24"):
        await anna.hears(LogEdited, EditLog(logged.log.id, when=day))
        past = (await anna.hears(ProgressShown, Progress())).standing.past
        assert [week.verdict for week in past[1:]] == [Verdict.REST, Verdict.REST]
        assert not (await anna.hears(TodayShown, Today())).resting
    await anna.hears(LogEdited, EditLog(logged.log.id, when="2026-03-01"))
    assert (await anna.hears(TodayShown, Today())).resting


async def test_a_log_within_a_range_counts_and_leaves_it_as_it_is(anna: Person) -> None:
    """R15: studying on a day off is no breach of it."""
    await anna.joins()
    await anna.says(RestNow("week"))
    logged = await anna.hears(Logged, LogFlow(30))
    assert (logged.week.studied, logged.week.rested) == (1, 2)
    assert [it.last for it in (await anna.hears(RestShown, Rest())).rests] == [date(2026, 3, 8)]


async def test_being_back_early_keeps_the_days_that_have_passed(anna: Person, clock: StoppedClock) -> None:
    """/rest also ends it (section 3)."""
    await anna.joins()
    week = await anna.hears(Rested, RestNow("week"))
    later = await anna.hears(Rested, Rest("2026-04-01", "2026-04-05"))
    clock.show("2026-03-05 10:00")
    await anna.hears(RestEnded, EndRest(week.rest.id))
    assert not (await anna.hears(TodayShown, Today())).resting
    assert (await anna.refused(EndRest(week.rest.id))).kind == "not_resting"
    await anna.hears(RestEnded, EndRest(later.rest.id))
    assert (await anna.hears(RestShown, Rest())).rests == ()
    progress = await anna.hears(ProgressShown, Progress())
    assert progress.standing.this_week.rest_days == 3


async def test_being_back_ends_all_that_is_off_today(anna: Person, clock: StoppedClock) -> None:
    """R15: rests may lie over each other, and whoever is back is back; what lies ahead is left."""
    await anna.joins()
    long = await anna.hears(Rested, Rest("2026-03-01", "2026-03-06"))
    today = await anna.hears(Rested, RestNow("open"))
    await anna.hears(Rested, Rest("2026-03-20", "2026-04-02"))  # off already
    clock.show("2026-03-04 10:00")
    await anna.hears(RestEnded, EndRest(today.rest.id))
    assert not (await anna.hears(TodayShown, Today())).resting
    assert (await anna.hears(RestShown, Rest())).rests == ()
    assert (await anna.hears(ProgressShown, Progress())).standing.this_week.rest_days == 2
    assert (await anna.refused(EndRest(long.rest.id))).kind == "not_resting"


@pytest.mark.parametrize("what", ["week", "open", "ahead"])
async def test_being_back_can_be_undone_from_its_receipt(anna: Person, clock: StoppedClock, what: str) -> None:
    """R19: every receipt has Undo; the same days are off again as before."""
    await anna.joins()
    off = Rest("2026-03-06", "2026-03-10") if what == "ahead" else RestNow("open" if what == "open" else "week")
    rested = await anna.hears(Rested, off)
    clock.show("2026-03-05 10:00")
    ended = await anna.hears(RestEnded, EndRest(rested.rest.id))
    (undo,) = [it.command for it in present(ended, Text()).actions if isinstance(it, Press) and it.label == "Undo"]
    assert decode(encode(undo)) == undo
    again = await anna.hears(Rested, undo)
    assert (again.rest.last, again.already) == (rested.rest.last, False)
    assert again.rest.first == max(rested.rest.first, date(2026, 3, 5))


async def test_nobody_ends_or_undoes_anothers_rest(anna: Person, ben: Person) -> None:
    """Section 4: somebody else's button."""
    for person in (anna, ben):
        await person.joins()
    rested = await anna.hears(Rested, RestNow("today"))
    assert (await ben.refused(EndRest(rested.rest.id))).kind == "not_yours"
    assert (await ben.refused(Undo("rest", rested.rest.id))).kind == "not_yours"


async def test_a_rest_can_be_undone_for_28_days(anna: Person, clock: StoppedClock) -> None:
    """R19: from its receipt and from /history."""
    await anna.joins()
    rested = await anna.hears(Rested, RestNow("today"))
    history = await anna.hears(HistoryShown, History())
    assert [(it.what, it.which) for it in history.facts] == [("rest", rested.rest.id)]
    undone = await anna.hears(Undone, Undo("rest", rested.rest.id))
    assert (undone.rest, undone.already, undone.week.rest_days) == (rested.rest, False, 0)
    assert (await anna.hears(Undone, Undo("rest", rested.rest.id))).already
    clock.pass_(days=29)
    assert (await anna.refused(Undo("rest", rested.rest.id))).kind == "too_old"


@mostly_embedded
async def test_prompts_and_check_ins_fall_silent_on_days_off(life: Life, anna: Person) -> None:
    """R15, R16: not on rest days, also where the rest was declared after the prompt had been worked out."""
    await prompted(anna, "UTC", hour=time(12), plan=WORKDAYS)
    await life.until("2026-03-03 13:00")
    assert len(life.heard(DailyPrompt)) == 2
    await anna.says(Rest("2026-03-04", "2026-03-08"))
    await life.until("2026-03-08 23:00")
    assert len(life.heard(DailyPrompt)) == 2
    assert life.heard(CheckinCall) == []
    await life.until("2026-03-10 13:00")
    assert len(life.heard(DailyPrompt)) == 4


@mostly_embedded
async def test_a_rest_that_is_undone_brings_the_prompts_back(life: Life, anna: Person) -> None:
    """R19: what the fact took away comes back."""
    await prompted(anna, "UTC", hour=time(12), plan=WORKDAYS)
    rested = await anna.hears(Rested, RestNow("open"))
    await life.until("2026-03-03 13:00")
    assert life.heard(DailyPrompt) == []
    await anna.says(Undo("rest", rested.rest.id))
    await life.until("2026-03-04 13:00")
    assert len(life.heard(DailyPrompt)) == 1


async def test_a_switch_of_zone_and_plan_keeps_the_days_that_are_off(anna: Person, clock: StoppedClock) -> None:
    """R1, R11: rest is a range of local days, whatever the zone."""
    await anna.joins("Europe/Lisbon")
    await anna.says(Rest("2026-03-03", "2026-03-05"))
    await anna.says(Settings(zone="Asia/Tokyo"))
    clock.show("2026-03-05 12:00", "Asia/Tokyo")
    assert (await anna.hears(TodayShown, Today())).resting
    clock.show("2026-03-06 04:30", "Asia/Tokyo")
    assert not (await anna.hears(TodayShown, Today())).resting
