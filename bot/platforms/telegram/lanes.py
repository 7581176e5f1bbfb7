"""Updates in order for each chat, chats beside each other, and no update done before its effect is committed.

A failure is tried again with pauses. What fails three times is set aside, where it is shown, so that it holds up
nobody else; its sender gets an apology with a reference that the log carries too.
"""

import asyncio
import logging
import traceback
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from telegram import Update
from telegram.error import TelegramError

from bot import causes
from bot.gauges import SILENT, Gauges
from bot.platforms.telegram.after import After, Step
from bot.storage.troubles import is_away, note
from bot.tasks import Crew

log = logging.getLogger("pacekeeper.telegram")

PAUSES = (1.0, 4.0)
"""Seconds between the tries of an update: one more than there are pauses."""
REMEMBERED = 2000
"""Updates whose repetition is passed over at once; older ones, and those from before a restart, the app knows."""

KEPT_WITHIN_S = 2.0
"""How long a vote waits for its quiz to be kept; other chats' updates may stand in one batch with it."""

SetAside = Callable[[str, str, str], Awaitable[None]]


class NotKeptError(Exception):
    """An update was neither carried out nor set aside: whoever delivered it must deliver it again."""


@dataclass(slots=True)
class Lane:
    """One chat's updates, and its replies, each in their order."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    voice: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class Lanes:
    """Takes updates from polling and webhook alike."""

    def __init__(
        self,
        work: Callable[[Update], Awaitable[After]],
        apologise: Callable[[Update, str], After],
        set_aside: SetAside,
        crew: Crew,
        pauses: tuple[float, ...] = PAUSES,
        gauges: Gauges = SILENT,
    ) -> None:
        self._work = work
        self._apologise = apologise
        self._set_aside = set_aside
        self._crew = crew
        self._pauses = pauses
        self._gauges = gauges
        self._lanes: dict[int, Lane] = {}
        self._done: OrderedDict[int, None] = OrderedDict()

    async def take(self, update: Update, *, again_after: float | None = None) -> None:
        """Return when the update's effect is committed, or the update set aside; its replies follow by themselves.

        If neither could be written, try again every `again_after` seconds and let no other update of its chat by;
        without that, raise NotKeptError: the same update has to come again.
        """
        with causes.caused_by(), self._lane(_chat_of(update)) as lane:
            async with lane.turn:
                if update.update_id in self._done:
                    return
                if update.poll_answer is not None:
                    await _said(lane)
                after = await self._carried_out(update, again_after)
                self._gauges.updated("taken")
                self._remember(update.update_id)
            if after.at_once:
                self._crew.start(_quietly(after.at_once))
            if after.private and update.effective_user:
                self._crew.start(self._in_order(update.effective_user.id, after.private))
            if after.reply:
                self._crew.start(self._in_order(_chat_of(update), after.reply))

    async def _carried_out(self, update: Update, again_after: float | None) -> After:
        while True:
            try:
                return await self._tried(update)
            except NotKeptError:
                if again_after is None:
                    raise
                await asyncio.sleep(again_after)

    async def _tried(self, update: Update) -> After:
        """Try as often as there are pauses and once more, then set aside. Raises NotKeptError."""
        for pause in self._pauses:
            try:
                return await self._work(update)
            except Exception as problem:  # noqa: BLE001  # whatever failed, the update must not be lost
                _report(update.update_id, problem)
            await asyncio.sleep(pause)
        try:
            return await self._work(update)
        except Exception as problem:  # noqa: BLE001  # as above
            _report(update.update_id, problem)
            return await self._aside(update, type(problem).__name__)

    async def _aside(self, update: Update, error: str) -> After:
        reference = causes.current()
        try:
            await self._set_aside(str(update.update_id), update.to_json(), f"{error}; reference {reference}")
        except Exception as problem:  # noqa: BLE001  # whatever failed, the update must come again
            _report(update.update_id, problem)
            if not is_away(problem):
                log.error("update %d is neither done nor set aside; it has to come again", update.update_id)  # noqa: TRY400  # its cause is logged
            raise NotKeptError(str(update.update_id)) from None
        log.error("update %d was set aside; reference %s", update.update_id, reference)
        return self._apologise(update, reference)

    async def _in_order(self, chat: int, reply: Step) -> None:
        with self._lane(chat) as lane:
            async with lane.voice:
                await _quietly(reply)

    @contextmanager
    def _lane(self, chat: int) -> Iterator[Lane]:
        """A chat's lane, as long as anybody is in it; a private chat has its person's id."""
        lane = self._lanes.setdefault(chat, Lane())
        lane.users += 1
        try:
            yield lane
        finally:
            lane.users -= 1
            if not lane.users:
                del self._lanes[chat]

    def _remember(self, update: int) -> None:
        self._done[update] = None
        if len(self._done) > REMEMBERED:
            self._done.popitem(last=False)


async def _said(lane: Lane) -> None:
    """Let the reply that posted a quiz end, which keeps the quiz's id: a vote may be faster than that."""
    with suppress(TimeoutError):
        async with asyncio.timeout(KEPT_WITHIN_S), lane.voice:
            pass


def _chat_of(update: Update) -> int:
    """The chat that an update belongs to; a vote comes without one and belongs to its voter's."""
    if update.effective_chat:
        return update.effective_chat.id
    return update.effective_user.id if update.poll_answer and update.effective_user else 0


async def _quietly(step: Step) -> None:
    """A reply may fail; its effect stands."""
    try:
        await step()
    except Exception as problem:  # noqa: BLE001  # no reply may end what comes after it
        _report(None, problem)


def _report(update: int | None, problem: Exception) -> None:
    """Log where it failed, without the error's own words: they may quote what somebody typed."""
    if is_away(problem):
        note(log, problem, "updates wait, and come again, until the database is back")
        return
    what = "a reply failed" if update is None else f"update {update} failed"
    if isinstance(problem, TelegramError):
        log.warning("%s: %s", what, type(problem).__name__)
        return
    where = "".join(traceback.format_tb(problem.__traceback__)[-6:])
    log.error("%s: %s\n%s", what, type(problem).__name__, where)
