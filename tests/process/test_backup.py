"""The drill: a bot is backed up, loses its database, and goes on from the back-up without saying a thing twice."""

import asyncio
from pathlib import Path

import pytest

from tests.process.bulk import Bulk
from tests.process.scene import Scene

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def said(scene: Scene, *words: str) -> tuple[int, str]:
    bot = await scene.run(*words)
    ended = await bot.ended()
    return ended.code, bot.output


@pytest.mark.slow
async def test_a_lost_database_comes_back_and_nothing_is_said_twice(scene: Scene) -> None:
    """Issue 6, point 4: backed up while 200 letters go out; the database is destroyed, restored, and the bot started
    again. Each chat has one message at most, from before."""
    bulk = Bulk(scene, people=90, groups=10)
    await bulk.prepare()
    await bulk.slow_answers()
    bot = await scene.start()
    await bulk.wait_for(20)
    code, output = await said(scene, "backup")
    assert (code, "whole, checked" in output) == (0, True), output
    assert (await said(scene, "restore", output.split(":")[0]))[0] == 2  # it runs
    await bulk.all_settled()
    await bot.kill()
    before = await bulk.arrived()

    database = Path(scene.database)
    await asyncio.to_thread(database.write_bytes, b"no database any more")
    code, restored = await said(scene, "restore", output.split(":")[0])
    assert code == 0, restored
    assert "What was there before lies in" in restored
    again = await scene.start()
    await bulk.all_settled()
    await asyncio.sleep(3)
    assert (await again.end()).code == 0
    assert await bulk.arrived() == before
    assert all(count == 1 for chats in before.values() for count in chats.values())


@pytest.mark.slow
async def test_what_cannot_be_backed_up_is_said_in_one_line(scene: Scene) -> None:
    """Issue 6, point 4: no database yet; none named to bring back; one that is no back-up."""
    assert await said(scene, "backup") == (2, f"There is no database at {scene.database} yet.")
    assert (await said(scene, "migrate"))[0] == 0
    code, output = await said(scene, "restore")
    assert (code, output.count("\n")) == (2, 0)
    code, output = await said(scene, "restore", "nothing.db")
    assert (code, output) == (2, "There is no file nothing.db.")
