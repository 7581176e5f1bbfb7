"""A learner's first ten minutes, from a stranger in a group's chat to the first numbers."""

from datetime import timedelta

import pytest

from tests.process.stories.timeline import BEGINS
from tests.process.stories.town import Town

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_first_ten_minutes(town: Town) -> None:
    """R2, R7, R12, R16, R19, R23, R24: join by one tap, the first task, a flow, undo, again, and the numbers."""
    ana = await town.newcomer("Ana")
    offer = await town.offer(ana)
    assert offer.labels == ["Join, with a daily prompt", "Join without prompts", "Choose my own"]
    assert "09:31, Europe/Lisbon" in offer.words
    assert "12:00, only on study days and only to you" in offer.words

    welcome = await ana.press(offer, "Join, with a daily prompt")
    assert "Welcome to " in welcome.words
    first = await ana.more("Week 1, day 1 of 5")
    assert "Done when:" in first.words.replace("*", "")
    await town.proved(ana)
    assert "sees you as Ana" in (await ana.press(welcome, "Show my name")).words

    receipt = await ana.say("log", minutes="1h10", note="zirbelstube", focus=4)
    assert "Logged 1 h 10 min for today, Monday 2 March" in receipt.words
    assert "1 flow, 2 in reserve" in receipt.words.replace("*", "")
    done = await ana.press(receipt, "Flow done")
    assert "Next: Week 1, day 2 of 5" in done.words.replace("*", "")
    assert "Week 1, day 1 of 5" in (await ana.press(done, "Undo")).words
    undone = await ana.press(receipt, "Undo")
    assert "Taken back: 1 h 10 min for Monday 2 March" in undone.words
    again = await ana.say("log", minutes="50", note="zirbelstube, again", done=True)
    assert "Logged 50 min for today, Monday 2 March" in again.words
    progress = await ana.say("progress")
    assert "Week 1, day 2 of 5" in progress.words
    assert "1 flow, 2 in reserve" in progress.words.replace("*", "")
    assert town.time.now - BEGINS <= timedelta(minutes=10)

    assert await town.unasked() == []
    await town.time.until("2026-03-02 23:00")
    assert await ana.letters() == []  # no prompt on a day that is a study day already
    (card,) = await town.unasked()
    assert "In today: Ana" in card.words.replace("*", "")
    assert await town.reads("zirbelstube", "50 min", "1 h 10 min", "Week 1, day 2") == []
