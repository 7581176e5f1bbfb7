"""Buttons that nobody made, that are too old, or that belong to somebody else; and old ones that still work."""

import asyncio

import pytest

from tests.process.learners import logged, on_discord, on_telegram
from tests.process.on_discord import OnDiscord
from tests.process.on_telegram import OnTelegram
from tests.process.people import Seen
from tests.process.scene import Scene

pytestmark = pytest.mark.asyncio(loop_scope="session")

FORGED = (
    "1b|",
    "1b|1:zz",
    "1b|1:lo:99999",
    "1b|9:td",
    "1b|1:un:log:" + "9" * 40,
    "log",
    "1m|1|1:td",
    "\x00",
    "b" * 100,
)
OUTDATED = "This button is out of date"
NOT_YOURS = "That belongs to somebody else"


@pytest.mark.slow
async def test_forged_presses_are_refused_and_old_ones_work(scene: Scene) -> None:
    """Section 4: a forged or outdated button, somebody else's id in a payload: one polite sentence to the presser
    alone, nothing changed; a button sent before a kill works after it."""
    (ana, mia), (ben, kim) = await on_discord(scene, 2), await on_telegram(scene, 2)
    first = await scene.start()
    on_channel = [await who.say("log", {"minutes": minutes}) for who, minutes in ((ana, "50"), (mia, "20"))]
    in_private = [await who.say("log", {"minutes": minutes}) for who, minutes in ((ben, "51"), (kim, "21"))]
    await first.kill()

    again = await scene.start()
    await asyncio.gather(_forges_on_discord(mia, *on_channel), _forges_on_telegram(kim, *in_private))
    for who, receipt in ((ana, on_channel[0]), (ben, in_private[0])):
        assert "Taken back" in (await who.press(receipt, "Undo")).words
    assert (await again.end()).code == 0

    assert logged(scene) == [20, 21]


async def _forges_on_discord(mia: OnDiscord, anas: Seen, hers: Seen) -> None:
    for custom_id in FORGED:
        refused = await mia.press_forged(hers, custom_id)
        assert OUTDATED in refused.words, custom_id
        assert refused.private
    stranger = await mia.press_forged(hers, anas.buttons["Undo"]["custom_id"])
    assert NOT_YOURS in stranger.words
    assert stranger.private
    standing = await mia.modal_forged(hers, anas.buttons["Edit"]["custom_id"])
    assert "50" not in standing
    await mia.submit(mia.last, {"minutes": "1"})
    assert NOT_YOURS in (await mia.shown()).words


async def _forges_on_telegram(kim: OnTelegram, bens: Seen, hers: Seen) -> None:
    for data in FORGED:
        alert = await kim.press_forged(hers, data[:64])
        assert OUTDATED in alert["text"], data
        assert alert["show_alert"]
    await kim.catch_up()
    await kim.press_forged(hers, bens.buttons["Undo"]["callback_data"])
    assert NOT_YOURS in (await kim.next()).words
    await kim.press_forged(hers, bens.buttons["Edit"]["callback_data"])
    question = await kim.next()
    assert "51" not in question.words
    seen = await kim.tell("1")
    while "Skip" in seen.buttons:
        seen = await kim.press(seen, "Skip")
    assert NOT_YOURS in seen.words
