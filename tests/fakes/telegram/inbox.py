"""The updates that wait for the bot: numbered, filtered by allowed_updates, held for long polls."""

import asyncio
from collections.abc import Callable
from itertools import islice

from tests.fakes.telegram.refusals import ActError, RefusedError, conflict
from tests.fakes.telegram.shapes import Json

NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
FIRST_ID = 250_001
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
SECOND_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"


class Inbox:
    """One bot's queue of updates; either a long poll or a webhook empties it."""

    def __init__(self) -> None:
        self.waiting: dict[int, Json] = {}
        self.history: dict[int, Json] = {}
        self.lanes: dict[int, int] = {}
        self.allowed: frozenset[str] | None = None
        self.webhook_active = False
        self.on_arrival: Callable[[], None] = lambda: None
        self._replays: list[Json] = []
        self._next_id = FIRST_ID
        self._held: asyncio.Future[None] | None = None

    @property
    def last_id(self) -> int:
        """The id of the newest update."""
        return self._next_id - 1

    def jump(self, next_id: int) -> None:
        """Go on with another id, as Telegram does after a week without updates."""
        self._next_id = next_id

    def accepts(self, kind: str) -> bool:
        """Whether the bot asked for such updates; the choice is remembered between requests."""
        return kind not in NOT_BY_DEFAULT if self.allowed is None else kind in self.allowed

    def allow(self, kinds: list[str] | None) -> None:
        """Remember allowed_updates: None leaves it as it was, an empty list means the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def put(self, kind: str, content: Json, lane: int = 0) -> int | None:
        """Queue an update; the lane (its chat) keeps order. None if the bot did not ask for this kind."""
        if not self.accepts(kind):
            return None
        update_id = self._next_id
        self._next_id += 1
        self.history[update_id] = {"update_id": update_id, kind: content}
        self.lanes[update_id] = lane
        self.waiting[update_id] = self.history[update_id]
        self._arrived()
        return update_id

    def replay(self, update_id: int) -> None:
        """Deliver an old update once more under its old id; ActError if there was none."""
        if update_id not in self.history:
            raise ActError(f"there was no update {update_id}")
        if self.webhook_active:
            self.waiting[update_id] = self.history[update_id]
        else:
            self._replays.append(self.history[update_id])
        self._arrived()

    def done(self, update_id: int) -> None:
        """The webhook took the update."""
        self.waiting.pop(update_id, None)

    def drop_all(self) -> None:
        """Forget what waits."""
        self.waiting.clear()

    def _arrived(self) -> None:
        if self._held is not None and not self._held.done():
            self._held.set_result(None)
        self.on_arrival()

    def end_poll(self, refusal: RefusedError | None = None) -> None:
        """Let a held poll go: with a refusal, or with what there is."""
        if self._held is not None and not self._held.done():
            if refusal is None:
                self._held.set_result(None)
            else:
                self._held.set_exception(refusal)

    async def poll(self, offset: int, limit: int, within: float) -> list[Json]:
        """What getUpdates answers: confirms all ids below offset, then waits up to so many seconds for more.

        A second poll ends the first with 409; so does a webhook for every poll.
        """
        if self.webhook_active:
            raise conflict(WEBHOOK_ACTIVE)
        self.end_poll(conflict(SECOND_POLL))
        self._confirm(offset)
        if batch := self._batch(limit):
            return batch
        if within > 0:
            await self._hold(within)
        return self._batch(limit)

    async def _hold(self, within: float) -> None:
        held = self._held = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(within):
                await held
        except TimeoutError:
            return
        finally:
            if self._held is held:
                self._held = None

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            keep = list(self.waiting)[offset:]
            offset = keep[0] if keep else 0
        for update_id in [known for known in self.waiting if known < offset]:
            del self.waiting[update_id]

    def _batch(self, limit: int) -> list[Json]:
        replays, self._replays = self._replays[:limit], self._replays[limit:]
        return replays + list(islice(self.waiting.values(), limit - len(replays)))
