"""Study rooms: what a platform sees in them becomes visits. Nothing is kept of anybody but a group's members (R23)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.app.visits import ending
from bot.core.people import LearnerId
from bot.core.visits import Visit, VisitId, gone, sighted
from bot.storage.store import Store
from bot.storage.tx import Tx


@dataclass(frozen=True, slots=True)
class RoomSeen:
    """A voice channel as it was seen: its id and name, and the accounts in it."""

    channel: str
    name: str
    people: frozenset[str]


class Rooms:
    """What platforms tell of voice channels."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    async def named(self) -> dict[str, tuple[str, ...]]:
        """The channels that are study rooms, each with the chats in which its groups meet."""
        return await self._store.read(lambda tx: tx.groups.rooms())

    async def look(self, seen: Sequence[RoomSeen]) -> None:
        """These rooms were looked into: who is there was sighted, who is not has left since the last sighting."""
        now = self._clock()
        if await self._store.read(lambda tx: any(_concerns(tx, room) for room in seen)):
            await self._store.write(lambda tx: _look(tx, seen, now))

    async def moved(self, person: str, to: RoomSeen | None, *, left: str = "", watched: bool = True) -> None:
        """Somebody left the voice channel that they were in; `to` is the one that they are in now, if any.

        `left` is the channel, if it is known: who is in none on this server may be in another one's, of which another
        process tells. Not `watched`: it happened while nobody looked, at a moment that is not known.
        """
        now = self._clock()
        if await self._store.read(lambda tx: _is_known(tx, person, to)):
            await self._store.write(lambda tx: _moved(tx, person, to, now, left=left, watched=watched))

    async def lost(self, channel: str) -> None:
        """A voice channel was deleted: whose study room it was hears of it, and visits to it end."""
        await self._store.write(lambda tx: tx.groups.lose_room(channel))


def _concerns(tx: Tx, room: RoomSeen) -> bool:
    """Whether a look into a room changes anything: most are empty, or strangers sit there."""
    return bool(tx.visits.open_in(room.channel) or tx.visits.seen(room.channel, room.people))


def _is_known(tx: Tx, person: str, to: RoomSeen | None) -> bool:
    return bool(tx.visits.open_of(person) or (to and tx.visits.seen(to.channel, [person])))


def _look(tx: Tx, seen: Sequence[RoomSeen], now: datetime) -> None:
    tx.visits.hold(room.channel for room in seen)
    changed: list[Visit] = []
    for room in seen:
        here = set(tx.visits.seen(room.channel, room.people).values())
        visits = {visit.learner: visit for visit in tx.visits.open_in(room.channel)}
        changed += [gone(it, None, elsewhere=False) for it in visits.values() if it.learner not in here]
        for learner in sorted(here):
            changed += _sighting(tx, learner, visits.get(learner), room, now)
    _keep(tx, changed, now)


def _moved(tx: Tx, person: str, to: RoomSeen | None, now: datetime, *, left: str, watched: bool) -> None:
    tx.visits.hold([to.channel] if to else [])
    visits = tx.visits.open_of(person)
    ended = [it for it in visits if (it.channel != to.channel if to else it.channel == (left or it.channel))]
    changed = [gone(it, now if watched else None, elsewhere=to is not None) for it in ended]
    if to is not None:
        here = next((it for it in reversed(visits) if it.channel == to.channel), None)
        for learner in tx.visits.seen(to.channel, [person]).values():
            changed += _sighting(tx, learner, here, to, now)
    _keep(tx, changed, now)


def _sighting(tx: Tx, learner: LearnerId, visit: Visit | None, room: RoomSeen, now: datetime) -> list[Visit]:
    """The visit that goes on; none if another one begins."""
    later = sighted(visit, now) if visit else None
    if later is not None:
        return [later]
    begun = Visit(VisitId(0), learner, room.channel, room.name, now, now)
    tx.rhythms.put([ending(replace(begun, id=tx.visits.add(begun)), now)])
    return []


def _keep(tx: Tx, changed: Sequence[Visit], now: datetime) -> None:
    tx.rhythms.put([ending(visit, now) for visit in changed])  # before the visits, as the heartbeat takes them
    tx.visits.save(changed)
