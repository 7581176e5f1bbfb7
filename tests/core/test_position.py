"""Where a learner stands and what moves them (R12, R13, R19)."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.position import (
    CHECKPOINT,
    FINISHED,
    PROJECT,
    REVIEW,
    Place,
    Step,
    StepKind,
    after_day_done,
    after_marking,
    after_phase,
    after_review,
    may_enter,
    may_place,
    position,
    progress,
    resolve,
    start,
    start_of,
)
from tests.core.examples import curriculum

WAY = curriculum()
SPOTS = [
    *(Place(f"w{week}", f"w{week}d{n}") for week in (1, 2, 3, 4) for n in (1, 2, 3)),
    *(Place(f"w{week}", REVIEW) for week in (1, 2, 3, 4)),
    *(Place(f"w{week}", CHECKPOINT) for week in (1, 2, 3)),
    *(Place(f"w{week}", PROJECT) for week in (2, 4)),
    Place("w4", FINISHED),
]
spots = st.sampled_from(SPOTS)
ids = st.sampled_from(["w1", "w2", "w3", "w4", "w9", "w1d1", "w3d2", "w9d9", REVIEW, CHECKPOINT, PROJECT, FINISHED, ""])
places = st.builds(Place, ids, ids)


def test_everyone_starts_on_the_first_day() -> None:
    """R12: without a step the next flow is the first."""
    assert start(WAY) == Place("w1", "w1d1")
    assert position(WAY, []) == Place("w1", "w1d1")


def test_days_follow_each_other_and_the_review_follows_them() -> None:
    """R12, R13: one day on; after the last day the review is due, and flows move nobody then."""
    place = start(WAY)
    way = []
    for _ in range(5):
        place = after_day_done(WAY, place)
        way.append(place.spot)
    assert way == ["w1d2", "w1d3", REVIEW, REVIEW, REVIEW]


def test_marking_a_day_twice_changes_nothing() -> None:
    """R12: a done names its day."""
    first = Place("w1", "w1d1")
    once = after_marking(WAY, first, first)
    assert once == Place("w1", "w1d2")
    assert after_marking(WAY, once, first) == once


def test_a_review_with_nothing_missing_leads_to_the_next_week() -> None:
    """R13: also early: open days count as passed over."""
    assert after_review(WAY, "w1", False, Place("w1", REVIEW)) == Place("w2", "w2d1")
    assert after_review(WAY, "w1", False, Place("w1", "w1d2")) == Place("w2", "w2d1")


def test_a_phases_last_review_leads_to_its_project() -> None:
    """R14: the weeks are closed, the phase is not left; flows, and the review written again, move nobody there."""
    place = after_review(WAY, "w2", False, Place("w2", REVIEW))
    assert place == Place("w2", PROJECT)
    assert after_review(WAY, "w2", False, Place("w2", "w2d1")) == place
    assert after_day_done(WAY, place) == place
    assert after_review(WAY, "w2", True, place) == place
    assert after_review(WAY, "w2", False, place) == place


def test_leaving_a_phase_leads_to_the_next_ones_first_day() -> None:
    """R14: and after the last phase to the end."""
    assert after_phase(WAY, "w1") == Place("w3", "w3d1")
    assert after_phase(WAY, "w2") == Place("w3", "w3d1")
    assert after_phase(WAY, "w4") == Place("w4", FINISHED)


def test_a_review_with_something_missing_leads_to_the_checkpoint_and_back() -> None:
    """R13: the learner stays, the next day's work is the checkpoint, and then the review is due again."""
    place = after_review(WAY, "w1", True, Place("w1", REVIEW))
    assert place == Place("w1", CHECKPOINT)
    assert after_day_done(WAY, place) == Place("w1", REVIEW)
    assert after_review(WAY, "w1", True, place) == place
    assert after_review(WAY, "w1", False, place) == Place("w2", "w2d1")


def test_a_week_without_a_checkpoint_keeps_its_review_due() -> None:
    """R13: a draft week has no checkpoint to send anyone to."""
    assert after_review(WAY, "w4", True, Place("w4", REVIEW)) == Place("w4", REVIEW)


def test_after_the_last_phase_the_curriculum_is_finished() -> None:
    """R14: and nothing moves a learner who has finished."""
    assert after_review(WAY, "w4", False, Place("w4", REVIEW)) == Place("w4", PROJECT)
    end = after_phase(WAY, "w4")
    assert end == Place("w4", FINISHED)
    assert end.is_finished
    assert after_day_done(WAY, end) == end
    assert after_review(WAY, "w4", True, end) == end
    assert after_review(WAY, "w2", False, end) == end


@given(spots, st.sampled_from(["w1", "w2", "w3", "w4", "gone"]), st.booleans())
def test_a_review_of_another_week_moves_nobody(place: Place, week_id: str, missing: bool) -> None:
    """R13: only the week one stands in; an earlier one, written again, never takes anyone back."""
    after = after_review(WAY, week_id, missing, place)
    if week_id != place.week_id:
        assert after == place


def number(place: Place) -> tuple[int, int]:
    """How far along a place is, so that places can be compared."""
    week = WAY.week(place.week_id)
    assert week is not None
    ids = [*(day.id for day in week.days), CHECKPOINT, REVIEW, PROJECT, FINISHED]
    return week.number, ids.index(place.spot)


@given(spots, st.lists(st.sampled_from(["done", "yes", "missing"]), max_size=30))
def test_no_work_ever_leads_back(place: Place, acts: list[str]) -> None:
    """R12, R13: flows and reviews lead on; only from the review one may be sent to the checkpoint of its week."""
    for act in acts:
        before = place
        place = (
            after_day_done(WAY, place) if act == "done" else after_review(WAY, place.week_id, act == "missing", place)
        )
        if place.spot == CHECKPOINT:
            assert place.week_id == before.week_id
        else:
            assert number(place) >= number(before)


@given(spots)
def test_three_days_and_a_yes_are_enough_for_a_week(place: Place) -> None:
    """R12: from anywhere, no more flows than the week has days bring the review, and a yes the next week or, at a
    phase's end, its project."""
    week_id = place.week_id
    for _ in range(3):
        place = after_day_done(WAY, place)
    assert place.spot in {REVIEW, PROJECT, FINISHED}
    after = after_review(WAY, week_id, False, place)
    assert after.week_id != week_id or after.spot in {PROJECT, FINISHED}


D1, D2, D3 = (Place("w1", f"w1d{n}") for n in (1, 2, 3))
R1 = Place("w1", REVIEW)
WALKED = [Step("done", D1, D2), Step("done", D2, D3), Step("done", D3, R1), Step("review", R1, Place("w2", "w2d1"))]


def test_the_position_is_where_the_last_standing_step_led() -> None:
    """R12, R19: undoing the last step leads back, undoing an earlier one does not."""
    assert position(WAY, WALKED) == Place("w2", "w2d1")
    assert position(WAY, WALKED[:-1]) == R1
    assert position(WAY, [WALKED[0], *WALKED[2:]]) == Place("w2", "w2d1")
    assert position(WAY, []) == D1


def test_a_learner_can_place_themselves_back_and_go_on_from_there() -> None:
    """R12: and go back any time; nothing earned is lost."""
    back = Step("placed", Place("w2", "w2d1"), D1)
    assert position(WAY, [*WALKED, back]) == D1


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Place("w2", "w2d3"), Place("w2", "w2d3")),
        (Place("w2", REVIEW), Place("w2", REVIEW)),
        (Place("w2", CHECKPOINT), Place("w2", CHECKPOINT)),
        (Place("w4", FINISHED), Place("w4", FINISHED)),
        (Place("w2", PROJECT), Place("w2", PROJECT)),
        (Place("w1", PROJECT), Place("w2", "w2d1")),  # the phase got another week after the one that was its last
        (Place("w2", "w2d9"), Place("w2", "w2d1")),  # the day is gone
        (Place("w2", "w1d2"), Place("w2", "w2d1")),  # the day moved to another week
        (Place("w4", CHECKPOINT), Place("w4", REVIEW)),  # the checkpoint is gone
        (Place("w9", "w9d1"), Place("w1", "w1d1")),  # the week is gone
    ],
)
def test_a_place_that_is_gone_leads_to_the_nearest_one(place: Place, expected: Place) -> None:
    """Removing an id never loses a learner: the same week's first day, else the start."""
    assert resolve(WAY, place) == expected


@given(places, st.lists(st.builds(Step, st.sampled_from(get_args(StepKind)), places, places), max_size=4))
def test_no_facts_of_another_version_ever_break_anything(stored: Place, steps: list[Step]) -> None:
    """Whatever stands in the database, there is a place to go on from."""
    newer = curriculum(2, without=["w3", "w1d1"])
    for place in (resolve(newer, stored), position(newer, steps)):
        assert resolve(newer, place) == place
        assert newer.week(place.week_id) is not None
        assert after_day_done(newer, place).week_id == place.week_id
        assert 1 <= progress(newer, place, []).day <= 3


def test_when_the_next_day_is_gone_one_goes_on_after_the_last_one_done() -> None:
    """A newer version without a day: nobody is sent back to days that they have done."""
    done = Step("done", Place("w2", "w2d2"), Place("w2", "w2d3"))
    assert position(curriculum(2, without=["w2d3"]), [done]) == Place("w2", REVIEW)
    first = Step("done", Place("w2", "w2d1"), Place("w2", "w2d2"))
    assert position(curriculum(2, without=["w2d2"]), [first]) == Place("w2", "w2d3")


def test_a_place_that_is_still_there_stays() -> None:
    """By ids: whatever a newer version puts before the place, nobody moves."""
    done = Step("done", Place("w2", "w2d1"), Place("w2", "w2d3"))
    assert position(WAY, [done]) == Place("w2", "w2d3")


def test_when_a_week_is_gone_the_steps_before_tell_where_to_go_on() -> None:
    """A newer version without week 3: who had left phase 1 goes on in week 4."""
    newer = curriculum(2, without=["w3"])
    left = Step("left", Place("w2", PROJECT), Place("w3", "w3d1"))
    steps = [left, Step("done", Place("w3", "w3d1"), Place("w3", "w3d2"))]
    assert position(newer, steps) == Place("w4", "w4d1")
    assert position(newer, [*steps, Step("review", Place("w3", REVIEW), Place("w4", "w4d1"))]) == Place("w4", "w4d1")


def test_when_a_phases_last_week_is_gone_its_project_is_next() -> None:
    """R14: nobody comes past a project because the week they stood in was taken out."""
    newer = curriculum(2, without=["w2"])
    closed = Step("review", Place("w1", REVIEW), Place("w2", "w2d1"))
    assert position(newer, [closed]) == Place("w1", PROJECT)
    assert position(newer, [closed, Step("review", Place("w2", REVIEW), Place("w2", PROJECT))]) == Place("w1", PROJECT)


def test_who_stood_past_a_phase_before_there_were_gates_stays_there() -> None:
    """R14, R19: a review that led right into the next phase, from an earlier version of the bot."""
    crossed = Step("review", Place("w2", REVIEW), Place("w3", "w3d1"))
    assert position(WAY, [crossed]) == Place("w3", "w3d1")
    assert position(WAY, [crossed, Step("done", Place("w3", "w3d1"), Place("w3", "w3d2"))]) == Place("w3", "w3d2")
    assert position(WAY, [Step("review", Place("w4", REVIEW), Place("w4", FINISHED))]).is_finished


def test_when_a_chosen_week_is_gone_one_is_back_where_one_chose() -> None:
    """A newer version without the week that a learner had placed themselves at."""
    newer = curriculum(2, without=["w3"])
    assert position(newer, [*WALKED, Step("placed", Place("w2", "w2d2"), Place("w3", "w3d1"))]) == Place("w2", "w2d2")


def test_a_finished_learner_stays_finished_when_the_curriculum_grows() -> None:
    """Nothing earned is lost by a new version."""
    older_end = Place("w2", FINISHED)
    assert resolve(WAY, older_end) == older_end
    assert after_day_done(WAY, older_end) == older_end


@pytest.mark.parametrize(
    ("stood", "passed", "entered"),
    [
        ([], [], 1),
        (["w1"], [], 1),
        (["w2", "gone"], [], 1),
        (["w3", "w1"], [], 2),  # who has been in a phase may come back to it
        (["w1"], ["phase1"], 2),  # left, or shown
        (["w1"], ["phase2"], 1),  # the one before is still to be passed
        (["w1"], ["phase1", "phase2"], 2),
        (["gone"], ["phase9"], 1),
    ],
)
def test_phases_are_entered_in_their_order(stood: list[str], passed: list[str], entered: int) -> None:
    """R12, R14: those one stood in, and one more for each that was left or shown; none is skipped."""
    assert may_enter(WAY, stood, passed) == ("phase1", "phase2")[:entered]


@pytest.mark.parametrize(
    ("entered", "target", "allowed"),
    [
        (("phase1",), "w1", True),
        (("phase1",), "w2", True),  # a later week of the same phase
        (("phase1",), "w3", False),
        (("phase1", "phase2"), "w4", True),
        (("phase1", "phase2"), "w1", True),  # back any time
        (("phase1",), "w9", False),
    ],
)
def test_learners_may_place_themselves_in_phases_they_may_enter(
    entered: tuple[str, ...], target: str, allowed: bool
) -> None:
    """R12: at any week of them."""
    assert may_place(WAY, entered, target) is allowed


@pytest.mark.parametrize(
    ("place", "day"),
    [
        (Place("w2", "w2d1"), 1),
        (Place("w2", "w2d3"), 3),
        (Place("w2", REVIEW), 3),
        (Place("w2", CHECKPOINT), 3),
    ],
)
def test_progress_names_the_week_and_the_day_of_so_many(place: Place, day: int) -> None:
    """`/progress`: position, weeks closed, and their part of the whole, rounded down."""
    found = progress(WAY, place, {"w1", "w3", "gone"})
    assert (found.week, found.day, found.days) == (2, day, 3)
    assert (found.weeks_closed, found.weeks, found.percent) == (2, 4, 50)


def test_a_third_of_the_way_is_not_rounded_up() -> None:
    """`/progress`: a hundred percent is only for those who closed every week."""
    three = curriculum(2, without=["w4"])
    assert progress(three, start(three), {"w1", "w2"}).percent == 66
    assert progress(three, start(three), {"w1", "w2", "w3"}).percent == 100


def test_a_week_starts_with_its_first_day() -> None:
    """R12: who places themselves at a week begins it."""
    week = WAY.week("w3")
    assert week is not None
    assert start_of(WAY, week) == Place("w3", "w3d1")
