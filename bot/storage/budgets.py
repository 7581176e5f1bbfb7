"""The one send budget of each platform, and the pace of each chat, as rows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, delete, select, update

from bot.core.pacing import BUDGETS, CHAT_GAP, GROUP_WINDOW, LOCKED_FOR, Rate, chat_free_at, refilled, wait_for
from bot.core.people import Address, Platform
from bot.storage.engine import insert_or_ignore, upsert
from bot.storage.tables import budgets, paces

ENDLESS = 1_000_000  # letters, where no budget is counted

_budget_seen = select(budgets).where(budgets.c.platform == bindparam("of"))
_budget = _budget_seen.with_for_update()
_set_budget = (
    update(budgets).where(budgets.c.platform == bindparam("of")).values(tokens=bindparam("left"), at=bindparam("since"))
)
_paces = select(paces).where(paces.c.chat.in_(bindparam("of", expanding=True)))


def pace_key(address: Address) -> str:
    """What shares a chat's pace: all topics of a Telegram group do."""
    return f"{address.platform}:{address.chat or address.person}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A send that is to go out: where to, whether into a group, and what it costs."""

    address: Address
    group: bool
    cost: float = 1


class Budgets:
    """The one send budget of each platform, and each chat's pace."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(
        self, address: Address, now: datetime, *, group: bool, reply: bool = False, cost: float = 1
    ) -> tuple[float, datetime | None]:
        """Take a send: (0, None), or the seconds that the budget is short, or until when the chat is busy."""
        return self.take_some(address.platform, [Wanted(address, group, cost)], now, reply=reply)[0]

    def take_some(
        self, platform: Platform, wanted: Sequence[Wanted], now: datetime, *, reply: bool = False
    ) -> list[tuple[float, datetime | None]]:
        """The same for several sends on one platform, in their order; once the budget is short it is for all others."""
        rate = BUDGETS.get(platform)
        if rate is None or not wanted:
            return [(0, None)] * len(wanted)
        tokens, now = self._tokens(platform, rate, now)
        short = wait_for(rate, tokens, wanted[0].cost, reply=reply)
        if short > 0:
            return [(short, None)] * len(wanted)
        known = self._paces({pace_key(it.address) for it in wanted})
        taken: dict[str, tuple[datetime, Sequence[datetime]]] = {}
        found: list[tuple[float, datetime | None]] = []
        for it in wanted:
            short = wait_for(rate, tokens, it.cost, reply=reply)
            if short > 0:
                found += [(short, None)] * (len(wanted) - len(found))
                break
            key = pace_key(it.address)
            free_at, recent = taken.get(key) or known.get(key) or (now, ())
            # Whatever the clock did, no chat is busy for longer than a group's window.
            free_at = min(free_at, now + GROUP_WINDOW)
            free = chat_free_at(free_at, tuple(recent), now, group=it.group, reply=reply)
            if free > now:
                found.append((0, free))
                continue
            kept = [*(at for at in recent if at > now - GROUP_WINDOW), now] if it.group else []
            taken[key] = max(free_at, now) + CHAT_GAP, kept
            tokens -= it.cost
            found.append((0, None))
        if taken:
            self._set(platform, tokens, now)
            self._keep(taken)
        return found

    def room(self, platform: Platform, now: datetime) -> tuple[int, float]:
        """How many letters a platform's budget would let out now, and if none, in how many seconds it would let one.
        Only a look, which holds nobody up: somebody else may be quicker."""
        rate = BUDGETS.get(platform)
        row = None if rate is None else self._connection.execute(_budget_seen, {"of": platform}).one_or_none()
        if rate is None or row is None:
            return ENDLESS, 0
        if row.at >= now + LOCKED_FOR:  # the clock was set back: whoever takes sees to it
            return 1, 0
        tokens = refilled(rate, row.tokens, row.at, max(now, row.at))
        short = wait_for(rate, tokens, 1, reply=False)
        return (0, short) if short > 0 else (max(1, int(tokens - rate.reserve)), 0)

    def _paces(self, keys: Collection[str]) -> dict[str, tuple[datetime, Sequence[datetime]]]:
        """Until when chats are busy, and when groups' messages of the last minute went out."""
        rows = self._connection.execute(_paces, {"of": sorted(keys)})
        return {row.chat: (row.free_at, _instants(row.recent)) for row in rows}

    def _keep(self, changed: Mapping[str, tuple[datetime, Sequence[datetime]]]) -> None:
        statement = upsert(self._connection, paces, [paces.c.chat], ["free_at", "recent"])
        values = [
            {"chat": key, "free_at": free_at, "recent": ",".join(f"{at.timestamp():.3f}" for at in recent)}
            for key, (free_at, recent) in sorted(changed.items())
        ]
        self._connection.execute(statement, values)

    def spare(self, platform: Platform, now: datetime) -> float:
        """Take a request that is no message, where messages leave half of the bucket: 0, or the seconds it is short."""
        rate = BUDGETS.get(platform)
        if rate is None:
            return 0
        tokens, now = self._tokens(platform, rate, now)
        wait = wait_for(rate, tokens, 1 + rate.burst / 2, reply=False)
        if not wait:
            self._set(platform, tokens - 1, now)
        return wait

    def _tokens(self, platform: Platform, rate: Rate, now: datetime) -> tuple[float, datetime]:
        """What is in a platform's bucket, which is held until the transaction ends, and the instant that holds for."""
        row = self._connection.execute(_budget, {"of": platform}).one_or_none()
        if row is None:
            first = {"platform": platform, "tokens": rate.burst, "at": now}
            self._connection.execute(insert_or_ignore(self._connection, budgets), first)
            row = self._connection.execute(_budget, {"of": platform}).one()
        if now < row.at < now + LOCKED_FOR:  # somebody who asked later had the row before us
            now = row.at
        tokens = refilled(rate, row.tokens, row.at, now)
        if row.at > now:  # the clock was set back: from here on tokens flow in again
            self._set(platform, tokens, now)
        return tokens, now

    def empty(self, platform: Platform, now: datetime, seconds: float) -> None:
        """The platform said "too many": nothing goes out for so many seconds. The bucket runs into debt for it."""
        rate = BUDGETS.get(platform)
        if rate is not None:
            self._set(platform, -seconds * rate.per_second, now)

    def _set(self, platform: Platform, tokens: float, now: datetime) -> None:
        self._connection.execute(_set_budget, {"of": platform, "left": tokens, "since": now})

    def forget(self, before: datetime) -> int:
        """Delete the paces of chats that have long been free."""
        return self._connection.execute(delete(paces).where(paces.c.free_at < before)).rowcount


def _instants(stored: str) -> tuple[datetime, ...]:
    return tuple(datetime.fromtimestamp(float(part), UTC) for part in stored.split(",") if part)
