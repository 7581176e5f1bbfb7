"""Discord for a process that only delivers: it logs in and opens no gateway."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import chain, repeat

import discord

from bot.app.said import Said
from bot.platforms.discord.attempt import tracing
from bot.platforms.discord.client import LONGEST_WAIT
from bot.platforms.discord.courier import DiscordCourier
from bot.platforms.discord.door import (
    CLOSES_WITHIN,
    GOODBYE,
    NOT_ACCEPTED,
    PAUSES,
    UNREACHED,
    Door,
    addresses,
    fail,
    leave,
    quieten,
)
from bot.platforms.discord.errors import is_refused
from bot.platforms.discord.lookout import Lookout
from bot.platforms.discord.rights import Inspector
from bot.platforms.discord.roles import Keeper
from bot.platforms.discord.trail import trail
from bot.tasks import Crew, Grace
from bot.ui.present import present
from bot.ui.text import text_in
from bot.ui.view import View

log = logging.getLogger("pacekeeper.discord")


@asynccontextmanager
async def open_line(*, token: str, api_url: str | None = None, grace: Grace | None = None) -> AsyncIterator[Door]:
    """Log in, again and again while Discord cannot be reached, and stay so until the block ends. `ready` is set once
    letters can be sent."""
    grace = grace or Grace(CLOSES_WITHIN)

    def draw(said: Said, language: str) -> View:
        return present(said, text_in(language))

    connected = asyncio.Event()
    failed: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    courier = DiscordCourier(draw, refused=lambda: fail(failed, NOT_ACCEPTED))
    keeper = Keeper(courier, connected)
    door = Door(courier, Inspector(courier, keeper), Lookout(courier), keeper, connected, failed)
    quieten()
    with addresses(api_url, None):
        async with Crew(patience=0) as crew:
            crew.start(_stay(door, token, grace))
            yield door


async def _stay(door: Door, token: str, grace: Grace) -> None:
    for pause in chain(PAUSES, repeat(PAUSES[-1])):
        client = door.courier.client = discord.Client(
            intents=discord.Intents.none(),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            max_ratelimit_timeout=LONGEST_WAIT,
            http_trace=tracing(),
        )
        try:
            await client.login(token)
            door.ready.set()
            await asyncio.Event().wait()
        except discord.LoginFailure as problem:
            if is_refused(problem.__cause__):
                door.courier.refuse()
                return
            log.warning("Something between the bot and Discord refuses; the next try is in %g s", pause)
        except UNREACHED as problem:
            log.warning("Discord cannot be reached (%s); the next try is in %g s", trail(problem), pause)
        except Exception as problem:  # noqa: BLE001  # the library says nothing of what a broken answer raises
            log.warning("Discord does not answer in its own words (%s); the next try is in %g s", trail(problem), pause)
        finally:
            door.courier.client = None
            door.ready.clear()
            await leave(client, max(grace.left(CLOSES_WITHIN), GOODBYE))
        await asyncio.sleep(pause)
