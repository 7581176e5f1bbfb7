"""The post office: takes letters from the store, hands them to couriers, writes down the outcome."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from bot import causes
from bot.app.claims import SEND_WITHIN, Claimed, Taken, claim, give_back
from bot.app.courier import Courier, Delivered, Undeliverable, Unsure, trouble_of
from bot.app.edits import LOOK_AGAIN, Edits
from bot.app.outcomes import Outcomes
from bot.app.role_rounds import RoleKeeper, RoleRounds
from bot.app.shelf import Shelf
from bot.core.pacing import BUDGETS
from bot.core.people import Platform
from bot.storage.letters import BROKEN
from bot.storage.store import StorageTrouble, Store
from bot.storage.troubles import is_away, note
from bot.tasks import Crew, woken_within

log = logging.getLogger("pacekeeper.post")
AT_ONCE = 32  # sends in flight on each platform
AT_A_CLAIM = 16  # letters
AT_A_CLAIM_OF_A_FILE = 8  # where whoever writes meanwhile waits for all of them
LINES_UP = 0.02  # seconds that a claim waits for the sends of others to end, so that it can be one for several
PAGE = 50  # letters between two looks at what has become due since
CLAIMS = 3  # transactions that claim at the same time, as long as the budget is not short
SHORT_FOR = 1.0  # seconds for which a budget that was short is taken to be
CATCH_UP = 3  # tokens that a slow moment may have left in the bucket
AWAY = 3  # letters of a page that the database refused: not they, the database is in trouble
ENDS_WITHIN = 2.0  # seconds for what is in flight at the end; the whole bot has 5


class Feeder(Protocol):
    """Hands a platform's letters to `deliver_some`, where this process is not the only one that delivers."""

    async def feed(self, platform: Platform) -> None:
        """Hand over what is due until `stop` was called, then wait for what is under way."""

    def stop(self) -> None:
        """Hand over nothing more."""


class PostOffice:
    """Delivers what is due. One instance serves all platforms of a process."""

    def __init__(
        self,
        store: Store,
        couriers: Mapping[Platform, Courier],
        shelf: Shelf,
        clock: Callable[[], datetime],
        keeper: RoleKeeper | None = None,
    ) -> None:
        self._store = store
        self._couriers = couriers
        self._shelf = shelf
        self._clock = clock
        self._woken = {platform: asyncio.Event() for platform in couriers}
        self._slots = {platform: asyncio.Semaphore(AT_ONCE) for platform in couriers}
        self._lining_up = {platform: asyncio.Lock() for platform in couriers}
        self._claiming = {platform: asyncio.Semaphore(CLAIMS) for platform in couriers}
        self._waiting = {platform: asyncio.Lock() for platform in couriers}  # so that one alone waits for a token
        self._outcomes = Outcomes(store, clock, lambda: self._ending)
        self._edits = Edits(store, couriers, shelf, clock)
        self._edits_woken = asyncio.Event()
        self._roles = RoleRounds(store, shelf, clock, keeper)
        self._roles_woken = asyncio.Event()
        self._next_token: dict[Platform, float] = {}  # when the loop's clock shows it, a token is there
        self._was_short: dict[Platform, float] = {}  # when it showed that a platform's budget was last seen short
        self._held: set[int] = set()  # letters in flight here: whatever a clock does to leases, they are ours
        self._ending = False

    def wake(self) -> None:
        """A commit left something to deliver: look at once."""
        for event in (*self._woken.values(), self._edits_woken, self._roles_woken):
            event.set()

    async def recover(self) -> None:
        """At the start on a file of one's own: whoever held letters is dead, take them up at once."""
        if self._store.embedded:
            held = await self._store.write(lambda tx: tx.letters.expire_leases(self._clock()))
            await self._store.write(lambda tx: tx.ask_posts.let_go())
            await self._store.write(lambda tx: tx.holders.let_go())
            if held:
                log.warning("%d letters were being sent when the last run ended; they are taken up again", held)
        if self._couriers and (revived := await self._store.write(lambda tx: tx.letters.revive(self._clock()))):
            log.info("%d letters that had been set aside are tried again", revived)

    async def run(self, feeder: Feeder | None = None) -> None:
        """Deliver until cancelled; what is in flight then ends with the crew. Without a feeder letters are looked for
        here."""
        async with Crew(patience=ENDS_WITHIN) as crew:
            for platform in self._couriers:
                crew.start(feeder.feed(platform) if feeder else self._forever(platform, crew))
            if self._couriers:
                crew.start(self._edits.run(self._edits_woken, lambda: self._ending))
            crew.start(self._roles.run(self._roles_woken, lambda: self._ending))
            try:
                await asyncio.Event().wait()
            finally:
                # Not cancelled: a letter that is held must be sent, or nobody could tell whether it was.
                self._ending = True
                self.wake()
                if feeder:
                    feeder.stop()

    async def deliver_due(self) -> int:
        """Deliver everything that is due now, and draw stale cards; returns how many letters were sent or tried."""
        tried = 0
        async with Crew(patience=SEND_WITHIN) as crew:
            for platform in self._couriers:
                while taken := await self._deliver(platform, crew):
                    tried += taken
            await crew.idle()
        await self._edits.all_stale()
        return tried

    async def deliver_some(self, platform: Platform, letters: Sequence[int]) -> list[int]:
        """Deliver letters as the budget allows, none of them waiting for another's answer; returns those of which it
        is not known that they have ended."""
        slot = self._slots[platform]
        sends: list[asyncio.Future[bool]] = []
        claimed: list[int] = []
        try:
            async for held in self._bit_by_bit(platform, letters, []):
                sends += [asyncio.ensure_future(self._send_in(slot, each)) for each in held]
                claimed += [each.letter.id for each in held]
        except asyncio.CancelledError:
            for send in sends:
                send.cancel()
            raise
        finally:
            outcomes = await asyncio.gather(*sends, return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
        ended = {letter for letter, arrived in zip(claimed, outcomes, strict=True) if arrived}
        return [each for each in letters if each not in ended]

    async def _forever(self, platform: Platform, crew: Crew) -> None:
        woken = self._woken[platform]
        while not self._ending:
            woken.clear()
            try:
                tried = await self._deliver(platform, crew)
            except Exception as problem:  # noqa: BLE001  # the next look finds the same
                note(log, problem, "looking for letters failed; trying again")
                await woken_within(woken, LOOK_AGAIN)
                continue
            if not tried:
                await woken_within(woken, await self._pause(platform))

    async def _pause(self, platform: Platform) -> float:
        try:
            at = await self._store.read(lambda tx: tx.letters.next_due(platform))
        except Exception as problem:  # noqa: BLE001  # as above
            note(log, problem, "looking for the next letter failed")
            return LOOK_AGAIN
        if at is None:
            return LOOK_AGAIN
        return min(LOOK_AGAIN, max(0.05, (at - self._clock()).total_seconds()))

    async def _deliver(self, platform: Platform, crew: Crew) -> int:
        now = self._clock()
        due = await self._store.read(lambda tx: tx.letters.due(platform, now, PAGE))
        tried, refused = 0, list[int]()
        async for held in self._bit_by_bit(platform, [it.id for it in due], refused):
            tried += len(held)
            for each in held:
                crew.start(self._send_in(self._slots[platform], each))
        if refused and not tried:
            await asyncio.sleep(LOOK_AGAIN)
        return tried

    async def _bit_by_bit(
        self, platform: Platform, letters: Sequence[int], refused: list[int]
    ) -> AsyncIterator[list[Claimed]]:
        """Claim letters, several at a time. Where the database refuses one of them they are claimed one by one from
        there on, so that the others go on; `refused` takes those that it refuses."""
        left, most = list(letters), AT_A_CLAIM_OF_A_FILE if self._store.embedded else AT_A_CLAIM
        while left and not self._ending:
            try:
                taken = await self._claim(platform, left, most)
            except StorageTrouble as problem:
                if is_away(problem):
                    raise
                if most > 1:
                    most = 1
                    continue
                refused.append(left.pop(0))
                if len(refused) == AWAY:
                    raise
                log.exception("letter %d cannot be taken; the others go on", refused[-1])
            else:
                left = taken.left
                yield taken.held

    async def _line_up(self, platform: Platform, most: int) -> int:
        """Take slots: one as soon as there is one, more as far as they come at once; how many were taken."""
        slot, taken = self._slots[platform], 0
        async with self._lining_up[platform]:
            await slot.acquire()
            taken += 1
            try:
                async with asyncio.timeout(LINES_UP):
                    while taken < most:
                        await slot.acquire()
                        taken += 1
            except TimeoutError:
                return taken
            except BaseException:
                for _ in range(taken):
                    slot.release()
                raise
        return taken

    async def _claim(self, platform: Platform, letters: Sequence[int], most: int) -> Taken:
        """Claim the first of some letters, as many as can be sent at once; where the budget is short, wait until it
        lets out one of them. Each that is held has a slot, to be given back once it is sent."""
        while not self._ending:
            if self._is_short(platform) and not self._store.embedded:
                # What waits for its chat must not stand in line for a token, and hold up what could have it.
                now, wanted = self._clock(), letters
                letters = await self._store.read(lambda tx: tx.letters.still_takeable(wanted, now))  # noqa: B023
                if not letters:
                    return Taken([], [])
            async with self._turn(platform):
                slots, held = await self._line_up(platform, min(len(letters), most)), 0
                some = [each for each in letters[:slots] if each not in self._held]
                try:
                    taken = await self._store.write(
                        lambda tx, some=some: claim(tx, platform, some, self._shelf.still(), self._clock)  # type: ignore[misc]
                    )
                    held = len(taken.held)
                    self._held.update(each.letter.id for each in taken.held)
                finally:
                    for _ in range(slots - held):
                        self._slots[platform].release()
                self._note_budget(platform, taken)
            if taken.held or not taken.short:
                return replace(taken, left=[*taken.left, *letters[slots:]])
        return Taken([], list(letters))

    def _note_budget(self, platform: Platform, taken: Taken) -> None:
        """When the next token may be there."""
        now = asyncio.get_running_loop().time()
        if taken.short:
            self._next_token[platform], self._was_short[platform] = now + taken.short, now
        elif taken.held and platform in self._next_token:
            gap = 1 / BUDGETS[platform].per_second
            self._next_token[platform] += len(taken.held) * gap
            self._next_token[platform] = max(self._next_token[platform], now - CATCH_UP * gap)

    def _is_short(self, platform: Platform) -> bool:
        now = asyncio.get_running_loop().time()
        return now - self._was_short.get(platform, -SHORT_FOR) < SHORT_FOR

    @asynccontextmanager
    async def _turn(self, platform: Platform) -> AsyncIterator[None]:
        """Where the budget is what holds us up, one alone waits for its token, and the next try does not ask twice."""
        loop = asyncio.get_running_loop()
        if not self._is_short(platform):
            self._next_token.pop(platform, None)
            async with self._claiming[platform]:
                yield
            return
        async with self._waiting[platform]:
            await asyncio.sleep(max(0.0, self._next_token.get(platform, 0.0) - loop.time()))
            yield

    async def _send_in(self, slot: asyncio.Semaphore, claimed: Claimed) -> bool:
        try:
            return await self._send(claimed)
        finally:
            slot.release()

    async def _send(self, claimed: Claimed) -> bool:
        """Send a letter that is held; whether it has arrived, and that is written down."""
        try:
            with causes.caused_by(claimed.letter.cause):
                return await self._sent(claimed)
        finally:
            self._held.discard(claimed.letter.id)

    async def _sent(self, claimed: Claimed) -> bool:
        letter, address = claimed.letter, claimed.letter.address
        outcome: Delivered | Undeliverable
        if not claimed.is_ours(self._clock()):  # the process stood still
            log.warning("letter %d was held for too long to be sent", claimed.letter.id)
            await self._store.write(lambda tx: give_back(tx, claimed, self._clock()))
            return False
        try:
            async with asyncio.timeout(SEND_WITHIN):
                outcome = await self._couriers[address.platform].deliver(claimed.parcel)
        except Undeliverable as problem:
            outcome = problem
        except TimeoutError:
            outcome = Unsure("no answer in time")
        except Exception as problem:
            log.exception("drawing or sending letter %d failed", letter.id)
            outcome = Undeliverable(f"{BROKEN}{type(problem).__name__}")
        facts: dict[str, object] = {"letter": letter.id, "kind": letter.kind, "platform": address.platform}
        if isinstance(outcome, Delivered):
            late = letter.late(self._clock())
            self._store.gauges.delivered(letter.kind, address.platform, late)
            facts["late"] = round(late, 3)
            log.info("letter %d (%s) delivered, %.1f s late", letter.id, letter.kind, late, extra={"facts": facts})
        else:
            self._failed(address.platform, outcome)
            why = outcome.reason
            log.info("letter %d (%s) was not delivered: %s", letter.id, letter.kind, why, extra={"facts": facts})
        await self._outcomes.write(claimed, outcome)
        return isinstance(outcome, Delivered)

    def _failed(self, platform: Platform, outcome: Undeliverable) -> None:
        self._store.gauges.failed(platform, trouble_of(outcome))
