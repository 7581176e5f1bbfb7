"""Kudos on Monday's card, and a hello that a facilitator may send: in the terminal, by several people (issue 5)."""

from tests.journeys.walk import JOIN, OWLS, Press, Walk

CHECKIN = ("/checkin", "I began on time", "a late train", "breakfast", "open the book", "4")


async def test_kudos_are_counted_on_the_card(walk: Walk) -> None:
    """R20, R24: two presses of one person and one of another are two; the card is edited, no message comes."""
    heard = await walk(
        *JOIN,
        "/log 50 done",
        "+6d",
        *CHECKIN,
        Press("What went well"),
        Press("Share it"),
        "+1d",
        Press("👏 Kudos"),
        Press("👏 Kudos"),
        Press("👏 Kudos", by="ana"),
        "+2m",
    )
    assert "Your kudos count" in heard.lines[-4][1]
    assert "count already" in heard.lines[-3][1]
    assert "Your kudos count" in heard.lines[-2][1]
    edited = heard.messages(f"{OWLS}, card updated")[-1]
    assert edited.day.startswith("Mon")
    assert "👏 2" in edited.text
    assert "👏 2" not in heard.after("+1d")
    assert [it for it in heard.messages(OWLS, moving=True) if it.day == edited.day] == [
        heard.messages(OWLS, moving=True)[-1]
    ]


async def test_a_facilitator_finds_who_may_like_a_hello(walk: Walk) -> None:
    """R22: one of those who are silent agreed, and is shown alone; a draft to copy; and then no more."""
    heard = await walk(
        *JOIN,
        "@emil /settings",
        Press("You in Night Owls"),
        Press("A hello is welcome"),
        "+2w",
        "#/group",
        Press("Who may like a hello"),
        Press("Emil"),
        "@emil /log 20",
        Press("Emil"),
        "#/group",
        Press("Who may like a hello"),
    )
    listed, drafted, late, nobody = (heard.lines[at][1] for at in (-6, -5, -3, -1))
    assert "Emil" in listed
    assert "Bo" not in listed
    assert "Hello Emil" in drafted
    assert "only you see this" in drafted
    assert "no longer asked for" in late
    assert "Nobody in Night Owls needs one just now" in nobody
