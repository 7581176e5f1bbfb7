"""One command, one transaction, one answer."""

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import datetime

from bot import causes
from bot.app import chats, presence
from bot.app.asker import Asker
from bot.app.commands import Command, LinkNow, Setup
from bot.app.curricula import news
from bot.app.doors import own_door
from bot.app.floods import Floods, TooFast
from bot.app.flows import today_shown
from bot.app.focus import own_timer
from bot.app.leading import group_of_chat, leads
from bot.app.linking import link_news
from bot.app.once import keys_of
from bot.app.platform_news import PlatformNews
from bot.app.questions import ENDS_AFTER, OpenQuestion
from bot.app.recall import quiz_sent
from bot.app.resting import heard
from bot.app.returning import back_again
from bot.app.rights import Inspector, looked, needs_of
from bot.app.routes import PREFILLS, ROUTES
from bot.app.said import (
    Answer,
    FocusRound,
    Forgotten,
    Joined,
    LinkCode,
    Refusal,
    Refused,
    Said,
    WentWrong,
)
from bot.app.shelf import Choice, Shelf
from bot.app.tongues import Ear, heard_in, tongues_of
from bot.app.turn import Turn
from bot.core.curriculum import Curriculum
from bot.core.languages import Tongues
from bot.core.people import Address, Group, GroupId, Platform
from bot.gauges import Gauges, Outcome
from bot.storage.store import Clash, StorageTrouble, Store
from bot.storage.tx import Tx

log = logging.getLogger("pacekeeper.app")
Clock = Callable[[], datetime]


class Known(Exception):
    """This very request was carried out already: nothing of this turn may stand (R20)."""


class App:
    """What every platform talks to.

    `remember` and `recall` turn an answer into text and back: a request that comes again is answered from it (R20).
    `wake` is called after a commit that left something to deliver. `inspectors` ask each platform for the bot's
    rights, and `news` takes what platforms tell unasked.
    """

    def __init__(
        self,
        store: Store,
        shelf: Shelf,
        clock: Clock,
        *,
        remember: Callable[[Answer], str],
        recall: Callable[[str], Answer],
    ) -> None:
        self._store = store
        self._shelf = shelf
        self._clock = clock
        self._remember = remember
        self._recall = recall
        self._floods = Floods()
        self._ear = Ear()
        self.wake: Callable[[], None] = lambda: None
        self.inspectors: dict[Platform, Inspector] = {}
        self.news = PlatformNews(store, clock, lambda: self.wake())  # noqa: PLW0108 - `wake` is set later

    @property
    def gauges(self) -> Gauges:
        """Where measurements go."""
        return self._store.gauges

    def admit(self, asker: Asker, *, within: str = "") -> TooFast | None:
        """Ask this before anything else is done for a request of a chat platform; it touches no database.

        `within` tells those apart who share one account in several chats.
        """
        return self._floods.admit(asker, self._clock(), within)

    def one_more_line(self, chat: Address) -> bool:
        """Whether one more line that only points elsewhere may be posted in a group; if so, it counts."""
        return self._floods.one_more_line(chat, self._clock())

    async def handle(self, ask: Command, asker: Asker) -> Answer:
        """Carry a command out and return what to say.

        What a person did wrong is an answer too. A bug becomes an apology with a reference that the log carries.
        Raises what the database raises: the platform decides whether to try again.
        """
        with causes.caused_by():
            began = time.monotonic()
            outcome: Outcome = "failed"
            try:
                answer = await self._answered(ask, asker)
                outcome = _outcome(answer)
            finally:
                self._measured(type(ask).__name__, asker, outcome, time.monotonic() - began)
        return answer

    def _measured(self, command: str, asker: Asker, outcome: Outcome, seconds: float) -> None:
        self.gauges.handled(command, outcome, seconds)
        facts = {"command": command, "platform": asker.platform, "outcome": outcome, "seconds": round(seconds, 4)}
        log.info("%s on %s: %s, %.0f ms", command, asker.platform, outcome, seconds * 1000, extra={"facts": facts})

    async def _answered(self, ask: Command, asker: Asker) -> Answer:
        try:
            if isinstance(ask, Setup) and ask.check:
                asker = await self._inspected(asker)
            answer = await self._carried_out(ask, asker)
            if isinstance(answer.said, Forgotten) and answer.said.now:
                await self._store.scrub()
        except Refusal as refusal:
            tongues = await self.noticed(asker)
            return Answer(refusal.refused, (refusal.hint,) if refusal.hint else (), tongues)
        except StorageTrouble:
            raise
        except Exception:
            reference = causes.current()
            log.exception("%s failed; reference %s", type(ask).__name__, reference)
            return Answer(WentWrong(reference), tongues=self.last_tongues(asker))
        else:
            return answer

    async def _carried_out(self, ask: Command, asker: Asker) -> Answer:
        """A request is new nearly always, so it is taken for new until its answer cannot be kept.

        What was refused, or ran beside another first word of the same person, is looked up before it is tried again.
        """
        try:
            return await self._store.write(lambda tx: self._turn(tx, ask, asker))
        except (Known, Clash):
            pass
        except Refusal:
            if not ask.changes:
                raise
        return await self._store.write(lambda tx: self._before(tx, ask, asker) or self._turn(tx, ask, asker))

    async def _inspected(self, asker: Asker) -> Asker:
        """The asker with what the platform says of the bot's rights here; for facilitators, before any transaction."""
        needs = await self._store.read(lambda tx: needs_of(self._seen(tx, asker)))
        return asker if needs is None else replace(asker, rights=await looked(self.inspectors, asker, needs))

    async def leads(self, asker: Asker) -> bool:
        """Whether somebody may facilitate where they ask."""
        return await self._store.read(lambda tx: leads(self._seen(tx, asker)))

    async def places(self, group: int, platform: Platform) -> tuple[Address, ...]:
        """Where a group meets on a platform, as far as it can be written to."""
        chats_of = await self._store.read(lambda tx: tx.groups.chats(GroupId(group)))
        return tuple(it.address for it in chats_of if it.address.platform == platform and it.closed_at is None)

    async def curriculum(self, asker: Asker) -> Curriculum:
        """What somebody studies, or what newcomers get."""
        return (await self._store.read(lambda tx: self._seen(tx, asker))).curriculum

    def choices(self) -> tuple[Choice, ...]:
        """The curricula that may be chosen."""
        return self._shelf.choices()

    async def tongues(self, asker: Asker) -> Tongues:
        """The languages of somebody and of where they ask."""
        return self._ear.keep(asker, await self._store.read(lambda tx: tongues_of(self._seen(tx, asker))))

    def last_tongues(self, asker: Asker) -> Tongues:
        """The same without a look into the database, as far as this process knows them."""
        return self._ear.last(asker)

    async def refused(self, refused: Refused, asker: Asker) -> Answer:
        """A no that needs no turn, in the asker's language."""
        return Answer(refused, tongues=await self.tongues(asker))

    async def replayed(self, asker: Asker) -> Answer | None:
        """The answer already given to this very request, if it was carried out before (R20)."""
        return await self._store.read(lambda tx: self._before(tx, None, asker))

    async def prefill(self, form: type[Command], given: Mapping[str, object], asker: Asker) -> Mapping[str, str]:
        """Present values of a form's fields as text, for inputs that start filled; empty where there are none."""
        fill = PREFILLS.get(form)
        if fill is None:
            return {}
        try:
            return await self._store.read(lambda tx: fill(given, self._seen(tx, asker)))
        except Refusal:
            return {}  # the command itself will say what is wrong

    async def question(self, asker: Asker) -> OpenQuestion | None:
        """The question that is open for this person in this chat, if it has not ended."""
        found = await self._store.read(lambda tx: tx.requests.question(asker.chat, asker.person))
        if found is None or found[1] < self._clock() - ENDS_AFTER:
            return None
        values = json.loads(found[0])
        return OpenQuestion(**{**values, "todo": tuple(values["todo"])})

    async def put_question(self, asker: Asker, question: OpenQuestion | None) -> None:
        """Open a question, move it on, or close it with None."""
        text = json.dumps(asdict(question)) if question else None
        await self._store.write(lambda tx: self._ask(tx, asker, text))

    # --- what platforms notice by themselves

    async def noticed(self, asker: Asker) -> Tongues:
        """Somebody did what is no turn, or what was refused: any act counts (R16), and opens their private chat."""
        return await self._store.write(lambda tx: self._notice(tx, asker))

    async def door_opened(self, asker: Asker) -> None:
        """Somebody's private chat accepts messages again, or a group let the bot back in."""
        await self._store.write(lambda tx: self._open(tx, asker))

    async def quiz_sent(self, poll: str, recall: int, state: str, right: int) -> None:
        """A question went out as a platform's own quiz, which will be answered by the poll's id."""
        shelf, now = self._shelf.still(), self._clock()
        await self._store.write(lambda tx: quiz_sent(tx, shelf, poll, recall, state, right, now))

    # --- a turn

    def _turn(self, tx: Tx, ask: Command, asker: Asker) -> Answer:
        if isinstance(ask, LinkNow):
            tx.people.lock_with(asker.platform, asker.person, ask.other)
        turn = self._seen(tx, asker, lock=True)
        heard(turn)
        heard_in(turn)
        presence.seen(turn)
        if turn.learner is not None and asker.server and ask.changes:
            tx.holders.returned(turn.learner.id, asker.server, asker.came, turn.now)
        asides = (*own_door(turn), *link_news(turn), *news(turn))
        said = _routed(ask, turn)
        chat, group = group_of_chat(turn)
        if asker.server and chat is not None and not chat.server:
            tx.orphans.settle_server(asker.chat, asker.server)
        # What is set up opens the chat again, and needs no word of what closed it.
        trouble = None if isinstance(ask, Setup) else chats.trouble_here(turn, chat, group)
        answer = Answer(said, (*asides, *([trouble] if trouble else ()), *back_again(said, turn)))
        if isinstance(answer.said, Joined):
            answer = Answer(answer.said, (*answer.asides, today_shown(turn)))
        if isinstance(answer.said, FocusRound):
            answer = Answer(answer.said, (*own_timer(answer.said, turn), *answer.asides))
        # A one-time code is kept nowhere in plain: who asks again gets a new one.
        kept = ask.changes and not isinstance(answer.said, LinkCode)
        if kept and not tx.requests.keep(*keys_of(asker, ask), self._remember(answer), turn.now):
            raise Known
        if turn.wakes:
            tx.after_commit(self.wake)
        return self._told(turn, answer, group)

    def _before(self, tx: Tx, ask: Command | None, asker: Asker) -> Answer | None:
        """What this request, or the press that made it, was answered with."""
        answer = tx.requests.answered([key for key in keys_of(asker, ask) if key])
        return self._told(self._seen(tx, asker), self._again(answer)) if answer else None

    def _told(self, turn: Turn, answer: Answer, here: Group | None = None) -> Answer:
        return replace(answer, tongues=self._ear.keep(turn.asker, tongues_of(turn, here)))

    def _again(self, text: str) -> Answer:
        """The answer that was given before; one that this version cannot read changes nothing either."""
        try:
            return self._recall(text)
        except ValueError:
            return Answer(Refusal("outdated").refused)

    def _seen(self, tx: Tx, asker: Asker, *, lock: bool = False) -> Turn:
        now = self._clock()
        found = tx.people.by_account(asker.platform, asker.person, now, lock=lock)
        return Turn(tx, now, asker, self._shelf.still(), *(found or (None, None)))

    def _open(self, tx: Tx, asker: Asker) -> None:
        if asker.private:
            self._notice(tx, asker)
        else:
            chats.reopen(tx, asker.platform, [asker.chat.chat], self._clock())

    def _notice(self, tx: Tx, asker: Asker) -> Tongues:
        turn = self._seen(tx, asker, lock=True)
        heard(turn)
        heard_in(turn)
        self._present(turn)
        if asker.private and turn.account is not None:
            tx.people.used(turn.account, turn.now, asker.chat.chat, told=False)
        return self._ear.keep(asker, tongues_of(turn))

    def _present(self, turn: Turn) -> None:
        presence.seen(turn)
        if turn.wakes:
            turn.tx.after_commit(self.wake)

    def _ask(self, tx: Tx, asker: Asker, text: str | None) -> None:
        turn = self._seen(tx, asker, lock=True)
        heard(turn)  # whoever is asked has done something, and whoever answers does
        self._present(turn)
        tx.requests.put_question(asker.chat, asker.person, text, turn.now)


def _routed(ask: Command, turn: Turn) -> Said:
    """Carry it out. To a stranger nothing belongs: who was erased and presses an old button is told to join."""
    try:
        return ROUTES[type(ask)](ask, turn)
    except Refusal as refusal:
        if turn.learner is None and refusal.refused.kind == "not_yours":
            raise Refusal("not_joined") from None
        raise


def _outcome(answer: Answer) -> Outcome:
    match answer.said:
        case Refused():
            return "refused"
        case WentWrong():
            return "failed"
    return "told"
