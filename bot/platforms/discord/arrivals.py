"""The bot comes to a server: its groups there go on, and it introduces itself once to whoever can set it up."""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

import discord

from bot.app.app import App
from bot.app.courier import Undeliverable
from bot.app.said import Introduced, Said
from bot.core.people import Platform
from bot.core.rights import may_write
from bot.platforms.discord.attempt import attempt
from bot.platforms.discord.mentions import NOBODY
from bot.platforms.discord.render import layouts
from bot.platforms.discord.rights import granted
from bot.ui.view import View

log = logging.getLogger("pacekeeper.discord")

SENT_WITHIN = 10.0  # seconds
LATELY = timedelta(days=1)  # a server that was joined while the process was down is met at the next start


class Arrivals:
    """Notices where the bot came and went."""

    def __init__(self, app: App, draw: Callable[[Said, str], View]) -> None:
        self._app = app
        self._draw = draw

    async def met(self, guild: discord.Guild) -> None:
        """A server has come in sight: if the bot joined it lately, perhaps nobody has noticed yet."""
        me = guild.me
        if me is not None and me.joined_at is not None and discord.utils.utcnow() - me.joined_at < LATELY:
            await self.joined(guild)

    async def joined(self, guild: discord.Guild) -> None:
        """The bot was added to a server, perhaps again. Who did it Discord tells nobody without the audit log."""
        places = [str(place.id) for place in (*guild.channels, *guild.threads)]
        await self._app.news.arrived(Platform.DISCORD, places)
        if not await self._app.news.introduces(Platform.DISCORD, str(guild.id), places):
            return
        for channel in _writable(guild):
            try:
                view = layouts([self._draw(Introduced(Platform.DISCORD), guild.preferred_locale.value)])[0]
                await attempt(channel.send(view=view, allowed_mentions=NOBODY), SENT_WITHIN)
            except Undeliverable as problem:
                log.info("an introduction did not arrive: %s", problem.reason)
            return  # one try: nobody may read it twice

    async def found(self, guilds: Iterable[discord.Guild]) -> None:
        """Rights in these servers may have changed: groups whose chats were lost and can be written to go on."""
        lost = {int(address.chat) for address in await self._app.news.lost(Platform.DISCORD)}
        known = ((*guild.channels, *guild.threads) for guild in guilds) if lost else ()
        places = [place for some in known for place in some if place.id in lost]
        back = [str(place.id) for place in places if may_write(granted(place))]
        if back:
            await self._app.news.arrived(Platform.DISCORD, back)

    async def left(self, guild: discord.Guild) -> None:
        """The bot was removed from a server."""
        await self._app.news.departed(Platform.DISCORD, str(guild.id))


def _writable(guild: discord.Guild) -> Iterator[discord.TextChannel]:
    """The channel for the server's own messages, else the first; of those in which the bot may write."""
    first = [guild.system_channel] if guild.system_channel else []
    for channel in (*first, *guild.text_channels):
        rights = channel.permissions_for(guild.me)
        if rights.view_channel and rights.send_messages:
            yield channel
