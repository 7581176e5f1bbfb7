"""Takes what is typed, line by line, and shows what comes of it."""

import re

from bot.app.app import App
from bot.app.asker import Asker
from bot.app.commands import COMMANDS, Command, Help, Join
from bot.app.questions import OpenQuestion
from bot.app.said import Answer, Refusal, Refused
from bot.core.people import Address
from bot.platforms.terminal import phrases
from bot.platforms.terminal.asking import Asking, Outcome, Question
from bot.platforms.terminal.clock import MovedClock
from bot.platforms.terminal.files import picked_up
from bot.platforms.terminal.lines import Leave, Move, ShowClock, TooFar, Words, display_name, person_id, read_line
from bot.platforms.terminal.places import YOU, channel_chat, private_chat
from bot.platforms.terminal.screen import Button
from bot.platforms.terminal.stage import Stage, Turn
from bot.platforms.terminal.travel import Travel
from bot.ui.codec import decode, decode_fill, is_fill
from bot.ui.forms import form_of, upload_of
from bot.ui.menu import by_name
from bot.ui.reading import read_words

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:\s+(.*))?", re.DOTALL)


class Chat:
    """One person at the keyboard, speaking as themselves or as anybody else. `run` numbers this run of the file."""

    def __init__(self, app: App, travel: Travel, clock: MovedClock, stage: Stage, run: int) -> None:
        self._app = app
        self._travel = travel
        self._clock = clock
        self._stage = stage
        self._screen = stage.screen
        self._say = stage.say
        self._asking = Asking(app, stage.say)
        self._run = run
        self._lines = 0
        self._speaker = YOU
        self._asked: tuple[Address, str] | None = None
        self._long = False

    @property
    def is_asking(self) -> bool:
        """Whether the next line without an address is taken for an answer."""
        return self._asked is not None

    @property
    def takes_lines(self) -> bool:
        """Whether the answer may be a text of several lines, pasted as one."""
        return self.is_asking and self._long

    async def begin(self) -> None:
        """Show the question that was left open when the last run ended."""
        found = await self._open(Turn(private_chat(YOU), YOU, named=False))
        if found is not None:
            turn, question = found
            self._screen.tell(phrases.still_open(self._say))
            await self._show(turn, await self._asking.again(self._asker(turn), question))

    async def hear(self, line: str) -> bool:
        """Take a line; False ends the chat."""
        self._lines += 1
        await self.catch_up()
        match read_line(line):
            case Move(by):
                await self._travel.to(self._clock() + by)
                await self.catch_up()
                await self._stage.clock(self._speaker)
            case TooFar():
                self._screen.tell(phrases.too_far(self._say))
            case ShowClock():
                await self._stage.clock(self._speaker)
            case Leave(bare=bare) if not bare or not self.is_asking:
                return False
            case Leave():
                await self._words(Words(None, None, line.strip(), line.strip()))
            case Words() as words:
                await self._words(words)
        await self._travel.settle()
        return True

    async def catch_up(self) -> None:
        """Let come what came due, and forget a question that ended meanwhile."""
        await self._travel.to(self._clock())
        if self._asked is not None and await self._app.question(self._asker(Turn(*self._asked))) is None:
            self._asked = None

    # --- words

    async def _words(self, words: Words) -> None:
        turn = self._turn(words)
        if words.person is not None and not words.text and words.channel is None:
            self._speaker = turn.person
            self._screen.tell(phrases.now_speaking(display_name(turn.person), self._say))
            return
        await self._app.noticed(self._asker(turn))
        if words.text.startswith("/") and not await self._is_path(turn, words.text):
            await self._command(turn, words.text)
        else:
            await self._answer_or_press(turn, words)

    async def _is_path(self, turn: Turn, text: str) -> bool:
        """Whether what begins with a slash is no command, but the file that somebody was asked for."""
        if _COMMAND.fullmatch(text):
            return False
        found = await self._open(turn)
        return found is not None and any(upload_of(cls) for cls in COMMANDS if cls.code == found[1].form)

    def _turn(self, words: Words) -> Turn:
        person = self._speaker if words.person is None else person_id(words.person)
        if words.channel is None:
            return Turn(private_chat(person), person, named=words.person is not None)
        return Turn(channel_chat(words.channel or self._stage.places.channel), person)

    async def _answer_or_press(self, turn: Turn, words: Words) -> None:
        found = await self._open(turn)
        text = words.text
        if found is None and words.person is None and words.channel is not None and not text.isdecimal():
            found = await self._open(Turn(private_chat(turn.person), turn.person, named=False))
            text = words.whole  # an answer that begins with #, not a channel
        if found is not None:
            asked, question = found
            await self._show(asked, await self._asking.answer(self._asker(asked), question, text))
        elif text.isascii() and text.isdigit():
            await self._press(turn, int(text[:9]))
        elif text or turn.named:
            self._screen.tell(phrases.nothing_open(self._say))

    async def _open(self, turn: Turn) -> tuple[Turn, OpenQuestion] | None:
        """The question that a line answers: of who is named there, else the one asked last."""
        turns = [turn]
        if not turn.named:
            last = [] if self._asked is None else [Turn(*self._asked)]
            turns = [*last, turn, Turn(channel_chat(self._stage.places.channel), turn.person)]
        for each in turns:
            question = await self._app.question(self._asker(each))
            if question is not None:
                return each, question
        return None

    # --- commands

    async def _command(self, turn: Turn, text: str) -> None:
        typed = _COMMAND.fullmatch(text)
        name = typed[1].casefold() if typed else text[1:].split(" ", maxsplit=1)[0]
        if name in {"cancel", "skip"}:
            await self._around(turn, skip=name == "skip")
            return
        what = by_name(name) if typed else None
        if what is None or typed is None:
            self._screen.tell(phrases.unknown_command(name, self._say))
            return
        await self._close(turn)
        await self._show(turn, await self._run_typed(turn, what, (typed[2] or "").strip()))
        if what is Help:
            self._screen.add(phrases.here(self._say, self._stage.places.channel))

    async def _run_typed(self, turn: Turn, what: Command | type[Command], words: str) -> Outcome:
        """Run a command with its words; what is missing is asked one by one."""
        if isinstance(what, Command):
            return await self._app.handle(what, self._asker(turn))
        form = form_of(what)
        try:
            if (field := upload_of(what)) is not None and words:
                return await self._app.handle(form.make({field.name: picked_up(field, words)}), self._asker(turn))
            read = read_words(form, words)
        except Refusal as refusal:
            return await self._app.refused(refusal.refused, self._asker(turn))
        if not read.missing:
            return await self._app.handle(form.make(read.values), self._asker(turn))
        return await self._begin(turn, what, tuple(field.name for field in read.missing), typed=words)

    async def _begin(
        self, turn: Turn, form: type[Command], asks: tuple[str, ...], *, given: str = "", typed: str = ""
    ) -> Outcome:
        """Ask, unless the answer could not be used anyway."""
        asker = self._asker(turn)
        if form.facilitator and not await self._app.leads(asker):
            return await self._app.refused(Refused("not_here" if asker.private else "not_facilitator"), asker)
        if not form.facilitator and form is not Join and not await self._stage.places.knows(turn.person):
            return await self._app.refused(Refused("not_joined"), asker)
        return await self._asking.begin(asker, form, asks, given=given, typed=typed)

    async def _around(self, turn: Turn, *, skip: bool) -> None:
        """`/skip` and `/cancel`, around an open question."""
        found = await self._open(turn)
        if found is None:
            self._screen.tell(phrases.nothing_open(self._say))
            return
        asked, question = found
        if skip:
            await self._show(asked, await self._asking.answer(self._asker(asked), question, ""))
            return
        await self._asking.stop(self._asker(asked))
        self._forget(asked)
        self._screen.tell(phrases.stopped(self._say))

    async def _close(self, turn: Turn) -> None:
        """A command ends the speaker's open question."""
        found = await self._open(turn)
        if found is not None and found[0].person == turn.person:
            await self._asking.stop(self._asker(found[0]))
            self._forget(found[0])
            self._screen.tell(phrases.left_open(self._say))

    # --- buttons

    async def _press(self, turn: Turn, number: int) -> None:
        button = self._screen.button(number)
        if button is None:
            self._screen.tell(phrases.no_button(number, self._screen.newest, self._say))
            return
        owner = button.spot.reader
        person = turn.person if turn.named or not owner else owner
        if owner and owner != person:
            await self._show(Turn(private_chat(person), person), Answer(Refused("not_yours")))
            return
        pressed = Turn(button.spot.chat, person)
        await self._show(pressed, await self._pressed(pressed, button))

    async def _pressed(self, turn: Turn, button: Button) -> Outcome:
        try:
            if is_fill(button.payload):
                filling = decode_fill(button.payload)
                return await self._begin(turn, filling.form, filling.asks, given=button.payload)
            command = decode(button.payload)
        except Refusal as refusal:
            return await self._app.refused(refusal.refused, self._asker(turn))
        return await self._app.handle(command, self._asker(turn, press=f"{button.message}:{button.payload}"))

    # --- showing

    def _asker(self, turn: Turn, *, press: str = "") -> Asker:
        return turn.asker(f"{self._run}.{self._lines}", press=press)

    async def _show(self, turn: Turn, outcome: Outcome) -> None:
        if isinstance(outcome, Question):
            self._asked, self._long = turn.key, outcome.long
            await self._stage.question(turn, outcome)
        else:
            self._forget(turn)
            await self._stage.answer(turn, outcome)

    def _forget(self, turn: Turn) -> None:
        """Nothing is being asked of them any more."""
        if self._asked == turn.key:
            self._asked = None
