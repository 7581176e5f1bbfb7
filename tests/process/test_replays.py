"""R20: the same press has the same effect, however often and whenever it is delivered; two typed commands are two."""

import asyncio

import pytest

from tests.process.harness import until
from tests.process.learners import logged, on_discord, on_telegram
from tests.process.on_discord import OnDiscord
from tests.process.on_telegram import OnTelegram
from tests.process.scene import Scene

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASKED = {"minutes": "30", "note": "", "when": "", "focus": ""}
EXPLAINED = "A vector is a list of numbers, and the dot product says how much two of them point the same way. " * 2


async def confirmed(scene: Scene) -> None:
    """Wait until Telegram knows that every update was taken."""

    async def none_waits() -> bool:
        return not (await scene.telegram.do("counts"))["waiting_updates"]

    await until(none_waits)


@pytest.mark.slow
async def test_what_is_delivered_again_and_fingers_that_slip_change_nothing_twice(scene: Scene) -> None:
    """R20: an interaction or an update that comes twice, a button pressed twice, a form submitted twice: one effect
    each, and the second answer says the same. Two typed commands are two."""
    (ana,), (ben,) = await on_discord(scene), await on_telegram(scene)
    bot = await scene.start()
    await asyncio.gather(_twice_on_discord(ana), _twice_on_telegram(ben))
    assert (await bot.end()).code == 0

    assert sorted(logged(scene)) == [11, 12, 30, 30, 41, 42]


async def _twice_on_discord(ana: OnDiscord) -> None:
    await ana.say("log", {"minutes": "11"})
    await ana.platform("people.deliver_again", interaction_id=ana.last)
    receipts = [await ana.say("log", {"minutes": "12"}) for _ in range(2)]
    opened = await ana.modal(await ana.say("today"), "Log a flow")
    answers = []
    for _ in range(2):
        await ana.submit(opened, ASKED)
        answers.append((await ana.shown()).words)
    written = await ana.fill(await ana.say("review"), "Write the review", {"text": EXPLAINED})
    answers += [(await ana.press(written, "Log 30 min for it")).words for _ in range(2)]
    for _ in range(2):
        assert "Taken back" in (await ana.press(receipts[1], "Undo")).words
    assert "Logged 30 min" in answers[0]
    assert "Logged 30 min" in answers[2]
    assert answers[0] == answers[1]
    assert answers[2] == answers[3]


async def _twice_on_telegram(ben: OnTelegram) -> None:
    await ben.tell("/log 41")
    update = (await ben.platform.do("counts"))["last_update_id"]
    await ben.platform.do("replay", update_id=update)
    receipts = [await ben.tell("/log 42") for _ in range(2)]
    for _ in range(2):
        assert "Taken back" in (await ben.press(receipts[1], "Undo")).words


@pytest.mark.slow
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
