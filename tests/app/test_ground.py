"""Starting at a later phase by showing the earlier ones (R12, R14)."""

from dataclasses import replace

import pytest

from bot.app.commands import Milestones, Settings, ShowGround, ShowProject, Today, WriteReady
from bot.app.said import GroundShown, MilestonesShown, Refused, SettingsShown, SkipRefused, TodayShown
from bot.core.curriculum import Curriculum, Phase
from tests.app.scenes import SIGNAL
from tests.core import examples
from tests.world import Person

LINK = "https://example.org/me/build"


@pytest.fixture(scope="module")
def curriculum() -> Curriculum:
    """Four phases of a week or two."""
    small = examples.curriculum()
    one, two = small.phases

    def split(phase: Phase, at: int) -> Phase:
        step = replace(phase.project.milestones[0], id=f"{phase.id}-{at}m")
        project = replace(phase.project, milestones=(step,))
        week = phase.weeks[at]
        return replace(phase, id=f"{phase.id}-{at}", weeks=(week,), accelerated=(), project=project)

    return replace(small, phases=(split(one, 0), split(one, 1), split(two, 0), split(two, 1)))


async def why_not(person: Person, week: int) -> tuple[Refused, SkipRefused]:
    answer = await person.says(Settings(week=week))
    assert isinstance(answer.said, Refused)
    (hint,) = answer.asides
    assert isinstance(hint, SkipRefused)
    return answer.said, hint


async def test_the_refusal_to_skip_says_exactly_what_is_missing(anna: Person) -> None:
    """R14: for each earlier phase its signal and a project; the phases themselves say why."""
    await anna.joins()
    refused, hint = await why_not(anna, 4)
    assert (refused.kind, refused.given, refused.numbers) == ("week_not_open", "4", (1,))
    assert (hint.number, hint.target.id) == (4, "phase2-1")
    assert [(it.number, it.phase.id, it.signal) for it in hint.missing] == [
        (1, "phase1-0", False),
        (2, "phase1-1", False),
        (3, "phase2-0", False),
    ]
    assert (await anna.hears(TodayShown, Today())).stand.week.id == "w1"


async def test_a_phase_is_shown_by_its_signal_and_a_project(anna: Person) -> None:
    """R14: a link or a note; then the next phase is open, and its learner's place stays until they choose."""
    await anna.joins()
    shown = await anna.hears(GroundShown, ShowGround("phase1-0", SIGNAL, note="I teach it"))
    assert (shown.number, shown.opens and shown.opens.id, shown.next and shown.next.number) == (1, "w2", 2)
    assert (await anna.hears(TodayShown, Today())).stand.week.id == "w1"
    assert not (await anna.hears(MilestonesShown, Milestones(1))).behind
    assert (await anna.hears(SettingsShown, Settings(week=2))).stand.week.id == "w2"
    assert [(await anna.hears(MilestonesShown, Milestones(n))).behind for n in (1, 2)] == [True, False]
    _, hint = await why_not(anna, 3)
    assert [it.number for it in hint.missing] == [2]


async def test_phases_are_shown_in_any_order_but_entered_in_theirs(anna: Person) -> None:
    """R14: a gap keeps the later ones shut."""
    await anna.joins()
    later = await anna.hears(GroundShown, ShowGround("phase1-1", SIGNAL, LINK))
    assert later.opens is None
    _, hint = await why_not(anna, 3)
    assert [it.number for it in hint.missing] == [1]
    assert (await anna.hears(GroundShown, ShowGround("phase1-0", SIGNAL, LINK))).opens is not None
    assert (await anna.hears(SettingsShown, Settings(week=3))).stand.week.id == "w3"
    shown = await anna.hears(MilestonesShown, Milestones())
    assert (shown.number, shown.others) == (3, (1, 2))


async def test_a_signal_that_is_there_already_is_not_asked_for_again(anna: Person) -> None:
    """R14: only the project is missing then."""
    await anna.joins()
    assert (await anna.refused(ShowProject("phase1-0", LINK))).kind == "outdated"
    await anna.says(WriteReady("phase1-0", SIGNAL))
    _, hint = await why_not(anna, 2)
    assert [(it.number, it.signal) for it in hint.missing] == [(1, True)]
    assert (await anna.hears(GroundShown, ShowProject("phase1-0", LINK))).opens is not None
    assert (await anna.hears(SettingsShown, Settings(week=2))).stand.week.id == "w2"


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        (ShowGround("phase1-0", SIGNAL), "link_or_note"),
        (ShowGround("phase1-0", SIGNAL, "http://example.org"), "bad_link"),
        (ShowGround("phase9", SIGNAL, LINK), "outdated"),
        (ShowGround("phase2-1", SIGNAL, LINK), "outdated"),  # nothing comes after the last phase
    ],
)
async def test_what_shows_nothing_is_refused(anna: Person, command: ShowGround, kind: str) -> None:
    """R14, section 4: and nothing is opened by it."""
    await anna.joins()
    assert (await anna.refused(command)).kind == kind
    assert (await why_not(anna, 2))[1].missing[0].signal is False


async def test_one_refused_week_changes_no_other_setting(anna: Person) -> None:
    """Section 4: nothing is changed."""
    await anna.joins()
    assert (await anna.refused(Settings(called="Ann", week=4))).kind == "week_not_open"
    assert (await anna.hears(SettingsShown, Settings())).name == "Anna"


async def test_what_one_shows_opens_nothing_for_somebody_else(anna: Person, ben: Person) -> None:
    """R14, R23: it is one's own."""
    await anna.joins()
    await ben.joins()
    await anna.says(ShowGround("phase1-0", SIGNAL, LINK))
    assert len((await why_not(ben, 2))[1].missing) == 1
