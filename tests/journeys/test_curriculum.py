"""The way through the curriculum: reviews, weeks that are long, and all of it to the end."""

from collections.abc import Iterator

import pytest

from bot.core.curriculum import Curriculum, Phase
from tests.journeys.walk import Press, Typed, Walk

REVIEW = (
    "A vector is a list of numbers with a direction, and a matrix is what moves it somewhere else. "
    "I can do it by hand for two dimensions and check it with code."
)
ALONE: tuple[Typed, ...] = ("/join", Press("Europe/Berlin"))


def one_week(days: int) -> Iterator[Typed]:
    """Five days of study, then the review, then on to Monday."""
    for _ in range(days):
        yield "/log 60 done"
        yield "+1d"
    yield f"/review {REVIEW}"
    yield Press("Nothing, go on")
    yield f"+{7 - days}d"


def one_phase(phase: Phase) -> Iterator[Typed]:
    """All its weeks, an early wish to leave, its project step by step, and how it went."""
    for week in phase.weeks:
        yield from one_week(len(week.days))
    yield "/milestone"
    yield Press("Finish the way" if phase.id == "p6" else f"On to phase {int(phase.id[1:]) + 1}")
    for n, step in enumerate(phase.project.milestones, 1):
        yield Press(f"Ship step {n}")
        yield f"https://example.org/{step.id}"
        yield ""
    yield Press("Readiness signal")
    yield REVIEW


async def test_the_review_closes_the_week_and_shows_what_to_compare(walk: Walk) -> None:
    """R13: written first, then two recall answers and "anything missing?"; nothing missing leads on."""
    heard = await walk(*ALONE, *one_week(5))

    assert "in your own words" in heard.after("/log 60 done")
    written = heard.after(f"/review {REVIEW}")
    assert "Is anything missing?" in written
    assert "Compare it" in written
    closed = heard.after(Press("Nothing, go on"))
    assert "Week 1 is closed" in closed
    assert "Week 2, day 1 of 5" in closed


async def test_something_missing_leads_to_the_checkpoint_and_back(walk: Walk) -> None:
    """R13: the text is kept, the learner stays, the checkpoint is the next day's work, and then the review again."""
    heard = await walk(
        *ALONE,
        f"/review {REVIEW}",
        Press("Something is missing"),
        "/today",
        "/log 60 done",
        f"/review {REVIEW}",
        Press("Nothing, go on"),
    )

    assert "checkpoint" in heard.after(Press("Something is missing"))
    assert "most_similar" in heard.after("/today")
    assert "Week 2, day 1 of 5" in heard[-1]


async def test_a_review_may_come_early(walk: Walk) -> None:
    """R13: who can explain it owns it; open days count as passed over."""
    heard = await walk(*ALONE, f"/review {REVIEW}", Press("Nothing, go on"))

    assert "5 open days" in heard[-1]
    assert "Week 2, day 1 of 5" in heard[-1]


async def test_a_short_review_is_refused_with_its_length(walk: Walk) -> None:
    """R13: 80 to 4,000 characters, and the count is told."""
    heard = await walk(*ALONE, "/review too short")

    assert "9 characters" in heard[-1]
    assert "80" in heard[-1]


async def test_a_second_week_in_one_local_week_is_asked_about_once(walk: Walk) -> None:
    """R12: one sentence on why weeks are long, then go on or stay."""
    early: list[Typed] = [f"/review {REVIEW}", Press("Nothing, go on")]
    heard = await walk(*ALONE, *early, *early, "/today", Press("Go on"), "/today")

    assert "second week" in heard[5]
    assert "Week 2" in heard[6]
    assert "Week 2 is closed" in heard.after(Press("Go on"))
    assert "Week 3, day 1" in heard[-1]


async def test_taking_a_review_back_opens_its_week_again(walk: Walk) -> None:
    """R19: a review's yes can be undone, and the position returns."""
    heard = await walk(*ALONE, f"/review {REVIEW}", Press("Nothing, go on"), Press("Undo"), "/today")

    assert "Taken back" in heard[4]
    assert "Week 1, day 1" in heard[-1]


async def test_the_whole_curriculum_can_be_browsed(walk: Walk) -> None:
    """Section 3, /week and /curriculum: a week, a day, its phase, the project, the whole, a question; only reading."""
    heard = await walk(
        *ALONE,
        *("/week 3", Press("Day 2"), Press("Week 3"), Press("Phase 1"), Press("The project"), Press("All phases")),
        *("/faq", Press("4"), "/curriculum", Press("Phase 6"), Press("Week 46")),
    )

    assert "Week 3" in heard[2]
    assert "Done when" in heard[3]
    assert "▸ 1. Vectors and matrices in NumPy" in heard[5]
    assert "Project: Linear regression from scratch" in heard[6]
    assert heard[7].count("Weeks ") >= 6
    assert "4. May I skip classical machine learning" in heard[8]
    assert heard[9].count("No, phase 2 stays.") == 1
    assert "Week 46: Capstone" in heard[12]


@pytest.mark.slow
@pytest.mark.timeout(900)
async def test_all_weeks_can_be_walked_to_the_end(walk: Walk, whole_way: Curriculum) -> None:
    """R12-R14: every day marked done, every review written, every project shipped, a year long; then the way is
    finished, with a look back."""
    weeks = list(whole_way.weeks)
    lines = [line for phase in whole_way.phases for line in one_phase(phase)]

    heard = await walk(
        *ALONE, *lines, Press("Look back"), "/today", "/progress", Press("Look back"), "/review", "/log 30"
    )

    assert len(weeks) == 46
    for week in weeks:
        assert f"Week {week.number} is closed: {week.title}" in heard.all.replace("\n", " ")
    for n, phase in enumerate(whole_way.phases[:-1], 1):
        assert f"{phase.title} is behind you, with its project" in heard.all.replace("\n", " ")
        assert f"• ship: {phase.project.milestones[-1].title}" in heard.after(Press(f"On to phase {n + 1}"))
    page = heard.after(Press("Look back"))
    assert "You walked the whole of Machine learning in 46 weeks." in page
    assert "46 of 46" in page
    assert page.count("(https://example.org/p") == 6
    assert "walked the whole way" in heard.after("/today")
    assert "46 weeks kept" in heard.after("/progress")
    assert "230 of 230 days, 46 of 46 weeks closed" in heard.after("/progress")
    assert "no review is due" in heard.after("/review")
    assert "30 min for today" in heard[-1]
