"""The same bot on PostgreSQL: a day of both platforms, a kill in between, and what only several processes can do."""

import asyncio

import pytest

from bot.storage.tx import Tx
from tests.process.learners import logged
from tests.process.places import discord_place, telegram_place
from tests.process.scene import Scene
from tests.process.stock import Stock

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_day_is_lived_on_postgres(scene: Scene, postgres: str) -> None:
    """Issue 2, point 3: the same statements there: migrate, set up, join, log, undo; letters and cards after a kill."""
    scene.database = postgres
    refused = await scene.run("run")
    assert (await refused.ended()).code == 2
    assert refused.output == "The database has an older schema. Run: pacekeeper migrate"
    assert (await (await scene.run("migrate")).ended()).code == 0

    first = await scene.start()
    hall, club = await asyncio.gather(discord_place(scene), telegram_place(scene))
    ana, ben = await asyncio.gather(hall.person("ana"), club.person("Ben"))
    await ana.press(await ana.say("join"), "Join, with a daily prompt")
    assert "Prompts will reach you" in (await ana.letter("")).words
    offer = await ben.follow(await club.said_in_group(ben, "/join"), "Open the private chat")
    assert "Welcome to Owls" in (await ben.press(offer, "Join, with a daily prompt")).words
    await ben.more("Week 1, day 1 of 5")
    receipt = await ana.say("log", {"minutes": "50", "note": "on PostgreSQL"})
    assert "Logged 50 min" in receipt.words
    await first.kill()

    def due(tx: Tx) -> None:
        stock = Stock(tx, scene.zone)
        stock.studies_daily([1, 2])
        stock.due("card", [1, 2])
        stock.due("prompt", [1, 2])

    scene.stored(due)
    again = await scene.start()
    assert "Done when" in (await ben.letter("Done when")).words
    card = await scene.discord("watch.message", channel_id=hall.channel, pattern="omebody studied today", within=20)
    await scene.telegram.do("message", chat_id=club.group, matching="Whoever studies", within=20)
    assert "Taken back" in (await ana.press(receipt, "Undo")).words
    assert "Logged 40 min" in (await ben.tell("/log 40")).words
    assert (await again.end()).code == 0

    assert logged(scene) == [40]
    assert await hall.unasked() == [card["id"]]
    assert len(await club.unasked()) == 1
    states = scene.stored(lambda tx: tx.letters.states())
    assert states == {"sent": 4}
