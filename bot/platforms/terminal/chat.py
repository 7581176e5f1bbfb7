"""Takes what is typed, line by line, and shows what comes of it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.app.app import App
from bot.app.asker import Asker
from bot.app.commands import Command, Help, Join, ShowWeek
from bot.app.questions import OpenQuestion
from bot.app.said import Answer, Refusal, Refused, Said
from bot.core.people import Address
from bot.platforms.terminal import phrases
from bot.platforms.terminal.asking import Asking, Outcome, Question
from bot.platforms.terminal.clock import MovedClock
from bot.platforms.terminal.lines import Leave, Move, ShowClock, TooFar, Words, display_name, person_id, read_line
from bot.platforms.terminal.places import YOU, Places, asker_at, channel_chat, private_chat
from bot.platforms.terminal.screen import Button, Screen, clock_words
from bot.platforms.terminal.travel import Travel
from bot.ui.codec import decode, decode_fill, is_fill
from bot.ui.forms import form_of
from bot.ui.menu import by_name
from bot.ui.reading import read_words
from bot.ui.text import Text
from bot.ui.view import View

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:\s+(.*))?", re.DOTALL)
_PARTS: Mapping[str, Command] = {"faq": ShowWeek(part="faq")}
"""Understood when typed, although they are parts of another command."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a chat works with."""

    app: App
    travel: Travel
    clock: MovedClock
    screen: Screen
    places: Places
    say: Text
    draw: Callable[[Said], View]


@dataclass(frozen=True, slots=True)
class Turn:
    """Who says something, and where."""

    chat: Address
    person: str
    named: bool  # by the line itself, not taken for granted

    @property
    def key(self) -> tuple[Address, str]:
        """What an open question belongs to."""
        return self.chat, self.person


class Chat:
    """One person at the keyboard, speaking as themselves or as anybody else. `run` numbers this run of the file."""

    def __init__(self, parts: Parts, run: int) -> None:
        self._app = parts.app
        self._travel = parts.travel
        self._clock = parts.clock
        self._screen = parts.screen
        self._places = parts.places
        self._say = parts.say
        self._draw = parts.draw
        self._asking = Asking(parts.app, parts.say)
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
        await self._travel.to(self._clock())
        match read_line(line):
            case Move(by):
                await self._travel.to(self._clock() + by)
                await self._tell_clock()
            case TooFar():
                self._screen.tell(phrases.too_far(self._say))
            case ShowClock():
                await self._tell_clock()
            case Leave(bare=bare) if not bare or self._asked is None:
                return False
            case Leave():
                await self._words(Words(None, None, line.strip(), line.strip()))
            case Words() as words:
                await self._words(words)
        await self._travel.settle()
        return True

    # --- words

    async def _words(self, words: Words) -> None:
        turn = self._turn(words)
        if words.person is not None and not words.text and words.channel is None:
            self._speaker = turn.person
            self._screen.tell(phrases.now_speaking(display_name(turn.person), self._say))
        elif words.text.startswith("/"):
            await self._command(turn, words.text)
        else:
            await self._answer_or_press(turn, words)

    def _turn(self, words: Words) -> Turn:
        person = self._speaker if words.person is None else person_id(words.person)
        if words.channel is None:
            return Turn(private_chat(person), person, named=words.person is not None)
        return Turn(channel_chat(words.channel or self._places.channel), person, named=True)

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
            last = [] if self._asked is None else [Turn(*self._asked, named=False)]
            here = Turn(channel_chat(self._places.channel), turn.person, named=False)
            turns = [*last, turn, here]
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
        what = by_name(name) or _PARTS.get(name) if typed else None
        if what is None or typed is None:
            self._screen.tell(phrases.unknown_command(name, self._say))
            return
        await self._close(turn)
        words = (typed[2] or "").strip()
        outcome = await self._app.handle(what, self._asker(turn)) if isinstance(what, Command) else None
        await self._show(turn, outcome or await self._run_typed(turn, what, words))  # type: ignore[arg-type]  # a command was handled
        if what is Help:
            self._screen.add(phrases.here(self._say, self._places.channel))

    async def _run_typed(self, turn: Turn, command: type[Command], words: str) -> Outcome:
        """Run a command with its words; what is missing is asked one by one."""
        form = form_of(command)
        try:
            read = read_words(form, words)
        except Refusal as refusal:
            return Answer(refusal.refused)
        if not read.missing:
            return await self._app.handle(form.make(read.values), self._asker(turn))
        return await self._begin(turn, command, tuple(field.name for field in read.missing), typed=words)

    async def _begin(
        self, turn: Turn, form: type[Command], asks: tuple[str, ...], *, given: str = "", typed: str = ""
    ) -> Outcome:
        """Ask, unless the answer could not be used anyway."""
        asker = self._asker(turn)
        if form.facilitator and (asker.private or not asker.facilitator):
            return Answer(Refused("not_here" if asker.private else "not_facilitator"))
        if not form.facilitator and form is not Join and not await self._places.knows(turn.person):
            return Answer(Refused("not_joined"))
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
        self._asked = None
        self._screen.tell(phrases.stopped(self._say))

    async def _close(self, turn: Turn) -> None:
        """A command ends the speaker's open question."""
        found = await self._open(turn)
        if found is None or found[0].person != turn.person:
            return
        asked, _ = found
        await self._asking.stop(self._asker(asked))
        self._screen.tell(phrases.left_open(self._say))
        if self._asked == asked.key:
            self._asked = None

    # --- buttons

    async def _press(self, turn: Turn, number: int) -> None:
        button = self._screen.button(number)
        if button is None:
            self._screen.tell(phrases.no_button(number, self._screen.newest, self._say))
            return
        owner = button.spot.reader
        person = turn.person if turn.named or not owner else owner
        pressed = Turn(button.spot.chat, person, named=True)
        if owner and owner != person:
            await self._show(Turn(private_chat(person), person, named=True), Answer(Refused("not_yours")))
            return
        await self._show(pressed, await self._pressed(pressed, button))

    async def _pressed(self, turn: Turn, button: Button) -> Outcome:
        try:
            if is_fill(button.payload):
                filling = decode_fill(button.payload)
                return await self._begin(turn, filling.form, filling.asks, given=button.payload)
            command = decode(button.payload)
        except Refusal as refusal:
            return Answer(refusal.refused)
        press = f"{button.message}:{button.payload}"
        return await self._app.handle(command, self._asker(turn, press=press))

    # --- showing

    def _asker(self, turn: Turn, *, press: str = "") -> Asker:
        return asker_at(turn.chat, turn.person, f"{self._run}.{self._lines}", press=press)

    async def _show(self, turn: Turn, outcome: Outcome) -> None:
        """Show an answer where it belongs: what is private, in a channel to its asker alone."""
        self._asked = turn.key if isinstance(outcome, Question) else self._asked_still(turn)
        if isinstance(outcome, Question):
            self._long = outcome.long
            refused = [self._draw(outcome.refused)] if outcome.refused else []
            await self._write(turn, [*refused, outcome.view], public=False)
            return
        first, *asides = [self._draw(said) for said in (outcome.said, *outcome.asides)]
        public = not first.private and not turn.chat.person
        await self._write(turn, [first] if public else [first, *asides], public=public)
        if public and asides:
            await self._write(turn, asides, public=False)

    def _asked_still(self, turn: Turn) -> tuple[Address, str] | None:
        return None if self._asked == turn.key else self._asked

    async def _write(self, turn: Turn, views: Sequence[View], *, public: bool) -> None:
        spot = await self._places.spot(turn.chat, "" if public else turn.person)
        self._screen.show(spot, self._clock(), *views)

    async def _tell_clock(self) -> None:
        spot = await self._places.spot(private_chat(self._speaker))
        words = clock_words(self._clock(), spot.zone, year=True)
        self._screen.tell(phrases.clock(f"{words} ({spot.zone})", self._say))
