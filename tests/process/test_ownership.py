"""One's own data through the real clients: taken away as files, then everything is erased (issue 4, point 8)."""

import asyncio

import pytest

from bot.storage.tables import metadata
from bot.storage.tx import Tx
from tests.process.places import discord_place, telegram_place
from tests.process.scene import Scene
from tests.process.test_journeys import joined_on_discord, joined_on_telegram

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.slow
async def test_nothing_of_who_was_erased_is_stored_anywhere(scene: Scene) -> None:
    """R23: no table and no file of the database names them, their account or their words, nor do old buttons work."""
    bot = await scene.start()
    discord, telegram = await asyncio.gather(discord_place(scene), telegram_place(scene))
    ana, kim = await asyncio.gather(joined_on_discord(discord, "anabella"), joined_on_telegram(telegram, "Kimberley"))
    for person in (ana, kim):
        receipt = await person.say("log", {"minutes": "40", "note": "zirbelstube"})
        await person.say("focus", {"minutes": "25"})
        asked = await person.say("forget")
        assert "Erase everything of yours" in asked.words
        assert "You are erased." in (await person.press(asked, "Erase me for good")).words
        assert "zirbelstube" not in (await person.press(receipt, "Undo")).words
    assert (await bot.end()).code == 0

    def told(tx: Tx) -> str:
        rows = [tuple(row) for table in metadata.sorted_tables for row in tx.connection.execute(table.select())]
        return repr(rows)

    left = scene.stored(told)
    for trace in (str(ana.id), str(kim.id), "anabella", "Kimberley", "zirbelstube"):
        assert trace not in left
        for file in scene.folder.glob("pacekeeper.db*"):
            assert trace.encode() not in file.read_bytes()
