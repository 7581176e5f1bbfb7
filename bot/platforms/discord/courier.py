"""Sends letters and edits cards over REST: no gateway is needed, so it works before READY and during a cut."""

import base64
import hashlib
from collections.abc import Callable

import discord

from bot.app.courier import Delivered, Later, Parcel, Unacceptable
from bot.app.said import Said
from bot.core.people import Address
from bot.platforms.discord.attempt import attempt
from bot.platforms.discord.errors import TOKEN_REFUSED_FOR, Archived, TokenRefused
from bot.platforms.discord.mentions import NOBODY, allowed
from bot.platforms.discord.render import layouts, letter
from bot.ui.view import View

OPEN_WITHIN = 8.0  # seconds to open a private conversation
SEND_WITHIN = 14.0  # seconds to post or edit; together they stay below the 25 s that a letter has
NONCE = 25  # characters, Discord's limit
NOT_YET = 2.0  # seconds until the next look while the client logs in


class DiscordCourier:
    """The courier of one bot account. `client` may be exchanged while a lost login is tried again.

    `refused` is called once if Discord takes the token no longer; letters wait for another one then, in silence.
    """

    def __init__(
        self,
        draw: Callable[[Said, str], View],
        *,
        send_within: float = SEND_WITHIN,
        refused: Callable[[], None] = lambda: None,
    ) -> None:
        self._draw = draw
        self._tell_refused = refused
        self._is_refused = False
        self._send_within = send_within
        self.client: discord.Client | None = None

    async def deliver(self, parcel: Parcel) -> Delivered:
        """Post a letter. For a nonce of the last minutes Discord returns the first message, so that a repeat of one
        key posts once."""
        try:
            return await self._deliver(parcel)
        except TokenRefused:
            self.refuse()
            raise

    def refuse(self) -> None:
        """Discord does not take the token: from now on nothing is sent."""
        if not self._is_refused:
            self._is_refused = True
            self._tell_refused()

    async def _deliver(self, parcel: Parcel) -> Delivered:
        client = self._ready()
        view = self._draw(parcel.said, parcel.language)
        chat = parcel.address.chat or await self._conversation(client, parcel.address.person)
        channel = client.get_partial_messageable(_number(chat))
        nonce = nonce_of(parcel.key)
        if parcel.address.person:
            drawn = letter(view)
            sending = channel.send(
                drawn.content, view=drawn.view, nonce=nonce, suppress_embeds=True, allowed_mentions=NOBODY
            )
        else:
            sending = channel.send(view=layouts([view])[0], nonce=nonce, allowed_mentions=allowed(view))
        message = await attempt(sending, self._send_within)
        return Delivered(str(message.id), chat=chat if chat != parcel.address.chat else "")

    async def edit(self, address: Address, message: str, said: Said, language: str = "") -> None:
        """Draw a message anew. Discord takes the same content again; in a thread that was archived meanwhile, once the
        thread is taken out."""
        try:
            await self._edit(address, message, said, language)
        except Archived:
            waking = self._ready().http.edit_channel(_number(address.chat), archived=False)
            await attempt(waking, OPEN_WITHIN, posts=False)
            await self._edit(address, message, said, language)
        except TokenRefused:
            self.refuse()
            raise

    async def _edit(self, address: Address, message: str, said: Said, language: str) -> None:
        client = self._ready()
        view = self._draw(said, language)
        old = client.get_partial_messageable(_number(address.chat)).get_partial_message(_number(message))
        if address.person:
            drawn = letter(view)
            await attempt(old.edit(content=drawn.content, view=drawn.view, allowed_mentions=NOBODY), self._send_within)
        else:
            await attempt(old.edit(view=layouts([view])[0], allowed_mentions=NOBODY), self._send_within)

    def _ready(self) -> discord.Client:
        if self._is_refused:
            raise Later("Discord refused the bot's token", TOKEN_REFUSED_FOR)
        if self.client is None or self.client.user is None or self.client.is_closed():
            raise Later("the bot is not logged in to Discord yet", NOT_YET)
        return self.client

    async def _conversation(self, client: discord.Client, person: str) -> str:
        opened = await attempt(client.create_dm(discord.Object(_number(person))), OPEN_WITHIN, posts=False)
        return str(opened.id)


def nonce_of(key: str) -> str:
    """A parcel's key as a nonce: the same for every try, different for every parcel."""
    digest = hashlib.sha256(key.encode()).digest()
    return base64.b32encode(digest).decode()[:NONCE].lower()


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise Unacceptable("this is not an address on Discord")
    return int(text)
