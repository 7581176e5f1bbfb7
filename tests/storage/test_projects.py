"""Milestones shipped and readiness signals as rows."""

from datetime import timedelta

from bot.core.gates import ShippedId
from bot.core.people import LearnerId
from bot.core.position import PROJECT, Place, Step
from bot.storage.tx import Tx
from tests.storage.people import NOW, TODAY, club, somebody

LINK = "https://example.org/one"


def ships(tx: Tx, learner: LearnerId, milestone: str = "m1", link: str = LINK, note: str = "") -> ShippedId:
    return tx.projects.ship(learner, "small", milestone, link, note, NOW, TODAY)


def test_a_shipment_is_kept_with_its_link_and_note(tx: Tx) -> None:
    """R14: of its learner and curriculum alone."""
    anna = somebody(tx)
    first, second = ships(tx, anna), ships(tx, anna, "m2", "", "by hand")
    found = tx.projects.shipped(anna, "small")
    assert [(it.id, it.milestone, it.link, it.note, it.at, it.day) for it in found] == [
        (first, "m1", LINK, "", NOW, TODAY),
        (second, "m2", "", "by hand", NOW, TODAY),
    ]
    assert tx.projects.shipped(anna, "other") == []
    assert tx.projects.shipped(somebody(tx, person="102"), "small") == []


def test_an_undone_shipment_is_kept_but_no_longer_listed(tx: Tx) -> None:
    """R19: the one before it, of the same step, stands again."""
    anna = somebody(tx)
    first, second = ships(tx, anna), ships(tx, anna, link="https://example.org/two")
    tx.projects.undo(second, NOW + timedelta(hours=1))
    tx.projects.undo(second, NOW + timedelta(hours=2))
    assert [it.id for it in tx.projects.shipped(anna, "small")] == [first]
    found = tx.projects.get(second)
    assert found is not None
    assert (found[0], found[1], found[2].undone_at) == (anna, "small", NOW + timedelta(hours=1))
    assert tx.projects.get(ShippedId(999)) is None


def test_a_signal_written_again_takes_the_place_of_the_first_and_leaves_evidence(tx: Tx) -> None:
    """R14: one a phase; what was shown stays shown."""
    anna = somebody(tx)
    tx.projects.signal(anna, "small", "p1", "so so", NOW, TODAY)
    assert tx.projects.signals(anna, "small")["p1"].evidence == ""
    tx.projects.show(anna, "small", "p1", "well", LINK, NOW, TODAY)
    tx.projects.signal(anna, "small", "p1", "very well", NOW + timedelta(days=1), TODAY)
    (signal,) = tx.projects.signals(anna, "small").values()
    assert (signal.phase, signal.text, signal.evidence) == ("p1", "very well", LINK)
    assert signal.at == NOW + timedelta(days=1)
    assert tx.projects.signals(anna, "other") == {}


def test_listed_members_who_left_a_phase_in_some_days_are_named(tx: Tx) -> None:
    """R22, R24: the digest names the listed; others, other days and what was taken back are left out."""
    group, _ = club(tx)
    leaves = Step("left", Place("w2", PROJECT), Place("w3", "w3d1"))
    people = [somebody(tx, person=f"{n}") for n in range(3)]
    for learner, listed in zip(people, (True, None, True), strict=True):
        tx.groups.join(group, learner, TODAY)
        if listed:
            tx.groups.set_listed(group, learner, True)
    numbers = [tx.way.add_step(learner, "small", leaves, NOW, TODAY) for learner in people]
    tx.way.undo_steps(NOW, step=numbers[2])
    tx.way.add_step(people[2], "small", Step("done", Place("w2", "w2d1"), Place("w2", "w2d2")), NOW, TODAY)
    assert [week for _, week in tx.projects.left_in_group(group, "small", TODAY, TODAY, 9)] == ["w2"]
    later = TODAY + timedelta(days=1)
    assert tx.projects.left_in_group(group, "small", later, later, 9) == []
    assert tx.projects.left_in_group(group, "other", TODAY, TODAY, 9) == []


def test_a_learner_walks_a_curriculum_by_a_path(tx: Tx) -> None:
    """R14: kept beside the edition they know, for that curriculum alone."""
    anna = somebody(tx)

    def path() -> str:
        found = tx.people.get(anna, NOW)
        assert found is not None
        return found.path

    learner = tx.people.get(anna, NOW)
    assert learner is not None
    assert path() == ""
    tx.editions.set_path(anna, learner.curriculum, 3, "accelerated")
    tx.editions.tell(anna, learner.curriculum, 4)
    again = tx.people.get(anna, NOW)
    assert again is not None
    assert (again.path, again.edition) == ("accelerated", 4)
    tx.editions.set_path(anna, learner.curriculum, 4, "")
    tx.editions.set_path(anna, "other", 1, "accelerated")
    assert path() == ""


def test_merged_weeks_are_those_whose_yes_stands(tx: Tx) -> None:
    """R14, R19: a yes that was taken back closes none of the weeks taken together."""
    anna = somebody(tx)
    number = tx.way.add_review(anna, "small", "w2", "In my words", NOW)
    step = Step("merged", Place("w1", "w1d2"), Place("w2", PROJECT))
    tx.way.add_step(anna, "small", step, NOW, TODAY, review=number)
    assert tx.way.merged(anna, "small") == set()
    tx.way.answer_review(number, whole=True, closed_on=TODAY)
    assert tx.way.merged(anna, "small") == {"w2"}
    tx.way.undo_review(number, NOW)
    assert tx.way.merged(anna, "small") == set()
