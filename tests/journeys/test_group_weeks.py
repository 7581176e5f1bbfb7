"""Five weeks of a whole group: cards, check-ins, digests, and never more than one unasked message a day."""

import re
from collections import Counter

import pytest

from tests.journeys.walk import JOIN, MINE, OWLS, Press, Typed, Walk, messages_in

WEEKS = 5
CHECKIN: tuple[Typed, ...] = ("/checkin", "I began on time", "a late train", "breakfast", "open the book", "4")


def a_week(number: int) -> list[Typed]:
    """Tuesday to Monday: most people study, each in their own way; Sunday has check-ins."""
    week: list[Typed] = []
    for day in range(7):
        week.append("+1d")
        if day in (0, 2, 3):
            week.append("/log 50 done")
        if day in (0, 1, 4) and number != 4:
            week.append("@ana /log 45 done")
        if day == 2 and number % 3:
            week.append("@bo /log 1h30")
        if day in (1, 3):
            week.append("@dana /log 20")
        if day == 5:
            week += [*CHECKIN, "@ana /checkin it went well", "nothing", "tea", "begin", "5"]
    return week


@pytest.mark.slow
async def test_five_weeks_of_a_group(walk: Walk) -> None:
    """R24: one card a day in the channel on group days and Sundays, Monday's with the digest, edits not counted; to
    the learner at most one message a day (R16), and check-ins on Sundays."""
    weeks = [line for number in range(WEEKS) for line in a_week(number)]
    heard = await walk(*JOIN, Press("Show my name"), *weeks)

    cards = heard.messages(OWLS, moving=True)
    per_day = Counter(card.day for card in cards)
    assert max(per_day.values()) == 1
    assert Counter(day.split()[0] for day in per_day) == dict.fromkeys(
        ("Mon", "Tue", "Wed", "Thu", "Fri", "Sun"), WEEKS
    )
    assert {card.clock for card in cards} == {"18:00"}

    private = Counter(message.day for message in heard.messages(MINE, moving=True))
    assert max(private.values()) == 1
    assert Counter(day.split()[0] for day in private)["Sun"] == WEEKS
    assert not any(day.startswith("Sat") for day in private)

    for card in cards:
        assert ("Last week together" in card.text) == card.day.startswith("Mon")
        assert ("Check in" in card.text) == card.day.startswith("Sun")
        assert "Dana" not in card.text

    updates = heard.messages(f"{OWLS}, card updated")
    assert any(
        re.search(r"In today: Newcomer and 1 more|In today: Ana.*Newcomer|In today: Newcomer.*Ana", it.text)
        for it in updates
    )
    assert not any("Dana" in it.text for it in updates)


async def test_the_digest_tells_what_was_done_together(walk: Walk) -> None:
    """R23, R24: totals from three learners up, celebrations of the listed by name, comers-back welcomed."""
    explained = f"@ana /review {'a plain sentence about shapes ' * 4}"
    heard = await walk(
        "@ana /log 1h",
        "@bo /log 30",
        "@dana /log 30",
        "@emil /log 20",
        explained,
        Press("Nothing, go on"),
        "+7d",
    )

    monday = heard.messages(OWLS, moving=True)[-1]
    assert "Ana explained week 4" in monday.text
    assert "Last week together: 2 h 20 min, 4 flows, 4 learners." in monday.text
    assert "Dana" not in monday.text


async def test_a_week_without_a_flow_has_no_digest_and_cards_fall_silent(walk: Walk) -> None:
    """R24: after 5 cards with no flow they come on Mondays, after 3 more they stop until someone logs."""
    heard = await walk("+10w", "@ana /log 30", "+1w")

    quiet = [message.day for message in messages_in(heard[0])]
    awake = [message.day.split()[0] for message in messages_in(heard[2]) if message.place == OWLS]
    # The last flow was on Saturday, so the cards of Sunday and Monday, before the first line, were empty too.
    assert quiet == ["Tue 3 Mar", "Wed 4 Mar", "Thu 5 Mar", "Mon 9 Mar", "Mon 16 Mar", "Mon 23 Mar"]
    assert "Last week together" not in heard[0]
    assert awake == ["Tue", "Wed", "Thu", "Fri", "Sun", "Mon"]


@pytest.mark.slow
async def test_daylight_saving_moves_nothing(walk: Walk) -> None:
    """R17: the hour is the wall clock's, also after the last Sunday of March."""
    heard = await walk(*JOIN, "/log 20", "+29d", "/log 20", "+1d")

    clocks = {
        (message.place, message.clock) for message in heard.messages(moving=True) if "updated" not in message.place
    }
    assert clocks == {(OWLS, "18:00"), (MINE, "18:00")}
    assert any(message.day == "Mon 30 Mar" for message in heard.messages(moving=True))


async def test_the_board_is_asked_for_and_counts_as_the_rule_says(walk: Walk) -> None:
    """R10: points by days of the plan, unlisted members take no place and see their own line privately."""
    heard = await walk(
        *JOIN, Press("Show my name"), "/log 60", "#/leaderboard", Press("The formula"), "@dana /leaderboard"
    )

    board = heard.after("#/leaderboard")
    assert re.search(r"1\. Newcomer \(you\) +20", board)
    assert "Dana" not in board
    assert "100" in heard.after(Press("The formula"))
    assert "Only you see your line" in heard[-1]
