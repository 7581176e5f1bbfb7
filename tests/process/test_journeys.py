"""Whole journeys of a learner on both platforms, through the real clients, from joining to a closed week."""

import asyncio

import pytest

from tests.process.on_discord import OnDiscord
from tests.process.on_telegram import OnTelegram
from tests.process.people import Person
from tests.process.places import DiscordPlace, TelegramPlace, discord_place, telegram_place
from tests.process.scene import Scene

pytestmark = pytest.mark.asyncio(loop_scope="session")

EXPLAINED = (
    "A vector is a list of numbers that says how far to go in each direction. The dot product multiplies "
    "matching numbers and adds them up, so it tells how much two of them point the same way."
)
LOOK_BACK = {
    "went_well": "Mornings worked",
    "in_the_way": "A cold",
    "after": "breakfast",
    "i_will": "open the notebook",
    "confidence": "4",
}


async def test_a_week_is_lived_on_both_platforms(scene: Scene) -> None:
    """Issue 2, points 1 and 2; R2, R12, R13, R19, R22, R23: join, log, edit, undo, check-in, review, numbers."""
    await scene.start()
    discord, telegram = await asyncio.gather(discord_place(scene), telegram_place(scene))
    ana, mia = await asyncio.gather(joined_on_discord(discord, "ana"), joined_on_discord(discord, "mia"))
    ben, kim = await asyncio.gather(joined_on_telegram(telegram, "Ben"), joined_on_telegram(telegram, "Kim"))

    await asyncio.gather(logs(ana), logs(ben), looks_back(mia), looks_back(kim))
    await asyncio.gather(explains(ana), explains(ben), looks_around(mia), looks_around(kim))

    assert await discord.unasked() == []
    assert await telegram.unasked() == []


async def joined_on_discord(place: DiscordPlace, name: str) -> OnDiscord:
    """Join by two presses; the answer ends with the first day's task, and a first letter proves the way."""
    person = await place.person(name)
    offer = await person.say("join")
    assert offer.private
    welcome = await person.press(offer, "Join, with a daily prompt")
    assert "Welcome to " in welcome.words
    assert "Week 1, day 1 of 5" in welcome.words
    assert "Prompts will reach you" in (await person.letter("12:00 on your study days")).words
    return person


async def joined_on_telegram(place: TelegramPlace, name: str) -> OnTelegram:
    """Join in the group, where nothing personal is said, and go on in private through the link."""
    person = await place.person(name)
    line = await place.said_in_group(person, "/join")
    assert not line.private
    assert name not in line.words
    offer = await person.follow(line, "Open the private chat")
    welcome = await person.press(offer, "Join, with a daily prompt")
    assert "Welcome to Owls" in welcome.words
    await person.more("Week 1, day 1 of 5")
    return person


async def logs(person: Person) -> None:
    """Log, read the receipt, change it, take it back."""
    receipt = await person.say("log", {"minutes": "1h30", "note": "dot *products*", "focus": 4})
    assert "Logged 1 h 30 min for today" in receipt.words
    assert "1 flow" in receipt.words
    changed = await person.fill(receipt, "Edit", {"minutes": "45", "note": "", "when": "", "focus": "5"})
    assert "Changed: 45 min for today" in changed.words
    undone = await person.press(changed, "Undo")
    assert "Taken back" in undone.words
    assert all(seen.private for seen in (receipt, changed, undone))


async def explains(person: Person) -> None:
    """Finish a day, then close the week by explaining it, with something to compare it with."""
    receipt = await person.say("log", {"minutes": "50", "done": True})
    assert "Week 1, day 2 of 5" in receipt.words
    due = await person.say("review")
    written = await person.fill(due, "Write the review", {"text": EXPLAINED})
    assert "Your review of week 1 is kept" in written.words
    assert "Compare it with these answers" in written.words
    closed = await person.press(written, "Nothing, go on")
    assert "Week 1 is closed" in closed.words
    assert "Week 2, day 1" in closed.words
    assert all(seen.private for seen in (receipt, due, written, closed))
    seen = await person.press(closed, "Share this review")
    assert EXPLAINED in seen.words
    told = await person.press(seen, "Share it")
    assert "No message is sent for it" in told.words
    back = await person.press(told, "Take it back")
    assert "no longer reads it" in back.words
    assert all(each.private for each in (seen, told, back))


async def looks_back(person: Person) -> None:
    """The weekly check-in, asked for by its learner: a modal on Discord, question by question on Telegram."""
    kept = await person.form("checkin", LOOK_BACK)
    assert "Check-in kept" in kept.words
    assert "After breakfast, I will open the notebook" in kept.words.replace("*", "")
    assert kept.private


async def looks_around(person: Person) -> None:
    """The numbers, the board and the settings."""
    shown = [await person.say(command) for command in ("progress", "leaderboard", "settings", "history")]
    assert "Week 1, day 1 of 5" in shown[0].words
    assert "Monday to Friday" in shown[2].words
    assert all(seen.private for seen in shown)
    changed = await person.say("settings", {"hour": "7pm", "prompts": False})
    assert "19:00" in changed.words
