"""What is only read: the curriculum, help, and what is kept."""

import pytest

from bot.app.commands import AnswerReview, Help, LogFlow, MarkDone, Privacy, ShowWeek, WriteCheckin, WriteReview
from bot.app.said import FaqShown, HelpShown, PhasesShown, PrivacyShown, ReviewWritten, WeekShown
from tests.app.scenes import TEXT
from tests.world import PLACE, Person, StoppedClock, founded


async def test_before_joining_the_whole_way_is_shown(anna: Person) -> None:
    """Section 3: browsing needs nobody's name."""
    phases = await anna.hears(PhasesShown, ShowWeek())
    assert ([it.id for it in phases.curriculum.phases], phases.here) == (["first-loaves"], "")
    week = await anna.hears(WeekShown, ShowWeek(2))
    assert (week.week.id, week.here, week.here_day, week.done_days, week.weeks) == ("week-2", False, "", frozenset(), 2)


async def test_a_learners_own_week_is_shown_with_where_they_stand(anna: Person) -> None:
    """R12: the days done, and the next one."""
    await anna.joins()
    await anna.says(MarkDone("w1d1"))
    week = await anna.hears(WeekShown, ShowWeek())
    assert (week.week.number, week.here, week.here_day, week.done_days) == (1, True, "w1d2", frozenset({"w1d1"}))
    other = await anna.hears(WeekShown, ShowWeek(2))
    assert (other.here, other.here_day) == (False, "")


@pytest.mark.parametrize("part", ["days", "resources", "project"])
async def test_a_part_of_a_week_is_shown(anna: Person, part: str) -> None:
    """One press away."""
    await anna.joins()
    assert (await anna.hears(WeekShown, ShowWeek(1, part))).part == part  # type: ignore[arg-type]  # one of the parts


async def test_phases_and_questions_are_one_press_away(anna: Person) -> None:
    """For learners with where they are."""
    await anna.joins()
    assert (await anna.hears(PhasesShown, ShowWeek(part="phases"))).here == "week-1"
    assert await anna.hears(FaqShown, ShowWeek(part="faq"))


@pytest.mark.parametrize("number", [3, 999])
async def test_an_unknown_week_is_refused_with_how_many_there_are(anna: Person, number: int) -> None:
    """Section 4: what is wrong and what would work."""
    refused = await anna.refused(ShowWeek(number))
    assert (refused.kind, refused.given, refused.numbers) == ("unknown_week", str(number), (2,))


async def test_help_fits_where_it_was_asked_and_where_the_person_stands(
    anna: Person, host: Person, clock: StoppedClock
) -> None:
    """Section 3: before joining, in a group, for its facilitator, after a gap."""
    assert await anna.hears(HelpShown, Help()) == HelpShown(False, True, "", False, False)
    assert (await anna.hears(HelpShown, Help(), PLACE)).group == ""
    await founded(host)
    assert await host.hears(HelpShown, Help(), PLACE) == HelpShown(False, False, "Study club", True, False)
    await anna.joins(place=PLACE)
    await anna.says(LogFlow(30))
    assert await anna.hears(HelpShown, Help(), PLACE) == HelpShown(True, False, "Study club", False, False)
    clock.pass_(days=14)
    assert (await anna.hears(HelpShown, Help())).welcome


async def test_privacy_counts_what_is_kept(anna: Person) -> None:
    """Section 3: what is kept of somebody; nothing before joining."""
    assert await anna.hears(PrivacyShown, Privacy()) == PrivacyShown(False, 0, 0, 0)
    await anna.joins()
    await anna.says(LogFlow(30))
    written = await anna.hears(ReviewWritten, WriteReview(TEXT))
    await anna.says(AnswerReview(written.review, missing=True))
    await anna.says(WriteCheckin("a", "b", "c", "d", 3))
    assert await anna.hears(PrivacyShown, Privacy()) == PrivacyShown(True, 1, 1, 1)
