"""A phase's project: its steps, shipped with a link or a note, and taken back (R14, R19)."""

import pytest

from bot.app.commands import (
    History,
    Milestones,
    SeeMilestone,
    Ship,
    Undo,
)
from bot.app.said import (
    HistoryShown,
    MilestoneShown,
    MilestonesShown,
    Shipped,
    Undone,
)
from bot.core.curriculum import Curriculum
from tests.core import examples
from tests.world import Person, StoppedClock

LINK = "https://example.org/me/build"


@pytest.fixture(scope="module")
def curriculum() -> Curriculum:
    """Two phases of two weeks of three days; each project has one milestone."""
    return examples.curriculum()


async def test_the_project_of_the_present_phase_is_shown_from_its_first_day_on(anna: Person) -> None:
    """R14: its steps, and what leaving takes."""
    await anna.joins()
    shown = await anna.hears(MilestonesShown, Milestones())
    assert (shown.phase.id, shown.number, shown.phases, shown.here) == ("phase1", 1, 2, True)
    assert (shown.shipments, shown.signal, shown.others, shown.asked) == ((), "", (), False)
    assert (shown.gate.week and shown.gate.week.id, len(shown.gate.milestones), shown.gate.signal) == ("w2", 1, True)


@pytest.mark.parametrize(("link", "note"), [(LINK, ""), ("", "on paper"), (f" {LINK} ", "and why")])
async def test_a_step_is_shipped_with_a_link_or_a_note_or_both(anna: Person, link: str, note: str) -> None:
    """R14: at any time in the phase; it can be seen again."""
    await anna.joins()
    shipped = await anna.hears(Shipped, Ship("p1m1", link, note))
    assert (shipped.shipment.link, shipped.shipment.note) == (link.strip(), note)
    assert (shipped.left, shipped.next.spot, shipped.gate.milestones) == (0, "day", ())
    seen = await anna.hears(MilestoneShown, SeeMilestone("p1m1"))
    assert (seen.milestone.id, seen.shipments) == ("p1m1", (shipped.shipment,))
    assert (await anna.hears(MilestonesShown, Milestones())).shipments == (shipped.shipment,)


@pytest.mark.parametrize(
    ("link", "note", "kind", "field"),
    [
        ("", "", "link_or_note", "note"),
        ("  ", " \n", "link_or_note", "note"),
        ("http://example.org", "a note", "bad_link", "link"),
        ("my repository", "", "bad_link", "link"),
    ],
)
async def test_a_step_without_a_good_link_or_a_note_is_not_shipped(
    anna: Person, link: str, note: str, kind: str, field: str
) -> None:
    """R14, section 4: one of both is needed, a link is https; the field that is wrong is asked for again."""
    await anna.joins()
    refused = await anna.refused(Ship("p1m1", link, note))
    assert (refused.kind, refused.field) == (kind, field)
    assert (await anna.hears(MilestonesShown, Milestones())).shipments == ()


@pytest.mark.parametrize("milestone", ["p2m1", "gone"])
async def test_a_step_of_a_phase_that_is_not_open_cannot_be_shipped(anna: Person, milestone: str) -> None:
    """Section 4: a forged or outdated button."""
    await anna.joins()
    assert (await anna.refused(Ship(milestone, LINK))).kind == "outdated"
    assert (await anna.refused(SeeMilestone(milestone))).kind == "outdated"


async def test_a_step_shipped_again_shows_the_newer_one_and_undo_brings_the_first_back(anna: Person) -> None:
    """R19: undo takes back exactly what that fact gave."""
    await anna.joins()
    first = await anna.hears(Shipped, Ship("p1m1", LINK))
    second = await anna.hears(Shipped, Ship("p1m1", note="rewritten"))
    seen = await anna.hears(MilestoneShown, SeeMilestone("p1m1"))
    assert seen.shipments == (second.shipment, first.shipment)
    undone = await anna.hears(Undone, Undo("milestone", second.shipment.id))
    assert (undone.what, undone.week_title, undone.already, undone.moved_back) == ("milestone", "Ship", False, False)
    assert (await anna.hears(MilestonesShown, Milestones())).shipments == (first.shipment,)
    assert (await anna.hears(Undone, Undo("milestone", second.shipment.id))).already


async def test_shipping_stands_in_the_history_for_28_days(anna: Person, clock: StoppedClock) -> None:
    """R19: from the history, too; after 28 days it stays as it is, and nobody undoes somebody else's."""
    await anna.joins()
    shipped = await anna.hears(Shipped, Ship("p1m1", LINK))
    (fact,) = (await anna.hears(HistoryShown, History())).facts
    assert (fact.what, fact.which, fact.title) == ("milestone", shipped.shipment.id, "Ship")
    clock.pass_(days=28, seconds=1)
    assert (await anna.refused(Undo("milestone", fact.which))).kind == "too_old"
    assert (await anna.hears(HistoryShown, History())).facts == ()


async def test_nobody_touches_what_somebody_else_shipped(anna: Person, ben: Person) -> None:
    """Section 4: somebody else's private button."""
    await anna.joins()
    await ben.joins()
    shipped = await anna.hears(Shipped, Ship("p1m1", LINK))
    for number in (shipped.shipment.id, 999):
        assert (await ben.refused(Undo("milestone", number))).kind == "not_yours"
    assert (await ben.hears(MilestonesShown, Milestones())).shipments == ()
