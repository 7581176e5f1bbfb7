"""Draws again what stands already: cards that are stale, and questions that are taken back.

An edit does no harm twice, so whatever is unsure is simply done again.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from bot.app import chats
from bot.app.claims import EDIT_PAUSE, LEASE, SEND_WITHIN, slow_down
from bot.app.courier import Courier, Gone, Later, Moved, Parcel, Undeliverable, Unsure, Vanished, trouble_of
from bot.app.letters import compose_card
from bot.app.said import Card
from bot.app.shelf import Shelf
from bot.app.taking_back import TakeBack, claim_posts, settle_post
from bot.core.people import Platform
from bot.storage.cards import CardRow
from bot.storage.store import StorageTrouble, Store
from bot.storage.troubles import note
from bot.storage.tx import Tx
from bot.tasks import Crew, woken_within

T = TypeVar("T")
log = logging.getLogger("pacekeeper.post")
AT_ONCE = 32  # edits in flight
LOOK_AGAIN = 5.0  # seconds between looks when nothing wakes us


@dataclass(frozen=True, slots=True)
class Edit:
    """A card that is held by us, to be drawn again."""

    card: CardRow
    parcel: Parcel
    closed: bool


class Edits:
    """Keeps what stands up to date. One instance serves all platforms of a process."""

    def __init__(
        self, store: Store, couriers: Mapping[Platform, Courier], shelf: Shelf, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._couriers = couriers
        self._shelf = shelf
        self._clock = clock

    async def run(self, woken: asyncio.Event, ending: Callable[[], bool]) -> None:
        """Edit what is stale until the end."""
        while not ending():
            woken.clear()
            try:
                await self.all_stale()
                at = await self._store.read(lambda tx: _next_edit(tx, self._couriers.keys()))
            except Exception as problem:  # noqa: BLE001  # the next look finds the same
                note(log, problem, "drawing cards failed; trying again")
                at = None
            now = self._clock()
            pause = LOOK_AGAIN if at is None else min(LOOK_AGAIN, max(0.2, (at - now).total_seconds()))
            await woken_within(woken, pause)

    async def all_stale(self) -> None:
        """Edit whatever is stale now, then take the words out of questions that are nobody's any more."""
        platforms = frozenset(self._couriers)
        await self._some_by_some(
            lambda tx: claim_edits(tx, platforms, self._shelf.still(), self._clock(), AT_ONCE), self._edit
        )
        await self._some_by_some(lambda tx: claim_posts(tx, platforms, self._clock(), AT_ONCE), self._unsay)

    async def _some_by_some(
        self, claim: Callable[[Tx], list[T]], see_to: Callable[[T], Coroutine[Any, Any, None]]
    ) -> None:
        """Claim until nothing is left; all of a claim are seen to beside each other."""
        while True:
            taken = await self._store.write(claim)
            async with Crew(patience=SEND_WITHIN + 5) as crew:
                for each in taken:
                    crew.start(see_to(each))
            if len(taken) < AT_ONCE:
                return

    async def _edit(self, edit: Edit) -> None:
        outcome = await self._tried(edit.parcel, edit.card.message)
        await self._store.write(lambda tx: settle_edit(tx, edit, outcome, self._clock()))

    async def _unsay(self, taken: TakeBack) -> None:
        outcome = await self._tried(taken.parcel, taken.post.message)
        await self._store.write(lambda tx: settle_post(tx, taken, outcome, self._clock()))

    async def _tried(self, wanted: Parcel, message: str) -> Undeliverable | None:
        """Try an edit; None if it stands now."""
        address = wanted.address
        outcome: Undeliverable | None = None
        try:
            async with asyncio.timeout(SEND_WITHIN):
                await self._couriers[address.platform].edit(address, message, wanted.said, wanted.language)
        except Undeliverable as problem:
            outcome = problem
        except TimeoutError:
            outcome = Unsure("no answer in time")
        except Exception as problem:
            log.exception("drawing or editing message %s failed", message)
            outcome = Undeliverable(type(problem).__name__)
        if outcome is not None:
            self._store.gauges.failed(address.platform, trouble_of(outcome))
        return outcome


def _next_edit(tx: Tx, platforms: Collection[Platform]) -> datetime | None:
    found = (tx.cards.next_edit(platforms), tx.ask_posts.next_edit(platforms))
    return min((at for at in found if at is not None), default=None)


def claim_edits(tx: Tx, platforms: frozenset[Platform], shelf: Shelf, now: datetime, most: int) -> list[Edit]:
    """Take cards that want to be drawn again, as far as the budget goes."""
    taken: list[Edit] = []
    for row in tx.cards.stale(now, most, platforms):
        chat = tx.groups.chat(row.chat)
        if chat is None or chat.closed_at is not None:
            tx.cards.hold(row.id, None)
            continue
        card = _drawn(tx, row, shelf, now)
        if card is None:
            tx.cards.hold(row.id, None)
            continue
        wait, busy_until = tx.budgets.take(chat.address, now, group=True)
        if wait or busy_until:
            tx.cards.hold(row.id, busy_until or now + timedelta(seconds=wait))
            continue
        tx.cards.hold(row.id, now + LEASE)
        parcel = Parcel(f"edit:{row.id}", chat.address, card, tx.groups.language(chat.address))
        taken.append(Edit(row, parcel, card.closed))
    return taken


def _drawn(tx: Tx, row: CardRow, shelf: Shelf, now: datetime) -> Card | None:
    try:
        return compose_card(tx, row.chat, row.day, row, shelf, now)
    except StorageTrouble:
        raise
    except Exception:  # one card must not hold up the others
        log.exception("card %d cannot be drawn up", row.id)
        return None


def settle_edit(tx: Tx, edit: Edit, outcome: Undeliverable | None, now: datetime) -> None:
    """Write down what came of an edit; it is idempotent, so whatever is unsure is simply done again."""
    address = edit.parcel.address
    match outcome:
        case None:
            tx.cards.settle(edit.card.id, shown=edit.card.wanted, closed=edit.closed, free_at=now + EDIT_PAUSE)
        case Gone():
            tx.cards.hold(edit.card.id, None)
            chats.close(tx, address, now, outcome.reason)
        case Moved():
            chats.move(tx, address.platform, address.chat, outcome.chat, now)
            tx.cards.hold(edit.card.id, now)
        case Later():
            if outcome.throttled:
                slow_down(tx, address, now, outcome.seconds)
            tx.cards.hold(edit.card.id, now + max(timedelta(seconds=outcome.seconds), EDIT_PAUSE))
        case Unsure():
            tx.cards.hold(edit.card.id, now + EDIT_PAUSE)
        case Vanished():
            tx.cards.abandon(edit.card.id)
        case _:
            tx.cards.hold(edit.card.id, None)
