"""Two languages at once, over sockets: each person reads their client's, a group its own."""

import asyncio
import re

import pytest

from tests.process.on_discord import OnDiscord
from tests.process.on_telegram import OnTelegram
from tests.process.places import TelegramPlace
from tests.process.scene import BOT_NAME, Scene

pytestmark = pytest.mark.asyncio(loop_scope="session")

SAYS_DAY = r"(Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch"


@pytest.mark.slow
async def test_a_german_client_reads_german_and_an_english_one_english(scene: Scene) -> None:
    """Issue 5, point 7; section 3: Discord's `locale`, Telegram's `language_code`."""
    await scene.start()
    await asyncio.gather(on_discord(scene), on_telegram(scene), in_a_group(scene))


async def on_discord(scene: Scene) -> None:
    """The private answer is the person's, the settings change it at once, the descriptions are known to Discord."""
    platform = scene.discord
    guild = await platform("world.add_guild", name="Halle")
    channel = await platform("world.add_channel", guild_id=guild, name="lernen")
    karl = OnDiscord(platform, await platform("world.add_user", name="karl", locale="de"), channel)
    ana = OnDiscord(platform, await platform("world.add_user", name="ana", locale="en-US"), channel)
    for each in (karl, ana):
        await platform("world.add_member", guild_id=guild, user_id=each.id)
        await each.say("join", {"zone": scene.zone})
    german = await karl.say("log", {"minutes": "90 Minuten", "when": "heute"})
    assert german.private
    assert "1 h 30 min eingetragen für" in german.words
    assert re.search(SAYS_DAY, german.words)
    assert "Logged 50 min for" in (await ana.say("log", {"minutes": "50"})).words
    assert "Settings changed" in (await karl.say("settings", {"language": "English"})).words
    assert "Logged 25 min for" in (await karl.say("log", {"minutes": "25"})).words
    assert "Einstellungen geändert" in (await ana.say("settings", {"language": "Deutsch"})).words


async def on_telegram(scene: Scene) -> None:
    """The same in a private chat."""
    platform = scene.telegram
    made = await platform.do("person", first_name="Karl", started=True, language_code="de")
    karl = OnTelegram(platform, made)
    await karl.tell(f"/join {scene.zone}")
    await karl.more("Woche 1, Tag 1")
    assert "eingetragen für" in (await karl.tell("/log 90 Minuten")).words
    assert "Settings changed" in (await karl.tell("/settings language:English")).words
    assert "Logged 25 min for" in (await karl.tell("/log 25")).words


async def in_a_group(scene: Scene) -> None:
    """The line that all see is the group's; the receipt is the member's own."""
    platform = scene.telegram
    owner = await platform.do("person", first_name="Hanna", started=True, language_code="de")
    group = await platform.do("group", title="Eulen", owner=owner, bot="member")
    place = TelegramPlace(platform, group, OnTelegram(platform, owner, group))
    await place.said_in_group(place.host, f"/setup@{BOT_NAME} zone:{scene.zone} hour:12:00")
    made = await platform.do("person", first_name="Ann", started=True, language_code="en")
    await platform.act(made, "join", chat_id=group)
    ann = OnTelegram(platform, made, group)
    await ann.tell(f"/join {scene.zone}")
    await ann.more("Week 1, day 1")
    line = await place.said_in_group(ann, f"/log@{BOT_NAME} 50")
    assert "Die Bestätigung steht in unserem privaten Chat." in line.words
    assert line.labels == ["Privaten Chat öffnen"]
    await ann.letter("Logged 50 min for")
