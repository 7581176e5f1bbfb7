"""What a press on a button does. In a group everybody presses for themselves, and the message stays as it is."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from telegram import CallbackQuery, MaybeInaccessibleMessage

from bot.app.app import App
from bot.app.asker import Asker
from bot.app.commands import Command, DraftHello, History, SeeHellos, Today, WriteReview
from bot.app.said import Answer, DoorClosed, JoinOffer, Refusal, Refused, RightsShown
from bot.platforms.telegram import phrases
from bot.platforms.telegram.after import After
from bot.platforms.telegram.asking import PREFIX, Asking, Outcome
from bot.platforms.telegram.crowd import ALONE
from bot.platforms.telegram.links import command_payload, join_payload
from bot.platforms.telegram.render import ALERT, alert
from bot.platforms.telegram.spans import weight
from bot.platforms.telegram.turnstile import Turnstile
from bot.platforms.telegram.voice import Shown, Voice
from bot.platforms.telegram.who import Leaders, asker_of, private_address
from bot.ui.codec import Filling, decode, decode_fill, is_fill
from bot.ui.text import text_in


class Presses:
    """Takes presses."""

    def __init__(
        self,
        app: App,
        voice: Voice,
        asking: Asking,
        leaders: Leaders,
        turnstile: Turnstile,
        door_opened: Callable[[Asker], Awaitable[None]],
    ) -> None:
        self._app = app
        self._voice = voice
        self._asking = asking
        self._leaders = leaders
        self._turnstile = turnstile
        self._door_opened = door_opened

    async def take(self, query: CallbackQuery, update: int) -> After:
        """Carry a press out. The query is answered in any case."""
        message, data = query.message, query.data
        if message is None or not data:
            return After(at_once=partial(self._voice.answer_press, query.id))
        asker = asker_of(query.from_user, message, update, data)
        if (late := self._turnstile.pressed(asker, query.id)) is not None:
            return late
        if data.startswith(PREFIX):
            return await self._question(query, message, asker, data)
        try:
            pressed = decode_fill(data) if is_fill(data) else decode(data)
        except Refusal as refusal:
            tongues = await self._app.noticed(asker)
            return self._alert(query, Answer(refusal.refused, tongues=tongues))
        if isinstance(pressed, Filling):
            return await self._fill(query, message, asker, pressed, data)
        if asker.private:
            answer = await self._app.handle(pressed, await self._leading_there(asker, pressed))
            return self._private(query, message, asker, answer)
        return await self._public(query, message, asker, pressed)

    async def _leading_there(self, asker: Asker, command: Command) -> Asker:
        """What a facilitator is shown alone stands in the private chat; a button of it counts as pressed where its
        group meets, and the right is asked for anew."""
        if not isinstance(command, SeeHellos | DraftHello):
            return asker
        await self._door_opened(asker)
        there = asker
        for place in await self._app.places(command.group, asker.platform):
            there = await self._leaders.mark(replace(asker, chat=place, private=False))
            if await self._app.leads(there):
                break
        return there

    async def _question(
        self, query: CallbackQuery, message: MaybeInaccessibleMessage, asker: Asker, data: str
    ) -> After:
        """A button of a question: in a group somebody else's is closed for everybody but its asker."""
        if asker.private:
            await self._door_opened(asker)
        else:
            asker = await self._leaders.mark(asker)
        outcome = await self._asking.press(asker, data)
        if outcome is None:
            before = await self._app.replayed(asker)
            if before is None or not asker.private:
                text = phrases.closed_question(text_in((await self._app.tongues(asker)).own))
                return After(at_once=partial(self._voice.answer_press, query.id, text))
            outcome = before
        return self._in_place(query, message, asker, outcome, replace=True)

    async def _fill(
        self,
        query: CallbackQuery,
        message: MaybeInaccessibleMessage,
        asker: Asker,
        filling: Filling,
        data: str,
    ) -> After:
        """A button that asks. Nothing private is asked for in a group: there it leads to the private chat."""
        if asker.private:
            question = await self._app.question(asker)
            await self._door_opened(asker)
            if question is not None and self._asking.is_from(asker, question):
                outcome = await self._asking.again(asker, question)
            else:
                outcome = await self._asking.begin(asker, filling.form, filling.asks, given=data)
            return self._in_place(query, message, asker, outcome, replace=False)
        await self._app.noticed(asker)
        if not filling.form.facilitator:
            return After(at_once=self._leading(query, filling.form if filling.form.name else Today))
        asker = await self._leaders.mark(asker)
        if not await self._app.leads(asker):
            return self._alert(query, await self._app.refused(Refused("not_facilitator"), asker))
        outcome = await self._asking.begin(asker, filling.form, filling.asks, given=data)
        return self._in_place(query, message, asker, outcome, replace=False)

    def _private(self, query: CallbackQuery, message: MaybeInaccessibleMessage, asker: Asker, answer: Answer) -> After:
        shown = self._voice.shown(answer)
        return self._in_place(query, message, asker, shown, replace=shown.view.in_place)

    def _in_place(
        self,
        query: CallbackQuery,
        message: MaybeInaccessibleMessage,
        asker: Asker,
        outcome: Outcome,
        *,
        replace: bool,
    ) -> After:
        """Show what came of a press where it was made, instead of the pressed message or after it."""
        shown = outcome if isinstance(outcome, Shown) else self._voice.shown(outcome, public=not asker.private)
        instead_of = message.message_id if replace else None
        return After(
            at_once=partial(self._voice.answer_press, query.id),
            reply=partial(self._voice.show, asker.chat, shown, instead_of=instead_of),
        )

    async def _public(
        self, query: CallbackQuery, message: MaybeInaccessibleMessage, asker: Asker, command: Command
    ) -> After:
        """A press under a group's message: a short personal answer is an alert, a longer one is private."""
        if command.facilitator:
            asker = await self._leaders.mark(asker)
        answer = await self._app.handle(command, asker)
        if isinstance(answer.said, JoinOffer) and answer.said.link:
            url = self._voice.link(join_payload(answer.said.link))
            return After(at_once=partial(self._voice.answer_press, query.id, url=url))
        shown = self._voice.shown(answer)
        refused = isinstance(answer.said, Refused)
        if command.facilitator and not isinstance(answer.said, ALONE):
            return self._in_place(query, message, asker, answer, replace=shown.view.in_place)
        if isinstance(answer.said, RightsShown):
            note = phrases.sent_in_private(text_in(answer.tongues.own))
            return After(
                at_once=partial(self._voice.answer_press, query.id, note, alert=True),
                reply=partial(self._alone, asker, shown),
            )
        private = partial(self._voice.show_all, private_address(asker.person), (shown.view, *shown.asides))
        short = alert(shown.view)
        if short is None:
            if door := self._with_door("", answer).strip():  # a link would open the chat without a word of it
                return After(at_once=partial(self._voice.answer_press, query.id, door, alert=True), reply=private)
            return After(at_once=self._leading(query, _elsewhere(command)), reply=private)
        text = self._with_door(short.text, answer)
        more = (short.more or bool(shown.asides)) and not refused
        return After(
            at_once=partial(self._voice.answer_press, query.id, text, alert=True),
            reply=private if more else None,
        )

    async def _alone(self, asker: Asker, shown: Shown) -> None:
        """In private; who cannot be reached there reads it in the group."""
        if not await self._voice.show(private_address(asker.person), shown):
            await self._voice.show(asker.chat, Shown(shown.view))

    def _with_door(self, text: str, answer: Answer) -> str:
        """That the private chat refuses messages is told here, since it cannot be told there."""
        for aside in answer.asides:
            told = alert(self._voice.of(aside, answer.tongues.own)) if isinstance(aside, DoorClosed) else None
            if told and weight(f"{text}\n\n{told.text}") <= ALERT:
                return f"{text}\n\n{told.text}"
        return text

    def _leading(self, query: CallbackQuery, form: type[Command]) -> Callable[[], Awaitable[None]]:
        """Open the private chat with a command."""
        return partial(self._voice.answer_press, query.id, url=self._voice.link(command_payload(form)))

    def _alert(self, query: CallbackQuery, answer: Answer) -> After:
        text = alert(self._voice.shown(answer).view)
        return After(
            at_once=partial(self._voice.answer_press, query.id, text.text if text else "", alert=text is not None)
        )


def _elsewhere(command: Command) -> type[Command]:
    """What shows the same in private. What changed something must not run again: the history shows it."""
    if command.changes and not isinstance(command, WriteReview):  # a review without its text only asks for it
        return History
    return type(command) if command.name else Today
