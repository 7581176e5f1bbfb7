"""The accelerated path of a phase: weeks taken together have days of their own and one review (R14)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.curriculum import Accelerated, Curriculum
from bot.core.position import (
    CHECKPOINT,
    FINISHED,
    PROJECT,
    REVIEW,
    Place,
    after_day_done,
    after_review,
    progress,
    resolve,
    start,
    start_of,
)
from bot.curriculum_file import built_in, load
from tests.core.examples import curriculum

LONG = curriculum()
SHORT = LONG.walked(shortened=True)
SPOTS = [
    *(Place(week.id, spot) for week in LONG.weeks for spot in (*(day.id for day in week.days), REVIEW, CHECKPOINT)),
    *(Place(week, PROJECT) for week in ("w2", "w4")),
    Place("w4", FINISHED),
]


def only(week: str) -> Curriculum:
    """A shorter path whose days all lie in one of its weeks."""
    days = tuple(f"{week}d{n}" for n in (1, 2, 3))
    phase = LONG.phases[0]
    merged = (Accelerated(("w1", "w2"), days, "Both."),)
    return _with(phase.id, merged).walked(shortened=True)


def _with(phase_id: str, merged: tuple[Accelerated, ...]) -> Curriculum:
    phases = tuple(replace(it, accelerated=merged) if it.id == phase_id else it for it in LONG.phases)
    return replace(LONG, phases=phases)


def test_the_days_of_the_path_follow_each_other_across_its_weeks() -> None:
    """R14: five days of their own (three here), then one review for all of them, then the project."""
    place = start(SHORT)
    way = [place]
    for _ in range(3):
        place = after_day_done(SHORT, place)
        way.append(place)
    assert way == [Place("w1", "w1d2"), Place("w2", "w2d1"), Place("w2", "w2d3"), Place("w2", REVIEW)]
    assert after_review(SHORT, "w2", False, place) == Place("w2", PROJECT)


@pytest.mark.parametrize("week", ["w1", "w2"])
def test_one_review_closes_the_weeks_taken_together_also_early(week: str) -> None:
    """R13, R14: whichever of them it is asked for by."""
    assert after_review(SHORT, week, False, Place("w1", "w1d2")) == Place("w2", PROJECT)
    assert after_review(SHORT, week, True, Place("w1", "w1d2")) == Place("w2", CHECKPOINT)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Place("w1", "w1d1"), Place("w1", "w1d2")),  # an optional day leads to the next one that counts
        (Place("w1", "w1d3"), Place("w2", "w2d1")),
        (Place("w1", REVIEW), Place("w2", "w2d1")),
        (Place("w1", CHECKPOINT), Place("w2", "w2d1")),
        (Place("w2", "w2d2"), Place("w2", "w2d3")),
        (Place("w2", REVIEW), Place("w2", REVIEW)),
        (Place("w2", PROJECT), Place("w2", PROJECT)),
        (Place("w3", "w3d1"), Place("w3", "w3d1")),
    ],
)
def test_the_path_can_be_taken_up_anywhere(before: Place, after: Place) -> None:
    """R14: at any time in the phase, from where one stands."""
    assert resolve(SHORT, before) == after


@given(st.sampled_from(SPOTS))
def test_taking_it_up_and_leaving_it_never_leads_back(place: Place) -> None:
    """R12, R14: nobody is sent over days again; what was a place on the path is one week by week, too."""
    here = resolve(LONG, place)
    there = resolve(SHORT, here)
    assert number(there) >= number(here)
    assert resolve(LONG, there) == there
    assert resolve(SHORT, there) == there


@given(st.sampled_from(SPOTS), st.lists(st.booleans(), max_size=8))
def test_every_place_of_the_path_leads_on_to_the_end_of_its_weeks(place: Place, marks: list[bool]) -> None:
    """R12: flows lead to the review, never round in circles."""
    place = resolve(SHORT, place)
    for _ in marks:
        after = after_day_done(SHORT, place)
        assert number(after) >= number(place) or place.spot == CHECKPOINT
        place = after


def number(place: Place) -> tuple[int, int]:
    week = LONG.week(place.week_id)
    assert week is not None
    spots = [*(day.id for day in week.days), CHECKPOINT, REVIEW, PROJECT, FINISHED]
    return week.number, spots.index(place.spot)


@pytest.mark.parametrize(("week", "first"), [("w1", Place("w1", "w1d1")), ("w2", Place("w2", "w2d1"))])
def test_a_week_without_a_day_of_its_own_is_passed_over(week: str, first: Place) -> None:
    """R14: all days of the path may lie in one of the weeks taken together."""
    short = only(week)
    assert start(short) == first
    place = first
    for _ in range(3):
        place = after_day_done(short, place)
    assert place == Place("w2", REVIEW)
    other = short.week("w1" if week == "w2" else "w2")
    assert other is not None
    assert start_of(short, other) == (first if week == "w2" else Place("w2", REVIEW))
    assert resolve(short, Place("w2", "w2d2")) == (Place("w2", "w2d2") if week == "w2" else Place("w2", REVIEW))


def test_progress_counts_the_days_of_the_path() -> None:
    """`/progress`: day n of the days that count; closed weeks are those of the whole way."""
    found = progress(SHORT, Place("w2", "w2d1"), {"w1", "w2"})
    assert (found.week, found.day, found.days, found.weeks_closed, found.percent) == (2, 2, 3, 2, 50)


def test_the_built_in_path_takes_four_weeks_and_twenty_days() -> None:
    """curriculum.md: 1+2, 3, 4+5, 6; all recall questions stay."""
    whole = load(built_in())
    short = whole.walked(shortened=True)
    place, days, reviews = start(short), 0, 0
    while place.spot != PROJECT:
        if place.spot == REVIEW:
            reviews += 1
            place = after_review(short, place.week_id, False, place)
        else:
            days += 1
            place = after_day_done(short, place)
    assert (days, reviews, place) == (20, 4, Place("w06", PROJECT))
    first = short.stretch("w01")
    assert len(first.recall) == sum(len(week.recall) for week in whole.phases[0].weeks[:2])
    assert short.stretch("w07").days == whole.phases[1].weeks[0].days
