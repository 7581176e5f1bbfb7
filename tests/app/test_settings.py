"""A learner's settings: zone, hour, plan, prompts, name and place."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.app.commands import JoinNow, LogFlow, Settings, ShowWeek
from bot.app.said import DailyPrompt, Joined, Membership, SettingsShown, WeekShown
from bot.core.curriculum import Curriculum
from bot.core.plans import Plan, default_plan
from bot.storage.store import Store
from tests.app.life import Life, mostly_embedded
from tests.app.scenes import closes, prompted, ships
from tests.core import examples
from tests.world import PLACE, Person, StoppedClock, founded

MON = date(2026, 3, 2)


@pytest.fixture(scope="module")
def curriculum() -> Curriculum:
    """Two phases of two weeks of three days."""
    return examples.curriculum()


async def shown(person: Person, command: Settings | None = None) -> SettingsShown:
    return await person.hears(SettingsShown, command or Settings())


async def test_without_a_value_everything_is_shown(anna: Person, host: Person, clock: StoppedClock) -> None:
    """Section 3: all settings, and nothing was changed."""
    group = await founded(host)
    await anna.joins("Europe/Berlin", hour=time(19), place=PLACE)
    it = await shown(anna)
    assert (it.name, it.zone, it.hour, it.prompts) == ("Anna", "Europe/Berlin", time(19), False)
    assert (it.plan, it.next_plan, it.next_plan_from, it.back_on) == (default_plan(5), None, None, None)
    assert (it.groups, it.changed, it.recent) == ((Membership(group.id, "Study club", None, "Anna"),), (), ())
    assert (it.now, it.next_prompt, it.stand.number) == (clock.now, None, 1)


# --- plan


async def test_a_new_plan_holds_from_next_monday(anna: Person, clock: StoppedClock) -> None:
    """R11: this week keeps its own, and so does every past one."""
    weekend = Plan(frozenset({5, 6}))
    await anna.joins()
    clock.show("2026-03-08 12:00")
    it = await shown(anna, Settings(plan=weekend))
    assert (it.plan, it.next_plan, it.next_plan_from) == (default_plan(3), weekend, MON + timedelta(days=7))
    clock.pass_(days=1)
    it = await shown(anna)
    assert (it.plan, it.next_plan) == (weekend, None)


async def test_the_last_plan_chosen_in_a_week_is_the_one(anna: Person, clock: StoppedClock) -> None:
    """R11: a choice can be taken back before Monday."""
    await anna.joins()
    await anna.says(Settings(plan=default_plan(7)))
    assert (await shown(anna, Settings(plan=default_plan(3)))).next_plan is None
    clock.pass_(days=7)
    assert (await shown(anna)).plan == default_plan(3)


async def test_the_last_plan_chosen_is_the_one_also_over_a_flight_west(anna: Person, clock: StoppedClock) -> None:
    """R11: what was chosen on a Monday in Tokyo holds a week later than what is chosen on its Sunday in Honolulu."""
    weekend = Plan(frozenset({5, 6}))
    await anna.joins("Asia/Tokyo")
    clock.show("2026-03-09 05:00", "Asia/Tokyo")
    await anna.says(Settings(plan=default_plan(7)))
    await anna.says(Settings(zone="Pacific/Honolulu"))
    it = await shown(anna, Settings(plan=weekend))
    assert (it.next_plan, it.next_plan_from) == (weekend, MON + timedelta(days=7))
    for day in ("2026-03-09", "2026-03-16", "2026-03-23"):
        clock.show(f"{day} 12:00", "Pacific/Honolulu")
        it = await shown(anna)
        assert (it.plan, it.next_plan) == (weekend, None)


async def test_a_plan_changes_when_prompts_come(anna: Person, clock: StoppedClock) -> None:
    """R11, R16: the days of this week by this week's plan, the days after by the new one."""
    await anna.hears(Joined, JoinNow(prompts=True, zone="UTC"))
    clock.show("2026-03-04 19:00")
    it = await shown(anna, Settings(plan=Plan(frozenset({5, 6}))))
    assert it.next_prompt == datetime(2026, 3, 14, 18, tzinfo=UTC)


# --- hour and prompts


async def test_an_hour_moves_the_next_prompt(anna: Person, clock: StoppedClock) -> None:
    """R17: by the learner's wall clock."""
    await anna.hears(Joined, JoinNow(prompts=True, zone="Europe/Berlin"))
    it = await shown(anna, Settings(hour=time(12, 30)))
    assert (it.hour, it.next_prompt) == (time(12, 30), datetime(2026, 3, 2, 11, 30, tzinfo=UTC))
    it = await shown(anna, Settings(hour=time(10)))
    assert it.next_prompt == datetime(2026, 3, 3, 9, tzinfo=UTC)


async def test_a_zone_moves_the_next_prompt(anna: Person) -> None:
    """R11, R17: at once."""
    await anna.hears(Joined, JoinNow(prompts=True, zone="Europe/Berlin"))
    assert (await shown(anna, Settings(zone="America/New_York"))).next_prompt == datetime(2026, 3, 2, 23, tzinfo=UTC)


@mostly_embedded
async def test_a_prompt_that_has_come_is_not_promised_again(life: Life, anna: Person) -> None:
    """R17: one a local day, so neither a later hour nor a clock further west brings today's a second time."""
    await prompted(anna, "Asia/Tokyo", hour=time(12))
    await life.until("2026-03-03 12:05", "Asia/Tokyo")
    it = await shown(anna, Settings(hour=time(18)))
    assert it.next_prompt == datetime(2026, 3, 4, 9, tzinfo=UTC)
    it = await shown(anna, Settings(zone="Europe/Lisbon", hour=time(12)))
    assert it.next_prompt == datetime(2026, 3, 4, 12, tzinfo=UTC)
    await life.until("2026-03-04 13:00")
    assert [prompt.today.day for prompt in life.heard(DailyPrompt)] == [3, 4]


@mostly_embedded
async def test_a_zone_that_comes_back_calls_no_prompt_ignored_before_its_time(life: Life, anna: Person) -> None:
    """R16, R17: where the day's hour is shown twice, the next prompt is tomorrow's."""
    await prompted(anna, "Europe/Lisbon", hour=time(20))
    await anna.says(Settings(zone="Asia/Tokyo", until="2026-03-03"))
    await life.until("2026-03-03 21:00", "Asia/Tokyo")
    before = await ignored(life, anna)
    await life.until("2026-03-03 21:00", "Europe/Lisbon")
    assert await ignored(life, anna) == before
    await life.until("2026-03-04 21:00", "Europe/Lisbon")
    assert await ignored(life, anna) == before + 1


async def ignored(life: Life, person: Person) -> int:
    """How many prompts in a row saw no act."""
    found = await life.store.read(lambda tx: tx.people.by_account(person.platform, person.id, life.clock.now))
    assert found is not None
    return found[0].ignored


async def test_prompts_can_be_turned_on_and_off(anna: Person, store: Store) -> None:
    """R16: off leaves nothing that could come due; on begins with the next plan day."""
    await anna.joins()
    it = await shown(anna, Settings(prompts=True))
    assert (it.prompts, it.next_prompt, it.changed) == (True, datetime(2026, 3, 2, 18, tzinfo=UTC), ("prompts",))
    it = await shown(anna, Settings(prompts=False))
    assert (it.prompts, it.next_prompt) == (False, None)
    assert await store.read(lambda tx: tx.rhythms.next_at()) is None


async def test_prompts_turned_on_in_a_group_are_proved_once(anna: Person, host: Person, store: Store) -> None:
    """Section 3: a first private message proves that they arrive; turning them on again does not."""
    await founded(host)
    await anna.joins(place=PLACE)
    for on in (True, False, True):
        await anna.says(Settings(prompts=on), PLACE)
    assert await store.read(lambda tx: tx.letters.states()) == {"ready": 1}


# --- name


async def test_a_name_is_changed_and_blanks_are_none(anna: Person) -> None:
    """The name that groups see."""
    await anna.joins()
    assert (await shown(anna, Settings(called="  Ann  "))).name == "Ann"
    it = await shown(anna, Settings(called="   "))
    assert (it.name, it.changed) == ("Ann", ())


async def test_several_settings_change_together(anna: Person) -> None:
    """One command, one answer."""
    await anna.joins()
    it = await shown(anna, Settings(zone="Asia/Tokyo", hour=time(7), plan=default_plan(4), prompts=True, called="A"))
    assert it.changed == ("zone", "hour", "plan", "prompts", "name")
    assert (it.zone, it.hour, it.prompts, it.name) == ("Asia/Tokyo", time(7), True, "A")


# --- place


async def test_a_learner_may_stand_at_any_week_of_a_phase_they_may_enter(anna: Person) -> None:
    """R12: forth and back within the reached phases."""
    await anna.joins()
    assert (await shown(anna, Settings(week=2))).stand.week.id == "w2"
    it = await shown(anna, Settings(week=1))
    assert (it.stand.week.id, it.stand.number, it.changed) == ("w1", 1, ("place",))


async def test_a_later_phase_opens_when_it_is_reached_and_stays_open(anna: Person) -> None:
    """R12, R14: no phase is skipped; who has been in one may come back to it."""
    await anna.joins()
    refused = await anna.refused(Settings(week=3))
    assert (refused.kind, refused.given, refused.numbers) == ("week_not_open", "3", (2,))
    await closes(anna)
    await closes(anna)
    assert (await anna.refused(Settings(week=3))).kind == "week_not_open"
    await ships(anna)
    await anna.says(Settings(week=1))
    assert (await shown(anna, Settings(week=4))).stand.week.id == "w4"


async def test_an_unknown_week_is_refused_with_how_many_there_are(anna: Person) -> None:
    """Section 4: says what is wrong and what would work."""
    await anna.joins()
    refused = await anna.refused(Settings(week=47))
    assert (refused.kind, refused.given, refused.numbers) == ("unknown_week", "47", (4,))


async def test_placing_oneself_at_the_present_week_changes_nothing(anna: Person) -> None:
    """R12: nothing earned is lost by saying where one is."""
    await anna.joins()
    await anna.says(LogFlow(30, done=True))
    assert (await shown(anna, Settings(week=1))).stand.number == 2


async def test_going_back_loses_nothing(anna: Person) -> None:
    """R12: days done stay done, closed weeks stay closed."""
    await anna.joins()
    await anna.says(LogFlow(30, done=True))
    await closes(anna)
    await anna.says(Settings(week=1))
    week = await anna.hears(WeekShown, ShowWeek(1))
    assert (week.spot, week.done_days, week.closed) == ("w1d1", frozenset({"w1d1"}), True)


async def test_who_has_finished_may_go_back_also_to_the_last_week(anna: Person) -> None:
    """R12: any time."""
    await anna.joins()
    for _ in range(2):
        await closes(anna)
        await closes(anna)
        await ships(anna)
    assert (await shown(anna)).stand.spot == "finished"
    it = await shown(anna, Settings(week=4))
    assert (it.stand.spot, it.stand.week.id, it.stand.number) == ("day", "w4", 1)


async def test_settings_are_of_learners_alone(anna: Person) -> None:
    """Section 4: a command before joining."""
    assert (await anna.refused(Settings(zone="UTC"))).kind == "not_joined"
