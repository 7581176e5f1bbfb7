"""A group on both platforms, set up by taps over sockets: introductions, the doctor, a code, a named facilitator."""

import asyncio
import re

import pytest

from tests.fakes.discord import Permission
from tests.process.harness import until
from tests.process.on_telegram import OnTelegram
from tests.process.people import Json
from tests.process.places import TelegramPlace, discord_place
from tests.process.scene import BOT_NAME, Scene

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]


async def empty_group(scene: Scene) -> TelegramPlace:
    """A Telegram group into which its owner brings the bot."""
    platform = scene.telegram
    owner = await platform.do("person", first_name="Olga", started=True)
    group = await platform.do("group", title="Owls", owner=owner)
    await platform.act(owner, "add_bot", chat_id=group)
    return TelegramPlace(platform, group, OnTelegram(platform, owner, group))


async def greetings(place: TelegramPlace) -> int:
    return sum("Hello, I am Pacekeeper" in seen.words for seen in await place.messages())


async def private(place: TelegramPlace, words: str) -> Json:
    found: Json = await place.platform.do("message", chat_id=place.host.id, matching=words, within=10)
    return found


async def test_one_group_on_both_platforms(scene: Scene) -> None:
    """Section 1: a code from `/group` attaches the second chat; what is set on one side shows on the other."""
    await scene.start()
    discord, telegram = await asyncio.gather(discord_place(scene), empty_group(scene))
    given = await discord.host.press(await discord.host.say("group"), "Attach another chat")
    code = re.search(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", given.words)
    assert code
    attached = await telegram.said_in_group(telegram.host, f"/setup@{BOT_NAME} attach:{code[0]}")
    assert "meets here, too" in attached.words

    shown = await discord.host.say("group")
    assert "Telegram" in shown.words
    changed = await discord.host.press(await discord.host.press(shown, "Settings"), "Turn the digest off")
    assert "settings changed" in changed.words
    again = await telegram.said_in_group(telegram.host, f"/setup@{BOT_NAME}")
    assert "Monday's digest: off" in again.words
    assert all(seen.private for seen in (given, shown))

    ana = await discord.person("ana")
    assert "Only those who manage this place" in (await ana.say("group")).words


async def test_the_bot_introduces_itself_once_over_a_restart(scene: Scene) -> None:
    """Issue 5: not again after a kill -9, nor when it is removed and added again."""
    bot = await scene.start()
    place = await empty_group(scene)

    async def greeted() -> bool:
        return await greetings(place) == 1

    await until(greeted)
    await bot.kill()
    await scene.start()
    await place.platform.act(place.host.id, "remove_bot", chat_id=place.group)
    await place.platform.act(place.host.id, "add_bot", chat_id=place.group)
    offer = await place.said_in_group(place.host, f"/setup@{BOT_NAME}")
    assert "A study group here?" in offer.words
    await asyncio.sleep(4)
    assert await greetings(place) == 1


async def test_the_doctor_names_what_is_taken_away(scene: Scene) -> None:
    """Issue 5, point 1: asked of both platforms, and told to whoever asked alone."""
    await scene.start()
    discord, telegram = await asyncio.gather(discord_place(scene), empty_group(scene))
    well = await discord.host.say("setup", {"check": True})
    assert "all is well" in well.words
    await scene.discord("world.set_rights", channel_id=discord.channel, deny=Permission.ATTACH_FILES)
    told = await discord.host.press(well, "Check again")
    assert "1 thing to mend" in told.words
    assert "Attach Files" in told.words

    await telegram.platform.act(telegram.host.id, "say", chat_id=telegram.group, text=f"/setup@{BOT_NAME} check")
    assert "all is well" in str(await private(telegram, "all is well"))
