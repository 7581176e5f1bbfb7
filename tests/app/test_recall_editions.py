"""Recall on a newer edition, and in two curricula side by side."""

from dataclasses import replace

import pytest

from bot.answers import recall, remember
from bot.app.app import App
from bot.app.commands import ChooseRecall, RateRecall, Recall, Settings
from bot.app.said import RecallAnswered, RecallAsked, RecallResting, RecallSettled
from bot.app.shelf import Shelf
from bot.core.curriculum import Curriculum
from bot.library import Library
from bot.storage.store import Store
from tests.app.scenes import Edit, closes
from tests.app.test_recall import answers, got
from tests.curriculum_file.changed import GOOD
from tests.world import Person, StoppedClock

FIRST = "How much water does a dough of 500 g flour at 65 % take?"
TURNED = (
    "              - More salt\n              - More water\n",
    "              - More water\n              - More salt\n",
)


@pytest.fixture
def app(store: Store, library: Library, clock: StoppedClock) -> App:
    """The app on the library's shelf."""
    return App(store, library.shelf, clock, remember=remember, recall=recall)


@pytest.fixture
async def two_days_later(anna: Person, edit: Edit, clock: StoppedClock) -> RecallAsked:
    """Two days after the first week was explained: the first question after one's own text."""
    await anna.joins()
    await closes(anna)
    clock.pass_(days=2)
    await anna.says(got(await anna.hears(RecallAsked, Recall())))
    it = await anna.hears(RecallAsked, Recall())
    assert it.question is not None
    assert it.question.ask == FIRST
    return it


async def test_a_question_is_asked_in_its_new_words(anna: Person, edit: Edit, two_days_later: RecallAsked) -> None:
    """Editions: the memory goes on under the id; a press on the old words is out of date and counts for nothing."""
    await edit(GOOD.replace(FIRST, "How much water do 500 g flour at 65 % take?"))
    await anna.hears(RecallSettled, got(two_days_later))
    it = await anna.hears(RecallAsked, Recall())
    assert it.question is not None
    assert (it.recall, it.question.ask) == (two_days_later.recall, "How much water do 500 g flour at 65 % take?")
    await anna.hears(RecallAnswered, got(it))


async def test_a_question_that_is_gone_is_never_asked(anna: Person, edit: Edit, two_days_later: RecallAsked) -> None:
    """Editions: its buttons are out of date; should it come back, its memory is still there."""
    without = GOOD.replace("- id: w1q1\n", "- id: w1q9\n").replace("version: 1", "version: 2")
    await edit(without)
    await anna.hears(RecallSettled, got(two_days_later))
    assert await answers(anna) == ["w1q2", "w1q3", "w1q4", "w1q9"]  # the new one came last
    await edit(GOOD.replace("version: 1", "version: 3"))
    assert (await anna.hears(RecallResting, Recall())).why == "enough"


async def test_choices_in_another_order_are_another_question(
    anna: Person, app: App, edit: Edit, two_days_later: RecallAsked
) -> None:
    """Editions: a choice that was right by its place is not taken for what stands there now; a poll that is out is
    judged by what it showed."""
    for _ in range(3):
        await anna.says(got(await anna.hears(RecallAsked, Recall())))
    it = await anna.hears(RecallAsked, Recall())
    assert it.question is not None
    assert it.question.choices[1] == "More water"
    await edit(GOOD.replace(*TURNED).replace("right: 1", "right: 0"))
    await anna.hears(RecallSettled, ChooseRecall(it.recall, it.state, 1))
    await app.quiz_sent("p1", it.recall, it.state, 1)
    now = await anna.hears(RecallAsked, Recall())
    assert (await anna.hears(RecallAnswered, ChooseRecall(now.recall, now.state, 0))).rating == "good"


async def test_each_curriculum_has_its_own_and_a_day_has_five_in_all(
    store: Store, clock: StoppedClock, curriculum: Curriculum
) -> None:
    """Two curricula: positions, reviews and recall belong to a learner in a curriculum; five a day is the learner's."""
    other = replace(curriculum, id="other", title="Other bread")
    app = App(store, Shelf(curriculum, other), clock, remember=remember, recall=recall)
    anna = Person(app, "101", "Anna")
    await anna.joins()
    await closes(anna)
    await anna.says(Settings(curriculum="other"))
    assert (await anna.hears(RecallResting, Recall())).why == "nothing_yet"
    await closes(anna)
    clock.pass_(days=2)
    mine = [await anna.hears(RecallAsked, Recall())]
    await anna.says(Settings(curriculum=curriculum.id))
    await anna.hears(RecallSettled, got(mine[0]))
    mine.append(await anna.hears(RecallAsked, Recall()))
    assert mine[0].recall != mine[1].recall
    for _ in range(3):
        it = await anna.hears(RecallAsked, Recall())
        await anna.says(RateRecall(it.recall, it.state, "hard"))
    await anna.says(Settings(curriculum="other"))
    assert len(await answers(anna)) == 2
    assert (await anna.hears(RecallResting, Recall())).why == "enough"
