"""Buttons that nobody made, that are too old, or that belong to somebody else; and old ones that still work."""

import pytest

from tests.process.learners import logged, on_discord, on_telegram
from tests.process.scene import Scene

pytestmark = pytest.mark.asyncio(loop_scope="session")

FORGED = ("1b|", "1b|1:zz", "1b|1:lo:99999", "1b|9:td", "1b|1:un:log:" + "9" * 40, "log", "1m|1|1:td", "\x00", "b" * 100)
OUTDATED = "This button is out of date"
NOT_YOURS = "That belongs to somebody else"


async def test_on_discord_a_forged_press_is_refused_and_an_old_one_works(scene: Scene) -> None:
    """Section 4: a forged or outdated button, somebody else's id in a payload: one polite sentence to the presser
    alone, nothing changed; a button sent before a kill works after it."""
    ana, mia = await on_discord(scene, 2)
    first = await scene.start(TELEGRAM_TOKEN="")
    receipt = await ana.say("log", {"minutes": "50"})
    own = receipt.buttons["Undo"]["custom_id"]
    hers = await mia.say("log", {"minutes": "20"})
    await first.kill()
    again = await scene.start(TELEGRAM_TOKEN="")

    for custom_id in FORGED:
        refused = await mia.press_forged(hers, custom_id)
        assert OUTDATED in refused.words, custom_id
        assert refused.private
    stranger = await mia.press_forged(hers, own)
    assert NOT_YOURS in stranger.words
    assert stranger.private
    opened = await mia.modal_forged(hers, receipt.buttons["Edit"]["custom_id"])
    assert "50" not in opened
    await mia.submit(mia.last, {"minutes": "1"})
    assert NOT_YOURS in (await mia.shown()).words
    undone = await ana.press(receipt, "Undo")
    assert "Taken back" in undone.words
    assert (await again.end()).code == 0
    assert logged(scene) == [20]


async def test_on_telegram_a_forged_press_is_refused_and_an_old_one_works(scene: Scene) -> None:
    """The same on Telegram, where the refusal is an alert that only the presser sees."""
    ben, kim = await on_telegram(scene, 2)
    first = await scene.start(DISCORD_TOKEN="")
    receipt = await ben.say("log", {"minutes": 50})
    payload = receipt.buttons["Undo"]["callback_data"]
    hers = await kim.say("log", {"minutes": 20})
    await first.kill()
    again = await scene.start(DISCORD_TOKEN="")

    for data in FORGED:
        alert = await kim.press_forged(hers, data[:64])
        assert OUTDATED in alert["text"], data
        assert alert["show_alert"]
    await kim.catch_up()
    await kim.press_forged(hers, payload)
    stranger = await kim.next()
    assert NOT_YOURS in stranger.words
    edit = await kim.press_forged(hers, receipt.buttons["Edit"]["callback_data"])
    assert "text" not in edit
    undone = await ben.press(receipt, "Undo")
    assert "Taken back" in undone.words
    assert (await again.end()).code == 0
    assert logged(scene) == [20]
