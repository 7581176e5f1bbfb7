"""Carries a request out and shows the answer: at once, or after a deferral where a turn takes long."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import discord
from discord import ui

from bot import causes
from bot.app.app import App
from bot.app.asker import Asker
from bot.app.commands import Command
from bot.app.said import Answer, Refusal, Refused, Said, WentWrong
from bot.core.languages import Tongues
from bot.core.people import Platform
from bot.platforms.discord.asking import Interaction, asker_of, in_private
from bot.platforms.discord.files import enclosed
from bot.platforms.discord.ids import modal_id
from bot.platforms.discord.modal import modal_for
from bot.platforms.discord.reach import (
    FORM_ERROR,
    UNREACHED,
    defer,
    if_reached,
    is_hidden,
    is_replaceable,
    note_unreached,
    reach,
)
from bot.platforms.discord.render import layouts
from bot.platforms.discord.trail import trail
from bot.storage.troubles import is_away, reason
from bot.tasks import Crew
from bot.ui.codec import decode_fill, encode_fill
from bot.ui.text import Text, text_in
from bot.ui.view import File, Fill, Quote, View

log = logging.getLogger("pacekeeper.discord")

PATIENCE = 1.5  # seconds before an answer is deferred; Discord waits 3
AGAIN = (1.0, 4.0)  # seconds before a turn is tried again while the database is away
KNOWN_WITHIN = 1.2  # seconds to look up what a form starts with; after that it opens empty

Draw = Callable[[Said, str], View]
"""Draws what is said in the language of a tag."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What came in through a modal. If the answer is a no, nothing of it may be lost."""

    form: type[Command]
    given: Mapping[str, object]
    asks: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """An answer as messages: the first may take a message's place (`here`) and may be the asker's alone (`hidden`).
    `files` follow in a message of their own, always the asker's alone."""

    first: ui.LayoutView
    rest: tuple[ui.LayoutView, ...]
    here: bool
    hidden: bool
    files: tuple[File, ...] = ()


class Desk:
    """Where requests arrive and answers leave."""

    def __init__(self, app: App, draw: Draw) -> None:
        self._app = app
        self._draw = draw
        self._open = 0
        self._closed = False
        self._idle = asyncio.Event()
        self._idle.set()

    async def close(self, seconds: float) -> None:
        """Take nothing more in, and give the answers that are under way some time."""
        self._closed = True
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        except TimeoutError:
            log.warning("%d requests were still unanswered at the end", self._open)

    async def run(self, interaction: Interaction, ask: Command, *, press: str = "", typed: Typed | None = None) -> None:
        """Carry a command out as whoever asks, and show what is said to it."""
        if self._closed:
            return
        with self._under_way():
            if not await self._turned_away(interaction, typed):
                answer = await self._patiently(interaction, self._turn(ask, asker_of(interaction, press)))
                await self._show(interaction, answer, typed)

    async def run_fetched(self, interaction: Interaction, asking: Coroutine[Any, Any, Command]) -> None:
        """The same for a command that comes with a file, which has to be fetched first."""
        if self._closed:
            asking.close()
            return
        with self._under_way():
            if await self._turned_away(interaction):
                asking.close()
                return
            answer = await self._patiently(interaction, self._fetched(asking, asker_of(interaction)))
            await self._show(interaction, answer)

    async def tell(self, interaction: Interaction, said: Said, typed: Typed | None = None) -> None:
        """Say something without a turn: a polite no, or an apology."""
        if self._closed:
            return
        with self._under_way():
            if not await self._turned_away(interaction, typed):
                asker = asker_of(interaction)
                await self._show(interaction, Answer(said, tongues=await self._tongues(asker)), typed)
                await self._noticed(asker)

    async def apologise(self, interaction: Interaction, where: str, problem: BaseException) -> None:
        """Something went wrong on the way to a turn."""
        await self.tell(interaction, _failed(where, problem))

    async def open_form(
        self,
        interaction: Interaction,
        form: type[Command],
        given: Mapping[str, object],
        asks: tuple[str, ...] = (),
    ) -> None:
        """Answer with a modal. It has to be the first answer, so nothing slow may come before it (R20: its id
        carries the press that opened it)."""
        if self._closed:
            return
        with self._under_way():
            if await self._turned_away(interaction):
                return
            payload = encode_fill(form, given, asks)
            asker = asker_of(interaction)
            try:
                known, tongues = await asyncio.gather(self._known(form, given, asker), self._tongues(asker))
            except Refusal as refusal:
                await self._show(interaction, Answer(refusal.refused, tongues=await self._tongues(asker)))
                await self._noticed(asker)
                return
            custom_id = modal_id(interaction.id, payload)
            say = text_in(tongues.own)
            modal = modal_for(form, decode_fill(payload).asks, known, custom_id=custom_id, say=say)
            await if_reached(interaction.response.send_modal(modal))
            await self._noticed(asker)

    async def _turned_away(self, interaction: Interaction, typed: Typed | None = None) -> bool:
        """Whether somebody is too fast. They are told each time, or Discord would say that nobody responds."""
        asker = asker_of(interaction)
        late = self._app.admit(asker)
        if late is not None:
            await self._show(interaction, Answer(late.said, tongues=self._app.last_tongues(asker)), typed)
        return late is not None

    # --- the turn

    async def _patiently(self, interaction: Interaction, turn: Coroutine[Any, Any, Answer]) -> Answer:
        async with Crew() as crew:
            running = crew.start(turn)
            await asyncio.wait({running}, timeout=PATIENCE)
            if not running.done():
                await if_reached(defer(interaction))
            answer: Answer = await running
        return answer

    async def _turn(self, ask: Command, asker: Asker) -> Answer:
        """A turn whose commit was taken and its answer lost is not carried out again, but answered as it was (R20)."""
        for pause in AGAIN:
            try:
                return await self._app.handle(ask, asker)
            except Exception as problem:  # noqa: BLE001  # as below
                if not is_away(problem):
                    return self._apology(ask, asker, problem)
            await asyncio.sleep(pause)
        try:
            return await self._app.handle(ask, asker)
        except Exception as problem:  # noqa: BLE001  # whatever it was, the asker hears of it; its words may be theirs
            return self._apology(ask, asker, problem)

    def _apology(self, ask: Command, asker: Asker, problem: Exception) -> Answer:
        return Answer(_failed(f"a {type(ask).__name__} turn", problem), tongues=self._app.last_tongues(asker))

    async def _fetched(self, asking: Coroutine[Any, Any, Command], asker: Asker) -> Answer:
        try:
            ask = await asking
        except Refusal as refusal:
            await self._noticed(asker)
            return Answer(refusal.refused, tongues=await self._tongues(asker))
        return await self._turn(ask, asker)

    async def _known(self, form: type[Command], given: Mapping[str, object], asker: Asker) -> Mapping[str, str]:
        try:
            async with asyncio.timeout(KNOWN_WITHIN):
                return await self._app.prefill(form, given, asker)
        except Refusal:
            raise
        except Exception as problem:  # noqa: BLE001  # a form that starts empty is better than none
            _failed(f"looking up what a {form.__name__} form starts with", problem)
            return {}

    async def _tongues(self, asker: Asker) -> Tongues:
        try:
            async with asyncio.timeout(KNOWN_WITHIN):
                return await self._app.tongues(asker)
        except Exception as problem:  # noqa: BLE001  # better in another language than not at all
            _failed("looking up somebody's language", problem)
            return self._app.last_tongues(asker)

    async def _noticed(self, asker: Asker) -> None:
        try:
            await self._app.noticed(asker)
        except Exception as problem:  # noqa: BLE001  # the form is open, the no is said; the next act says it again
            _failed("noting that somebody is here", problem)

    # --- the answer

    async def _show(self, interaction: Interaction, answer: Answer, typed: Typed | None = None) -> None:
        """Put an answer where it belongs. What follows a public one is still the asker's alone."""
        try:
            drawn = self._drawn(interaction, answer, typed)
        except Exception as problem:  # noqa: BLE001  # the turn is done; its asker must not wait in vain
            where = f"drawing {type(answer.said).__name__}"
            drawn = self._drawn(interaction, replace(answer, said=_failed(where, problem), asides=()), typed)
        try:
            await reach(interaction, drawn.first, here=drawn.here, hidden=drawn.hidden)
            for message in drawn.rest:
                await interaction.followup.send(view=message, ephemeral=is_hidden(interaction))
            if drawn.files:
                shown, files = enclosed(drawn.files)
                await interaction.followup.send(view=shown, files=files, ephemeral=is_hidden(interaction))
        except UNREACHED as problem:
            note_unreached(problem)
            self._app.gauges.failed(Platform.DISCORD, "unreached")
            if isinstance(problem, discord.HTTPException) and problem.code == FORM_ERROR:
                failed = replace(answer, said=_failed("showing an answer", problem), asides=())
                sorry = self._drawn(interaction, failed, typed)
                await if_reached(reach(interaction, sorry.first, here=False, hidden=sorry.hidden))

    def _drawn(self, interaction: Interaction, answer: Answer, typed: Typed | None) -> Drawn:
        own = answer.tongues.own
        views = [self._draw(each, own) for each in (answer.said, *answer.asides)]
        public = not views[0].private and not in_private(interaction)
        if public and answer.tongues.here != own:
            views[0] = self._draw(answer.said, answer.tongues.here)
        if typed is not None and isinstance(answer.said, Refused | WentWrong):
            views[0] = _given_back(views[0], typed, text_in(own))
        first = views[0]
        messages = layouts(views[:1]) + layouts(views[1:]) if public else layouts(views)
        here = first.in_place and is_replaceable(interaction, public=public)
        files = tuple(file for view in views for file in view.files)
        return Drawn(messages[0], tuple(messages[1:]), here, is_hidden(interaction, public=public), files)

    @contextmanager
    def _under_way(self) -> Iterator[None]:
        causes.begin()
        self._open += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._open -= 1
            if not self._open:
                self._idle.set()


def _given_back(view: View, typed: Typed, say: Text) -> View:
    """After a no, what was typed comes back with it, and the form to try again."""
    again = Fill(say.words("Try again"), typed.form, typed.given, typed.asks, style="main")
    quotes = tuple(map(Quote, typed.texts))
    return replace(view, blocks=view.blocks + quotes, actions=(*view.actions, again))


def _failed(where: str, problem: BaseException) -> WentWrong:
    reference = causes.begin()
    if is_away(problem):
        log.warning("%s failed (%s): %s", where, reference, reason(problem))
    else:
        log.error("%s failed (%s): %s", where, reference, trail(problem))
    return WentWrong(reference)
