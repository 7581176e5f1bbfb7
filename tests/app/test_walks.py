"""Any way through a curriculum: flows, reviews, projects, places, paths and undo in any order (R12-R14, R19)."""

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.app.app import App
from bot.app.commands import (
    AnswerReview,
    LeavePhase,
    LogFlow,
    MarkDone,
    Milestones,
    Settings,
    Ship,
    ShorterPath,
    Today,
    Undo,
    WriteReady,
    WriteReview,
)
from bot.app.said import (
    DoneMarked,
    Logged,
    MilestonesShown,
    PhaseLeft,
    ReadyKept,
    Refused,
    ReviewClosed,
    ReviewOpen,
    ReviewWritten,
    SettingsShown,
    Shipped,
    Stand,
    TodayShown,
    Undone,
)
from bot.core.curriculum import Curriculum
from tests.app.life import mostly_embedded
from tests.app.scenes import SIGNAL, TEXT
from tests.core import examples
from tests.world import Person, StoppedClock

pytestmark = mostly_embedded
_people = itertools.count(1)


@pytest.fixture(scope="module")
def curriculum() -> Curriculum:
    """Two phases of two weeks; the first has a shorter path."""
    return examples.curriculum()


@dataclass(slots=True)
class Walker:
    """A learner who does something, and knows what would take their last act back."""

    person: Person
    clock: StoppedClock
    undo: Undo | None = None
    shipped: list[Undo] = field(default_factory=list)

    async def stand(self) -> Stand:
        """Where they are."""
        return (await self.person.hears(TodayShown, Today())).stand

    async def act(self, name: str) -> None:
        """Do it; what cannot be done here changes nothing."""
        self.undo = None
        self.clock.pass_(minutes=1)
        await ACTS[name](self)

    async def done(self) -> None:
        """Mark the present day done by itself."""
        stand = await self.stand()
        said = (await self.person.says(MarkDone(stand.day.id if stand.day else stand.spot))).said
        if isinstance(said, DoneMarked) and said.step:
            self.undo = Undo("done", said.step)

    async def flow(self) -> None:
        """Log it and mark the day done."""
        said = await self.person.hears(Logged, LogFlow(30, done=True))
        self.undo = Undo("log", said.log.id)

    async def explain(self) -> None:
        """Write a review with nothing missing."""
        written = (await self.person.says(WriteReview(TEXT))).said
        if isinstance(written, ReviewWritten):
            said = await self.person.hears(ReviewClosed, AnswerReview(written.review, missing=False, sure=True))
            self.undo = Undo("review", said.review)

    async def doubt(self) -> None:
        """Write a review with something missing."""
        written = (await self.person.says(WriteReview(TEXT))).said
        if isinstance(written, ReviewWritten):
            said = await self.person.hears(ReviewOpen, AnswerReview(written.review, missing=True))
            self.undo = Undo("missing", said.review) if said.review else None

    async def ship(self) -> None:
        """Ship a step of the present project, again if it is shipped."""
        shown = await self.person.hears(MilestonesShown, Milestones())
        said = await self.person.hears(Shipped, Ship(shown.phase.project.milestones[0].id, note="there"))
        self.undo = Undo("milestone", said.shipment.id)
        self.shipped.append(self.undo)

    async def unship(self) -> None:
        """Take back what was shipped some time ago."""
        if self.shipped:
            await self.person.hears(Undone, self.shipped.pop(0))

    async def signal(self) -> None:
        """Say how the phase went."""
        stand = await self.stand()
        said = await self.person.hears(ReadyKept, WriteReady(stand.phase.id, SIGNAL))
        self.undo = Undo("phase", said.left) if said.left else None

    async def leave(self) -> None:
        """Ask to leave the phase."""
        said = (await self.person.says(LeavePhase((await self.stand()).phase.id))).said
        if isinstance(said, PhaseLeft) and said.step:
            self.undo = Undo("phase", said.step)

    async def place(self, week: int) -> None:
        """Place themselves at a week."""
        said = (await self.person.says(Settings(week=week))).said
        assert isinstance(said, SettingsShown | Refused)

    async def path(self, choice: str) -> None:
        """Take the shorter path, or leave it."""
        await self.person.says(ShorterPath("take" if choice == "take" else "leave"))


ACTS: dict[str, Callable[[Walker], Awaitable[None]]] = {
    "done": Walker.done,
    "flow": Walker.flow,
    "explain": Walker.explain,
    "doubt": Walker.doubt,
    "ship": Walker.ship,
    "unship": Walker.unship,
    "signal": Walker.signal,
    "leave": Walker.leave,
    "week 1": lambda walker: walker.place(1),
    "week 2": lambda walker: walker.place(2),
    "week 3": lambda walker: walker.place(3),
    "take": lambda walker: walker.path("take"),
    "by week": lambda walker: walker.path("leave"),
}
CHOSEN = {"week 1", "week 2", "week 3"}
BACK = {"unship", "by week"}  # week by week one goes on at the day that was optional on the path
BEGINNINGS = (  # at chance alone a walk seldom comes as far as a phase's end
    "",
    "explain explain",
    "explain explain signal",
    "take ship signal",
    "explain explain ship signal explain explain",
)
acts = st.builds(
    lambda first, then: [*((name, False) for name in first.split()), *then],
    st.sampled_from(BEGINNINGS),
    st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.booleans()), max_size=20),
)


def number(stand: Stand) -> tuple[int, int, int]:
    """How far along a place is: phase, week, spot. A checkpoint is as far as the review it leads to."""
    spots = {"day": 0, "checkpoint": 8, "review": 8, "project": 9, "finished": 10}
    day = stand.week.days.index(stand.day) + 1 if stand.day else 0
    return stand.phase_number, stand.week.number, day or spots[stand.spot]


@example(acts=[("explain", False), ("explain", False), ("week 1", False), ("explain", True)])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(acts=acts)
async def test_any_walk_keeps_what_is_promised(app: App, clock: StoppedClock, acts: list[tuple[str, bool]]) -> None:
    """R12-R14, R19: nothing but one's own choice leads into a phase past an open gate; no work leads back, least of all
    over closed weeks; and taking the last act back restores the place."""
    walker = Walker(Person(app, f"w{next(_people)}", "Walker"), clock)
    await walker.person.joins()
    for name, regret in acts:
        before = await walker.stand()
        await walker.act(name)
        after = await walker.stand()
        if after.phase_number > before.phase_number or after.spot == "finished" != before.spot:
            shown = await walker.person.hears(MilestonesShown, Milestones(before.phase_number))
            passed = shown.number == before.phase_number and shown.gate.is_open
            assert passed or (name in CHOSEN and await _has_been_there(walker, after))
        if name not in CHOSEN | BACK:
            assert number(after) >= min(number(before), (before.phase_number, before.week.number, 8)), name
        if regret and walker.undo:
            await walker.person.hears(Undone, walker.undo)
            assert _spot(await walker.stand()) == _spot(before), name


async def _has_been_there(walker: Walker, stand: Stand) -> bool:
    """Whether a phase is open to somebody who stood in it: the way back stays open whatever is taken back (R12)."""
    shown = await walker.person.hears(MilestonesShown, Milestones(1))
    return stand.phase_number in (*shown.others, shown.number)


def _spot(stand: Stand) -> tuple[str, str, str]:
    return stand.week.id, stand.spot, stand.day.id if stand.day else ""


async def test_a_walk_from_the_first_day_to_the_end(app: App, clock: StoppedClock) -> None:
    """R12-R14: the straight way, act by act, so that the walks above are known to reach every kind of place."""
    walker = Walker(Person(app, "straight", "Straight"), clock)
    await walker.person.joins()
    spots = []
    for _ in range(2):
        for _ in range(2):
            for act in ("done", "flow", "done", "doubt", "done", "explain"):
                await walker.act(act)
                spots.append((await walker.stand()).spot)
        for act in ("leave", "ship", "signal"):
            await walker.act(act)
            spots.append((await walker.stand()).spot)
    assert set(spots) == {"day", "review", "checkpoint", "project", "finished"}
    assert spots[-1] == "finished"
    assert walker.undo is not None
    await walker.person.hears(Undone, walker.undo)
    assert (await walker.stand()).spot == "project"
