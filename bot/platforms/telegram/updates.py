"""Fetches updates by long polling. A batch is confirmed only when the effect of each of its updates is committed."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.platforms.telegram.lanes import Lanes, NotKeptError, SetAside
from bot.platforms.telegram.line import Line
from bot.platforms.telegram.refusals import plain, seconds_of
from bot.tasks import Crew

log = logging.getLogger("pacekeeper.telegram")

POLL_S = 30.0
CONFLICTS = 3
"""How often in a row another poller is met before this one says so: at a new release two overlap for a moment."""

REFUSED = "Telegram does not accept the token in TELEGRAM_TOKEN. Copy it again from @BotFather."
SECOND_POLLER = "Another program fetches this bot's updates with the same token. Stop it, or give this one its own bot."
ALONE_AGAIN = "No other program fetches this bot's updates any more."

NoteSecond = Callable[[bool], Awaitable[None]]
"""Told that another program fetches the updates too, and when that is over."""


async def unnoted(_: bool) -> None:
    """Nobody keeps it."""


class DoorError(Exception):
    """This door cannot be opened, for a reason that one sentence tells whoever hosts the bot."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between tries: after a failure and after another poller growing to a limit, after a failing storage.

    Without meeting another poller for `alone` seconds this one is alone again: until then they share the updates.
    `finish` is how long the batch in hand may take at the end, `settle` how long the bot is silent in a new group.
    """

    first: float = 1.0
    longest: float = 30.0
    conflict: float = 5.0
    alone: float = 90.0
    storage: float = 5.0
    finish: float = 5.0
    settle: float = 3.0


class Poller:
    """Asks for updates, one batch after the other."""

    def __init__(
        self,
        line: Line,
        lanes: Lanes,
        set_aside: SetAside,
        crew: Crew,
        pace: Pace,
        ready: asyncio.Event,
        left: Callable[[float], float],
        note_second: NoteSecond = unnoted,
    ) -> None:
        self._line = line
        self._crew = crew
        self._lanes = lanes
        self._set_aside = set_aside
        self._pace = pace
        self._ready = ready
        self._left = left
        self._note_second = note_second
        self._offset: int | None = None
        self._conflicts = 0  # since this one was alone
        self._last_conflict = 0.0  # by the loop's clock

    async def run(self) -> None:
        """Fetch until cancelled; then finish the batch in hand and confirm it. Raises DoorError."""
        await self._note(second=False)
        while True:
            batch = await self._fetch()
            if not batch:
                continue
            work = self._crew.start(self._all(batch))
            try:
                await asyncio.shield(work)
            except asyncio.CancelledError:
                await self._finish(work, batch)
                raise
            self._offset = _after(batch)

    async def _finish(self, work: asyncio.Future[None], batch: Sequence[dict[str, Any]]) -> None:
        await asyncio.wait({work}, timeout=self._left(self._pace.finish))
        if not work.done():
            work.cancel()
            return
        try:
            async with asyncio.timeout(self._left(self._pace.finish)):
                await self._line.raw_updates(_after(batch), 0)
        except (TimeoutError, TelegramError):
            log.info("the last updates could not be confirmed; they will come again and change nothing")

    async def _fetch(self) -> list[dict[str, Any]]:
        """The next batch. Troubles of the network and other pollers are waited out; a wrong token raises DoorError."""
        pause = self._pace.first
        while True:
            try:
                batch = await self._line.raw_updates(self._offset, POLL_S if self._ready.is_set() else 0)
            except InvalidToken:
                raise DoorError(REFUSED) from None
            except Conflict:
                await self._be_second()
                await asyncio.sleep(min(self._pace.conflict * self._conflicts, self._pace.longest))
            except RetryAfter as problem:
                await asyncio.sleep(seconds_of(problem))
            except TelegramError as problem:
                self._ready.clear()
                log.warning("no updates from Telegram (%s); trying again", plain(problem))
                await asyncio.sleep(pause)
                pause = min(pause * 2, self._pace.longest)
            else:
                self._ready.set()
                await self._be_alone()
                return batch

    async def _be_second(self) -> None:
        """Another poller ended this one's question."""
        self._conflicts += 1
        self._last_conflict = asyncio.get_running_loop().time()
        if self._conflicts == CONFLICTS:
            log.warning("%s", SECOND_POLLER)
            await self._note(second=True)

    async def _be_alone(self) -> None:
        """Telegram answered: if there was another poller, it may be gone."""
        if not self._conflicts or asyncio.get_running_loop().time() - self._last_conflict < self._pace.alone:
            return
        if self._conflicts >= CONFLICTS:
            log.info("%s", ALONE_AGAIN)
            await self._note(second=False)
        self._conflicts = 0

    async def _note(self, *, second: bool) -> None:
        try:
            await self._note_second(second)
        except Exception as problem:  # noqa: BLE001  # it is a help for whoever looks, nothing more
            log.warning("that another program fetches updates could not be noted: %s", type(problem).__name__)

    async def _all(self, batch: Sequence[dict[str, Any]]) -> None:
        await asyncio.gather(*(self._one(raw) for raw in batch))

    async def _one(self, raw: dict[str, Any]) -> None:
        """See one update through, however long the storage is away: until then nothing is confirmed."""
        while True:
            try:
                update = await read(raw, self._line, self._set_aside)
            except NotKeptError:
                await asyncio.sleep(self._pace.storage)
            else:
                break
        if update is not None:
            await self._lanes.take(update, again_after=self._pace.storage)


def _after(batch: Sequence[dict[str, Any]]) -> int:
    return 1 + max(int(raw["update_id"]) for raw in batch)


async def read(raw: dict[str, Any], line: Line, set_aside: SetAside) -> Update | None:
    """An update as the library reads it; None if it cannot and was set aside. Raises NotKeptError if not even that."""
    try:
        return Update.de_json(raw, line)
    except Exception as problem:  # noqa: BLE001  # the library says nothing of what a malformed update raises
        error = type(problem).__name__
    request = str(raw.get("update_id"))
    log.error("update %s could not be read (%s)", request, error)
    try:
        await set_aside(request, json.dumps(raw), error)
    except Exception as problem:  # noqa: BLE001  # as above: the update must come again
        log.warning("update %s could not be set aside (%s)", request, type(problem).__name__)
        raise NotKeptError(request) from None
    return None
