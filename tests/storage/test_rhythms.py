"""What comes round, as rows."""

import asyncio
from datetime import timedelta

from bot.storage.rhythms import Rhythm
from bot.storage.store import Store
from bot.storage.tx import Tx
from tests.storage.people import NOW, TODAY

MINUTE = timedelta(minutes=1)


def test_what_is_due_comes_the_longest_waiting_first(tx: Tx) -> None:
    """A batch takes the oldest; what lies ahead and what does not come is left."""
    tx.rhythms.put(
        [
            Rhythm("prompt", 1, TODAY, NOW),
            Rhythm("prompt", 2, TODAY, NOW - MINUTE),
            Rhythm("checkin", 1, TODAY, NOW + MINUTE),
            Rhythm("card", 1, None, None),
        ]
    )
    assert [it.owner for it in tx.rhythms.due(NOW, 10)] == [2, 1]
    assert [it.owner for it in tx.rhythms.due(NOW, 1)] == [2]
    assert tx.rhythms.next_at() == NOW - MINUTE


def test_a_rhythm_moves_to_its_next_time(tx: Tx) -> None:
    """Many at once, each to its own; one may end."""
    tx.rhythms.put([Rhythm("prompt", owner, TODAY, NOW) for owner in (1, 2)])
    tomorrow = TODAY + timedelta(days=1)
    tx.rhythms.move([Rhythm("prompt", 1, tomorrow, NOW + 2 * MINUTE), Rhythm("prompt", 2, None, None)])
    assert tx.rhythms.get("prompt", 1) == Rhythm("prompt", 1, tomorrow, NOW + 2 * MINUTE)
    assert tx.rhythms.get("prompt", 2) == Rhythm("prompt", 2, None, None)
    assert tx.rhythms.due(NOW + MINUTE, 10) == []
    tx.rhythms.move([])


def test_putting_a_rhythm_again_replaces_its_time(tx: Tx) -> None:
    """One row for each owner and kind (R17: at most one of a kind)."""
    for at in (NOW, NOW + MINUTE):
        tx.rhythms.put([Rhythm("card", 7, TODAY, at)])
    assert tx.rhythms.get("card", 7) == Rhythm("card", 7, TODAY, NOW + MINUTE)
    assert len(tx.rhythms.due(NOW + MINUTE, 10)) == 1
    tx.rhythms.put([])


def test_a_rhythm_that_ends_is_gone(tx: Tx) -> None:
    """Prompts turned off leave no row, and the other kind goes on."""
    tx.rhythms.put([Rhythm("prompt", 1, TODAY, NOW), Rhythm("card", 1, TODAY, NOW)])
    tx.rhythms.stop("prompt", 1)
    assert tx.rhythms.get("prompt", 1) is None
    assert tx.rhythms.get("card", 1) is not None
    assert tx.rhythms.next_at() == NOW


async def test_ticks_that_run_together_take_each_rhythm_once(store: Store) -> None:
    """Several processes may tick on PostgreSQL: what one holds, the others pass over."""

    def take(tx: Tx) -> list[int]:
        held = tx.rhythms.due(NOW, 5)
        tx.rhythms.move([Rhythm(it.kind, it.owner, None, None) for it in held])
        return [it.owner for it in held]

    await store.write(lambda tx: tx.rhythms.put([Rhythm("prompt", owner, TODAY, NOW) for owner in range(60)]))
    taken: list[int] = []
    while found := [owner for batch in await asyncio.gather(*(store.write(take) for _ in range(8))) for owner in batch]:
        taken += found
    assert sorted(taken) == list(range(60))
