"""Several curricula side by side: each learner and each group has its own (issue 3, point 3)."""

import pytest

from bot.answers import recall, remember
from bot.app.app import App
from bot.app.commands import Join, JoinNow, LogFlow, Progress, Settings, Setup, ShowCurriculum, ShowWeek, Today, Undo
from bot.app.said import (
    CurriculumShown,
    GroupReady,
    Joined,
    JoinOffer,
    Logged,
    ProgressShown,
    SettingsShown,
    TodayShown,
    Undone,
    WeekShown,
)
from bot.app.shelf import Shelf
from bot.core.curriculum import Curriculum
from bot.storage.store import Store
from tests.app.life import Life, mostly_embedded
from tests.app.scenes import OTHER_PLACE, card, closes
from tests.curriculum_file.changed import GOOD, examined
from tests.world import PLACE, Person, StoppedClock, founded


@pytest.fixture(scope="session")
def soup() -> Curriculum:
    """Another curriculum, of the same weeks under its own name."""
    text = GOOD.replace("bread-by-hand", "soup").replace("title: Bread by hand", "title: Soup from scratch")
    found = examined(text.replace("days_per_week: 3", "days_per_week: 3")).curriculum
    assert found
    return found


@pytest.fixture
def shelf(curriculum: Curriculum, soup: Curriculum) -> Shelf:
    """Both."""
    return Shelf(curriculum, soup)


@pytest.fixture
def app(store: Store, clock: StoppedClock, shelf: Shelf) -> App:
    """An app with both."""
    return App(store, shelf, clock, remember=remember, recall=recall)


@pytest.fixture
def life(store: Store, clock: StoppedClock, shelf: Shelf) -> Life:
    """The scheduler and the post office with both."""
    return Life(store, clock, shelf)


@pytest.mark.parametrize("named", ["soup", "Soup from scratch", "SOUP FROM", "scratch"])
async def test_a_curriculum_is_found_by_its_id_its_title_or_a_part_of_it(app: App, anna: Person, named: str) -> None:
    """Nobody has to know an id."""
    assert (await anna.hears(CurriculumShown, ShowCurriculum(named))).curriculum.id == "soup"
    ref = app.choices()[1].ref
    assert (await anna.hears(CurriculumShown, ShowCurriculum(ref))).curriculum.id == "soup"


@pytest.mark.parametrize("named", ["goulash", "h", " "])
async def test_what_is_not_there_or_unclear_is_refused_with_what_there_is(anna: Person, named: str) -> None:
    """Section 4: one sentence, nothing changed. "h" could be either."""
    refused = await anna.refused(ShowCurriculum(named))
    assert (refused.kind, refused.names) == ("unknown_curriculum", ("Bread by hand", "Soup from scratch"))


async def test_alone_one_is_offered_the_first_and_may_take_another(anna: Person, app: App) -> None:
    """Joining makes it the active one (section 1)."""
    offer = await anna.hears(JoinOffer, Join())
    assert (offer.curriculum, [it.title for it in offer.others]) == ("Bread by hand", ["Soup from scratch"])
    other = await anna.hears(JoinOffer, Join(curriculum=offer.others[0].ref))
    assert (other.curriculum, other.of) == ("Soup from scratch", app.choices()[1].ref)
    joined = await anna.hears(Joined, JoinNow(prompts=False, zone="UTC", of=other.of))
    assert joined.curriculum == "Soup from scratch"


async def test_in_a_group_nothing_else_is_offered(anna: Person, host: Person) -> None:
    """A group studies one curriculum."""
    await host.hears(GroupReady, Setup("UTC", curriculum="soup"), PLACE)
    offer = await anna.hears(JoinOffer, Join(), PLACE)
    assert (offer.curriculum, offer.others, offer.of) == ("Soup from scratch", (), "")
    assert (await anna.joins(place=PLACE)).curriculum == "Soup from scratch"


async def test_each_curriculum_keeps_ones_place_and_the_learner_keeps_their_weeks(anna: Person) -> None:
    """Section 1: position and reviews belong to a learner in a curriculum, study days and the run to the learner."""
    await anna.joins()
    await anna.says(LogFlow(60, done=True))
    switched = await anna.hears(SettingsShown, Settings(curriculum="soup"))
    assert (switched.curriculum, switched.stand.number, switched.changed) == ("Soup from scratch", 1, ("curriculum",))
    assert switched.left_groups == ()
    await closes(anna)
    progress = await anna.hears(ProgressShown, Progress())
    assert (progress.stand.week.number, progress.standing.this_week.logs) == (2, 1)
    await anna.says(Settings(curriculum="bread-by-hand"))
    today = await anna.hears(TodayShown, Today())
    assert (today.stand.week.number, today.stand.number) == (1, 2)
    again = await anna.hears(SettingsShown, Settings(curriculum="bread"))
    assert again.changed == ()


async def test_a_week_of_another_curriculum_is_read_without_moving_there(anna: Person, app: App) -> None:
    """Section 3: only reading; no mark of the active one's place in it."""
    await anna.joins()
    week = await anna.hears(WeekShown, ShowWeek(1, of=app.choices()[1].ref))
    assert (week.spot, week.of) == ("", app.choices()[1].ref)
    whole = await anna.hears(CurriculumShown, ShowCurriculum("soup"))
    assert (whole.here, [it.title for it in whole.others]) == ("", ["Bread by hand"])
    assert (await anna.hears(WeekShown, ShowWeek())).spot == "w1d1"


@mostly_embedded
async def test_a_groups_card_counts_the_flows_of_its_own_curriculum(
    life: Life, anna: Person, ben: Person, host: Person
) -> None:
    """Section 1: a log belongs to the active curriculum, and a group counts its members' logs of its own."""
    group = await founded(host)
    await host.hears(GroupReady, Setup("UTC", curriculum="soup"), OTHER_PLACE)
    for person in (anna, ben):
        await person.joins(place=PLACE)
    settings = await ben.hears(SettingsShown, Settings(curriculum="soup"))
    assert settings.left_groups == (group.name,)
    assert (await card(life, "2026-03-03")).studied is False
    await ben.hears(Logged, LogFlow(30))
    await life.until("2026-03-03 09:30")
    assert all(not it.said.studied for it in life.telegram.edits)  # type: ignore[union-attr]  # cards
    await anna.hears(Logged, LogFlow(30))
    await life.until("2026-03-03 10:00")
    assert any(it.said.studied for it in life.telegram.edits)  # type: ignore[union-attr]  # cards


async def test_a_group_may_change_its_curriculum_until_somebody_joins(anna: Person, host: Person) -> None:
    """Later it would take the members' flows out of their group."""
    ready = await host.hears(GroupReady, Setup("UTC"), PLACE)
    assert (ready.curriculum, [it.title for it in ready.others]) == ("Bread by hand", ["Soup from scratch"])
    ready = await host.hears(GroupReady, Setup("UTC", curriculum=ready.others[0].ref), PLACE)
    assert ready.curriculum == "Soup from scratch"
    await anna.joins(place=PLACE)
    refused = await host.refused(Setup("UTC", curriculum="bread"), PLACE)
    assert (refused.kind, refused.given) == ("group_studies", "Soup from scratch")
    ready = await host.hears(GroupReady, Setup("UTC", curriculum="soup"), PLACE)
    assert (ready.curriculum, ready.others) == ("Soup from scratch", ())


async def test_what_is_undone_from_another_curriculum_moves_as_it_would_there(
    anna: Person, clock: StoppedClock
) -> None:
    """R19: a place goes back only if no later flow stands, and a flow of another curriculum is none of its own."""
    await anna.says(Join(zone="UTC"))
    held = await anna.hears(Logged, LogFlow(30, done=True))
    clock.pass_(minutes=1)
    await anna.hears(Logged, LogFlow(20))
    clock.pass_(minutes=1)
    await anna.says(Settings(curriculum="soup"))
    free = await anna.hears(Logged, LogFlow(30, done=True))
    await anna.hears(Undone, Undo("log", held.log.id))
    assert (await anna.hears(TodayShown, Today())).stand.number == 2
    await anna.says(Settings(curriculum="bread"))
    assert (await anna.hears(TodayShown, Today())).stand.number == 2
    clock.pass_(minutes=1)
    await anna.hears(Logged, LogFlow(20))
    await anna.says(Settings(curriculum="soup"))
    assert (await anna.hears(Undone, Undo("log", free.log.id))).moved_back
    assert (await anna.hears(TodayShown, Today())).stand.number == 1
