"""Cards that change: edits gather, close, and survive every trouble on the way."""

from dataclasses import replace

import pytest

from bot.app.commands import LogFlow
from bot.app.courier import Gone, Later, Moved, Unsure, Vanished
from bot.app.said import Card
from bot.core.people import Address, Platform
from tests.app.life import Life
from tests.app.scenes import NOON
from tests.world import PLACE, Person, founded

OTHER = Address(Platform.TELEGRAM, "-100600")


async def logs_at(life: Life, person: Person, *walls: str) -> None:
    for wall in walls:
        await life.until(wall)
        await person.says(LogFlow(1))


async def carded(host: Person, life: Life, zone: str = "UTC") -> Person:
    """A member of a group whose card of the day is posted, at noon."""
    await founded(host, PLACE, hour=NOON, zone=zone)
    person = Person(host.app, "m1", "Anna")
    await person.joins(zone, place=PLACE)
    await life.until("2026-03-02 12:00", zone)
    assert len(life.heard(Card)) == 1
    return person


def edited(life: Life) -> list[str]:
    return [f"{it.at:%d %H:%M:%S}" for it in life.telegram.edits]


async def test_changes_gather_into_one_edit_a_minute(host: Person, life: Life) -> None:
    """Refinement 9: the first waits for the minute since the posting, the last state is always drawn."""
    person = await carded(host, life)
    walls = ("12:00:10", "12:00:20", "12:00:50", "12:05:00", "12:05:01", "12:05:59")
    await logs_at(life, person, *(f"2026-03-02 {wall}" for wall in walls))
    await life.until("2026-03-02 13:00")
    assert edited(life) == ["02 12:01:00", "02 12:05:00", "02 12:06:00"]
    assert {it.message for it in life.telegram.edits} == {life.telegram.sent[0].message}


async def test_a_card_closes_at_four_of_its_groups_zone(host: Person, life: Life) -> None:
    """Refinement 9: the buttons go, once, whatever happened that day."""
    await carded(host, life, "America/New_York")
    await life.until("2026-03-03 03:59", "America/New_York")
    assert edited(life) == []
    await life.until("2026-03-03 11:00", "America/New_York")
    assert edited(life) == ["03 09:00:00"]
    last = life.telegram.edits[-1].said
    assert isinstance(last, Card)
    assert last.closed


@pytest.mark.parametrize(("day", "edits"), [("2026-03-05", 1), ("2026-03-09", 1), ("2026-03-11", 0)])
async def test_a_late_log_edits_a_closed_card_for_seven_days(host: Person, life: Life, day: str, edits: int) -> None:
    """Refinement 9: silently, and it stays closed; after that the past is the past."""
    person = await carded(host, life)
    await life.until(f"{day} 05:00")
    first = life.telegram.sent[0].message
    before = len(life.telegram.edits)
    await person.says(LogFlow(60, when="2026-03-02"))
    await life.until(f"{day} 08:00")
    changed = [it.said for it in life.telegram.edits[before:] if it.message == first]
    assert len(changed) == edits
    assert all(isinstance(it, Card) and it.closed for it in changed)


async def test_a_card_whose_message_was_deleted_is_left_alone(host: Person, life: Life) -> None:
    """Courier: somebody removed it; tomorrow's comes as ever."""
    person = await carded(host, life)
    life.telegram.fails = [Vanished("message to edit not found")]
    await logs_at(life, person, "2026-03-02 12:10", "2026-03-02 12:20")
    await life.until("2026-03-03 12:00")
    assert life.telegram.edits == []
    assert len(life.telegram.tried) == 3


@pytest.mark.parametrize(
    ("problem", "again"),
    [
        (Later("429", 90, throttled=True), "02 12:11:30"),
        (Later("unreachable", 5), "02 12:11:00"),
        (Unsure("cut"), "02 12:11:00"),
        (TimeoutError(), "02 12:11:00"),
    ],
)
async def test_an_edit_that_did_not_go_through_is_made_again(
    host: Person, life: Life, problem: Exception, again: str
) -> None:
    """An edit is idempotent: whatever is unsure is simply done again."""
    person = await carded(host, life)
    life.telegram.fails = [problem]
    await logs_at(life, person, "2026-03-02 12:10")
    await life.until("2026-03-02 13:00")
    assert edited(life) == [again]


async def test_an_edit_to_a_chat_that_is_gone_closes_it(host: Person, life: Life) -> None:
    """Section 4: whichever request finds out."""
    person = await carded(host, life)
    life.telegram.fails_for[PLACE.chat] = Gone("bot was kicked")
    await logs_at(life, person, "2026-03-02 12:10")
    await life.until("2026-03-05 13:00")
    assert len([it for it in life.telegram.tried if it.startswith("m")]) == 1


async def test_an_edit_follows_a_chat_that_moved(host: Person, life: Life) -> None:
    """The message is looked for under the new id."""
    person = await carded(host, life)
    life.telegram.fails = [Moved("upgraded", "-1009")]
    await logs_at(life, person, "2026-03-02 12:10")
    await life.until("2026-03-02 13:00")
    assert [it.address.chat for it in life.telegram.edits] == ["-1009"]


async def test_a_bug_in_one_edit_does_not_stop_the_others(host: Person, life: Life) -> None:
    """That card is left as it is, the other one is drawn."""
    person = await carded(host, life)
    await founded(host, OTHER, hour=NOON)
    await person.joins(place=OTHER)
    await life.until("2026-03-03 12:00")
    before = len(life.telegram.edits)
    life.telegram.fails_for = {PLACE.chat: ZeroDivisionError("a bug")}
    await logs_at(life, person, "2026-03-03 12:10")
    await life.until("2026-03-03 13:00")
    assert [it.address for it in life.telegram.edits[before:]] == [OTHER]


async def test_edits_keep_the_pace_of_their_chat(host: Person, life: Life) -> None:
    """Refinement 10: once a second in a Telegram group, all its topics together."""
    topic = replace(PLACE, thread="7")
    person = await carded(host, life)
    await founded(host, topic, hour=NOON)
    await person.joins(place=topic)
    await life.until("2026-03-03 12:05")
    before = len(life.telegram.edits)
    await logs_at(life, person, "2026-03-03 12:10")
    await life.until("2026-03-03 13:00")
    assert edited(life)[before:] == ["03 12:10:00", "03 12:10:01"]
    assert {it.address.thread for it in life.telegram.edits[before:]} == {"", "7"}
