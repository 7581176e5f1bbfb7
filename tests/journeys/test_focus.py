"""Focus timers as people meet them: alone, forgotten, with others, over a restart."""

import re

from tests.journeys.walk import JOIN, MINE, OWLS, Press, Walk

FOCUS = Press("Start focus")


async def test_a_timer_from_the_next_flow_to_its_log(walk: Walk) -> None:
    """Section 3, /today and /focus: start, be nudged at the end, log and mark the day done in one press."""
    heard = await walk(*JOIN, "/today", FOCUS, "+24m", "+1m", Press("Log it, day done"), "/today")

    assert "25 min, until 18:55 (in 25 min)." in heard.after(FOCUS)
    assert "Set up, and a first vector" in heard.after(FOCUS)
    assert heard.messages(MINE, moving=True)[0].clock == "18:55"
    assert "25 min of focus, well spent" in heard.after("+1m")
    assert "Logged 25 min for today, Monday 2 March" in heard.after(Press("Log it, day done"))
    assert "Undo" in heard.after(Press("Log it, day done"))
    assert "Week 1, day 2 of 5" in heard[-1]
    assert "focusing" not in heard[-1]


async def test_stopping_early_keeps_the_minutes(walk: Walk) -> None:
    """Section 3: what ran is one press away; pressed twice it is one log (R20)."""
    heard = await walk(*JOIN, "/focus 50", "+12m", Press("Stop"), Press("Log 12 min"), Press("Log 12 min"), "/history")

    assert "12 min on Set up, and a first vector" in heard.after(Press("Stop"))
    assert "Logged 12 min for today" in heard[5]
    assert "Logged already: 12 min for Monday 2 March" in heard[6]
    assert heard[-1].count("12 min") == 1


async def test_stopping_late_asks_which(walk: Walk) -> None:
    """Section 3: when more ran than was planned, the learner says which it was."""
    heard = await walk(*JOIN, "/focus", "+70m", Press("I went on"), Press("All 1 h 10 min"))

    assert "You planned 25 min, and 1 h 10 min have passed" in heard.after(Press("I went on"))
    assert "Logged 1 h 10 min for today" in heard[-1]


async def test_another_round_logs_the_one_before(walk: Walk) -> None:
    """Section 3: keep going; each round is a flow of its own, with undo."""
    heard = await walk(*JOIN, "/focus", "+25m", Press("Log it, another round"), "+25m", Press("Log 25 min"))

    on = heard.after(Press("Log it, another round"))
    assert "25 min, until 19:20 (in 25 min)." in on
    assert "Logged 25 min for today, Monday 2 March" in on
    assert "50 min that day in all" in heard[-1]


async def test_a_forgotten_timer_waits_on_its_day(walk: Walk) -> None:
    """Section 3, R1: after three days of silence it is one button, and its minutes count for the day it began."""
    heard = await walk(*JOIN, "/focus", "+3d", "/today", Press("Log 25 min"))

    assert "You were focusing on Set up, and a first vector (Monday 2 March)." in heard.after("/today")
    assert "Logged 25 min for Monday 2 March" in heard[-1]


async def test_after_seven_days_it_is_let_go_without_a_word(walk: Walk) -> None:
    """Section 3, R22: nothing is said of it any more, and nothing was lost: the day can still be logged."""
    heard = await walk(*JOIN, "/focus", "+8d", "/today", Press("Log 25 min"))

    assert "focusing" not in heard.after("/today")
    assert "Logged 25 min for Monday 2 March" in heard[-1]


async def test_a_timer_outlives_a_restart(walk: Walk) -> None:
    """Nothing of it is in memory: the next run of the program nudges at the end."""
    await walk(*JOIN, "/focus", "+10m")
    heard = await walk("+14m", "/focus", "+1m", at=None)

    assert re.search(r"You are focusing: .+\s+25 min, until 18:55 \(in 1 min\)\.", heard.after("/focus"))
    assert "25 min of focus, well spent" in heard[-1]


async def test_a_listed_member_is_joined_in_the_group(walk: Walk) -> None:
    """Section 3, R23, R24: a button on the answer; the card is edited; at the end everybody is told in private."""
    heard = await walk(*JOIN, Press("Show my name"), "@ana #/focus 50", "+5m", Press("Focus with us"), "+50m")

    told = heard.messages(OWLS)[-1]
    assert "A round of focus" in told.text
    assert "Until 19:20" in told.text
    assert "shapes" not in told.text  # what she studies is hers
    assert "45 min, until 19:20" in heard.after(Press("Focus with us"))
    assert "With you: Ana." in heard.after(Press("Focus with us"))
    assert "Focusing now, until 19:20: Ana and Newcomer." in heard.all
    ends = [message for message in heard.messages(moving=True) if "well spent" in message.text]
    assert [(it.place, it.clock) for it in ends] == [("private, @ana", "19:20"), (MINE, "19:20")]


async def test_a_hidden_learner_focuses_unseen(walk: Walk) -> None:
    """R22: who is not listed types /focus in the group and is answered alone; the card says nothing."""
    heard = await walk(*JOIN, Press("Keep me unlisted"), "#/focus", "+30m")

    assert "only you see this" in heard.after("#/focus")
    assert "A round of focus" not in heard.all
    assert "Focusing now" not in heard.all


async def test_a_length_that_is_none_is_refused(walk: Walk) -> None:
    """Section 4: one sentence, and no timer runs."""
    heard = await walk(*JOIN, "/focus 4h", "/focus soon", "/focus 0", "/today")

    assert "240 minutes are more than one timer runs; it takes 1 to 180." in heard.after("/focus 4h")
    assert "I cannot read “soon” as a time" in heard.after("/focus soon")
    assert "at least 1 minute" in heard.after("/focus 0")
    assert "focusing" not in heard[-1]
