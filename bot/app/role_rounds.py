"""Roles for finished phases are given and taken back: what should be is derived, and carried out piece by piece.

It works as the cards do: what is wanted stands in a table, whoever does it holds the row for a while, nothing is sent
with a transaction open, and doing it twice does no harm. So a crash, a lost answer or a refusal only means "again".
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.app.claims import LEASE, PAUSES, SEND_WITHIN
from bot.app.courier import Later, Undeliverable, Unsure
from bot.app.rewards import weeks_of
from bot.app.shelf import Shelf
from bot.core.people import Address, Platform
from bot.core.roles import RewardId, ServerRole
from bot.storage.holders import BATCH, Holder
from bot.storage.store import Store
from bot.storage.troubles import note
from bot.storage.tx import Tx
from bot.tasks import Crew

log = logging.getLogger("pacekeeper.roles")
CHECKED_AGAIN = timedelta(minutes=10)  # after a check found that a role cannot be given
LOOK_AGAIN = 5.0  # seconds between rounds
ONE_MORE = 1.0  # seconds, the same with something left to do


class NotThere(Undeliverable):
    """The person is not in that server."""


class NoSuchRole(Undeliverable):
    """The role was deleted."""


class NotAllowed(Undeliverable):
    """The server does not let the bot: a right, the order of its roles, or the role itself changed."""


class RoleKeeper(Protocol):
    """Gives and takes roles on Discord. Each failure is one of the classes above, or a courier's."""

    def look(self, server: str, role: str) -> ServerRole:
        """A role as it stands now, with what stands against giving it; `unknown` while the server is out of reach."""

    async def give(self, server: str, role: str, person: str) -> None:
        """Give a role; to whoever has it already, nothing happens."""

    async def take(self, server: str, role: str, person: str) -> None:
        """Take a role back; from whoever has none, nothing happens."""


@dataclass(slots=True)
class RoleRounds:
    """Looks again and again for roles to give and to take back. Without a keeper it only keeps what is wanted."""

    store: Store
    shelf: Shelf
    clock: Callable[[], datetime]
    keeper: RoleKeeper | None = None

    async def run(self, woken: asyncio.Event, ending: Callable[[], bool]) -> None:
        """Go round until the end; what is in flight then is done again at the next start."""
        while not ending():
            woken.clear()
            try:
                done = await self.once()
            except Exception as problem:  # noqa: BLE001  # the next round finds the same
                note(log, problem, "a round of roles failed; trying again")
                done = 0
            with_more = ONE_MORE if done else LOOK_AGAIN
            try:
                await asyncio.wait_for(woken.wait(), with_more)
            except TimeoutError:
                continue

    async def once(self) -> int:
        """One round: at most one role in each server. Returns how many were tried."""
        while await self.store.read(lambda tx: tx.holders.is_stale()):
            if await self.store.write(lambda tx: derive(tx, self.shelf.still(), self.clock())) < BATCH:
                break
        keeper = self.keeper
        if keeper is None:
            return 0
        due = await self.store.read(lambda tx: tx.holders.due_roles(self.clock()))
        if not due:
            return 0
        found = {key: keeper.look(*key) for key in due}
        taken = await self.store.write(lambda tx: claim_roles(tx, found, self.clock()))
        async with Crew(patience=SEND_WITHIN) as crew:
            for holder in taken:
                crew.start(self._carry_out(keeper, holder))
        return len(taken)

    async def _carry_out(self, keeper: RoleKeeper, holder: Holder) -> None:
        outcome: Undeliverable | None = None
        try:
            async with asyncio.timeout(SEND_WITHIN):
                await (keeper.give if holder.wanted else keeper.take)(*holder.key)
        except Undeliverable as problem:
            outcome = problem
        except TimeoutError:
            outcome = Unsure("no answer in time")
        except Exception as problem:
            log.exception("a role could not be given or taken back")
            outcome = Unsure(type(problem).__name__)
        if outcome is not None:
            log.info("a role was not %s: %s", "given" if holder.wanted else "taken back", outcome.reason)
        after = keeper.look(holder.server, holder.role) if isinstance(outcome, NotAllowed) else None
        await self.store.write(lambda tx: settle_role(tx, holder, outcome, after, self.clock()))


def derive(tx: Tx, shelf: Shelf, now: datetime) -> int:
    """Work out anew which roles some should have whose facts have changed; returns how many people that was."""
    ids = tx.holders.take_stale()
    if not ids:
        return 0
    weeks: dict[RewardId, frozenset[str]] = {}
    for reward in tx.rewards.everywhere():
        ever = reward.weeks | weeks_of(shelf, reward.curriculum, reward.phase)
        if ever != reward.weeks:
            tx.rewards.widen(reward.id, ever)
        weeks[reward.id] = ever
    tx.holders.want(ids, tx.holders.finished(ids, weeks), now)
    return len(ids)


def claim_roles(tx: Tx, found: Mapping[tuple[str, str], ServerRole], now: datetime) -> list[Holder]:
    """Keep what checks found, put off what cannot be done, and take one role in each server, as the budget allows."""
    for (server, role), seen in found.items():
        if seen.flaw is None or seen.flaw in ("unknown", "gone"):  # that it is gone, Discord has to say
            continue
        tx.rewards.note(seen)
        match seen.flaw:
            case "powers" | "everyone" | "managed":  # taking it back harms nobody
                tx.holders.hold(server, role, now, now + CHECKED_AGAIN, giving=True)
            case "right" | "order" | "away":
                tx.holders.hold(server, role, now, now + CHECKED_AGAIN)
    known = {server for (server, _), seen in found.items() if seen.flaw != "unknown"}
    taken: list[Holder] = []
    for server in sorted(known):
        holder = tx.holders.next_of(server, now)
        if holder is None or holder.key[:2] not in found:
            continue
        wait, busy_until = tx.budgets.take(Address(Platform.DISCORD, f"roles:{server}"), now, group=False)
        if not wait and busy_until is None and tx.holders.claim(holder, now, now + LEASE):
            taken.append(holder)
    return taken


def settle_role(tx: Tx, holder: Holder, outcome: Undeliverable | None, after: ServerRole | None, now: datetime) -> None:
    """Write down what came of it; `after` is the role as it stood after a refusal."""
    match outcome:
        case None:
            tx.holders.done(holder, now)
            if holder.wanted:
                tx.rewards.mended(holder.server, holder.role)
        case NotThere():
            tx.holders.missed(holder)
        case NoSuchRole():
            tx.rewards.lose(holder.server, holder.role)
        case NotAllowed():
            if after is not None and after.flaw != "unknown":
                tx.rewards.note(after if after.flaw else _refused(after))
            tx.holders.later(holder, now + CHECKED_AGAIN)
            tx.holders.hold(holder.server, holder.role, now, now + CHECKED_AGAIN)
        case Later():
            pause = timedelta(seconds=max(outcome.seconds, _pause(holder)))
            tx.holders.later(holder, now + pause)
            if outcome.throttled:
                tx.holders.hold_server(holder.server, now + pause)
        case _:
            tx.holders.later(holder, now + timedelta(seconds=_pause(holder)))


def _refused(role: ServerRole) -> ServerRole:
    """Discord refused what the server's roles seem to allow: its right is what a facilitator can look after."""
    return ServerRole(role.server, role.role, role.name, "right", role.mine)


def _pause(holder: Holder) -> float:
    return PAUSES[min(holder.tries, len(PAUSES) - 1)]
