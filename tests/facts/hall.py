"""A Discord server with a study group in one of its channels, set up by a real command."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.people import Platform
from tests.facts.town import Town
from tests.fakes.discord import Flag, Permission
from tests.fakes.discord.components import every_component
from tests.fakes.discord.contents import words_of
from tests.fakes.discord.shapes import Json, Part


@dataclass(slots=True)
class Hall:
    """The server; `place` is the channel or thread in which the group meets."""

    town: Town
    guild: int
    channel: int
    place: int
    hana: int
    ana: int

    async def says(self, person: int, command: str, options: Mapping[str, Any] | None = None, *, at: int = 0) -> str:
        """Use a slash command; the words of the answer."""
        server = self.town.discord
        asked = server.people.slash(person, command, options, channel_id=at or self.place)
        return words_of(await server.watch.shown(asked))

    async def presses(self, person: int, message: Json, label: str) -> Json:
        """Press a button of a message; the answer."""
        server = self.town.discord
        buttons = [it for it in every_component(message["components"]) if it["type"] == Part.BUTTON]
        (found,) = [it for it in buttons if it.get("label") == label]
        asked = server.people.press(person, int(message["id"]), found["custom_id"])
        return await server.watch.shown(asked)

    def public(self, channel: int = 0) -> list[Json]:
        """What everybody reads in a channel."""
        found = self.town.discord.watch.messages(channel or self.place)
        return [it for it in found if not it["flags"] & Flag.EPHEMERAL]

    def unasked(self, channel: int = 0) -> list[Json]:
        """Of that what answers nobody."""
        return [it for it in self.public(channel) if not it.get("interaction_metadata")]

    async def closed(self) -> str:
        """Why the chat is given up."""
        return await self.town.closed(Platform.DISCORD, self.place)

    async def heard(self, *, closed: bool) -> None:
        """Wait until the gateway's word has reached the store."""
        for _ in range(500):
            if bool(await self.closed()) == closed:
                return
            await asyncio.sleep(0.01)
        raise TimeoutError(f"the bot never heard of it: {await self.closed()!r}")


async def _greeted(town: Town) -> None:
    """The bot has noticed that it is there, and found no channel yet in which to introduce itself."""
    for _ in range(500):
        if await town.store.read(lambda tx: tx.connection.exec_driver_sql("SELECT 1 FROM greeted").first()):
            break
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)


async def hall_in(town: Town, *, thread: bool = False, kind: int = 0) -> Hall:
    """A server; its group meets in a channel, or in a thread (of a channel of that kind). Ana has joined and is listed,
    and the first card comes today at noon."""
    world, server = town.discord.world, town.discord
    guild = world.add_guild("Maths club").id
    await _greeted(town)
    channel = world.add_channel(guild, "study", kind=kind).id
    place = world.add_thread(channel, "week 3").id if thread else channel
    hana, ana = world.add_users(2)
    world.add_member(guild, hana, permissions=Permission.MANAGE_GUILD)
    world.add_member(guild, ana)
    await server.watch.request("PUT /applications/{application_id}/commands")
    hall = Hall(town, guild, channel, place, hana, ana)
    assert "is a study group now" in await hall.says(hana, "setup", {"zone": "UTC", "hour": "12:00", "board": True})
    asked = server.people.slash(ana, "join", channel_id=place)
    offer = await server.watch.shown(asked)
    joined = await hall.presses(ana, offer, "Join without prompts")
    await hall.presses(ana, joined, "Show my name")
    return hall
