"""Asks Discord who is still in a server, one by one: without the privileged intent it tells nobody unasked."""

import discord

from bot.app.courier import Gone, Later, Unacceptable
from bot.core.people import Address
from bot.platforms.discord.asking import channels_of
from bot.platforms.discord.attempt import attempt
from bot.platforms.discord.courier import DiscordCourier

ASKED_WITHIN = 4.0  # seconds for one question
NOT_A_MEMBER = frozenset({10007, 10013})
"""Discord's codes for somebody who is not in the server, or whose account no longer exists."""
NOT_YET = 2.0  # seconds

Place = discord.abc.GuildChannel | discord.Thread


class Lookout:
    """Looks at one person in one server at a time, with the login that its courier has."""

    def __init__(self, courier: DiscordCourier) -> None:
        self._courier = courier

    async def places(self, chat: Address) -> tuple[str, ...]:
        """All channels of the server: who is in it is in each. None in an outage, or where the bot is no longer.

        Raises Undeliverable.
        """
        guild = await self._guild(int(chat.chat))
        if guild is None:
            return ()
        return (chat.chat, *channels_of(guild))

    async def is_there(self, chat: Address, person: str) -> bool | None:
        """Whether somebody is in the server; None if Discord does not say. Raises Undeliverable."""
        guild = await self._guild(int(chat.chat))
        if guild is None:
            return None
        try:
            await attempt(guild.fetch_member(int(person)), ASKED_WITHIN, posts=False)
        except (Gone, Unacceptable) as problem:
            said = problem.__cause__
            is_said = isinstance(said, discord.NotFound) and said.code in NOT_A_MEMBER
            return False if is_said else None
        return True

    async def _guild(self, number: int) -> discord.Guild | None:
        """The server of a channel or thread, if it is in sight."""
        client = self._courier.client
        if client is None or client.user is None or not client.is_ready():
            raise Later("the bot is not connected to Discord yet", NOT_YET)
        try:
            place = client.get_channel(number) or await attempt(client.fetch_channel(number), ASKED_WITHIN, posts=False)
        except (Gone, Unacceptable, discord.InvalidData):
            return None
        if not isinstance(place, Place) or place.guild.unavailable or place.guild.me is None:
            return None
        return place.guild
