"""The look back at a whole way (R14)."""

from datetime import date

import pytest

from bot.app.commands import JoinNow, LogFlow, LookBack, Progress, Settings, Ship, Undo
from bot.app.said import CheckinCall, DailyPrompt, LookBackShown, ProgressShown, SettingsShown, Shipped
from bot.core.curriculum import Curriculum
from bot.ui.phrase import words
from bot.ui.present import present
from bot.ui.text import Text
from bot.ui.view import Facts
from tests.app.life import Life, mostly_embedded
from tests.app.scenes import closes, ships
from tests.core import examples
from tests.world import Person, StoppedClock

pytestmark = mostly_embedded


@pytest.fixture(scope="module")
def curriculum() -> Curriculum:
    """Two phases of two weeks."""
    return examples.curriculum()


async def finishes(person: Person, clock: StoppedClock) -> None:
    """Both phases, a week of study and a review each week."""
    for week in range(4):
        for _ in range(3):
            await person.says(LogFlow(50, done=True))
            clock.pass_(days=1)
        await closes(person)
        if week % 2:
            await ships(person)
        clock.pass_(days=4)


async def test_the_whole_way_stands_on_one_page(anna: Person, clock: StoppedClock) -> None:
    """R14: first day, kept weeks, best run, time, flows, weeks explained, projects with their links."""
    await anna.joins()
    await finishes(anna, clock)
    page = await anna.hears(LookBackShown, LookBack())
    assert (page.since, page.finished) == (date(2026, 3, 2), date(2026, 3, 26))
    assert (page.kept, page.best_run, page.study_days, page.minutes, page.flows) == (4, 4, 12, 600, 12)
    assert (page.weeks_explained, page.weeks) == (4, 4)
    assert [(it.phase, it.title, it.link, len(it.shipped), it.steps) for it in page.made] == [
        (1, "Build", "https://example.org/p1m1", 1, 1),
        (2, "Build", "https://example.org/p2m1", 1, 1),
    ]
    assert (await anna.hears(ProgressShown, Progress())).stand.spot == "finished"


async def test_it_can_be_looked_at_before_the_end(anna: Person) -> None:
    """R21: the same numbers, so far; the newest link of a project is the one that is shown, a note has none."""
    await anna.joins()
    page = await anna.hears(LookBackShown, LookBack())
    assert (page.finished, page.made, page.kept) == (None, (), 0)
    await anna.says(Ship("p1m1", note="on paper"))
    assert (await anna.hears(LookBackShown, LookBack())).made[0].link == ""
    newer = await anna.hears(Shipped, Ship("p1m1", "https://example.org/newer"))
    assert (await anna.hears(LookBackShown, LookBack())).made[0].link == "https://example.org/newer"
    await anna.says(Undo("milestone", newer.shipment.id))
    assert (await anna.hears(LookBackShown, LookBack())).made[0].link == ""


async def test_after_the_end_prompts_and_check_ins_stop(anna: Person, clock: StoppedClock, life: Life) -> None:
    """R14: at the project of the last phase they still come, after it nothing does."""
    await anna.says(JoinNow(prompts=True, zone="UTC"))
    for _ in range(2):
        await closes(anna)
    await ships(anna)
    for _ in range(2):
        await closes(anna)
    await life.until("2026-03-08 20:00")
    assert life.times(DailyPrompt)
    assert len(life.heard(CheckinCall)) == 1
    sent = len(life.sent())
    await ships(anna)
    await life.until("2026-03-23 12:00")
    assert len(life.sent()) == sent


async def test_after_the_end_settings_promise_no_prompt(anna: Person, clock: StoppedClock) -> None:
    """R14: none comes; on another week of the way they do again (R12)."""

    async def prompts(week: int | None = None) -> str:
        view = present(await anna.hears(SettingsShown, Settings(week=week)), Text())
        return next(
            words(said) for it in view.blocks if isinstance(it, Facts) for name, said in it.rows if name == "Prompts"
        )

    await anna.says(JoinNow(prompts=True, zone="UTC"))
    assert await prompts() == "18:00, next on Monday 2 March"
    await finishes(anna, clock)
    assert await prompts() == "none any more, since you have walked the whole way"
    assert (await prompts(week=2)).startswith("18:00, next on")
