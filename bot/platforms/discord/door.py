"""Opens the Discord door: logs in, stays connected, and closes in order."""

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.app.app import App
from bot.app.rooms import Rooms
from bot.app.said import Said
from bot.platforms.discord.arrivals import Arrivals
from bot.platforms.discord.attempt import tracing
from bot.platforms.discord.client import Front, Memory, Remember, Remembered
from bot.platforms.discord.courier import DiscordCourier
from bot.platforms.discord.desk import Desk
from bot.platforms.discord.errors import is_refused
from bot.platforms.discord.lookout import Lookout
from bot.platforms.discord.rights import Inspector
from bot.platforms.discord.roles import Keeper
from bot.platforms.discord.trail import trail
from bot.platforms.discord.voice import Watch
from bot.shards import Shards
from bot.tasks import Crew, Grace
from bot.ui.present import present
from bot.ui.text import text_in
from bot.ui.view import View

log = logging.getLogger("pacekeeper.discord")

PAUSES = (1.0, 2.0, 5.0, 15.0, 30.0)  # seconds between tries to log in; the last one repeats
CLOSES_WITHIN = 3.0  # seconds for answers that are under way
ASKED_WITHIN = 10.0  # seconds for a question that the start does not hang on
LOOKS_AGAIN = 900.0  # seconds, while Discord allows no new session
GOODBYE = 0.3  # seconds to leave the gateway, however late it is
NOT_ACCEPTED = (
    "Discord does not accept the token in DISCORD_TOKEN. Copy it again from the Bot page of your application at "
    "https://discord.com/developers/applications; after a reset only the newest one works."
)
FEW_STARTS = (
    "Discord allows this bot no more starts today: something starts it again and again, stop that first. The gateway "
    "is left alone until tomorrow's starts, and nobody is answered on Discord; letters go on."
)
UNREACHED = (discord.HTTPException, discord.RateLimited, discord.GatewayNotFound, aiohttp.ClientError, OSError)


@dataclass(frozen=True, slots=True)
class Door:
    """An open door. `ready` is set while the gateway is connected; the courier works without it.

    `failed` ends with one sentence for the host if Discord refuses the bot for good: no later try can help then.
    """

    courier: DiscordCourier
    inspector: Inspector
    lookout: Lookout
    keeper: Keeper
    ready: asyncio.Event
    failed: asyncio.Future[str]

    def latency(self) -> float | None:
        """Seconds from the gateway's last heartbeat to its answer; None while there was none."""
        client = self.courier.client
        return client.latency if client is not None and math.isfinite(client.latency) else None


@asynccontextmanager
async def open_discord(
    *,
    app: App,
    rooms: Rooms,
    token: str,
    remembered: Remembered,
    remember: Remember,
    api_url: str | None = None,
    gateway_url: str | None = None,
    shards: Shards | None = None,
    grace: Grace | None = None,
) -> AsyncIterator[Door]:
    """Open the door at once and log in beside it, again and again while Discord cannot be reached.

    `remembered` and `remember` keep the mark of the
    slash commands that were registered last. `api_url` ends in `/api/v10`; left out, both addresses are Discord's.
    `shards` are those of this process, if there are several processes.
    `grace` is the time that is left at the end, shared with others.
    """
    grace = grace or Grace(CLOSES_WITHIN)

    def draw(said: Said, language: str) -> View:
        return present(said, text_in(language))

    desk = Desk(app, draw)
    failed: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    courier = DiscordCourier(draw, refused=lambda: fail(failed, NOT_ACCEPTED))
    connected = asyncio.Event()
    keeper = Keeper(courier, connected)
    door = Door(courier, Inspector(courier, keeper), Lookout(courier), keeper, connected, failed)
    arrivals = Arrivals(app, draw)

    def front() -> Front:
        memory = Memory(remembered, remember)
        watch = Watch(rooms)
        parts: dict[str, Any] = {
            "memory": memory,
            "watch": watch,
            "arrivals": arrivals,
            "ready": door.ready,
            "trace": tracing(),
        }
        if shards is None:
            return Front(app, desk, **parts)
        from bot.platforms.discord.sharded import ShardedFront

        return ShardedFront(app, desk, shards=shards, **parts)

    quieten()
    with addresses(api_url, gateway_url):
        async with Crew(patience=0) as crew:
            crew.start(_stay(door, front, token, grace))
            try:
                yield door
            finally:
                await desk.close(grace.left(CLOSES_WITHIN))


async def _stay(door: Door, front: Callable[[], Front], token: str, grace: Grace) -> None:
    """Log in and serve until cancelled. A connection that was up once is mended by the library itself."""
    for pause in chain(PAUSES, repeat(PAUSES[-1])):
        client = door.courier.client = front()
        try:
            await client.login(token)
            await starts_left(client)
            async with Crew(patience=0) as beside:
                beside.start(client.watch())
                beside.start(client.register_later())
                await client.connect()
        except discord.LoginFailure as problem:
            if is_refused(problem.__cause__):
                door.courier.refuse()
                return
            log.warning("Something between the bot and Discord refuses; the next try is in %g s", pause)
        except (discord.ConnectionClosed, discord.PrivilegedIntentsRequired) as closed:
            sentence = _closed_for_good(closed)
            if sentence == NOT_ACCEPTED:
                door.courier.refuse()
            fail(door.failed, sentence)
            return
        except UNREACHED as problem:
            log.warning("Discord cannot be reached (%s); the next try is in %g s", trail(problem), pause)
        except Exception as problem:  # noqa: BLE001  # the library says nothing of what a broken answer raises
            log.warning("Discord does not answer in its own words (%s); the next try is in %g s", trail(problem), pause)
        finally:
            door.courier.client = None
            door.ready.clear()
            await leave(client, max(grace.left(CLOSES_WITHIN), GOODBYE))
        await asyncio.sleep(pause)


def fail(failed: "asyncio.Future[str]", sentence: str) -> None:
    """Discord refuses the bot for good; who said so first is heard."""
    if not failed.done():
        failed.set_result(sentence)


async def starts_left(client: discord.Client) -> None:
    """Wait while Discord allows no more new sessions today: with one too many it resets the token, for a program that
    something starts again and again. Letters go on meanwhile, by REST."""
    told = False
    while True:
        try:
            async with asyncio.timeout(ASKED_WITHIN):
                _, _, limit = await client.http.get_bot_gateway()
            left, seconds = int(limit["remaining"]), float(limit["reset_after"]) / 1000
        except (*UNREACHED, TimeoutError, LookupError, TypeError, ValueError) as problem:
            log.info("Discord does not say how many starts are left today: %s", trail(problem))
            return
        if left >= max(1, len(getattr(client, "shard_ids", None) or ())):
            return
        if not told:
            log.warning("%s", FEW_STARTS)
            told = True
        await asyncio.sleep(min(max(seconds, 1.0), LOOKS_AGAIN))


async def leave(client: discord.Client, seconds: float) -> None:
    """Say goodbye to the gateway; a network that does not answer is not waited for."""
    try:
        async with asyncio.timeout(seconds):
            await client.close()
    except TimeoutError:
        await client.http.close()
    finally:
        # Left in the middle of a login the library forgets the connector that it made.
        connector = client.http.connector
        if isinstance(connector, aiohttp.BaseConnector) and not connector.closed:
            await connector.close()


def _closed_for_good(closed: discord.ConnectionClosed | discord.PrivilegedIntentsRequired) -> str:
    code = getattr(closed, "code", 4014)
    if code == 4004:
        return NOT_ACCEPTED
    return f"Discord ended the connection and will not take it up again (code {code})."


@contextmanager
def addresses(api_url: str | None, gateway_url: str | None) -> Iterator[None]:
    """Point the library at a proxy or another server, which it only knows as class attributes."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    if api_url:
        Route.BASE = api_url.rstrip("/")
    if gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


def quieten() -> None:
    """Below INFO the library logs whole payloads: what people typed, and how to answer them. It also warns whoever
    hosts the bot of parts that only voice needs."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    library = logging.getLogger("discord")
    library.setLevel(max(library.level, logging.INFO))
