"""Who has a role: derived from the facts that stand (issue 5, 7; R14, R19, R22)."""

from bot.app.app import App
from bot.app.commands import (
    ListMe,
    SeeRewards,
    Settings,
    Ship,
    Undo,
)
from bot.app.said import (
    Belonging,
    RewardsShown,
    Shipped,
)
from bot.core.people import Group, Platform
from bot.storage.store import Store
from tests.app.links import linked, parted
from tests.app.scenes import CHANNEL, closes, forgets, ships
from tests.app.wardrobe import DEEP, DONE, Rounds, finishes, gives, has_role, leaves, listed
from tests.world import Person


async def test_who_finishes_the_phase_gets_it_once(boss: Person, ada: Person, group: Group, rounds: Rounds) -> None:
    """R14: by its gate; and no message is sent for it."""
    await gives(boss)
    await listed(ada, group)
    await closes(ada)
    assert await rounds() == []
    await closes(ada)
    assert await rounds() == []
    await ships(ada)
    assert await rounds() == [("give", DEEP, "501")]
    assert await rounds() == []
    assert (await boss.hears(RewardsShown, SeeRewards(group.id), CHANNEL)).lines[0].having == 1


async def test_the_last_phase_is_finished_like_any_other(
    boss: Person, ada: Person, group: Group, rounds: Rounds
) -> None:
    """R14: after it the learner has finished."""
    await gives(boss, DONE, 2)
    await listed(ada, group)
    await finishes(ada)
    assert await rounds() == []
    await finishes(ada)
    assert await rounds() == [("give", DONE, "501")]


async def test_who_finished_before_it_was_chosen_gets_it_too(
    boss: Person, ada: Person, group: Group, rounds: Rounds
) -> None:
    """Nobody who studied loses credit."""
    await listed(ada, group)
    await finishes(ada)
    await gives(boss)
    assert await rounds() == [("give", DEEP, "501")]


async def test_only_the_listed_get_one(boss: Person, ada: Person, group: Group, rounds: Rounds) -> None:
    """R22, R23: everybody sees a role; it comes with the yes and goes with the no."""
    await gives(boss)
    await listed(ada, group, yes=None)
    await finishes(ada)
    assert await rounds() == []
    await ada.says(ListMe(group.id, True))
    assert await rounds() == [("give", DEEP, "501")]
    assert (await ada.hears(Belonging, ListMe(group.id, False))).roles
    assert await rounds() == [("take", DEEP, "501")]
    await ada.says(ListMe(group.id, True))
    assert await rounds() == [("give", DEEP, "501")]


async def test_who_leaves_the_group_loses_it_and_gets_it_back(
    boss: Person, ada: Person, group: Group, rounds: Rounds
) -> None:
    """R22: names vanish at once."""
    await has_role(boss, ada, group, rounds)
    await leaves(ada, group)
    assert await rounds() == [("take", DEEP, "501")]
    await listed(ada, group)
    assert await rounds() == [("give", DEEP, "501")]


async def test_undo_takes_it_back(boss: Person, ada: Person, group: Group, rounds: Rounds) -> None:
    """R19: exactly what the fact gave; shipping again gives it again. Going back to read takes nothing (R12)."""
    await gives(boss)
    await listed(ada, group)
    await closes(ada)
    await closes(ada)
    last = await ships(ada)
    assert last is not None
    await rounds()
    await ada.says(Settings(week=1))
    assert await rounds() == []
    await ada.says(Undo("phase", last.left))
    assert await rounds() == [("take", DEEP, "501")]


async def test_undoing_what_was_shipped_takes_it_back(boss: Person, ada: Person, group: Group, rounds: Rounds) -> None:
    """R14, R19: something is missing again; a second time shipped, the first one taken back takes nothing."""
    await gives(boss)
    await listed(ada, group)
    await closes(ada)
    await closes(ada)
    first = await ada.hears(Shipped, Ship("p1m1", note="a loaf"))
    await ships(ada)
    assert await rounds() == [("give", DEEP, "501")]
    second = await ada.hears(Shipped, Ship("p1m1", note="another"))
    await ada.says(Undo("milestone", first.shipment.id))
    assert await rounds() == []
    await ada.says(Undo("milestone", second.shipment.id))
    assert await rounds() == [("take", DEEP, "501")]


async def test_who_is_erased_loses_it_and_leaves_nothing(
    boss: Person, ada: Person, group: Group, rounds: Rounds, store: Store
) -> None:
    """`/forget`: the account's id stays until the role is taken back, and no longer."""
    await has_role(boss, ada, group, rounds)
    assert (await forgets(ada)).roles
    assert await rounds() == [("take", DEEP, "501")]
    assert await store.read(lambda tx: tx.holders.due_roles(rounds.clock())) == []


async def test_who_is_erased_before_it_was_given_is_not_asked_about(
    boss: Person, ada: Person, group: Group, rounds: Rounds
) -> None:
    """What nobody tried to give is forgotten at once."""
    await gives(boss)
    await listed(ada, group)
    await finishes(ada)
    assert not (await forgets(ada)).roles
    assert await rounds() == []


async def test_a_learner_who_links_brings_the_phase_along(app: App, boss: Person, group: Group, rounds: Rounds) -> None:
    """Both accounts on one learner: what was finished on Telegram counts on Discord, until they are parted."""
    await gives(boss)
    ada, other = Person(app, "501", "Ada", Platform.DISCORD), Person(app, "101", "Ada")
    await listed(ada, group)
    await other.joins()
    await finishes(other)
    assert await rounds() == []
    await linked(ada, other)
    assert await rounds() == [("give", DEEP, "501")]
    await parted(ada)
    assert await rounds() == [("take", DEEP, "501")]
