"""One person on both platforms becomes one learner, and two again, through the real clients (issue 4, point 9)."""

import asyncio
import re

import pytest

from tests.process.places import discord_place, telegram_place
from tests.process.scene import Scene
from tests.process.test_journeys import joined_on_discord, joined_on_telegram

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]  # the quick one is in `stories`


async def test_both_accounts_are_linked_and_parted_again(scene: Scene) -> None:
    """Issue 4, point 9; R23: a code from one to the other, a flow of one shows on the other, and each is private."""
    await scene.start()
    discord, telegram = await asyncio.gather(discord_place(scene), telegram_place(scene))
    ana, kim = await asyncio.gather(joined_on_discord(discord, "ana"), joined_on_telegram(telegram, "Kim"))

    given = await ana.say("link")
    found = re.search(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", given.words)
    assert found
    line = await telegram.said_in_group(kim, f"/link {found[0]}")  # nothing personal is carried out there
    assert "Kim" not in line.words
    offer = await kim.tell(f"/link {found[0].lower()}")
    assert "One learner from two accounts?" in offer.words
    turned = await kim.press(offer, "Be called Kim")
    assert "Be called Ana" in turned.labels
    done = await kim.press(turned, "Link them")
    assert "Linked" in done.words
    assert all(seen.private for seen in (given, offer, turned, done))

    receipt = await ana.say("log", {"minutes": "40", "note": "dot products"})
    assert "Your accounts were linked: you are Kim" in receipt.words
    assert "dot products" in (await kim.say("history")).words

    shown = await kim.say("link")
    asked = await kim.press(shown, "Part them again")
    assert "Part them again?" in asked.words
    assert "Parted" in (await kim.press(asked, "Part them")).words
    assert "dot products" not in (await kim.say("history")).words
    assert "dot products" in (await ana.say("history")).words
