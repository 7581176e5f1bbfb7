"""A newcomer's first ten minutes, and what the group sees of them."""

from tests.journeys.walk import JOIN, MINE, OWLS, Press, Walk, messages_in


async def test_a_newcomer_joins_logs_and_marks_the_day_done(walk: Walk) -> None:
    """Section 3, /join and /log; R2, R7, R12: one tap joins, the receipt names the day, and the place moves on."""
    heard = await walk(*JOIN, Press("Show my name"), "/today", "/log 1h10 first vectors", Press("Flow done"), "/today")

    joined = heard.after(Press("Join, with a daily prompt"))
    assert "Welcome to Night Owls" in joined
    assert "Europe/Berlin" in joined
    assert "Monday to Friday" in joined
    assert "Week 1, day 1 of 5: Set up, and a first vector" in joined
    receipt = heard.after("/log 1h10 first vectors")
    assert "1 h 10 min for today, Monday 2 March" in receipt
    assert "1 flow, 2 in reserve" in receipt
    assert "🟩🟦🟦⬜⬜" in receipt
    assert "Week 1, day 2 of 5" in heard.after(Press("Flow done"))
    assert "day 2 of 5: The part of a vector along another" in heard[-1]


async def test_the_first_private_message_proves_that_prompts_arrive(walk: Walk) -> None:
    """Section 3, /join: the hello comes in private although the tap was in the group."""
    heard = await walk(*JOIN)

    tap, hello = messages_in(heard[-1])

    assert tap.place == f"{OWLS}, only you see this"
    assert hello.place == MINE
    assert "18:00 on your study days" in hello.text


async def test_the_group_sees_a_name_only_after_a_yes(walk: Walk) -> None:
    """R22, R23: unlisted until answered; below three learners not even a number tells of them."""
    heard = await walk(*JOIN, "/log 30", "+1m", Press("Show my name"), "+1m")

    unlisted, listed = heard.messages(f"{OWLS}, card updated")

    assert "Somebody studied today." in unlisted.text
    assert "Newcomer" not in unlisted.text
    assert "In today: Newcomer." in listed.text


async def test_what_is_private_never_stands_in_the_group(walk: Walk) -> None:
    """R23: notes and check-ins are read by their learner alone, whatever else is shown in the group."""
    heard = await walk(
        *JOIN,
        Press("Show my name"),
        "#/log 40 a secret worry",
        "/checkin",
        "a secret joy",
        "a secret trouble",
        "lunch",
        "open the book",
        "4",
        "+1w",
    )

    public = [message for message in heard.messages() if message.place.split(",")[0] == OWLS]
    seen_by_all = [message for message in public if "only" not in message.place]

    assert len(seen_by_all) > 5
    assert not any("secret" in message.text for message in seen_by_all)
    assert any("secret worry" in message.text for message in public)


async def test_joining_alone_takes_a_zone_and_no_group(walk: Walk) -> None:
    """Section 3, /join: in private the zone is picked, and the clock that is believed is shown."""
    heard = await walk("/join", Press("Asia/Tokyo"), "/settings")

    assert "Welcome to Machine learning in 46 weeks" in heard.after(Press("Asia/Tokyo"))
    assert "02:30, Asia/Tokyo" in heard[-1]
    assert "Night Owls" not in heard[-1]


async def test_joining_with_words_asks_for_nothing(walk: Walk) -> None:
    """Section 3, /join: what was typed is taken, in the group's channel too."""
    heard = await walk("#/join zone:Lisbon hour:7:30 plan:mon,wed,sat called:Rui", "/settings")

    assert "Europe/Lisbon" in heard[-1]
    assert "Rui" in heard[-1]
    assert "Mon, Wed, Sat" in heard[-1]
    assert "07:30" in heard[-1]


async def test_nothing_can_be_done_before_joining(walk: Walk) -> None:
    """Section 4: a command before joining gets one sentence and a way in, and nothing is asked in vain."""
    heard = await walk("/log 50", "/checkin", "/today", "/undo")

    for at in range(4):
        assert "/join" in heard[at]
        assert "?" not in heard[at]
