"""What a learner in mid-run would notice of a newer version of their curriculum."""

from dataclasses import replace

from bot.core.curriculum import Curriculum, Phase, Week
from bot.core.editions import Change, changes, counted, lost_ids
from tests.core.examples import curriculum

OLD = curriculum()


def with_week(found: Curriculum, week: Week) -> Curriculum:
    """The same with one week put in the place of its id."""

    def of(phase: Phase) -> Phase:
        return replace(phase, weeks=tuple(week if each.id == week.id else each for each in phase.weeks))

    return replace(found, phases=tuple(of(phase) for phase in found.phases))


def week(id_: str) -> Week:
    """A week of the old version."""
    found = OLD.week(id_)
    assert found is not None
    return found


def test_the_same_curriculum_has_no_changes() -> None:
    """Another version number alone is nothing to tell."""
    assert changes(OLD, curriculum(2)) == ()
    assert counted(()).nothing


def test_a_text_that_changed_under_its_id_is_named() -> None:
    """Ids are for ever, texts are not."""
    first = week("w2").days[0]
    newer = with_week(OLD, replace(week("w2"), days=(replace(first, do="Do more."), *week("w2").days[1:])))

    assert changes(OLD, newer) == (Change("day", "changed", "w2d1", "Day 1", "Week 2, Week 2"),)
    assert counted(changes(OLD, newer)).rewritten_days == 1
    assert lost_ids(changes(OLD, newer)) == ()


def test_an_id_that_is_gone_is_named_with_where_it_was() -> None:
    """Removing one takes a new version."""
    found = changes(OLD, curriculum(2, without=["w2d3"]))

    assert found == (Change("day", "gone", "w2d3", "Day 3", "Week 2, Week 2"),)
    assert lost_ids(found) == ("w2d3",)
    assert not counted(found).nothing


def test_a_week_that_is_gone_takes_its_days_along() -> None:
    """Every id that is lost is named."""
    found = changes(OLD, curriculum(2, without=["w3"]))

    assert set(lost_ids(found)) == {"w3", "w3d1", "w3d2", "w3d3"}
    assert (counted(found).gone_weeks, counted(found).gone_days) == (1, 3)


def test_days_that_changed_places_moved_and_the_others_did_not() -> None:
    """Order counts only among what stayed in its week."""
    one, two, three = week("w1").days
    swapped = with_week(OLD, replace(week("w1"), days=(two, one, three)))
    shorter = with_week(OLD, replace(week("w1"), days=(two, three)))

    assert [(change.id, change.how) for change in changes(OLD, swapped)] == [("w1d2", "moved"), ("w1d1", "moved")]
    assert [(change.id, change.how) for change in changes(OLD, shorter)] == [("w1d1", "gone")]


def test_a_day_that_went_to_another_week_moved() -> None:
    """Its id, and what was done under it, went along."""
    one, *rest = week("w1").days
    newer = with_week(
        with_week(OLD, replace(week("w1"), days=tuple(rest))), replace(week("w2"), days=(*week("w2").days, one))
    )

    assert [(change.id, change.how) for change in changes(OLD, newer)] == [("w1d1", "moved")]
