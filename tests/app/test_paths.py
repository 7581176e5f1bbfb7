"""The accelerated path of phase 1, taken up and left (R10, R13, R14)."""

from dataclasses import replace
from datetime import date

import pytest

from bot.answers import recall, remember
from bot.app.app import App
from bot.app.commands import (
    Agree,
    AnswerReview,
    AskGroup,
    History,
    Join,
    LogFlow,
    LookBack,
    MarkDone,
    Milestones,
    Portfolio,
    Progress,
    RateRecall,
    Recall,
    Settings,
    ShorterPath,
    ShowCurriculum,
    ShowWeek,
    Today,
    Undo,
    WriteReview,
)
from bot.app.said import (
    AskShown,
    CurriculumShown,
    DoneMarked,
    HistoryShown,
    Logged,
    LookBackShown,
    MilestonesShown,
    NumbersShown,
    PathShown,
    PortfolioMade,
    ProgressShown,
    RecallAsked,
    RecallResting,
    ReviewDue,
    ReviewOpen,
    ReviewWritten,
    SettingsShown,
    TodayShown,
    Undone,
    WeekShown,
)
from bot.app.shelf import Shelf
from bot.core.curriculum import Curriculum, Question
from bot.storage.store import Store
from tests.app.scenes import TEXT, closes, member, ships
from tests.core import examples
from tests.world import PLACE, Person, StoppedClock, founded


@pytest.fixture(scope="module")
def curriculum() -> Curriculum:
    """Phase 1 has a shorter path: weeks 1 and 2 by w1d2, w2d1 and w2d3."""
    return examples.curriculum()


def with_questions() -> Curriculum:
    """The same with a recall question in each week."""
    plain = examples.curriculum()
    phases = tuple(
        replace(it, weeks=tuple(replace(w, recall=(Question(f"{w.id}q1", "Why?", "So."),)) for w in it.weeks))
        for it in plain.phases
    )
    return replace(plain, phases=phases)


async def stands_at(person: Person) -> str:
    stand = (await person.hears(TodayShown, Today())).stand
    return stand.day.id if stand.day else f"{stand.week.id}/{stand.spot}"


async def test_the_path_is_offered_on_the_first_day(anna: Person) -> None:
    """R14: phase 1 offers its accelerated path; later it is one press away in `/milestone`."""
    await anna.joins()
    assert (await anna.hears(TodayShown, Today())).shorter
    seen = await anna.hears(PathShown, ShorterPath())
    assert (seen.taken, seen.changed, [len(it.weeks) for it in seen.stretches]) == (False, False, [2])
    await anna.says(MarkDone("w1d1"))
    assert not (await anna.hears(TodayShown, Today())).shorter


async def test_on_the_path_the_weeks_have_days_of_their_own_and_one_review(anna: Person) -> None:
    """R14: its days, its own `explain`, one review closes both weeks, and the others' marks follow."""
    await anna.joins()
    taken = await anna.hears(PathShown, ShorterPath("take"))
    assert (taken.taken, taken.changed, taken.next.number, taken.next.days) == (True, True, 1, 3)
    assert taken.next.together == (1, 2)
    assert not (await anna.hears(TodayShown, Today())).shorter
    for day, number in (("w1d2", 2), ("w2d1", 3)):
        done = await anna.hears(DoneMarked, MarkDone(day))
        assert (done.next.number, done.next.days) == (number, 3)
    assert (await anna.hears(DoneMarked, MarkDone("w2d3"))).next.spot == "review"
    due = await anna.hears(ReviewDue, WriteReview())
    assert (due.week.id, due.explain, due.due, due.together) == ("w2", "Both at once.", True, (1, 2))
    closed = await closes(anna)
    assert (closed.together, closed.passed_over, closed.next.spot) == ((1, 2), 0, "project")
    for week in (1, 2):
        assert (await anna.hears(WeekShown, ShowWeek(week))).closed
    assert (await anna.hears(CurriculumShown, ShowCurriculum())).closed == {"w1", "w2"}
    assert (await anna.hears(NumbersShown, Progress("numbers"))).reviews == 2


async def test_an_early_review_passes_the_days_of_the_path_over(anna: Person) -> None:
    """R13: who can explain them owns them; only days that count are passed over."""
    await anna.joins()
    await anna.says(ShorterPath("take"))
    await anna.says(MarkDone("w1d2"))
    written = await anna.hears(ReviewWritten, WriteReview(TEXT, "w1"))
    assert (written.week.id, written.together) == ("w2", (1, 2))
    assert (await closes(anna)).passed_over == 2


async def test_progress_counts_the_days_of_the_path_and_what_was_done_beside_it(anna: Person) -> None:
    """R14: optional days count as passed; one that was done all the same stays counted."""
    await anna.joins()
    await anna.says(MarkDone("w1d1"))
    await anna.says(ShorterPath("take"))
    progress = await anna.hears(ProgressShown, Progress())
    assert (progress.days_done, progress.days_total, progress.weeks_closed) == (1, 3 + 6 + 1, 0)
    await closes(anna)
    progress = await anna.hears(ProgressShown, Progress())
    assert (progress.weeks_closed, progress.stand.weeks) == (2, 4)


async def test_weeks_explained_together_are_each_explained_wherever_they_are_counted(anna: Person) -> None:
    """R14, R21: numbers, look back and portfolio tell the same number."""
    await anna.joins()
    await anna.says(ShorterPath("take"))
    await closes(anna)
    assert (await anna.hears(NumbersShown, Progress("numbers"))).reviews == 2
    assert (await anna.hears(LookBackShown, LookBack())).weeks_explained == 2
    assert (await anna.hears(PortfolioMade, Portfolio(make=True))).weeks_explained == 2


async def test_a_week_to_read_tells_what_counts(anna: Person) -> None:
    """`/week`: the real weeks stay, with the learner's own marks."""
    await anna.joins()
    assert (await anna.hears(WeekShown, ShowWeek(1))).path is None
    await anna.says(ShorterPath("take"))
    week = await anna.hears(WeekShown, ShowWeek(1))
    assert week.path is not None
    assert ([day.id for day in week.path.days], week.spot) == (["w1d2", "w2d1", "w2d3"], "w1d2")
    assert (await anna.hears(WeekShown, ShowWeek(3))).path is None
    assert not week.explainable


async def test_leaving_the_path_goes_on_from_the_same_day(anna: Person) -> None:
    """R14: it can be left at any time in the phase; a week that was passed can still be explained by itself."""
    await anna.joins()
    await anna.says(ShorterPath("take"))
    await anna.says(MarkDone("w1d2"))
    left = await anna.hears(PathShown, ShorterPath("leave"))
    assert (left.taken, left.changed, left.next.week.id, left.next.number) == (False, True, "w2", 1)
    assert not (await anna.hears(PathShown, ShorterPath("leave"))).changed
    week = await anna.hears(WeekShown, ShowWeek(1))
    assert (week.explainable, week.closed) == (True, False)
    due = await anna.hears(ReviewDue, WriteReview(week="w1"))
    assert due.together == (1,)
    await closes(anna)
    progress = await anna.hears(ProgressShown, Progress())
    assert (progress.weeks_closed, progress.stand.spot, progress.days_total) == (1, "project", 12)


async def test_weeks_closed_together_stay_closed_after_the_path_is_left(anna: Person) -> None:
    """R12: nothing earned is lost."""
    await anna.joins()
    await anna.says(ShorterPath("take"))
    await closes(anna)
    await anna.says(ShorterPath("leave"))
    assert (await anna.hears(ProgressShown, Progress())).weeks_closed == 2
    assert await stands_at(anna) == "w2/project"
    await ships(anna)
    assert await stands_at(anna) == "w3d1"


async def test_recall_asks_of_every_week_that_was_closed_together(store: Store, clock: StoppedClock) -> None:
    """Recall: one text for both weeks, and the questions of both; none of them once the review is taken back."""
    anna = Person(App(store, Shelf(with_questions()), clock, remember=remember, recall=recall), "101", "Anna")
    await anna.joins()
    await anna.says(ShorterPath("take"))
    closed = await closes(anna)
    clock.pass_(days=3)
    asked: list[tuple[str, str]] = []
    while isinstance(it := (await anna.says(Recall())).said, RecallAsked):
        asked.append((it.week.id, it.question.id if it.question else "own words"))
        await anna.says(RateRecall(it.recall, it.state, "good"))
    assert sorted(asked) == [("w1", "w1q1"), ("w2", "own words"), ("w2", "w2q1")]
    await anna.says(Undo("review", closed.review))
    clock.pass_(days=1)
    assert (await anna.hears(RecallResting, Recall())).why == "nothing_yet"


async def test_undoing_the_one_review_opens_both_weeks_again(anna: Person) -> None:
    """R19: exactly what the fact gave."""
    await anna.joins()
    await anna.says(ShorterPath("take"))
    await anna.says(MarkDone("w1d2"))
    closed = await closes(anna)
    assert (await anna.hears(Undone, Undo("review", closed.review))).moved_back
    assert await stands_at(anna) == "w2d1"
    assert (await anna.hears(ProgressShown, Progress())).weeks_closed == 0


async def test_something_missing_leads_to_the_last_weeks_checkpoint(anna: Person) -> None:
    """R13: the next day's work, without penalty, and then the one review again."""
    await anna.joins()
    await anna.says(ShorterPath("take"))
    written = await anna.hears(ReviewWritten, WriteReview(TEXT))
    stays = await anna.hears(ReviewOpen, AnswerReview(written.review, missing=True))
    assert (stays.next.week.id, stays.next.spot) == ("w2", "checkpoint")
    logged = await anna.hears(Logged, LogFlow(30, done=True))
    assert logged.done is not None
    assert logged.done.next.spot == "review"


async def test_one_review_of_two_weeks_counts_once_on_the_board(anna: Person, host: Person, store: Store) -> None:
    """R10: it is one yes; the weeks beside it give no further points."""
    group = await founded(host)
    await anna.joins()
    await anna.says(ShorterPath("take"))
    await anna.says(Join(), PLACE)
    await closes(anna)
    closed = await store.read(lambda tx: tx.weeks.closed(group.id, "small", date.min, date.max, 9))
    assert closed.weeks == 1


async def test_the_path_is_of_its_phase_alone(anna: Person) -> None:
    """R14: a phase without one says so; going back, the path is still the learner's."""
    await anna.joins()
    await anna.says(ShorterPath("take"))
    await closes(anna)
    await ships(anna)
    assert (await anna.refused(ShorterPath())).kind == "no_path"
    today = await anna.hears(TodayShown, Today())
    assert (today.stand.path, today.stand.days, today.shorter) == (None, 3, False)
    placed = await anna.hears(SettingsShown, Settings(week=2))
    assert (placed.stand.day and placed.stand.day.id, placed.stand.number) == ("w2d1", 2)
    assert (await anna.hears(MilestonesShown, Milestones())).number == 1


async def test_the_path_comes_through_corrections(anna: Person, clock: StoppedClock) -> None:
    """R19: days done on the path stand in the history and can be taken back one after the other."""
    await anna.joins()
    await anna.says(ShorterPath("take"))
    for day in ("w1d2", "w2d1"):
        clock.pass_(minutes=1)
        await anna.says(MarkDone(day))
    facts = (await anna.hears(HistoryShown, History())).facts
    assert [fact.title for fact in facts] == ["Day 1", "Day 2"]
    for fact, place in zip(facts, ("w2d1", "w1d2"), strict=True):
        assert (await anna.hears(Undone, Undo("done", fact.which))).moved_back
        assert await stands_at(anna) == place


async def test_one_review_explains_all_weeks_that_it_closed(app: App, host: Person) -> None:
    """R14, R22: who took weeks 1 and 2 together may be named under questions about both, who explained week 2 alone
    under those about that one."""
    group = await founded(host)
    ann, ben, cleo = [await member(app, number, group) for number in (1, 2, 3)]
    await ben.says(ShorterPath("take"))
    await cleo.says(Settings(week=2))
    for person in (ben, cleo):
        await closes(person)
        await person.says(Agree(group.id, "helps", yes=True))
    named = [each.name for each in (await ann.hears(AskShown, AskGroup(group.id, TEXT))).post.helpers]
    assert named == ["Member 2"]
    await ann.says(Settings(week=2))
    named = [each.name for each in (await ann.hears(AskShown, AskGroup(group.id, TEXT))).post.helpers]
    assert named == ["Member 2", "Member 3"]
