"""One person on Discord and on Telegram becomes one learner, and two again."""

import re

import pytest

from tests.process.scene import Scene
from tests.process.stories.hero import Hero, kind_of
from tests.process.stories.town import plain, towns_on_both

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

HERS, HIS = "zirbelstube", "hollerbusch"


async def test_both_accounts_are_linked(scene: Scene) -> None:
    """Issue 4, point 9; R5, R16, R17, R19, R23, R24: Ana on Discord and Kim on Telegram are one person, for a while."""
    hall, owls = await towns_on_both(scene)
    time = hall.time
    ana, kim = await hall.joined("Ana", listed=True), await owls.joined("Kim")
    await two_days_apart(ana, kim)
    await one_learner_from_two(ana, kim)

    await time.until("2026-03-04 12:30")  # to the account that was used last, and one in all
    assert kind_of(await kim.letter()) == "prompt"
    assert await ana.letters() == []
    told = await ana.say("progress")
    assert "Your accounts were linked: you are Kim, on Discord and Telegram." in told.words
    assert "3 flows" in plain(told)
    await time.until("2026-03-05 12:30")
    assert kind_of(await ana.letter()) == "prompt"
    assert await kim.letters() == []
    await ana.close_the_door()
    await time.until("2026-03-06 12:30")  # the door that was used last is shut, so the other one, on the same day
    assert kind_of(await kim.letter()) == "prompt"
    kept = await ana.say("log", minutes="50")
    assert "Logged 50 min for today, Friday 6 March" in kept.words
    assert "this week is kept" in kept.words
    assert "My private messages do not reach you" in kept.words

    await two_from_one(ana, kim)
    await time.until("2026-03-09 12:30")
    for each in (ana, kim):
        assert [kind_of(letter) for letter in await each.letters()] == ["check-in", "prompt"]
    for town in (hall, owls):
        assert len(await town.unasked()) == 7  # Monday to Friday, Sunday, Monday
        assert await town.reads(HERS, HIS) == []


async def two_days_apart(ana: Hero, kim: Hero) -> None:
    """Each logs on Monday and on Tuesday, and knows nothing of the other."""
    for day, hers, his in (("03-02", "40", "40"), ("03-03", "30", "20")):
        await ana.time.until(f"2026-{day} 11:00")
        await ana.say("log", minutes=hers, note=HERS)
        receipt = await kim.say("log", minutes=his, note=HIS)
    assert "2 flows, 2 in reserve" in plain(receipt)
    assert HERS not in (await kim.say("history")).words


async def one_learner_from_two(ana: Hero, kim: Hero) -> None:
    """A code from one to the other; both sides are shown first; one flow told twice may be taken back."""
    await ana.time.until("2026-03-04 11:00")
    given = await ana.say("link")
    found = re.search(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", given.words)
    assert found
    offer = await kim.say("link", passcode=found[0])
    assert "2 flows, 1 h 10 min" in plain(offer)
    assert "2 flows, 1 h\n" in plain(offer)
    turned = await kim.press(offer, "Be called Kim")
    linked = await kim.press(turned, "Link them")
    assert "Discord and Telegram are both you now, Kim." in linked.words
    assert "Flows: 4" in plain(linked)
    assert "Monday 2 March, 40 min: once on Discord, once on Telegram." in linked.words
    undone = await kim.press(linked, "Undo Monday 2 March of Telegram")
    assert "Taken back: 40 min for Monday 2 March" in undone.words
    assert "3 flows, 2 in reserve" in plain(undone)
    assert HERS in (await kim.say("history")).words


async def two_from_one(ana: Hero, kim: Hero) -> None:
    """Each side takes back what it brought; what came since stays with the one who gave the code."""
    shown = await kim.say("link")
    asked = await kim.press(shown, "Part them again")
    assert "Telegram takes back what it came with: 1 flow" in plain(asked)
    assert "stays with Kim on Discord: 1 flow." in plain(asked)
    assert "Parted" in (await kim.press(asked, "Part them")).words
    history = await kim.say("history")
    assert HERS not in history.words
    assert HIS in history.words
    back = await ana.say("progress")
    assert "Your accounts were parted again; here you are Ana, on Discord." in back.words
    assert "3 flows: this week is kept" in plain(back)
    await ana.open_the_door()
    await ana.say("settings", prompts=True)
    await ana.time.passes(minutes=1)
    assert "Prompts will reach you" in (await ana.letter()).words
