"""What was answered once is answered the same way again, after it was written down and read back (R20)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers import KINDS, Answers, recall, remember
from bot.app.said import Answer, Said, StuckShown
from bot.app.shelf import Shelf
from bot.app.stand import stand_at
from bot.core.curriculum import Curriculum, Phase, Week
from bot.core.plans import Plan
from bot.core.position import start_of
from bot.curriculum_file import load
from tests.conftest import TWO_WEEKS

SMALL = load(TWO_WEEKS)
BY_NAME = Answers(Shelf(SMALL))

st.register_type_strategy(Plan, st.sets(st.integers(0, 6), min_size=2).map(lambda days: Plan(frozenset(days))))
st.register_type_strategy(float, st.floats(0, 1000))
st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
st.register_type_strategy(Phase, st.sampled_from(SMALL.phases))
st.register_type_strategy(Week, st.sampled_from(list(SMALL.weeks)))


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.__name__)
def test_every_kind_of_answer_reads_back_as_it_was(kind: type[Said]) -> None:
    """R20: the second answer to one request says what the first one said."""

    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
    @given(st.from_type(kind))
    def reads_back(said: Said) -> None:
        answer = Answer(said)
        assert recall(remember(answer)) == answer
        assert BY_NAME.recall(BY_NAME.remember(answer)) == answer

    reads_back()


def shown(curriculum: Curriculum) -> Answer:
    """An answer that shows the first week, and with it all of its phase."""
    week = next(curriculum.weeks)
    return Answer(StuckShown(stand_at(curriculum, start_of(curriculum, week)), 0, ()))


def test_what_an_answer_shows_of_a_curriculum_is_not_kept_with_each_answer() -> None:
    """R20: a phase is a hundred times as much as the rest of an answer, and every press is remembered."""
    answer = shown(SMALL)
    assert len(BY_NAME.remember(answer)) < 400 < 4_000 < len(remember(answer))


def test_a_newer_edition_shows_its_own_words_in_an_answer_of_before() -> None:
    """R20: the second answer is drawn from what stands now, as everything is."""
    first, *rest = SMALL.phases
    newer = replace(SMALL, phases=(replace(first, title="Better words"), *rest))
    shelf = Shelf(SMALL)
    answers = Answers(shelf)
    kept, whole = answers.remember(shown(SMALL)), remember(shown(SMALL))
    shelf.put(newer)
    assert answers.recall(kept) == shown(newer)
    assert answers.recall(whole) == shown(SMALL)
    assert answers.recall(answers.remember(shown(SMALL))) == shown(SMALL)


def test_an_answer_about_what_is_gone_cannot_be_read() -> None:
    """R20: it changes nothing either; whoever presses again hears that the button is out of date."""
    shelf = Shelf(SMALL)
    answers = Answers(shelf)
    kept = answers.remember(shown(SMALL))
    shelf.put(replace(SMALL, id="another"))
    with pytest.raises(ValueError, match="gone"):
        answers.recall(kept)
