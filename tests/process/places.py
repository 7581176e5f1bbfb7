"""Where groups meet: a Discord channel and a Telegram group that became study groups through real commands."""

import asyncio
from dataclasses import dataclass
from typing import Any

from tests.fakes import discord as fake_discord
from tests.fakes import telegram as fake_telegram
from tests.fakes.discord import Permission
from tests.process.on_discord import OnDiscord
from tests.process.on_telegram import OnTelegram, seen_on_telegram
from tests.process.people import WITHIN, Seen
from tests.process.scene import BOT_NAME, Scene


@dataclass(slots=True)
class DiscordPlace:
    """A channel, and who manages its server."""

    platform: fake_discord.Remote
    guild: int
    channel: int
    host: OnDiscord

    async def person(self, name: str) -> OnDiscord:
        """A new member."""
        made = await self.platform("world.add_user", name=name)
        await self.platform("world.add_member", guild_id=self.guild, user_id=made)
        return OnDiscord(self.platform, made, self.channel)

    async def messages(self) -> list[dict[str, Any]]:
        """What everybody sees in the channel."""
        hidden = fake_discord.Flag.EPHEMERAL
        found = await self.platform("watch.messages", channel_id=self.channel)
        return [message for message in found if not message["flags"] & hidden]

    async def unasked(self) -> list[str]:
        """The public messages that answer nobody."""
        return [message["id"] for message in await self.messages() if not message.get("interaction_metadata")]


@dataclass(slots=True)
class TelegramPlace:
    """A group, and its owner."""

    platform: fake_telegram.Remote
    group: int
    host: OnTelegram

    async def person(self, name: str) -> OnTelegram:
        """A new member."""
        made = await self.platform.do("person", first_name=name)
        await self.platform.act(made, "join", chat_id=self.group)
        return OnTelegram(self.platform, made, self.group)

    async def said_in_group(self, person: OnTelegram, text: str) -> Seen:
        """Say something in the group, and see the answer to it."""
        said = await self.platform.act(person.id, "say", chat_id=self.group, text=text)
        return await self.answer_to(said["message_id"])

    async def answer_to(self, message: int) -> Seen:
        """The bot's answer to a message of the group."""
        async with asyncio.timeout(WITHIN):
            while True:
                for seen in await self.messages():
                    if seen.message.get("reply_to_message", {}).get("message_id") == message:
                        return seen
                await asyncio.sleep(0.02)

    async def messages(self) -> list[Seen]:
        """What everybody sees of the bot in the group."""
        found = await self.platform.do("deliveries", chat_id=self.group)
        return [seen_on_telegram(each) for each in found]

    async def unasked(self) -> list[int]:
        """The messages that answer nobody."""
        return [seen.id for seen in await self.messages() if "reply_to_message" not in seen.message]


async def discord_place(scene: Scene, name: str = "study") -> DiscordPlace:
    """A channel that a member with Manage Server sets up."""
    platform = scene.discord
    guild = await platform("world.add_guild", name="Study hall")
    channel = await platform("world.add_channel", guild_id=guild, name=name)
    hana = await platform("world.add_user", name="hana")
    await platform("world.add_member", guild_id=guild, user_id=hana, permissions=Permission.MANAGE_GUILD)
    host = OnDiscord(platform, hana, channel)
    ready = await host.say("setup", {"zone": scene.zone, "hour": "12:00", "board": True})
    assert "is a study group now" in ready.words
    return DiscordPlace(platform, guild, channel, host)


async def telegram_place(scene: Scene, title: str = "Owls") -> TelegramPlace:
    """A group that its owner sets up."""
    platform = scene.telegram
    hana = await platform.do("person", first_name="Hana", started=True)
    group = await platform.do("group", title=title, owner=hana, bot="member")
    place = TelegramPlace(platform, group, OnTelegram(platform, hana, group))
    words = f"/setup@{BOT_NAME} zone:{scene.zone} hour:12:00 board:yes"
    assert "is a study group now" in (await place.said_in_group(place.host, words)).words
    return place
