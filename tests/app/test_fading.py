"""Prompts that learn to be quiet: ignored ones fade, any act brings them back, snooze, quiet hours (R16)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.app.app import App
from bot.app.commands import LogFlow, Progress, RestNow, Settings, Snooze, Undo
from bot.app.courier import Gone
from bot.app.questions import OpenQuestion
from bot.app.said import DailyPrompt, KindNote, Logged, SettingsShown, Snoozed
from bot.core.plans import Plan
from bot.core.prompts import NEVER, QuietHours
from tests.app.life import Life, mostly_embedded
from tests.app.scenes import prompted
from tests.world import PLACE, Person

WORKDAYS = Plan(frozenset(range(5)))
NOON = time(12)


def days_of(life: Life) -> list[date]:
    """The days on which prompts came."""
    return [it.today for it in life.heard(DailyPrompt)]


@mostly_embedded
async def test_ignored_prompts_fade_to_one_kind_note_and_silence(life: Life, anna: Person) -> None:
    """R16: after 5 the first, middle and last plan day; after 5 more the first; after 3 more one note, then silence."""
    await prompted(anna, "UTC", hour=NOON, plan=WORKDAYS)
    await life.until("2026-07-01 13:00")
    came = days_of(life)
    assert came[:5] == [date(2026, 3, day) for day in (2, 3, 4, 9, 10)]  # the plan of five days holds from the 9th on
    assert came[5:10] == [date(2026, 3, day) for day in (11, 13, 16, 18, 20)]
    assert came[10:] == [date(2026, 3, 23), date(2026, 3, 30), date(2026, 4, 6)]
    notes = [it for it in life.telegram.sent if isinstance(it.said, KindNote)]
    assert [it.at.date() for it in notes] == [date(2026, 4, 13)]


@mostly_embedded
@pytest.mark.parametrize("silent_for", ["2026-03-12 13:00", "2026-03-31 13:00", "2026-06-03 13:00"])
async def test_any_act_restores_the_plan(life: Life, anna: Person, silent_for: str) -> None:
    """R16: also after the silence, and whatever the act."""
    await prompted(anna, "UTC", hour=NOON, plan=WORKDAYS)
    await life.until(silent_for)
    await anna.says(Progress())
    life.telegram.sent.clear()
    start = life.clock.now
    life.clock.now = start
    await life.until(f"{(start + timedelta(days=7)):%Y-%m-%d} 13:00")
    came = days_of(life)
    assert len(came) == 5
    assert all(day.weekday() < 5 for day in came)


@mostly_embedded
@pytest.mark.parametrize("act", ["refused", "word", "question"])
async def test_what_is_no_turn_is_an_act_too(life: Life, app: App, anna: Person, act: str) -> None:
    """R16: "any word or press", as the kind note says: what is refused, understood by nobody, or asked back."""
    await prompted(anna, "UTC", hour=NOON, plan=WORKDAYS)
    await life.until("2026-06-03 13:00")
    assert len(life.heard(KindNote)) == 1
    match act:
        case "refused":
            await anna.refused(LogFlow(30, when="2025-01-01"))
        case "word":
            await app.noticed(anna.asker(PLACE))
        case _:
            await app.put_question(anna.asker(), OpenQuestion("lo", "", ("minutes",), {}, "", ""))
    before = len(days_of(life))
    await life.until("2026-06-10 13:00")
    assert len(days_of(life)) == before + 5


@mostly_embedded
async def test_who_reads_is_never_faded(life: Life, anna: Person) -> None:
    """R16: ignored means that nothing was done with the bot until the next one came due."""
    await prompted(anna, "UTC", hour=NOON, plan=WORKDAYS)
    for _ in range(25):
        await life.until(f"{(life.clock.now + timedelta(days=1)):%Y-%m-%d} 12:30")
        if life.clock.now.weekday() in (1, 4):  # twice a week a look is enough
            await anna.says(Progress())
    assert len(days_of(life)) == 3 + 5 + 5 + 5


@mostly_embedded
async def test_only_delivered_prompts_count(life: Life, anna: Person) -> None:
    """R16: what never arrived was not ignored."""
    await prompted(anna, "UTC", hour=NOON, plan=WORKDAYS)
    life.telegram.fails_for[anna.direct] = Gone("blocked")
    await life.until("2026-03-20 13:00")
    life.telegram.fails_for.clear()
    await anna.says(Progress())
    await life.until("2026-03-23 13:00")
    assert days_of(life) == [date(2026, 3, 23)]


@mostly_embedded
async def test_a_prompt_is_put_off_by_an_hour_and_to_the_evening(life: Life, anna: Person) -> None:
    """R16: one more that day, and not if the day has become a study day."""
    await prompted(anna, "UTC", hour=NOON, plan=WORKDAYS)
    await life.until("2026-03-03 12:10")
    hour = await anna.hears(Snoozed, Snooze("hour"))
    assert hour.at == datetime(2026, 3, 3, 13, 10, tzinfo=UTC)
    await life.until("2026-03-03 13:30")
    assert days_of(life) == [date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 3)]
    assert (await anna.hears(Snoozed, Snooze("evening"))).at.hour == 20
    await anna.says(LogFlow(30))
    await life.until("2026-03-03 21:00")
    assert len(days_of(life)) == 3
    assert (await anna.refused(Snooze("evening"))).kind == "outdated"


@mostly_embedded
async def test_nothing_is_put_off_to_a_day_on_which_no_prompt_comes(life: Life, anna: Person) -> None:
    """R15, R16: not after a study day's flow, not on days off, not where prompts are off; no promise is broken."""
    await prompted(anna, "UTC", hour=NOON, plan=WORKDAYS)
    await life.until("2026-03-10 12:10")
    log = (await anna.hears(Logged, LogFlow(30))).log
    assert (await anna.refused(Snooze("hour"))).kind == "studied_already"
    await anna.says(Undo("log", log.id))
    await anna.says(RestNow("week"))
    for until in ("hour", "evening", "tomorrow"):
        assert (await anna.refused(Snooze(until))).kind == "rest_day"
    life.clock.show("2026-03-15 12:00")
    assert (await anna.hears(Snoozed, Snooze("tomorrow"))).at == datetime(2026, 3, 16, 12, tzinfo=UTC)
    await anna.says(Settings(prompts=False))
    assert (await anna.refused(Snooze("tomorrow"))).kind == "prompts_off"


@mostly_embedded
@pytest.mark.parametrize(("then", "come"), [("hour", 2), ("evening", 2), ("tomorrow", 1)])
async def test_the_last_word_on_when_counts(life: Life, anna: Person, then: str, come: int) -> None:
    """R16, R20: put off twice, the prompt comes once more all the same."""
    await prompted(anna, "UTC", hour=NOON, plan=WORKDAYS)
    await life.until("2026-03-03 12:10")
    await anna.hears(Snoozed, Snooze("evening"))
    life.clock.pass_(minutes=1)
    await anna.hears(Snoozed, Snooze(then))  # type: ignore[arg-type]  # of the words
    await life.until("2026-03-03 23:00")
    assert days_of(life)[1:] == [date(2026, 3, 3)] * come


@mostly_embedded
async def test_tomorrow_is_the_next_prompt_or_one_of_its_own(life: Life, anna: Person) -> None:
    """R16: on a plan day tomorrow's prompt comes anyway; on a day off the plan one comes because it was asked for."""
    await prompted(anna, "UTC", hour=NOON, plan=WORKDAYS)
    await life.until("2026-03-10 12:10")
    await anna.says(Progress())
    await life.until("2026-03-12 12:10")
    assert (await anna.hears(Snoozed, Snooze("tomorrow"))).at == datetime(2026, 3, 13, 12, tzinfo=UTC)
    await life.until("2026-03-13 12:10")
    assert (await anna.hears(Snoozed, Snooze("tomorrow"))).at == datetime(2026, 3, 14, 12, tzinfo=UTC)
    await life.until("2026-03-15 13:00")
    assert days_of(life)[-3:] == [date(2026, 3, 12), date(2026, 3, 13), date(2026, 3, 14)]


async def test_a_snooze_into_the_quiet_hours_says_when_it_really_comes(life: Life, anna: Person) -> None:
    """R16: quiet hours move it to the next open minute."""
    await prompted(anna, "UTC", hour=NOON)
    life.clock.show("2026-03-04 21:30")
    assert (await anna.hears(Snoozed, Snooze("hour"))).at == datetime(2026, 3, 5, 8, tzinfo=UTC)


@mostly_embedded
@pytest.mark.parametrize("hour", [time(8), NOON])
async def test_a_snooze_over_the_night_waits_for_the_prompt_of_that_day(life: Life, anna: Person, hour: time) -> None:
    """R17: one of a kind a local day; where a plan day's own prompt comes, none is put off to that day besides."""
    await prompted(anna, "UTC", hour=hour)
    await life.until("2026-03-03 21:30")
    assert (await anna.hears(Snoozed, Snooze("hour"))).at == datetime.combine(date(2026, 3, 4), hour, UTC)
    await life.until("2026-03-04 21:00")
    assert days_of(life)[-2:] == [date(2026, 3, 3), date(2026, 3, 4)]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("22-8", QuietHours(time(22), time(8))),
        ("21:30 - 7:15", QuietHours(time(21, 30), time(7, 15))),
        ("10pm to 6am", QuietHours(time(22), time(6))),
        ("12am-8am", QuietHours(time(0), time(8))),
        ("off", NEVER),
    ],
)
async def test_quiet_hours_are_ones_own(anna: Person, said: str, kept: QuietHours) -> None:
    """Section 3: a setting, in any usual spelling."""
    await anna.joins()
    shown = await anna.hears(SettingsShown, Settings(quiet=said))
    assert (shown.quiet, shown.changed) == (kept, ("quiet",))


@pytest.mark.parametrize("said", ["at night", "22", "25-8", "22-8-9", "13pm-8am"])
async def test_quiet_hours_that_cannot_be_read_are_refused(anna: Person, said: str) -> None:
    """Section 4: one sentence, nothing changed."""
    await anna.joins()
    assert (await anna.refused(Settings(quiet=said))).kind == "bad_quiet"


@mostly_embedded
async def test_ones_own_quiet_hours_hold_for_what_is_late(life: Life, anna: Person) -> None:
    """R16: what would come within them comes at the next open minute."""
    await prompted(anna, "UTC", hour=time(21), plan=WORKDAYS)
    await anna.says(Settings(quiet="20-9"))  # the hour that was chosen narrows them: 20-9 starts at 22 then
    await life.until("2026-03-03 22:30")
    assert [it.at.hour for it in life.telegram.sent if isinstance(it.said, DailyPrompt)] == [21, 21]


@mostly_embedded
@pytest.mark.parametrize(("hour", "evening"), [(NOON, True), (time(19), False), (time(23), False), (time(2), False)])
async def test_the_evening_is_offered_while_it_lies_ahead(life: Life, anna: Person, hour: time, evening: bool) -> None:
    """R1, R16: at 02:00 the evening of that day is over; a button that can only be refused is not shown."""
    await prompted(anna, "UTC", hour=hour, plan=Plan(frozenset(range(7))))
    await life.until("2026-03-04 03:00")
    assert {it.evening for it in life.heard(DailyPrompt)} == {evening}
