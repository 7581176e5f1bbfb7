"""Everything that is written in a run full of troubles, searched for every secret (issue 6, point 3)."""

import asyncio
import json
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field

import aiohttp
import pytest

from bot.storage.sealing import new_key
from tests.process.harness import Bot, started
from tests.process.on_telegram import OnTelegram
from tests.process.places import discord_place, telegram_place
from tests.process.scene import Scene
from tests.process.test_journeys import joined_on_discord, joined_on_telegram
from tests.process.test_webhook import HEADER, HOOK, update

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

HOOK_SECRET = "a_secret-that_only-Telegram-knows-of"
PASSWORD = "correct-horse-battery"
WRONG = {
    "DISCORD_TOKEN": "MTIzNDU2.abcdef.another-wrong-wrong-wrong-wrong",
    "TELEGRAM_TOKEN": "7012345679:AAanother-wrong-wrong-wrong-wrong-wrong",
}
BROKEN = "CREATE TRIGGER broken BEFORE INSERT ON logs BEGIN SELECT RAISE(ABORT, 'broken by the test'); END"


@dataclass(slots=True)
class Ear:
    """Runs the bot and keeps all that it writes; these runs are full of stack traces, which is what they are for."""

    scene: Scene
    key: str = field(default_factory=new_key)
    bots: list[Bot] = field(default_factory=list)
    heard: dict[str, str] = field(default_factory=dict)

    @property
    def secrets(self) -> dict[str, str]:
        """Everything that must be found nowhere; of a token also the part that is secret."""
        telegram, discord = self.scene.telegram.token, self.scene.discord.token
        found = {"telegram": telegram, "telegram's half": telegram.partition(":")[2], "discord": discord}
        found |= {"discord's half": discord.rpartition(".")[2], "hook": HOOK_SECRET, "key": self.key, "word": PASSWORD}
        return found | WRONG

    async def run(self, *words: str, **changed: str) -> Bot:
        """Run `pacekeeper WORDS` as talkative as it can be."""
        settings = {**self.scene.settings, "ENCRYPTION_KEY": self.key, "LOG_LEVEL": "DEBUG", **changed}
        bot = await started(self.scene.folder, {name: value for name, value in settings.items() if value}, *words)
        self.bots.append(bot)
        return bot

    async def says(self, *words: str, **changed: str) -> Bot:
        """Run it to its end."""
        bot = await self.run(*words, **changed)
        await bot.ended(within=60)
        return bot

    def hear(self, what: str, text: object) -> None:
        """Keep what people or machines were answered."""
        self.heard[what] = text if isinstance(text, str) else json.dumps(text, default=str)

    def found(self) -> list[str]:
        """Where which secret stands."""
        places = {f"run {at} ({bot.ready_after:.0f})": bot.output.encode() for at, bot in enumerate(self.bots)}
        places |= {what: text.encode() for what, text in self.heard.items()}
        files = [path for path in self.scene.folder.rglob("*") if path.is_file()]
        places |= {str(path.relative_to(self.scene.folder)): path.read_bytes() for path in files}
        return [
            f"{name} in {where}"
            for name, it in self.secrets.items()
            for where, text in places.items()
            if it.encode() in text
        ]


async def troubles(scene: Scene, ear: Ear, bot: Bot) -> None:
    """Good minutes and bad ones: refusals, pages, cuts and floods of both platforms, a database that fails."""
    discord, telegram = await asyncio.gather(discord_place(scene), telegram_place(scene))
    ana, ben = await asyncio.gather(joined_on_discord(discord, "Ana"), joined_on_telegram(telegram, "Ben"))
    for fault, more in (
        ("page", {"status": 502}), ("garbled", {}), ("cut", {"acted": False}), ("flood", {"retry_after": 1}),
        ("refusal", {"code": 500, "description": "Internal Server Error"}),
        ("refusal", {"code": 400, "description": "Bad Request: chat not found"}),
    ):  # fmt: skip
        await scene.telegram.do("fault", fault=fault, method="sendMessage", **more)
    await scene.telegram.do("fault", fault="page", method="getUpdates", status=502)
    await scene.telegram.act(ben.id, "tell", text="/today")
    await asyncio.sleep(3)
    await scene.telegram.do("clear_faults")
    for status in (500, 502, 404, 403):
        await scene.discord(
            "faults.status", route="POST /interactions/{interaction_id}/{interaction_token}/callback", status=status
        )
        await ana.ask("today")
        await asyncio.sleep(0.3)
    await scene.discord("faults.clear")
    await exported(ear, ben)
    with closing(sqlite3.connect(scene.database, isolation_level=None)) as other:
        other.execute(BROKEN)
    await ben.catch_up()
    ear.hear("an apology on Telegram", (await ben.tell("/log 31 x")).words)
    ear.hear("an apology on Discord", (await ana.say("log", {"minutes": "31"})).words)
    with closing(sqlite3.connect(scene.database, isolation_level=None)) as other:
        other.execute("DROP TRIGGER broken")
    del bot


async def exported(ear: Ear, ben: OnTelegram) -> None:
    """His files, as Telegram got them."""
    calls = (await ben.platform.do("counts"))["calls"]
    await ben.tell("/export")
    await asyncio.sleep(1)
    ear.hear("the export", await ben.platform.do("calls", since=calls))


async def test_no_secret_is_written_anywhere(scene: Scene) -> None:
    """Streams at DEBUG, the database, back-ups, exports, apologies, metrics, the doctor's findings; tokens that are
    wrong, revoked while running, and stand in the addresses of what fails."""
    ear = Ear(scene)
    try:
        bot = await ear.run("run", METRICS_PORT="0")
        line = await bot.says(r"health and metrics on port \d+")
        await bot.says(r"\bready\b")
        await troubles(scene, ear, bot)
        port = re.search(r"port (\d+)", line)
        assert port
        async with aiohttp.ClientSession() as client:
            for page in ("metrics", "readyz", "healthz", "nothing"):
                async with client.get(f"http://127.0.0.1:{port[1]}/{page}") as answer:
                    ear.hear(page, await answer.text())
        ear.hear("the doctor", (await ear.says("doctor", "--online")).output)
        assert "whole, checked" in (await ear.says("backup")).output
        await scene.discord("gateway.revoke_token")
        await bot.says(r"Discord does not accept", within=60)  # Telegram goes on
        assert (await bot.end()).code == 0
        await scene.discord("gateway.restore_token")
        for setting, wrong in WRONG.items():
            both = (
                ear.says("run", **{setting: wrong}, LOG_FORMAT="json"),
                ear.says("doctor", "--online", **{setting: wrong}),
            )
            assert all(bot.child.returncode for bot in await asyncio.gather(*both))
    finally:
        await scene.discord("gateway.restore_token")
        await asyncio.gather(*(bot.kill() for bot in ear.bots))
    troubled = [line for bot in ear.bots for line in bot.lines if re.search("WARNING|ERROR", line)]
    assert len(troubled) >= 5, troubled
    assert ear.found() == []


async def test_a_strangers_posts_hear_no_secret_and_leave_none(scene: Scene) -> None:
    """The webhook's answers to who has no secret, and what the log says of them."""
    ear = Ear(scene)
    try:
        bot = await ear.run("run", **{**HOOK, "TELEGRAM_WEBHOOK_SECRET": HOOK_SECRET})
        port = re.search(r"port (\d+)", await bot.says(r"listening on port \d+"))
        assert port
        person = OnTelegram(scene.telegram, await scene.telegram.do("person", first_name="Ben", started=True))
        async with aiohttp.ClientSession() as client:
            for number, headers in enumerate(
                ({}, {HEADER: "wrong"}, {HEADER: HOOK_SECRET[:-1]}, {HEADER: HOOK_SECRET})
            ):
                for body in (json.dumps(update(person, 900_000 + number, "/log 9")), "[" * 50_000, "{", ""):
                    async with client.post(
                        f"http://127.0.0.1:{port[1]}/telegram", data=body, headers=headers
                    ) as answer:
                        ear.hear(f"{number} {body[:1]}", f"{answer.headers} {await answer.text()}")
        ear.hear("setWebhook", "it goes to Telegram, which has to know it")
        assert (await bot.end()).code == 0
    finally:
        await asyncio.gather(*(bot.kill() for bot in ear.bots))
    assert ear.found() == []


async def test_the_databases_password_is_written_nowhere(scene: Scene) -> None:
    """By every command, for a server that is not there and for an address that cannot be read."""
    ear = Ear(scene)
    try:
        for url in (f"postgresql://ana:{PASSWORD}@127.0.0.1:9/pacekeeper", f"postgresql://ana:{PASSWORD}@[::1:x/y z"):
            commands = (("run",), ("doctor", "--online"), ("restore",))
            for bot in await asyncio.gather(*(ear.says(*words, DATABASE_URL=url) for words in commands)):
                assert bot.child.returncode != 0, bot.output
                assert "Traceback" not in bot.output
    finally:
        await asyncio.gather(*(bot.kill() for bot in ear.bots))
    assert ear.found() == []
