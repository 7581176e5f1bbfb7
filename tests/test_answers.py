"""What was answered once is answered the same way again, after it was written down and read back (R20)."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers import KINDS, recall, remember
from bot.app.said import Answer, Said
from bot.core.curriculum import Phase, Week
from bot.core.plans import Plan
from bot.curriculum_file import load
from tests.conftest import TWO_WEEKS

SMALL = load(TWO_WEEKS)

st.register_type_strategy(Plan, st.sets(st.integers(0, 6), min_size=2).map(lambda days: Plan(frozenset(days))))
st.register_type_strategy(float, st.floats(0, 1000))
st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
st.register_type_strategy(Phase, st.sampled_from(SMALL.phases))
st.register_type_strategy(Week, st.sampled_from(list(SMALL.weeks)))


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.__name__)
def test_every_kind_of_answer_reads_back_as_it_was(kind: type[Said]) -> None:
    """R20: the second answer to one request says what the first one said."""

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
    @given(st.from_type(kind))
    def reads_back(said: Said) -> None:
        answer = Answer(said)
        assert recall(remember(answer)) == answer

    reads_back()
