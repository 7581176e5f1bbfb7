"""A bad month: prompts that nobody reads, a door that is shut, and being back."""

import re
from datetime import date, timedelta

import pytest

from tests.process.stories.hero import Hero, kind_of
from tests.process.stories.town import Town, plain

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

WORDS_OF_DEBT = re.compile(
    r"\b(miss(ed|ing)|owes?|owed|overdue|behind|late|lost|fail(ed)?|broken?|streak|absent|only \d|sorry)\b",
    re.IGNORECASE,
)
NOTHING_OWED = re.compile(r"nothing is (ever )?owed|too late", re.IGNORECASE)


async def test_a_bad_month(town: Town) -> None:
    """R5-R8, R10, R15, R16, R22, R24: Ana reads nothing more, Ben shuts his door; both come back after seven weeks."""
    ana, ben = await town.joined("Ana"), await town.joined("Ben")
    await two_kept_weeks(town, ana, ben)
    await town.time.until("2026-03-16 11:00")
    for each in (ana, ben):
        await each.letters()

    diary = await weeks_without_a_word(town, ana, ben)
    # Two prompts came on days after the last flow, so these are the third, fourth and fifth that nobody read.
    assert diary["prompt"][:3] == days("2026-03-16", "2026-03-17", "2026-03-18")
    assert diary["prompt"][3:8] == days("2026-03-20", "2026-03-23", "2026-03-25", "2026-03-27", "2026-03-30")
    assert diary["prompt"][8:] == days("2026-04-06", "2026-04-13", "2026-04-20")
    assert diary["check-in"] == [date(2026, 3, 22) + timedelta(weeks=n) for n in range(6)]
    assert diary["note"] == days("2026-04-27")
    assert diary["Ben"] == days("2026-03-16", "2026-03-17")
    assert await ben.refusals() == (1 if town.on_discord else 0)  # where the platform tells of it, nothing is tried
    assert diary["card"][-5:] == days("2026-03-16", "2026-03-17", "2026-03-23", "2026-03-30", "2026-04-06")

    await town.time.until("2026-05-05 18:00")
    cards = len(await town.unasked())
    await ana_is_back(ana)
    await ben_is_back(town, ben)
    said = [NOTHING_OWED.sub("", seen.words) for each in (ana, ben) for seen in each.seen]
    assert [words for words in said if WORDS_OF_DEBT.search(words)] == []

    await town.time.until("2026-05-06 13:00")
    for each in (ana, ben):
        assert kind_of(await each.letter()) == "prompt"  # any act restores the plan
    assert len(await town.unasked()) == cards + 1  # and the card is there again


async def two_kept_weeks(town: Town, *people: Hero) -> None:
    """Three study days in each of two weeks keep them, with a plan of five."""
    for day in ("03-02", "03-03", "03-04", "03-09", "03-10", "03-11"):
        await town.time.until(f"2026-{day} 11:30")
        for each in people:
            receipt = await each.say("log", minutes="40")
    assert "3 flows: this week is kept" in plain(receipt)


async def weeks_without_a_word(town: Town, ana: Hero, ben: Hero) -> dict[str, list[date]]:
    """Nobody does anything from 16 March to 4 May; on which days what came. Ben's door is shut from the 18th on."""
    found: dict[str, list[date]] = {"prompt": [], "check-in": [], "note": [], "Ben": [], "card": []}
    cards = len(await town.unasked())
    day = date(2026, 3, 16)
    while day <= date(2026, 5, 4):
        if day == date(2026, 3, 18):
            await ben.close_the_door()
        await town.time.until(f"{day} 21:00")
        for letter in await ana.letters():
            found[kind_of(letter)].append(day)
            assert "Good to see you" not in letter.words  # nobody has come yet
            assert "⬜⬜⬜⬜⬜" not in letter.words or day < date(2026, 3, 22)
        found["Ben"] += [day] * len(await ben.letters())
        posted = len(await town.unasked())
        assert posted - cards <= 1, "a group hears once a day (R24)"
        found["card"] += [day] * (posted - cards)
        cards = posted
        day += timedelta(days=1)
    return found


async def ana_is_back(ana: Hero) -> None:
    """A welcome, the next small step, and one button that counts the time as rest: the run holds over it."""
    today = await ana.say("today")
    assert "Good to see you. Here is the next small step, right where you stopped." in today.words
    assert "Week 1, day 1 of 5" in today.words
    receipt = await ana.say("log", minutes="25")
    assert "Welcome back. It counts, and you go on right where you stopped." in plain(receipt)
    assert "2 weeks" not in plain(receipt)
    rested = await ana.press(receipt, "Count that time as rest")
    assert "Off: Thursday 12 March to Monday 4 May" in rested.words
    assert "🟩🟪" in rested.words
    progress = await ana.say("progress")
    assert "2 weeks kept" in plain(progress)
    numbers = await ana.press(progress, "Numbers")
    assert "Run: 2 weeks" in plain(numbers)
    assert "solid in 2 of the last 2" in numbers.words
    board = await ana.say("leaderboard")
    assert "40 points" in board.words  # one day of five, and 20 for the return


async def ben_is_back(town: Town, ben: Hero) -> None:
    """He is told of the door, alone, and opens it; without rest the run has ended, and nobody says so."""
    if town.on_discord:
        today = await ben.say("today")
        assert "My private messages do not reach you" in today.words
        await ben.open_the_door()
        await ben.press(today, "Prompt me daily")
        await town.proved(ben)
    else:
        await ben.open_the_door()
        today = await ben.say("today")
    assert "Good to see you" in today.words
    receipt = await ben.say("log", minutes="25")
    assert "Welcome back." in plain(receipt)
    progress = await ben.say("progress")
    assert "2 weeks kept" in plain(progress)
    numbers = await ben.press(progress, "Numbers")
    assert "Run: begins with your next kept week" in plain(numbers)
    assert "Best run: 2 weeks" in plain(numbers)


def days(*written: str) -> list[date]:
    """Dates."""
    return [date.fromisoformat(each) for each in written]
