"""Asks Discord about the bot from outside, while it runs or not: nothing is posted, and no gateway is opened."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord

from bot.app.courier import Gone, Undeliverable
from bot.core.people import Address
from bot.core.rights import RightFact
from bot.findings import Finding
from bot.platforms.discord.attempt import attempt, tracing
from bot.platforms.discord.door import NOT_ACCEPTED, addresses
from bot.platforms.discord.rights import ALL, ASKED_WITHIN, Place, granted

OFFICIAL = "https://discord.com/api/v10"
FEW_STARTS = 50  # of 1,000 a day: with none left Discord resets the token
PAGES = "https://discord.com/developers/applications"
_UNKNOWN = tuple(RightFact(right, "unknown") for right in ALL)


class Checkup:
    """One look at Discord."""

    def __init__(self, session: aiohttp.ClientSession, client: discord.Client, token: str, api_url: str | None) -> None:
        self._session = session
        self._client = client
        self._token = token
        self._root = (api_url or OFFICIAL).rstrip("/")
        self._guilds: dict[int, discord.Guild | None] = {}
        self._logged_in = False

    async def account(self) -> list[Finding]:
        """Whom the token belongs to, whether it may go online, and whether it would hear anything there."""
        status, me = await self._get("/users/@me")
        if status == 401:
            return [Finding("discord", False, NOT_ACCEPTED)]
        if status != 200:
            return [Finding("discord", False, f"It answers {status} to who the bot is. Try again later.")]
        return [
            Finding("discord", True, f"the token is {me.get('username')}'s"),
            await self._gateway(),
            await self._application(),
        ]

    async def rights(self, address: Address, room: str) -> tuple[RightFact, ...]:
        """What the bot may do in a group's channel or thread, and whether it sees the study room."""
        try:
            if not self._logged_in:
                await attempt(self._client.login(self._token), ASKED_WITHIN, posts=False)
                self._logged_in = True
            place = await self._place(int(address.chat))
        except Gone:
            return (RightFact("view", "missing"),)
        except (Undeliverable, discord.LoginFailure, discord.InvalidData, ValueError):
            return _UNKNOWN
        return (*(granted(place) if place else _UNKNOWN), *(await self._room(room)))

    async def _get(self, path: str) -> tuple[int, dict[str, Any]]:
        async with self._session.get(self._root + path, headers={"Authorization": f"Bot {self._token}"}) as answer:
            return answer.status, await answer.json() if answer.status == 200 else {}

    async def _gateway(self) -> Finding:
        status, told = await self._get("/gateway/bot")
        if status != 200:
            return Finding("gateway", False, f"Discord answers {status} to where its gateway is. Try again later.")
        limit = told.get("session_start_limit", {})
        left, shards = limit.get("remaining", 0), told.get("shards", 1)
        said = f"{left} of {limit.get('total')} starts left today, shards advised: {shards}"
        if left < FEW_STARTS:
            said += ". Something starts the bot again and again: stop that first, or Discord resets the token"
        return Finding("gateway", left >= FEW_STARTS, said)

    async def _application(self) -> Finding:
        status, told = await self._get("/applications/@me")
        if status != 200:
            return Finding("application", False, f"Discord answers {status} about it. Try again later.")
        if told.get("interactions_endpoint_url"):
            return Finding(
                "application",
                False,
                f"Commands and presses go to another address: empty Interactions Endpoint URL at {PAGES}, General.",
            )
        if told.get("bot_require_code_grant"):
            return Finding(
                "application", False, f"Nobody can add the bot: switch Requires OAuth2 Code Grant off at {PAGES}, Bot."
            )
        flags = discord.ApplicationFlags._from_value(told.get("flags") or 0)  # noqa: SLF001 - it has no other maker
        listens = flags.gateway_message_content or flags.gateway_message_content_limited
        spare = "; Message Content Intent is on and may be off, the bot reads no talk" if listens else ""
        return Finding("application", True, f"commands come through the gateway, no privileged intent needed{spare}")

    async def _place(self, number: int) -> Place | None:
        found = await attempt(self._client.fetch_channel(number), ASKED_WITHIN, posts=False)
        if not isinstance(found, Place):
            return None
        guild = await self._guild(found.guild.id)
        if guild is None:
            return None
        place = await attempt(guild.fetch_channel(number), ASKED_WITHIN, posts=False)
        if isinstance(place, discord.Thread) and guild.get_channel(place.parent_id) is None:
            parent = await attempt(guild.fetch_channel(place.parent_id), ASKED_WITHIN, posts=False)
            if not isinstance(parent, discord.abc.GuildChannel):
                return None
            guild._add_channel(parent)  # noqa: SLF001 - without a gateway nobody else fills it
        return place if isinstance(place, Place) else None

    async def _guild(self, number: int) -> discord.Guild | None:
        """A server with its roles and the bot's own membership, which is all that permissions need."""
        me = self._client.user
        if number not in self._guilds and me is not None:
            guild = await attempt(self._client.fetch_guild(number, with_counts=False), ASKED_WITHIN, posts=False)
            member = await attempt(guild.fetch_member(me.id), ASKED_WITHIN, posts=False)
            guild._add_member(member)  # noqa: SLF001 - as above
            self._guilds[number] = guild
        return self._guilds.get(number)

    async def _room(self, room: str) -> tuple[RightFact, ...]:
        if not room:
            return ()
        try:
            place = await self._place(int(room))
        except Gone:
            return (RightFact("room", "missing"),)
        except (Undeliverable, discord.InvalidData, ValueError):
            place = None
        if place is None or place.guild.me is None:
            return (RightFact("room", "unknown"),)
        return (RightFact("room", "ok" if place.permissions_for(place.guild.me).view_channel else "missing"),)


@asynccontextmanager
async def looking_at_discord(
    session: aiohttp.ClientSession, token: str, api_url: str | None = None
) -> AsyncIterator[Checkup]:
    """Look at Discord until the block ends."""
    client = discord.Client(intents=discord.Intents.none(), http_trace=tracing(), max_ratelimit_timeout=30.0)
    with addresses(api_url, None):
        try:
            yield Checkup(session, client, token, api_url)
        finally:
            await client.close()
