"""Where each answer is shown: what is private, in a channel to its asker alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.app.asker import Asker
from bot.app.said import Answer, Said
from bot.core.people import Address
from bot.platforms.terminal import phrases
from bot.platforms.terminal.asking import Question
from bot.platforms.terminal.files import put_down
from bot.platforms.terminal.places import Places, asker_at, private_chat
from bot.platforms.terminal.screen import Screen, clock_words
from bot.ui.text import Text
from bot.ui.view import View


@dataclass(frozen=True, slots=True)
class Turn:
    """Who says something, and where. `named`: by the line itself, not taken for granted."""

    chat: Address
    person: str
    named: bool = True

    @property
    def key(self) -> tuple[Address, str]:
        """What an open question belongs to."""
        return self.chat, self.person

    def asker(self, request: str, *, press: str = "") -> Asker:
        """The same as the app knows it."""
        return asker_at(self.chat, self.person, request, press=press)


class Stage:
    """Shows answers, questions and the clock. Files that are handed over are put into `folder`."""

    def __init__(
        self,
        screen: Screen,
        places: Places,
        clock: Callable[[], datetime],
        say: Text,
        draw: Callable[[Said, str], View],
        folder: Path,
    ) -> None:
        self.screen = screen
        self.places = places
        self.say = say
        self._clock = clock
        self._draw = draw
        self._folder = folder

    async def answer(self, turn: Turn, answer: Answer) -> None:
        """Show what was said to somebody."""
        own, here = answer.tongues.own, answer.tongues.here
        first, *asides = [self._draw(said, own) for said in (answer.said, *answer.asides)]
        if first.private or turn.chat.person:
            await self._write(turn, [first, *asides], public=False)
            return
        await self._write(turn, [self._draw(answer.said, here)], public=True)
        if asides:
            await self._write(turn, asides, public=False)

    async def question(self, turn: Turn, question: Question) -> None:
        """Ask somebody, after a refusal if there was one."""
        refused = [self._draw(question.refused, question.language)] if question.refused else []
        await self._write(turn, [*refused, question.view], public=False)

    async def clock(self, person: str) -> None:
        """Tell what the clock shows to somebody."""
        spot = await self.places.spot(private_chat(person))
        words = clock_words(self._clock(), spot.zone, year=True)
        self.screen.tell(phrases.clock(f"{words} ({spot.zone})", self.say))

    async def _write(self, turn: Turn, views: Sequence[View], *, public: bool) -> None:
        spot = await self.places.spot(turn.chat, "" if public else turn.person)
        self.screen.show(spot, self._clock(), *views)
        for file in (file for view in views for file in view.files):
            self.screen.point(phrases.written(put_down(self._folder, turn.person, file), self.say))
