"""Curriculum files that change under a running bot: SIGHUP and restarts, broken files, further curricula (issue 3)."""

import asyncio
import signal
from pathlib import Path

import pytest

from tests.curriculum_file.changed import GOOD
from tests.process.harness import Bot
from tests.process.learners import on_discord, on_telegram
from tests.process.scene import Scene

pytestmark = pytest.mark.asyncio(loop_scope="session")

SOUP = GOOD.replace("bread-by-hand", "soup").replace("title: Bread by hand", "title: Soup from scratch")
SHORTER_PATH = GOOD[GOOD.index("    accelerated:") : GOOD.index("\nfaq:")]
DAY = GOOD[GOOD.index("          - id: w1d1\n") : GOOD.index("          - id: w1d2\n")]
SECOND = (
    GOOD.replace("version: 1", "version: 2")
    .replace(SHORTER_PATH, "")
    .replace(DAY, DAY.replace("w1d1", "w1d4").replace("One flour, three waters", "Flour and water"))
)


async def reloaded(bot: Bot) -> str:
    """Send the signal and wait for what the bot says of it."""
    before = len(bot.lines)
    bot.child.send_signal(signal.SIGHUP)
    await bot.says("INFO pacekeeper: curricula were read again$", after=before)
    return "\n".join(bot.lines[before:])


@pytest.mark.slow
async def test_files_change_under_a_running_bot(scene: Scene) -> None:
    """Point 4: a newer version is taken in and told once on both platforms; a broken file keeps what runs, on SIGHUP
    and on a restart, and the log says why; point 3: a file put into the folder can be chosen from then on."""
    file, folder = scene.folder / "bread.yaml", scene.folder / "curricula"
    settings = {"CURRICULUM": str(file), "CURRICULA": str(folder)}
    await asyncio.to_thread(write, file, GOOD)
    (ana,), (ben,) = await on_discord(scene, 1), await on_telegram(scene, 1)
    bot = await scene.start(**settings)
    for who in (ana, ben):
        assert "Settings changed" in (await who.say("settings", {"curriculum": "Bread by hand"})).words
        await who.say("log", {"minutes": "30", "done": True})

    await asyncio.to_thread(write, file, SECOND)
    assert "Bread by hand: version 2 runs now." in await reloaded(bot)
    shown = [await who.say("today") for who in (ana, ben)]
    assert "New in Bread by hand: 1 new day, 1 day fewer." in shown[0].words
    assert "New in Bread by hand: 1 new day, 1 day fewer." in shown[1].words + (await ben.more("New in")).words
    assert all("The window" in each.words for each in shown)
    history = await ana.say("history")
    assert "One flour, three waters" in history.words

    scene.expected = "The curriculum is broken|soup.yaml"
    await asyncio.to_thread(write, file, SECOND.replace("days_per_week: 3", "days_per_week: three"))
    await asyncio.to_thread(write, folder / "soup.yaml", SOUP)
    said = await reloaded(bot)
    assert f"The curriculum is broken. {file}:" in said
    assert "What ran before goes on." in said
    assert "The window" in (await ana.say("today")).words
    assert "Soup from scratch" in (await ben.say("settings")).buttons

    await bot.kill()
    again = await scene.start(**settings)
    assert "What ran before goes on." in again.output
    assert "The window" in (await ben.say("today")).words
    assert (await again.end()).code == 0


def write(file: Path, text: str) -> None:
    """Put a text where a curriculum is read."""
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
