"""Carries a request out and shows the answer: at once, or after a deferral where a turn takes long."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
import discord
from discord import ui

from bot.app.app import App
from bot.app.asker import Asker
from bot.app.commands import Command
from bot.app.said import Answer, Refusal, Refused, Said, WentWrong
from bot.platforms.discord.asking import Interaction, asker_of, in_private
from bot.platforms.discord.ids import modal_id
from bot.platforms.discord.modal import modal_for
from bot.platforms.discord.render import layouts
from bot.platforms.discord.trail import trail
from bot.tasks import Crew
from bot.ui.codec import decode_fill, encode_fill
from bot.ui.text import Text
from bot.ui.view import Fill, Quote, View

log = logging.getLogger("pacekeeper.discord")

PATIENCE = 1.5  # seconds before an answer is deferred; Discord waits 3
KNOWN_WITHIN = 1.2  # seconds to look up what a form starts with; after that it opens empty
UNREACHED = (discord.HTTPException, discord.InteractionResponded, aiohttp.ClientError, OSError, TimeoutError)

Draw = Callable[[Said], View]


@dataclass(frozen=True, slots=True)
class Typed:
    """What came in through a modal. If the answer is a no, nothing of it may be lost."""

    form: type[Command]
    given: Mapping[str, object]
    asks: tuple[str, ...]
    texts: tuple[str, ...]


class Desk:
    """Where requests arrive and answers leave."""

    def __init__(self, app: App, say: Text, draw: Draw) -> None:
        self._app = app
        self._say = say
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
            answer = await self._patiently(interaction, self._turn(ask, asker_of(interaction, press)))
            await self._show(interaction, self._views(answer, typed))

    async def tell(self, interaction: Interaction, said: Said, typed: Typed | None = None) -> None:
        """Say something without a turn: a polite no, or an apology."""
        if self._closed:
            return
        with self._under_way():
            await self._show(interaction, self._views(Answer(said), typed))

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
            payload = encode_fill(form, given, asks)
            asker = asker_of(interaction)
            try:
                known = await self._known(form, given, asker)
            except Refusal as refusal:
                await self._show(interaction, self._views(Answer(refusal.refused), None))
                return
            custom_id = modal_id(interaction.id, payload)
            modal = modal_for(form, decode_fill(payload).asks, known, custom_id=custom_id, say=self._say)
            await _reaching(interaction.response.send_modal(modal))
            if asker.private:
                await self._app.door_opened(asker)

    # --- the turn

    async def _patiently(self, interaction: Interaction, turn: Coroutine[Any, Any, Answer]) -> Answer:
        async with Crew() as crew:
            running = crew.start(turn)
            await asyncio.wait({running}, timeout=PATIENCE)
            if not running.done():
                await _reaching(_defer(interaction))
            answer: Answer = await running
        return answer

    async def _turn(self, ask: Command, asker: Asker) -> Answer:
        try:
            return await self._app.handle(ask, asker)
        except Exception as problem:  # noqa: BLE001  # whatever it was, the asker hears of it; its words may be theirs
            return Answer(_failed(f"a {type(ask).__name__} turn", problem))

    async def _known(self, form: type[Command], given: Mapping[str, object], asker: Asker) -> Mapping[str, str]:
        try:
            async with asyncio.timeout(KNOWN_WITHIN):
                return await self._app.prefill(form, given, asker)
        except Refusal:
            raise
        except Exception as problem:  # noqa: BLE001  # a form that starts empty is better than none
            _failed(f"looking up what a {form.__name__} form starts with", problem)
            return {}

    # --- the answer

    def _views(self, answer: Answer, typed: Typed | None) -> list[View]:
        """Draw an answer. After a no, what was typed comes back with it, ready to be tried again."""
        try:
            views = [self._draw(each) for each in (answer.said, *answer.asides)]
        except Exception as problem:  # noqa: BLE001  # the turn is done; its asker must not wait in vain
            answer = Answer(_failed(f"drawing {type(answer.said).__name__}", problem))
            views = [self._draw(answer.said)]
        if typed is not None and isinstance(answer.said, Refused | WentWrong):
            again = Fill(self._say.words("Try again"), typed.form, typed.given, typed.asks, style="main")
            quotes = tuple(map(Quote, typed.texts))
            first = views[0]
            views[0] = replace(first, blocks=first.blocks + quotes, actions=(*first.actions, again))
        return views

    async def _show(self, interaction: Interaction, views: Sequence[View]) -> None:
        """Put an answer where it belongs. What follows a public one is still the asker's alone."""
        first = views[0]
        public = not first.private and not in_private(interaction)
        messages = layouts(views[:1]) + layouts(views[1:]) if public else layouts(views)
        here = first.in_place and _replaceable(interaction, public=public)
        try:
            await _reach(interaction, messages[0], here=here, hidden=_hidden(interaction, public=public))
            for message in messages[1:]:
                await interaction.followup.send(view=message, ephemeral=_hidden(interaction))
        except UNREACHED as problem:
            _unreached(problem)
            if isinstance(problem, discord.HTTPException) and problem.status == 400 and problem.code == 50035:
                sorry = layouts([self._draw(_failed("showing an answer", problem))])[0]
                await _reaching(_reach(interaction, sorry, here=False, hidden=_hidden(interaction)))

    @contextmanager
    def _under_way(self) -> Iterator[None]:
        self._open += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._open -= 1
            if not self._open:
                self._idle.set()


def _failed(where: str, problem: BaseException) -> WentWrong:
    reference = secrets.token_hex(4)
    log.error("%s failed (%s): %s", where, reference, trail(problem))
    return WentWrong(reference)


def _hidden(interaction: Interaction, *, public: bool = False) -> bool:
    """Only the asker sees it. In private nobody else is there, and what is hidden would soon vanish."""
    return not public and not in_private(interaction)


def _replaceable(interaction: Interaction, *, public: bool) -> bool:
    """Whether an answer may take the place of the message whose button was pressed: never a group's card."""
    message = interaction.message
    if message is None:
        return False
    if message.flags.ephemeral or in_private(interaction):
        return True
    asked = message.interaction_metadata
    return public and asked is not None and asked.user.id == interaction.user.id


async def _reach(interaction: Interaction, drawn: ui.LayoutView, *, here: bool, hidden: bool) -> None:
    """Send the first answer, or what completes a deferred one."""
    if not interaction.response.is_done():
        if here:
            await interaction.response.edit_message(**_instead(interaction, drawn))
        else:
            await interaction.response.send_message(view=drawn, ephemeral=hidden)
    elif here:
        await interaction.edit_original_response(**_instead(interaction, drawn))
    elif interaction.response.type is discord.InteractionResponseType.deferred_channel_message:
        await interaction.edit_original_response(view=drawn)
    else:
        await interaction.followup.send(view=drawn, ephemeral=hidden)


def _instead(interaction: Interaction, drawn: ui.LayoutView) -> dict[str, Any]:
    """A container in place of a message; of a plain one the text has to be emptied by name."""
    message = interaction.message
    if message is None or message.flags.components_v2:
        return {"view": drawn}
    return {"view": drawn, "content": None, "embeds": [], "attachments": []}


async def _defer(interaction: Interaction) -> None:
    if interaction.type is discord.InteractionType.application_command or interaction.message is None:
        await interaction.response.defer(ephemeral=_hidden(interaction), thinking=True)
    else:
        await interaction.response.defer()


async def _reaching(answering: Coroutine[Any, Any, Any]) -> None:
    """Answer if Discord still takes it; if not there is nobody to tell but the log."""
    try:
        await answering
    except UNREACHED as problem:
        _unreached(problem)


def _unreached(problem: Exception) -> None:
    code = f" {problem.status}/{problem.code}" if isinstance(problem, discord.HTTPException) else ""
    log.warning("an answer did not reach Discord: %s%s", type(problem).__name__, code)
