"""Weeks of one learner: kept ones, quiet ones, prompts and check-ins at their own time."""

import re

from tests.journeys.walk import JOIN, MINE, Press, Typed, Walk

CHECKIN: tuple[Typed, ...] = ("/checkin", "I began on time", "a late train", "breakfast", "open the notebook", "4")
SHAMING = re.compile(
    r"miss(ed|ing)|lost|fail|broke|streak|behind|should have|only \d|overdue|absent|too late|sorry", re.IGNORECASE
)


async def test_three_of_five_days_keep_a_week(walk: Walk) -> None:
    """R5, R6, R7, R8: three study days of a plan of five are the floor; the week counts at once and stays counted."""
    heard = await walk(
        *JOIN, "/log 45", "+1d", "/log 30", "+2d", "/log 60", "/progress", "+4d", "/progress", Press("Ledger")
    )

    assert "1 flow, 2 in reserve" in heard.after("/log 45")
    assert "this week is kept" in heard.after("/log 60")
    assert "1 week kept" in heard.after("/progress")
    assert "Solid: 3 study days, 3 keep a week of 5" in heard[-1]
    assert "Mon 2 March" in heard[-1]


async def test_a_day_below_ten_minutes_counts_in_minutes_alone(walk: Walk) -> None:
    """Section 1, study day: ten minutes make one; fewer are kept all the same."""
    heard = await walk(*JOIN, "/log 9", Press("Edit"), "10", "/skip", "/skip", "/skip")

    assert "🟩" not in heard.after("/log 9")
    assert "🟩" in heard[-1]


async def test_after_a_quiet_week_the_first_words_are_a_welcome(walk: Walk) -> None:
    """R6, R8, R22: quiet ends the run without a word, kept weeks stay, and nobody is told what was lost."""
    week: list[Typed] = ["/log 45", "+1d", "/log 45", "+1d", "/log 45"]
    heard = await walk(*JOIN, *week, "+17d", "/today", "/log 25", "/progress", Press("Numbers"))

    assert "Good to see you" in heard.after("/today")
    assert "Welcome back" in heard.after("/log 25")
    assert "1 week kept" in heard.after("/progress")
    assert re.search(r"Best run +1 week", heard[-1])
    assert re.search(r"^Run +begins with your next kept week", heard[-1], re.MULTILINE)
    back = "".join(said for line, said in heard.lines if line not in JOIN)
    assert not SHAMING.search(back.replace("Anything missing", ""))


async def test_prompts_come_on_plan_days_at_the_hour_until_today_is_a_study_day(walk: Walk) -> None:
    """R16: at the learner's hour on plan days, not at weekends, and not when today is a study day already."""
    heard = await walk(*JOIN, "+20h", "/log 30", "+1d", "+1w", "+4h")

    prompts = [message for message in heard.messages(MINE, moving=True) if "Log a flow" in message.text]

    assert [(message.day, message.clock) for message in prompts] == [
        ("Wed 4 Mar", "18:00"),
        ("Thu 5 Mar", "18:00"),
        ("Fri 6 Mar", "18:00"),
        ("Mon 9 Mar", "18:00"),
        ("Tue 10 Mar", "18:00"),
        ("Wed 11 Mar", "18:00"),
    ]


async def test_without_a_yes_no_prompt_and_no_check_in_ever_comes(walk: Walk) -> None:
    """R16: off until the learner says yes."""
    heard = await walk("#/join", Press("Join without prompts"), "+3w")

    assert heard.messages(MINE, moving=True) == []


async def test_the_check_in_comes_on_sunday_and_its_plan_in_the_next_prompts(walk: Walk) -> None:
    """Section 3, /checkin: Sunday at the learner's hour by itself; the prompts of the week recall the plan."""
    heard = await walk(*JOIN, "/log 30", "+6d", *CHECKIN, "+1d")

    call = heard.messages(MINE, moving=True)[-2]
    assert (call.day, call.clock) == ("Sun 8 Mar", "18:00")
    assert "check-in" in call.text.lower()
    kept = heard.after("4")
    assert "week from 2 March" in kept
    assert "After breakfast" in kept
    prompt = heard.messages(MINE, moving=True)[-1]
    assert prompt.day == "Mon 9 Mar"
    assert "After breakfast, I will open the notebook" in prompt.text


async def test_who_checked_in_before_is_not_asked_again(walk: Walk) -> None:
    """R18: the call is not sent to who has answered for this week already."""
    heard = await walk(*JOIN, "/log 30", "+5d", "+20h", *CHECKIN, "+1d")

    assert "week from 2 March" in heard.after("4")
    assert not any("weekly check-in" in message.text for message in heard.messages(MINE, moving=True))


async def test_a_flow_in_the_small_hours_counts_for_the_evening_before(walk: Walk) -> None:
    """R1: until 04:00 it is still the day before."""
    heard = await walk(*JOIN, "+8h", "/log 20", "+2h", "/log 20")

    assert heard.after("+8h").rstrip().endswith("Tue 3 Mar 2026, 02:30 (Europe/Berlin).")
    assert "20 min for today, Monday 2 March" in heard[3]
    assert "20 min for today, Tuesday 3 March" in heard[-1]


async def test_yesterday_is_asked_back_after_midnight(walk: Walk) -> None:
    """R2: between midnight and 04:00 "yesterday" can be two dates; both are offered and nothing is kept before."""
    heard = await walk(*JOIN, "+7h", "/log 50 when:yesterday", Press("Sunday 1 March"), "/history")

    asked = heard.after("/log 50 when:yesterday")
    assert "Sunday 1 March" in asked
    assert "Monday 2 March" in asked
    assert "Logged" not in asked
    assert "50 min for yesterday, Sunday 1 March" in heard.after(Press("Sunday 1 March"))
    assert heard[-1].count("50 min") == 1


async def test_travel_keeps_the_days_of_earlier_flows(walk: Walk) -> None:
    """R1, R11: a log keeps its sealed day; the new clock is shown with the day of each recent log."""
    heard = await walk(*JOIN, "/log 30", "/settings zone:Auckland", "/log 15", "/history")

    moved = heard.after("/settings zone:Auckland")
    assert "06:30, Pacific/Auckland" in moved
    assert "Monday 2 March" in moved
    assert "15 min for today, Tuesday 3 March" in heard.after("/log 15")
    assert "Monday 2 March: 30 min" in heard[-1]
