"""R20: the same press has the same effect, however often and whenever it is delivered; two typed commands are two."""

import asyncio

import pytest

from bot.core.people import LearnerId
from tests.process.learners import logged, on_discord, on_telegram
from tests.process.scene import Scene

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASKED = {"minutes": "30", "note": "", "when": "", "focus": ""}
EXPLAINED = "A vector is a list of numbers, and the dot product says how much two of them point the same way. " * 2


async def confirmed(scene: Scene) -> None:
    """Wait until Telegram knows that every update was taken."""
    async with asyncio.timeout(10):
        while (await scene.telegram.do("counts"))["waiting_updates"]:
            await asyncio.sleep(0.02)


async def test_what_discord_delivers_again_and_fingers_that_slip_change_nothing_twice(scene: Scene) -> None:
    """R20: an interaction that comes twice, a button pressed twice, a form submitted twice: one effect each; the second
    answer says the same."""
    (ana,) = await on_discord(scene)
    bot = await scene.start(TELEGRAM_TOKEN="")
    await ana.say("log", {"minutes": "11"})
    await scene.discord("people.deliver_again", interaction_id=ana.last)
    await ana.say("log", {"minutes": "12"})
    today = await ana.say("log", {"minutes": "12"})
    opened = await ana.modal(await ana.say("today"), "Log a flow")
    first = [await ana.submit(opened, ASKED), await ana.shown()]
    again = [await ana.submit(opened, ASKED), await ana.shown()]
    written = await ana.fill(await ana.say("review"), "Write the review", {"text": EXPLAINED})
    flows = [await ana.press(written, "Log 30 min for it") for _ in range(2)]
    undone = [await ana.press(today, "Undo") for _ in range(2)]
    assert (await bot.end()).code == 0

    assert first[1].words == again[1].words
    assert flows[0].words == flows[1].words
    assert undone[0].words == undone[1].words
    assert logged(scene) == [11, 12, 30, 30]
    assert scene.stored(lambda tx: len(tx.logs.days(LearnerId(1)))) == 1


async def test_an_update_that_telegram_delivers_again_changes_nothing_twice(scene: Scene) -> None:
    """R20, refinement 11: an update that comes again while the bot runs; a button pressed twice; two typed commands."""
    (ben,) = await on_telegram(scene)
    bot = await scene.start(DISCORD_TOKEN="")
    await ben.tell("/log 11")
    update = (await scene.telegram.do("counts"))["last_update_id"]
    await scene.telegram.do("replay", update_id=update)
    await ben.tell("/log 12")
    receipt = await ben.tell("/log 12")
    undone = [await ben.press(receipt, "Undo") for _ in range(2)]
    assert (await bot.end()).code == 0

    assert undone[0].words == undone[1].words
    assert logged(scene) == [11, 12]


async def test_an_update_that_was_done_but_not_confirmed_comes_again_after_a_kill_and_changes_nothing(
    scene: Scene,
) -> None:
    """R20, refinement 11: killed after the commit and before Telegram heard of it, the bot meets the same update at its
    next start; the same for a long answer to a question, and for what was typed while nobody listened."""
    (ben,) = await on_telegram(scene)
    bot = await scene.start(DISCORD_TOKEN="")
    asked = await ben.tell("/review")
    question = await ben.press(asked, "Write the review")
    assert "in your own words" in question.words
    await confirmed(scene)  # the poll that is held now may still bring something, the next ones meet silence
    await scene.telegram.do("fault", fault="silence", method="getUpdates", times=1000)
    written = await ben.tell(EXPLAINED)
    assert "is kept" in written.words
    await bot.kill()
    await scene.telegram.act(ben.id, "tell", text="/log 25")
    assert (await scene.telegram.do("counts"))["waiting_updates"] == 2
    await scene.telegram.do("clear_faults")

    again = await scene.start(DISCORD_TOKEN="")
    replies = [await ben.next() for _ in range(2)]
    await confirmed(scene)
    assert (await again.end()).code == 0

    assert "is kept" in replies[0].words
    assert "Logged 25 min" in replies[1].words
    assert logged(scene) == [25]
    reviews = scene.stored(lambda tx: tx.connection.exec_driver_sql("SELECT count(*) FROM reviews").scalar_one())
    assert reviews == 1
