"""Slips and second thoughts: undo, edit, pressing twice, bad input."""

from tests.journeys.walk import JOIN, OWLS, Press, Walk


async def test_undo_takes_back_exactly_what_a_log_gave(walk: Walk) -> None:
    """R19: day, week and the card are as they were; taking it back twice changes nothing."""
    heard = await walk(*JOIN, "/log 45", "+1m", Press("Undo"), "/progress", Press("Undo"))

    assert "Taken back: 45 min" in heard[4]
    assert "Monday 2 March" in heard[4]
    assert "🟩" not in heard.after("/progress")
    card = heard.messages(f"{OWLS}, card updated")[-1]
    assert "Whoever studies today appears here" in card.text


async def test_a_done_day_taken_back_moves_the_place_back(walk: Walk) -> None:
    """R12, R19: the position returns with the fact that moved it."""
    heard = await walk(*JOIN, "/log 45 done", "/today", Press("Undo"), "/today")

    assert "day 2 of 5" in heard[3]
    assert "day 1 of 5" in heard[-1]


async def test_an_edit_starts_from_what_is_there(walk: Walk) -> None:
    """R19: the form shows the present values; Enter keeps each of them, and what is new replaces the old."""
    heard = await walk(*JOIN, "/log 45 slowly", Press("Edit"), "1:20", "", "", "5", "/history")

    assert "Now: 45" in heard.after(Press("Edit"))
    assert "Now: slowly" in heard.after("1:20")
    assert "Now: 2026-03-02" in heard[5]
    assert "1 h 20 min for today, Monday 2 March" in heard[7]
    assert "1 h 20 min" in heard[-1]
    assert "slowly" in heard[-1]


async def test_an_edit_may_move_a_log_to_another_day(walk: Walk) -> None:
    """R2, R19: the day can be changed in R2's words."""
    heard = await walk(*JOIN, "+1d", "/log 45", Press("Edit"), "", "", "yesterday", "")

    assert "yesterday, Monday 2 March" in heard[-1]


async def test_the_same_press_takes_effect_once(walk: Walk) -> None:
    """R20: a button pressed twice gives the same answer and one fact; a typed command twice gives two."""
    heard = await walk(
        *JOIN, "/log 45 done", Press("Show the next flow"), Press("Mark it done"), Press("Mark it done"), "/today"
    )

    assert "day 3 of 5" in heard[-1]

    twice = await walk("/log 10", "/log 10", "/history")
    assert twice[-1].count(": 10 min") == 2


async def test_bad_input_is_refused_in_one_sentence_and_nothing_changes(walk: Walk) -> None:
    """Section 4: minutes that are none, a day ahead, one too far back, an unknown zone, an unknown week."""
    heard = await walk(
        *JOIN,
        "/log lots",
        "/log 0",
        "/log 601",
        "/log 30 when:tomorrow",
        "/log 30 when:2026-01-01",
        "/settings zone:Atlantis",
        "/week 99",
        "/history",
    )

    assert "“lots”" in heard[2]
    assert "at least 1 minute" in heard[3]
    assert "600" in heard[4]
    assert "Tuesday 3 March 2026 has not come yet" in heard[5]
    assert "28 days" in heard[6]
    assert "Atlantis" in heard[7]
    assert "1 to 46" in heard[8]
    assert "Nothing yet" in heard[-1]


async def test_a_bad_answer_is_asked_again_and_the_others_are_kept(walk: Walk) -> None:
    """Section 4: a refused answer leaves its question open, and what was said before stands."""
    heard = await walk(*JOIN, Press("Log a flow"), "45", "a good one", "tomorrow", "4", "yesterday")

    assert "How long did you study?" in heard[2]
    assert "has not come yet" in heard.after("4")
    assert "Which day" in heard.after("4")
    assert "45 min for yesterday, Sunday 1 March" in heard[-1]
    assert "a good one" in heard[-1]


async def test_somebody_elses_private_button_is_refused(walk: Walk) -> None:
    """Section 4: a button in Ana's private chat is hers."""
    heard = await walk("@ana /log 20", "@bo 2", "@bo /history")

    assert "somebody else" in heard[1]
    assert "Taken back" not in heard.all


async def test_only_a_facilitator_sets_a_group_up(walk: Walk) -> None:
    """Section 4: `/setup` from somebody without the right, and in private, changes nothing."""
    heard = await walk(
        "@ana#/setup zone:Tokyo", "/setup zone:Tokyo", "#maths /setup zone:Tokyo board:yes", "#maths /join"
    )

    assert "Only those who manage this place" in heard[0]
    assert "group's own chat" in heard[1]
    assert "Maths is a study group now" in heard[2]
    assert "Asia/Tokyo" in heard[3]
