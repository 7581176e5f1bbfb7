"""The portfolio: projects and numbers, and of the reviews those that were chosen (R14, R21, R23)."""

from datetime import date

import pytest
from sqlalchemy import insert

from bot.app.commands import LogFlow, Portfolio, Undo
from bot.app.said import PortfolioChoice, PortfolioMade, ReviewClosed
from bot.core.curriculum import Curriculum
from bot.storage.store import Store
from bot.storage.tables import shipped
from bot.storage.tx import Tx
from tests.app.scenes import TEXT, closes
from tests.world import Person, StoppedClock

DAY = date(2026, 3, 2)


async def made(person: Person, chosen: str = "") -> PortfolioMade:
    """The page with these reviews."""
    return await person.hears(PortfolioMade, Portfolio(chosen, make=True))


async def ships(person: Person, store: Store, clock: StoppedClock, *milestones: str, undone: bool = False) -> None:
    """Milestones of the learner, as rows."""

    def write(tx: Tx) -> None:
        found = tx.people.by_account(person.platform, person.id, clock.now)
        assert found
        for number, milestone in enumerate(milestones):
            row = {
                "learner_id": found[0].id,
                "curriculum": found[0].curriculum,
                "milestone": milestone,
                "link": f"https://example.org/{number}",
                "note": "",
                "at": clock.now,
                "day": DAY,
                "undone_at": clock.now if undone else None,
            }
            tx.connection.execute(insert(shipped), row)

    await store.write(write)


async def test_reviews_stay_out_unless_they_are_chosen(anna: Person) -> None:
    """R23: none by default; one press for each, one for all, one for none."""
    await anna.joins()
    await closes(anna)
    choice = await anna.hears(PortfolioChoice, Portfolio())
    assert (choice.written, choice.chosen, choice.everything, choice.marks) == (1, 0, "2", "")
    assert [(it.number, it.chosen, it.toggled) for it in choice.reviews] == [(1, False, "2")]
    assert (await made(anna)).reviews == ()
    chosen = await anna.hears(PortfolioChoice, Portfolio("2"))
    assert [(it.number, it.chosen, it.toggled) for it in chosen.reviews] == [(1, True, "")]
    page = await made(anna, chosen.marks)
    assert [(it.number, it.text, it.day) for it in page.reviews] == [(1, TEXT, DAY)]


async def test_a_review_that_was_taken_back_is_in_no_page(anna: Person) -> None:
    """R19: nor one that still misses something, nor a week that nobody wrote about."""
    await anna.joins()
    closed = await closes(anna)
    assert isinstance(closed, ReviewClosed)
    await anna.says(Undo("review", closed.review))
    assert (await anna.hears(PortfolioChoice, Portfolio())).written == 0
    assert (await made(anna, "ffff")).reviews == ()


@pytest.mark.parametrize("forged", ["zz", "-", "0x", "1.5"])
async def test_a_forged_choice_is_outdated(anna: Person, forged: str) -> None:
    """Section 4."""
    await anna.joins()
    assert (await anna.refused(Portfolio(forged))).kind == "outdated"


async def test_the_numbers_are_those_of_progress(anna: Person, clock: StoppedClock) -> None:
    """R21: kept weeks, time, days, from the first day that counts."""
    await anna.joins()
    for _ in range(3):
        await anna.says(LogFlow(50))
        clock.pass_(days=1)
    page = await made(anna)
    assert (page.name, page.since, page.today) == ("Anna", DAY, date(2026, 3, 5))
    assert (page.standing.kept, page.standing.minutes, page.standing.study_days) == (1, 150, 3)
    assert (page.weeks_explained, page.weeks, page.finished) == (0, 2, False)


async def test_projects_are_those_of_which_something_was_shipped(
    anna: Person, store: Store, clock: StoppedClock, curriculum: Curriculum
) -> None:
    """R14: with link, note and day, of so many milestones; what was taken back is not there."""
    await anna.joins()
    project = curriculum.phases[0].project
    first = project.milestones[0]
    await ships(anna, store, clock, first.id, undone=True)
    assert (await made(anna)).projects == ()
    await ships(anna, store, clock, first.id, "no-such-milestone")
    (line,) = (await made(anna)).projects
    assert (line.number, line.title, line.milestones) == (1, project.title, len(project.milestones))
    assert [(it.title, it.link, it.day) for it in line.shipped] == [(first.title, "https://example.org/0", DAY)]
