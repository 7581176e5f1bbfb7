"""What the erased leave to a group: numbers without a person (R3, R22, R23; issue 4, point 8)."""

from datetime import date, timedelta

import pytest

from bot.app.app import App
from bot.app.commands import (
    Leaderboard,
    LogFlow,
    Undo,
)
from bot.app.said import (
    BoardShown,
    Logged,
)
from bot.core.people import Group
from bot.storage.remnants import Remnant
from bot.storage.store import Store
from tests.app.life import Life, mostly_embedded
from tests.app.scenes import card, closes, forgets, fresh, member
from tests.world import PLACE, Person, StoppedClock, founded

MONDAY = date(2026, 3, 2)


@pytest.fixture
async def group(host: Person) -> Group:
    """A group with a board, whose card comes at nine, UTC."""
    return await founded(host, board=True)


async def left_of(store: Store, group: Group) -> Remnant:
    """A group's remnant of the first week."""
    return await store.read(lambda tx: tx.remnants.between(group.id, MONDAY, MONDAY))


async def test_credited_minutes_flows_and_the_kept_week_stay(
    app: App, group: Group, store: Store, clock: StoppedClock
) -> None:
    """R3: at most 240 a day; from joining the group on; what was taken back stays away."""
    ann = await member(app, 1, group)
    await ann.says(LogFlow(200))
    await ann.says(LogFlow(200))
    await ann.says(LogFlow(60, when="2026-02-27"))
    for _ in range(2):
        clock.pass_(days=1)
        await ann.says(LogFlow(30))
    taken = await ann.hears(Logged, LogFlow(30))
    await ann.says(Undo("log", taken.log.id))
    await forgets(ann)
    assert await left_of(store, group) == Remnant(300, 4, 1)
    assert (
        await store.read(
            lambda tx: tx.remnants.between(group.id, MONDAY - timedelta(weeks=9), MONDAY - timedelta(days=1))
        )
        == Remnant()
    )


@mostly_embedded
async def test_the_digest_counts_who_was_erased_as_no_learner(app: App, group: Group, life: Life) -> None:
    """R22, R23: the sums are what the group did; three who are there are needed to tell them at all."""
    people = [await member(app, number, group) for number in range(4)]
    for person in people:
        await person.says(LogFlow(60))
    await forgets(people[0])
    digest = (await card(life, "2026-03-09")).digest
    assert digest is not None
    assert (digest.minutes, digest.flows, digest.learners) == (240, 4, 3)


@mostly_embedded
async def test_a_remnant_lifts_nobody_above_the_floor(app: App, group: Group, life: Life) -> None:
    """R23: two learners and a remnant are two learners."""
    people = [await member(app, number, group) for number in range(3)]
    for person in people:
        await person.says(LogFlow(60))
    await forgets(people[0])
    digest = (await card(life, "2026-03-09")).digest
    assert digest is not None
    assert (digest.minutes, digest.flows, digest.learners) == (None, None, 2)


@pytest.mark.parametrize(("listed", "total"), [(0, 240), (3, 180), (2, None)])
async def test_a_boards_total_includes_a_remnant_only_in_a_crowd(
    app: App, group: Group, listed: int, total: int | None
) -> None:
    """R10, R23: beside the listed, whose minutes are shown, it could be worked out by subtraction."""
    people = [await member(app, number, group, listed=number < listed) for number in range(3)]
    gone = await member(app, 9, group)
    for person in (*people, gone):
        await person.says(LogFlow(60))
    await forgets(gone)
    shown = await people[0].hears(BoardShown, Leaderboard(), PLACE)
    assert shown.total_minutes == total
    assert "Member 9" not in repr(shown)


@mostly_embedded
async def test_a_name_vanishes_from_the_cards_at_once(app: App, group: Group, life: Life) -> None:
    """R22: the day's card is drawn again without it, and so is what it celebrated."""
    ann, bo = await member(app, 1, group), await member(app, 2, group)
    await ann.says(LogFlow(60))
    await closes(ann)
    await bo.says(LogFlow(60))
    await life.until("2026-03-09 09:00")
    assert "Member 1" in repr((await fresh(life, "2026-03-09 09:30")).digest)
    await forgets(ann)
    assert "Member 1" not in repr(await fresh(life, "2026-03-09 09:45"))
