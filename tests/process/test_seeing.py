"""What can be seen of a running bot: its port, and its log, which follows a press and tells nothing of anybody."""

import asyncio
import json
import re
import sqlite3

import aiohttp
import pytest

from tests.process.harness import Bot, until
from tests.process.on_discord import OnDiscord
from tests.process.on_telegram import OnTelegram
from tests.process.people import Json
from tests.process.places import discord_place, telegram_place
from tests.process.scene import Scene
from tests.process.test_journeys import EXPLAINED, LOOK_BACK, joined_on_discord, joined_on_telegram

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

NOTE = "eigenvectors, at last"
NAMES = ("Zebulon", "Quintessa", "Study hall", "Owls", "hana", "Hana")
BROKEN = "CREATE TRIGGER broken BEFORE INSERT ON logs BEGIN SELECT RAISE(ABORT, 'broken by the test'); END"


async def port_of(bot: Bot) -> str:
    """Where the port for whoever runs the bot is."""
    found = re.search(r"health and metrics on port (\d+)", await bot.says(r"health and metrics on port \d+"))
    assert found
    return f"http://127.0.0.1:{found[1]}"


async def asked(address: str, path: str) -> tuple[int, str]:
    """Status and text."""
    async with aiohttp.ClientSession() as client, client.get(address + path) as answer:
        return answer.status, await answer.text()


def told(bot: Bot) -> list[Json]:
    """Every line of a log of objects."""
    return [json.loads(line) for line in bot.lines]


def assert_nobody_is_told_of(scene: Scene, *words: str) -> None:
    """Nothing that people typed or are called stands on a stream or in a file; the database alone keeps it."""
    for word in (*words, *NAMES, NOTE, EXPLAINED, *LOOK_BACK.values()):
        if len(word) < 4:  # a figure
            continue
        for bot in scene.bots:
            assert word not in bot.output, word
        for path in scene.folder.rglob("*"):
            if path.is_file() and not path.name.startswith("pacekeeper"):
                assert word.encode() not in path.read_bytes(), (word, path.name)


async def test_the_port_follows_the_platforms(scene: Scene) -> None:
    """Issue 6, 5: alive at once, ready when all are connected, and measured; off unless set."""
    silent = await scene.start()
    assert "port" not in silent.output
    assert (await silent.end()).code == 0

    nowhere = await scene.run("run", METRICS_PORT="0", TELEGRAM_API_URL="http://127.0.0.1:9")
    address = await port_of(nowhere)
    assert await asked(address, "/healthz") == (200, '{"ok": true}')

    async def only_telegram() -> bool:
        return await asked(address, "/readyz") == (503, '{"ok": false, "wrong": ["telegram"]}')

    await until(only_telegram)
    assert (await nowhere.end()).code == 0

    bot = await scene.start(METRICS_PORT="0")
    address = await port_of(bot)
    assert await asked(address, "/readyz") == (200, '{"ok": true}')
    metrics = (await asked(address, "/metrics"))[1]
    for line in ('platform_connected{platform="discord"} 1.0', 'platform_connected{platform="telegram"} 1.0'):
        assert f"pacekeeper_{line}\n" in metrics
    assert re.search(r"^pacekeeper_gateway_latency_seconds \d", metrics, re.MULTILINE)

    await scene.discord("gateway.cut")

    async def resumed() -> bool:
        return "pacekeeper_gateway_resumes_total 1.0" in (await asked(address, "/metrics"))[1]

    await until(resumed)
    assert await asked(address, "/readyz") == (200, '{"ok": true}')
    assert (await bot.end()).code == 0


async def test_one_id_leads_from_a_press_to_its_messages_and_the_log_tells_of_nobody(scene: Scene) -> None:
    """Issue 6, 5; product.md, section 4: of each letter the log says which press caused it. Names, notes and texts of
    people stand in no line, neither when all goes well nor when it fails; the reference of an apology is the id."""
    bot = await scene.run("run", LOG_FORMAT="json", METRICS_PORT="0")
    await bot.says('"said": "ready"')
    discord, telegram = await asyncio.gather(discord_place(scene), telegram_place(scene))
    ana, ben = await asyncio.gather(joined_on_discord(discord, "Quintessa"), joined_on_telegram(telegram, "Zebulon"))
    await asyncio.gather(lives(ana), lives(ben))
    assert_a_letter_leads_to_its_press(told(bot))

    with sqlite3.connect(scene.database) as other:
        other.execute(BROKEN)
    scene.expected = "."
    sorry = await ben.tell(f"/log 31 {NOTE}")
    on_discord = await ana.say("log", {"minutes": "31", "note": NOTE})
    for words in (sorry.words, on_discord.words):
        found = re.search(r"\b[0-9a-f]{8}\b", words)
        assert found, words
        reference = found[0]

        async def logged(reference: str = reference) -> bool:
            return "ERROR" in {line["level"] for line in told(bot) if line.get("id") == reference}

        await until(logged)

    metrics = (await asked(await port_of(bot), "/metrics"))[1]
    assert 'pacekeeper_updates_total{outcome="aside"} 1.0' in metrics
    assert re.search(r'command_seconds_count\{command="LogFlow",outcome="failed"\} [1-9]', metrics)
    assert re.search(r'letter_lateness_seconds_count\{kind="hello",platform="discord"\} 1', metrics)
    assert not [word for word in (*NAMES, NOTE) if word in metrics]
    assert (await bot.end()).code == 0
    assert_nobody_is_told_of(scene, str(ana.id), str(ben.id))


async def lives(person: OnDiscord | OnTelegram) -> None:
    """Type what nobody else may read: a note, a review, a look back."""
    assert "Logged 25 min" in (await person.say("log", {"minutes": "25", "note": NOTE})).words
    written = await person.fill(await person.say("review"), "Write the review", {"text": EXPLAINED})
    assert "Week 1 is closed" in (await person.press(written, "Nothing, go on")).words
    await person.form("checkin", LOOK_BACK)


def assert_a_letter_leads_to_its_press(lines: list[Json]) -> None:
    """The message that proves the way is caused by the press that joined."""
    (hello,) = [line for line in lines if line.get("kind") == "hello"]
    assert hello["late"] < 10
    (press,) = [line for line in lines if line.get("id") == hello["id"] and "command" in line]
    assert (press["command"], press["platform"], press["outcome"]) == ("JoinNow", "discord", "told")
