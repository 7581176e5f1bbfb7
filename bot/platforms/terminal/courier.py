"""Brings what nobody asked for to the screen."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.app.courier import Delivered, Parcel
from bot.app.said import Card, Said
from bot.core.people import Address
from bot.platforms.terminal import phrases
from bot.platforms.terminal.places import Places
from bot.platforms.terminal.screen import Screen
from bot.ui.text import Text
from bot.ui.view import View


class TerminalCourier:
    """Implements `bot.app.courier.Courier`. Nothing can fail here: the screen is always there."""

    def __init__(
        self,
        screen: Screen,
        places: Places,
        clock: Callable[[], datetime],
        say: Text,
        draw: Callable[[Said, str], View],
    ) -> None:
        self._screen = screen
        self._places = places
        self._clock = clock
        self._say = say
        self._draw = draw
        self._posted: dict[str, str] = {}
        self._turn = asyncio.Lock()  # what was sent first is shown first, however long its chat's name takes to find

    async def deliver(self, parcel: Parcel) -> Delivered:
        """Show a letter in its chat; the same one again is not shown twice."""
        async with self._turn:
            message = self._posted.get(parcel.key)
            if message is None:
                spot = await self._places.spot(parcel.address)
                message = self._screen.show(spot, self._clock(), self._draw(parcel.said, parcel.language))
                self._posted[parcel.key] = message
        return Delivered(message, parcel.address.chat)

    async def edit(self, address: Address, message: str, said: Said, language: str = "") -> None:
        """Show what is new in a message. That a card closes is no news here: nothing scrolls back to its buttons."""
        closed = isinstance(said, Card) and said.closed
        if isinstance(said, Card):
            said = replace(said, closed=False)
        view, label = self._draw(said, language), phrases.updated(self._say)
        async with self._turn:
            spot = await self._places.spot(address)
            self._screen.change(spot, self._clock(), message, view, label=label, unseen=not closed)
