"""What is only read: the curriculum, help, and what is kept."""

from datetime import date

import pytest

from bot.app.commands import (
    AnswerReview,
    Faq,
    Help,
    LogFlow,
    MarkDone,
    Privacy,
    ShowCurriculum,
    ShowWeek,
    WriteCheckin,
    WriteReview,
)
from bot.app.said import (
    AboutShown,
    CurriculumShown,
    FaqShown,
    HelpShown,
    PhaseShown,
    PrivacyShown,
    ProjectShown,
    ReviewWritten,
    WeekShown,
)
from bot.ui.present import present
from bot.ui.text import Text
from bot.ui.view import Fill, Press
from tests.app.scenes import TEXT, closes, ships
from tests.world import PLACE, Person, StoppedClock, founded


async def test_before_joining_the_whole_way_is_shown(anna: Person) -> None:
    """Section 3: browsing needs nobody's name."""
    whole = await anna.hears(CurriculumShown, ShowWeek())
    assert ([it.id for it in whole.curriculum.phases], whole.here) == (["first-loaves"], "")
    assert await anna.hears(CurriculumShown, ShowCurriculum()) == whole
    week = await anna.hears(WeekShown, ShowWeek(2))
    assert (week.week.id, week.spot, week.done_days, week.weeks) == ("week-2", "", frozenset(), 2)


async def test_a_learners_own_week_is_shown_with_where_they_stand(anna: Person) -> None:
    """R12: the days done, and the next one."""
    await anna.joins()
    await anna.says(MarkDone("w1d1"))
    week = await anna.hears(WeekShown, ShowWeek())
    assert (week.week.number, week.spot, week.done_days) == (1, "w1d2", frozenset({"w1d1"}))
    other = await anna.hears(WeekShown, ShowWeek(2))
    assert (other.spot, other.closed) == ("", False)


async def test_what_was_explained_is_marked_on_the_way(anna: Person) -> None:
    """Section 3: one's own position, in the phase and in the whole."""
    await anna.joins()
    await closes(anna)
    whole = await anna.hears(CurriculumShown, ShowCurriculum())
    phase = await anna.hears(PhaseShown, ShowCurriculum(part="phase"))
    assert (whole.here, whole.closed) == (phase.here, phase.closed) == ("week-2", frozenset({"week-1"}))
    assert (await anna.hears(WeekShown, ShowWeek(1))).closed


@pytest.mark.parametrize(("asked", "read"), [(0, 1), (2, 2), (3, 3), (99, 3)])
async def test_one_day_of_a_week_is_read(anna: Person, asked: int, read: int) -> None:
    """A number that no day has reads as the nearest: buttons of an older edition still lead somewhere."""
    assert (await anna.hears(WeekShown, ShowWeek(1, "day", asked))).day == read


async def test_phase_project_about_and_questions_are_one_press_away(anna: Person) -> None:
    """For learners with where they are."""
    await anna.joins()
    assert (await anna.hears(PhaseShown, ShowCurriculum(part="phase", number=7))).number == 1
    assert (await anna.hears(ProjectShown, ShowCurriculum(part="project"))).phase.id == "first-loaves"
    assert (await anna.hears(AboutShown, ShowCurriculum(part="about"))).curriculum.id == "bread-by-hand"
    assert (await anna.hears(FaqShown, Faq())).number == 0
    assert (await anna.hears(FaqShown, Faq(99))).number == 0


@pytest.mark.parametrize("number", [3, 999])
async def test_an_unknown_week_is_refused_with_how_many_there_are(anna: Person, number: int) -> None:
    """Section 4: what is wrong and what would work."""
    refused = await anna.refused(ShowWeek(number))
    assert (refused.kind, refused.given, refused.numbers) == ("unknown_week", str(number), (2,))


async def test_help_fits_where_it_was_asked_and_where_the_person_stands(
    anna: Person, host: Person, clock: StoppedClock
) -> None:
    """Section 3: before joining, in a group, for its facilitator, after a gap."""
    assert await anna.hears(HelpShown, Help()) == HelpShown(True, "", False, "stranger")
    assert (await anna.hears(HelpShown, Help(), PLACE)).group == ""
    await founded(host)
    assert await host.hears(HelpShown, Help(), PLACE) == HelpShown(False, "Study club", True, "stranger")
    await anna.joins(place=PLACE)
    assert (await anna.hears(HelpShown, Help())).state == "new"
    await anna.says(LogFlow(30))
    here = await anna.hears(HelpShown, Help(), PLACE)
    assert here.for_anybody() == HelpShown(False, "Study club", False, "anybody")
    assert (here.state, here.stand and here.stand.spot) == ("under way", "day")
    clock.pass_(days=14)
    back = await anna.hears(HelpShown, Help())
    assert (back.state, back.gap) == ("back", (date(2026, 3, 3), date(2026, 3, 15)))


async def test_help_knows_a_review_that_is_due_a_project_and_the_end(anna: Person) -> None:
    """Section 3: it fits where the person stands, with the button that helps most there."""
    await anna.joins()

    async def offered() -> tuple[str, str]:
        shown = await anna.hears(HelpShown, Help())
        view = present(shown, Text())
        assert shown.stand is not None
        return shown.stand.spot, next(each.label for each in view.actions if isinstance(each, Press | Fill))

    assert await offered() == ("day", "Show the next flow")
    for n in range(1, 6):
        await anna.says(MarkDone(f"w1d{n}"))
    assert await offered() == ("review", "Write the review")
    await closes(anna)
    await closes(anna)
    assert await offered() == ("project", "Show the next flow")
    await ships(anna)
    assert await offered() == ("finished", "Look back")
    whole = await anna.hears(CurriculumShown, ShowCurriculum())
    assert (whole.here, whole.closed) == ("", frozenset({"week-1", "week-2"}))


async def test_privacy_counts_what_is_kept(anna: Person) -> None:
    """Section 3: what is kept of somebody; nothing before joining."""
    assert await anna.hears(PrivacyShown, Privacy()) == PrivacyShown(False, 0, 0, 0)
    await anna.joins()
    await anna.says(LogFlow(30))
    written = await anna.hears(ReviewWritten, WriteReview(TEXT))
    await anna.says(AnswerReview(written.review, missing=True))
    await anna.says(WriteCheckin("a", "b", "c", "d", 3))
    assert await anna.hears(PrivacyShown, Privacy()) == PrivacyShown(True, 1, 1, 1)
