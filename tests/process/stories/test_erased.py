"""Everything erased: taken along as files, forgotten for good, and the group's sums stay as numbers."""

import csv
import io
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.process.people import Seen
from tests.process.stories.hero import Hero
from tests.process.stories.town import Town, plain

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

SCHEMA = json.loads((Path(__file__).parents[2] / "app" / "export.schema.json").read_text("utf-8"))
NAME = "Xaverine"
NOTE, REVIEW, CHECKIN, SHIPPED = "zirbelstube", "hollerbusch", "zwetschgenknödel", "marillenröster"
WORDS = {NAME, NOTE, REVIEW, CHECKIN, SHIPPED, "example.org/xaverine"}
EXPLAINED = (
    f"The {REVIEW} is a vector: a list of numbers that says how far to go in each direction, and how they add up."
)
LINK = "https://example.org/xaverine"


async def test_everything_is_erased(town: Town) -> None:
    """Issue 4, point 8; R3, R19, R22-R24: files are received whole, nothing of a person stays, and the sums do."""
    ana = await town.joined(NAME)
    receipt = await she_leaves_traces(town, ana)
    for name in ("Ben", "Mia", "Kim"):
        other = await town.joined(name, prompts=False)
        await other.say("log", minutes="30")
    await town.time.passes(minutes=5)
    assert f"In today: {NAME} and 3 more. Together 2 h 20 min." in plain((await town.unasked())[-1])
    assert traces(town, ana) == {*WORDS, str(ana.who.id)}

    await town.time.until("2026-03-04 12:30")
    await she_takes_it_along(ana)
    await she_is_erased(ana)
    assert traces(town, ana) & WORDS == set()
    await ana.letters()
    await town.time.until("2026-03-06 14:00")  # a day after our last answer nothing tells of our chat either
    await town.time.stop()
    assert traces(town, ana) == set()
    await town.time.start()
    assert await ana.letters() == []

    await nothing_answers_to_her(ana, receipt)
    await town.time.until("2026-03-09 12:30")
    cards = await town.unasked()
    assert len(cards) == 7  # Monday to Friday, Sunday, Monday
    assert "Last week together: 2 h 20 min, 4 flows, 3 learners." in plain(cards[-1])
    assert not any(NAME in card.words for card in cards)
    assert await town.reads(NOTE, REVIEW, CHECKIN, SHIPPED) == []
    await she_begins_again(town, ana)


def traces(town: Town, hero: Hero) -> set[str]:
    """What of a person stands in any file of the bot's folder, byte by byte."""
    files = [path.read_bytes() for path in town.time.scene.folder.rglob("*") if path.is_file()]
    return {word for word in (*WORDS, str(hero.who.id)) if any(word.encode() in found for found in files)}


async def she_takes_it_along(ana: Hero) -> None:
    """The files come over the wire, and are what they say: JSON by its schema, CSV, a calendar."""
    await ana.press(await ana.say("privacy"), "Export my data")
    told = json.loads(await ana.file(".json"))
    Draft202012Validator(SCHEMA).validate(told)
    assert (told["learner"]["name"], told["logs"][0]["note"]) == (NAME, NOTE)
    assert (told["reviews"][0]["text"], told["checkins"][0]["went_well"]) == (EXPLAINED, CHECKIN)
    assert (told["milestones"][0]["link"], told["milestones"][0]["note"]) == (LINK, SHIPPED)
    assert told["accounts"][0]["external_id"] == str(ana.who.id)
    rows = list(csv.DictReader(io.StringIO((await ana.file(".csv")).decode("utf-8-sig"))))
    assert [(row["date"], row["minutes"], row["note"]) for row in rows] == [("2026-03-03", "50", NOTE)]
    calendar = (await ana.file(".ics")).decode().split("\r\n")
    assert (calendar[0], calendar[-2]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert calendar.count("BEGIN:VEVENT") == calendar.count("END:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20260303" in calendar


async def she_is_erased(ana: Hero) -> None:
    """Only the second yes does it."""
    asked = await ana.press(await ana.say("privacy"), "Forget me")
    assert f"Erase everything of yours, {NAME}?" in asked.words
    assert "Flows: 1" in plain(await ana.say("privacy"))
    gone = await ana.press(asked, "Erase me for good")
    assert "You are erased." in gone.words


async def nothing_answers_to_her(ana: Hero, receipt: Seen) -> None:
    """An old button and a command: the way in is one tap."""
    for seen in (await ana.press(receipt, "Undo"), await ana.say("today")):
        assert "You have not joined yet" in seen.words
        assert seen.labels == ["Join"]


async def she_begins_again(town: Town, ana: Hero) -> None:
    """As somebody whom nobody knows."""
    await ana.press(await town.offer(ana), "Join without prompts")
    await ana.more("Week 1, day 1 of 5")
    progress = await ana.say("progress")
    assert "A fresh week" in progress.words
    assert "Nothing yet" in (await ana.say("history")).words


async def she_leaves_traces(town: Town, ana: Hero) -> Seen:
    """A flow with a note, a check-in, a review, a shipped step, a timer, a rest, a code, and a question left open."""
    await town.time.until("2026-03-03 18:00")
    receipt = await ana.say("log", minutes="50", note=NOTE, focus=4)
    await ana.form(
        "checkin", {"went_well": CHECKIN, "in_the_way": CHECKIN, "after": "tea", "i_will": CHECKIN, "confidence": "4"}
    )
    await ana.fill(await ana.say("review"), "Write the review", {"text": EXPLAINED})
    await ana.fill(await ana.say("milestone"), "Ship step 1", {"link": LINK, "note": SHIPPED})
    await ana.say("rest", start="2026-03-06", end="2026-03-07")
    await ana.say("link")
    await ana.say("focus", minutes="25")
    settings = await ana.say("settings")
    known = await ana.press(settings, next(label for label in settings.labels if label.startswith("You in")))
    await ana.press(known, "Show my name")
    return receipt
