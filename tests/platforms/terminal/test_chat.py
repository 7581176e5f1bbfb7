"""The chat at the keyboard: who speaks, where, which button, and questions one by one."""

from tests.journeys.walk import JOIN, MINE, OWLS, Press, Walk, messages_in


async def test_everything_shown_stands_under_its_chat_and_time(walk: Walk) -> None:
    """Refinement 7: the private chat and the group's channel are visibly apart."""
    heard = await walk("/help", "#/help", "@ana /help", "@ana#/help", "#maths /help")

    assert [message.place for message in heard.messages()] == [
        MINE,
        f"{OWLS}, only you see this",
        "private, @ana",
        f"{OWLS}, only @ana sees this",
        "#maths, only you see this",
    ]
    assert {(message.day, message.clock) for message in heard.messages()[:4]} == {("Mon 2 Mar", "18:30")}
    assert all(len(line) <= 76 for line in heard.all.splitlines())


async def test_plain_output_holds_no_escapes_and_no_echo(walk: Walk) -> None:
    """Refinement 7: what is not a terminal gets bare answers, and never its own input back."""
    heard = await walk("/week 1", "some words of my own", "")

    assert "\x1b" not in heard.all
    assert "some words of my own" not in heard.all
    assert heard[-1] == ""


async def test_what_is_typed_cannot_break_the_screen(walk: Walk) -> None:
    """Control characters end at the keyboard, in notes, names and commands that do not exist."""
    heard = await walk(*JOIN, "/log 20 red \x1b[31m\x07note\u202e", "/\x1b[2J", "@a\x1b]0;x\x07 /today", "/history")

    assert not any(char in heard.all for char in "\x1b\x07\u202e")
    assert "note" in heard[-1]


async def test_a_new_name_is_a_new_person(walk: Walk) -> None:
    """Refinement 7: anybody can be spoken as; each has a place of their own."""
    heard = await walk("@zoe#/join", Press("Join without prompts"), "@zoe /log 25", "/history")

    assert "Zoe" in heard[1]
    assert "25 min" in heard[2]
    assert "/join" in heard[3]


async def test_one_may_stay_somebody_else(walk: Walk) -> None:
    """`@ana` alone lets the following lines be Ana's, `@you` brings oneself back."""
    heard = await walk("@ana", "/log 20", "@you", "/log 20")

    assert "You speak as Ana now" in heard[0]
    assert messages_in(heard[1])[0].place == "private, @ana"
    assert "Logged" in heard[1]
    assert "/join" in heard[3]


async def test_a_number_presses_its_button_also_an_old_one(walk: Walk) -> None:
    """Numbers stay valid within the run."""
    heard = await walk("/help", "/week 1", "/week 2", "2")

    assert "phases" in heard[-1].lower() or "Machine learning" in heard[-1]
    assert "[2] See the curriculum" in heard[0]


async def test_a_number_that_is_none_is_told(walk: Walk) -> None:
    """An unknown number says which is the newest."""
    heard = await walk("7", "/help", "99")

    assert "no button yet" in heard[0]
    assert "no button 99; the newest is 2" in heard[2]


async def test_a_private_button_is_pressed_by_whose_chat_it_stands_in(walk: Walk) -> None:
    """A number typed alone on Ana's receipt acts as Ana; nobody else's name works on it."""
    heard = await walk("@ana /log 20", "@chidi 3", "3")

    assert "[3] Undo" in heard[0]
    assert "somebody else" in heard[1]
    assert "Taken back" in heard[2]
    assert messages_in(heard[2])[0].place == "private, @ana"


async def test_a_question_takes_the_next_line_whoever_was_asked(walk: Walk) -> None:
    """What was asked last is answered by a line without a name; numbers are answers then."""
    heard = await walk("@ana /log", "45", "@ana /settings", Press("Hour"), "7")

    assert "How long did you study?" in heard[0]
    assert "Logged 45 min" in heard[1]
    assert messages_in(heard[1])[0].place == "private, @ana"
    assert "07:00" in heard[4]


async def test_two_people_can_be_asked_at_once(walk: Walk) -> None:
    """A named line answers the question of who is named."""
    heard = await walk("@ana /log", "@chidi /log", "@ana 20", "35")

    assert "Logged 20 min" in heard[2]
    assert messages_in(heard[2])[0].place == "private, @ana"
    assert "Logged 35 min" in heard[3]
    assert messages_in(heard[3])[0].place == "private, @chidi"


async def test_a_question_in_the_channel_is_asked_of_one(walk: Walk) -> None:
    """A card's form is asked where it was opened, seen by its asker alone; words after # answer it too."""
    heard = await walk("#/join", Press("Join without prompts"), "+1d", Press("Log a flow"), "30", "", "#", "/cancel")

    assert messages_in(heard[3])[0].place == f"{OWLS}, only you see this"
    assert "What did you work on" in heard[4]


async def test_an_answer_may_begin_with_a_hash(walk: Walk) -> None:
    """Words are words while something is being asked."""
    heard = await walk(*JOIN, "/checkin", "#1 was starting early", "#2 a cold", "tea", "begin", "3", "/history")

    assert "After tea" in heard.after("3")
    assert all("Nothing is being asked" not in said for _, said in heard.lines)


async def test_a_command_closes_an_open_question(walk: Walk) -> None:
    """Typing a command means something else is wanted now; it is said."""
    heard = await walk(*JOIN, "/checkin", "/today", "a word")

    assert "question before is closed" in heard[3]
    assert "Week 1, day 1" in heard[3]
    assert "Nothing is being asked" in heard[4]


async def test_cancel_and_skip_are_understood(walk: Walk) -> None:
    """`/skip` is Enter for an optional field; `/cancel` changes nothing."""
    heard = await walk(*JOIN, "/cancel", "/log 20 a note", Press("Edit"), "/skip", "-", "/skip", "/cancel", "/history")

    assert "Nothing is being asked" in heard[2]
    assert "Stopped. Nothing was changed." in heard[8]
    assert "a note" in heard[-1]


async def test_a_dash_empties_an_optional_text(walk: Walk) -> None:
    """R19: a note can be taken away by an edit."""
    heard = await walk(*JOIN, "/log 20 a note", Press("Edit"), "", "-", "", "", "/history")

    assert "a note" not in heard[-1]
    assert "20 min" in heard[-1]


async def test_commands_that_do_not_exist_get_a_hint(walk: Walk) -> None:
    """Section 4: what is wrong and what would work."""
    heard = await walk("/todya", "/xyzzy", "/", "hello")

    assert "Did you mean /today?" in heard[0]
    assert "/help" in heard[1]
    assert "/help" in heard[2]
    assert "Nothing is being asked" in heard[3]


async def test_help_tells_what_only_the_terminal_knows(walk: Walk) -> None:
    """Section 3, /help: it fits where it was asked."""
    heard = await walk("/help")

    for words in ("+1d", "@ana", "#/join", "/exit"):
        assert words in heard[0]


async def test_exit_leaves_but_a_word_is_an_answer(walk: Walk) -> None:
    """The bare word only where nothing is being asked."""
    asked = await walk(*JOIN, "/checkin", "exit", "/exit", "/today")
    assert "What got in the way" in asked[3]
    assert len(asked.lines) == len(JOIN) + 4

    bare = await walk("/cancel", "exit", "/today")
    assert len(bare.lines) == 3


async def test_the_clock_is_shown_and_bounded(walk: Walk) -> None:
    """`+` alone shows it; a year is enough for one move."""
    heard = await walk("+", "+999999w", "+1h")

    assert "Mon 2 Mar 2026, 18:30 (Europe/Berlin)" in heard[0]
    assert "a year" in heard[1]
    assert "19:30" in heard[2]


async def test_a_press_counts_once_also_after_a_restart(walk: Walk) -> None:
    """R20: messages of another run are other messages, so their buttons never swallow a press."""
    first = await walk(*JOIN, "/today", Press("Mark it done"))
    second = await walk("/today", Press("Mark it done"), "/today")

    assert "day 2 of 5" in first[-1]
    assert "day 3 of 5" in second[-1]
