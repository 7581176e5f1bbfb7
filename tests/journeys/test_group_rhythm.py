"""A group's week from the card: Sunday's call, an answer shared, Monday's digest, a season over the holidays."""

from tests.journeys.walk import JOIN, MINE, OWLS, Press, Walk, messages_in

CHECKIN = ("/checkin", "I began on time", "a late train", "breakfast", "open the book", "4")


async def test_from_the_check_in_to_mondays_digest_and_back(walk: Walk) -> None:
    """R23, R24: the very words are shown first; they stand on Monday's card, and are taken back with one press."""
    heard = await walk(
        *JOIN,
        Press("Show my name"),
        "/log 50 done",
        "+6d",
        *CHECKIN,
        Press("What got in the way"),
        Press("Share it"),
        "+1d",
        Press("Take it back"),
        "+1m",
    )
    seen = " ".join(heard.after(Press("What got in the way")).split())
    assert "a late train" in seen
    assert "Nobody reads it yet" in seen
    monday = next(card for card in reversed(heard.messages(OWLS, moving=True)) if card.day.startswith("Mon"))
    assert "Newcomer, on what got in the way:" in monday.text
    assert "a late train" in monday.text
    assert "I began on time" not in monday.text
    edited = heard.messages(f"{OWLS}, card updated")[-1]
    assert "a late train" not in edited.text


async def test_a_season_is_on_the_card_and_prompts_are_silent(walk: Walk) -> None:
    """R15: a facilitator says one line in the group; two weeks later the run still stands."""
    heard = await walk(
        *JOIN,
        "/log 50",
        "+1d",
        "/log 50",
        "+1d",
        "/log 50",
        "#/season Holidays start:2026-03-05 end:2026-03-22",
        "+2w",
        "/progress",
    )
    declared = heard.after("#/season Holidays start:2026-03-05 end:2026-03-22")
    assert "Holidays: Thursday 5 March to Sunday 22 March" in declared
    assert "time off for all of you" in heard.after("+2w")
    assert not [it for it in messages_in(heard.after("+2w")) if it.place == MINE]
    assert "your run is safe" in heard.after("/progress")
