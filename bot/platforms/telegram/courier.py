"""Delivers letters and keeps cards up to date."""

from bot.app.courier import Delivered, Parcel, Unacceptable
from bot.app.said import Said
from bot.core.people import Address
from bot.platforms.telegram.keyboard import Spot
from bot.platforms.telegram.line import Line
from bot.platforms.telegram.post import Post, chat_id
from bot.platforms.telegram.render import Drawn, draw
from bot.ui.present import present
from bot.ui.text import text_in


class TelegramCourier:
    """Sends and edits on Telegram, which has no key against repeats: what is Unsure may stand there."""

    def __init__(self, line: Line, post: Post) -> None:
        self._line = line
        self._post = post

    async def deliver(self, parcel: Parcel) -> Delivered:
        """Post a letter. Raises Undeliverable."""
        message = await self._post.send(parcel.address, self._drawn(parcel.address, parcel.said, parcel.language))
        return Delivered(message, str(chat_id(parcel.address)))

    async def edit(self, address: Address, message: str, said: Said, language: str = "") -> None:
        """Replace a letter's content; the same content again is a success. Raises Undeliverable."""
        await self._post.edit(address, message, self._drawn(address, said, language))

    def _drawn(self, address: Address, said: Said, language: str) -> Drawn:
        spot = Spot(self._line.name_in_links, group=chat_id(address) < 0)
        try:
            return draw(present(said, text_in(language)), spot)
        except ValueError as problem:
            raise Unacceptable(f"It cannot be drawn: {problem}") from problem
