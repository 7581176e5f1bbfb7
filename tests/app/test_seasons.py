"""Seasons: days off for a whole group hold everybody's run, also after the fact (glossary, R10, R15)."""

from datetime import UTC, date, datetime, time

import pytest

from bot.app import schedule
from bot.app.app import App
from bot.app.commands import EndSeason, Leave, LogFlow, NameFacilitator, Progress, Season, Settings, Setup, Snooze
from bot.app.said import CheckinCall, DailyPrompt, Left, ProgressShown, SeasonsShown
from bot.core.people import Group
from tests.app.life import Life, mostly_embedded
from tests.app.scenes import CHANNEL, card, fresh, member
from tests.world import PLACE, Person, StoppedClock, founded

pytestmark = mostly_embedded


@pytest.fixture
async def group(host: Person) -> Group:
    """A group whose card comes at nine, UTC."""
    return await founded(host)


async def run_of(person: Person) -> int:
    """The learner's run, in weeks."""
    return (await person.hears(ProgressShown, Progress())).standing.run


async def keeps_a_week(person: Person, life: Life, monday: int) -> None:
    """Three study days."""
    for day in range(monday, monday + 3):
        await life.until(f"2026-03-{day:02} 12:00")
        await person.says(LogFlow(30))


async def test_a_season_holds_the_run_also_after_the_fact(app: App, host: Person, group: Group, life: Life) -> None:
    """R6, R15: two quiet weeks end it; declared as a season later, they hold it."""
    anna = await member(app, 1, group)
    await keeps_a_week(anna, life, 2)
    await life.until("2026-03-25 12:00")
    assert await run_of(anna) == 0
    shown = await host.hears(SeasonsShown, Season("2026-03-09", "2026-03-22", "Exams"), PLACE)
    assert (shown.done, shown.changed.name if shown.changed else "") == ("declared", "Exams")
    assert await run_of(anna) == 1


async def test_a_season_counts_from_joining_on_and_for_members_alone(
    app: App, host: Person, group: Group, life: Life
) -> None:
    """Glossary: it is the group's; before somebody was in it they had none."""
    stranger = Person(app, "77", "Eve")
    await stranger.joins()
    await keeps_a_week(stranger, life, 2)
    await life.until("2026-03-20 12:00")
    await host.says(Season("2026-03-09", "2026-03-19"), PLACE)
    await stranger.joins(place=PLACE)
    await life.until("2026-03-23 12:00")
    assert await run_of(stranger) == 0


async def test_prompts_and_checkins_are_silent_in_a_season_and_come_back_when_it_is_taken_back(
    app: App, host: Person, group: Group, life: Life, clock: StoppedClock
) -> None:
    """R15, R16: rest silences them; a season that ends early lets them come again at once."""
    anna = await member(app, 1, group)
    await anna.says(Settings(prompts=True))
    await life.until("2026-03-02 23:00")
    shown = await host.hears(SeasonsShown, Season("2026-03-03", "2026-03-31", "Holidays"), PLACE)
    before = len(life.heard(DailyPrompt))
    await life.until("2026-03-11 12:00")
    assert len(life.heard(DailyPrompt)) == before
    assert life.heard(CheckinCall) == []
    assert shown.changed is not None
    ended = await host.hears(SeasonsShown, EndSeason(shown.changed.id), PLACE)
    assert ended.done == "ended"
    await life.until("2026-03-12 12:00")
    assert len(life.heard(DailyPrompt)) == before + 1


async def test_a_prompt_that_has_come_does_not_come_again_when_a_season_is_taken_back(
    app: App, host: Person, group: Group, life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R17: one a local day, also where a clock further west shows the hour once more, in any group."""
    monkeypatch.setattr(schedule, "TOGETHER", 1)
    anna, bo = await member(app, 1, group), await member(app, 2, group)
    for person in (anna, bo):
        await person.says(Settings(prompts=True, zone="Asia/Tokyo", hour=time(12)))
    await life.until("2026-03-03 12:05", "Asia/Tokyo")
    for person in (anna, bo):
        await person.says(Settings(zone="Europe/Lisbon"))
    shown = await host.hears(SeasonsShown, Season("2026-03-10", "2026-03-12"), PLACE)
    assert shown.changed is not None
    await host.hears(SeasonsShown, EndSeason(shown.changed.id), PLACE)
    rhythms = await life.store.read(
        lambda tx: [tx.rhythms.get("prompt", it.learner) for it in tx.groups.members(group.id)]
    )
    assert [it.at for it in rhythms if it] == [datetime(2026, 3, 4, 12, tzinfo=UTC)] * 2


async def test_no_prompt_is_put_off_into_a_season(app: App, host: Person, group: Group, life: Life) -> None:
    """R15, R16: it silences prompts, so none is promised; nor is it said that one could end it alone."""
    anna = await member(app, 1, group)
    await anna.says(Settings(prompts=True, zone="UTC", hour=time(12)))
    await life.until("2026-03-03 12:10")
    await host.says(Season("2026-03-03", "2026-03-04"), PLACE)
    assert [(await anna.refused(Snooze(until))).kind for until in ("hour", "tomorrow")] == ["season_day"] * 2


async def test_whom_a_facilitator_named_declares_seasons_too(app: App, host: Person, group: Group) -> None:
    """Section 1: they facilitate in the group that named them."""
    anna = await member(app, 1, group)
    (number,) = await app._store.read(lambda tx: [it.learner for it in tx.groups.members(group.id)])
    await host.says(NameFacilitator(group.id, number, yes=True), PLACE)
    shown = await anna.hears(SeasonsShown, Season("today"), PLACE)
    assert shown.changed is not None
    assert (await anna.hears(SeasonsShown, EndSeason(shown.changed.id), PLACE)).done == "dropped"


async def test_the_card_says_so_and_no_longer_once_it_is_taken_back(
    app: App, host: Person, group: Group, life: Life
) -> None:
    """R19: within a day a season is taken back as a whole; the card that told it is drawn anew in place."""
    await member(app, 1, group)
    shown = await host.hears(SeasonsShown, Season("2026-03-03", "2026-03-05", "Holidays"), PLACE)
    told = await card(life, "2026-03-03")
    assert (told.season, told.season_until) == ("Holidays", date(2026, 3, 5))
    assert shown.changed is not None
    assert (await host.hears(SeasonsShown, EndSeason(shown.changed.id), PLACE)).done == "dropped"
    assert (await fresh(life, "2026-03-03 10:00")).season_until is None


async def test_who_leaves_the_group_keeps_what_their_run_stands_on(
    app: App, host: Person, group: Group, life: Life
) -> None:
    """A learner never loses credit: the season's days that have passed become rest of their own."""
    anna = await member(app, 1, group)
    await keeps_a_week(anna, life, 2)
    await host.says(Season("2026-03-09", "2026-03-22"), PLACE)
    await life.until("2026-03-24 12:00")
    assert await run_of(anna) == 1
    await anna.hears(Left, Leave(group=group.id, sure=True))
    assert await run_of(anna) == 1


async def test_only_facilitators_of_that_very_group_declare_and_take_back(
    app: App, host: Person, group: Group, anna: Person
) -> None:
    """Section 4: one sentence, nothing changed; another group's button does nothing."""
    await anna.joins(place=PLACE)
    assert (await anna.refused(Season("today"), PLACE)).kind == "not_facilitator"
    assert (await host.refused(Season("today"))).kind == "not_here"
    assert (await host.refused(Season("today"), CHANNEL)).kind == "no_group_here"
    shown = await host.hears(SeasonsShown, Season("today"), PLACE)
    assert shown.changed is not None
    assert (await anna.refused(EndSeason(shown.changed.id), PLACE)).kind == "not_facilitator"
    await host.says(Setup("UTC"), CHANNEL)
    assert (await host.refused(EndSeason(shown.changed.id), CHANNEL)).kind == "outdated"


@pytest.mark.parametrize(
    ("start", "end", "kind"),
    [
        ("someday", "", "bad_rest"),
        ("2026-01-01", "", "rest_too_far"),
        ("2028-01-01", "", "rest_too_far_ahead"),
        ("2026-03-09", "2026-03-05", "rest_backwards"),
        ("2026-03-09", "2026-07-05", "season_too_long"),
    ],
)
async def test_bad_days_are_one_sentence(host: Person, group: Group, start: str, end: str, kind: str) -> None:
    """Section 4."""
    assert (await host.refused(Season(start, end), PLACE)).kind == kind
    assert (await host.hears(SeasonsShown, Season(), PLACE)).seasons == ()


async def test_two_facilitators_who_declare_the_same_days_make_one_season(app: App, host: Person, group: Group) -> None:
    """Issue 5: two at once."""
    other = Person(app, "902", "Ed", facilitator=True)
    await host.says(Season("2026-03-09", "2026-03-10", "Exams"), PLACE)
    shown = await other.hears(SeasonsShown, Season("2026-03-09", "2026-03-10", "Exam days"), PLACE)
    assert [one.name for one in shown.seasons] == ["Exam days"]
