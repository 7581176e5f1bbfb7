"""Questions one by one: rows, buttons, refusals, replays and restarts."""

import pytest

from bot.app import commands as c
from bot.app.said import Answer, Refused
from tests.fakes.telegram import Person, TelegramServer, labels, words
from tests.fakes.telegram.shapes import Json
from tests.platforms.telegram.parts import Around, RecordingApp, Stage, door_on
from tests.platforms.telegram.samples import HELLO, LOGGED, REVIEW, SHOWN


async def asked(stage: Stage, person: Person, words_of_it: str) -> Json:
    """The next question in the private chat."""
    return await stage.server.message(person.id, words_of_it)


async def test_a_missing_answer_is_asked_for(stage: Stage) -> None:
    """/log without its minutes; what was said besides is kept."""
    ana = stage.server.person("Ana", started=True)
    ana.tell("/log focus:4 done")
    message = await asked(stage, ana, "How long did you study")
    assert "Step" not in words(message)
    assert "/cancel" in words(message)
    ana.tell("1h30")
    await stage.server.message(ana.id, "Prompts")
    assert stage.app.commands == [c.LogFlow(90, focus=4, done=True)]
    assert stage.app.rows == {}


async def test_a_form_is_asked_step_by_step(stage: Stage) -> None:
    """Five questions, each with its place; a number from 1 to 5 has buttons."""
    ana = stage.server.person("Ana", started=True)
    ana.tell("/checkin")
    answers = ["The notes", "A cold", "after breakfast", "I open the book"]
    for step, answer in enumerate(answers, 1):
        assert f"Step {step} of 5." in words(await stage.server.message(ana.id))
        ana.tell(answer)
    last = await asked(stage, ana, "Step 5 of 5")
    assert labels(last) == [["1", "2", "3", "4", "5"], ["Cancel"]]
    query = ana.press(last, "4")
    await stage.server.answer(query)
    await stage.server.message(ana.id, "Prompts", change="edited")
    assert stage.app.commands == [c.WriteCheckin("The notes", "A cold", "after breakfast", "I open the book", 4)]


async def test_a_refused_answer_keeps_its_question(stage: Stage) -> None:
    """The sentence first, then the question once more."""
    ana = stage.server.person("Ana", started=True)
    ana.tell("/log")
    await asked(stage, ana, "How long did you study")
    ana.tell("a while")
    again = words(await asked(stage, ana, "a while"))
    assert again.index("a while") < again.index("How long did you study")
    ana.tell("90")
    await stage.server.message(ana.id, "Prompts")
    assert stage.app.commands == [c.LogFlow(90)]


async def test_what_only_the_app_can_refuse_is_asked_again_too(stage: Stage) -> None:
    """The day is known to be too far back only in the turn; the other answers are kept."""
    ana = stage.server.person("Ana", started=True)
    stage.app.says[c.Today] = SHOWN
    ana.tell("/today")
    ana.press(await stage.server.message(ana.id), "Log a flow")
    for answer in ("90", "svd", "1 January"):
        await stage.server.message(ana.id)
        ana.tell(answer)
    stage.app.says[c.LogFlow] = Answer(Refused("day_too_far", field="when", given="1 January"))
    ana.press(await asked(stage, ana, "focus"), "5")
    await stage.server.message(ana.id, "28 days", change="edited")
    stage.app.says[c.LogFlow] = LOGGED
    ana.tell("yesterday")
    await stage.server.message(ana.id, "Logged")
    assert stage.app.commands[-1] == c.LogFlow(90, "svd", "yesterday", 5)


async def test_optional_answers_can_be_left_out(stage: Stage) -> None:
    """Skip leaves one, "That is all" the rest; a required one cannot be skipped."""
    stage.app.says[c.Today] = SHOWN
    ana = stage.server.person("Ana", started=True)
    ana.tell("/today")
    ana.press(await stage.server.message(ana.id), "Log a flow")
    first = await asked(stage, ana, "Step 1 of 4")
    assert labels(first) == [["Cancel"]]
    ana.tell("90")
    second = await asked(stage, ana, "Step 2 of 4")
    assert labels(second) == [["Skip", "That is all", "Cancel"]]
    ana.press(second, "Skip")
    third = await stage.server.message(ana.id, "Step 3 of 4", change="edited")
    ana.press(third, "That is all")
    await stage.server.message(ana.id, "Prompts", change="edited")
    assert stage.app.commands[-1] == c.LogFlow(90)


async def test_skip_can_be_typed(stage: Stage) -> None:
    """Where there is a button there is a word."""
    stage.app.says[c.Today] = SHOWN
    ana = stage.server.person("Ana", started=True)
    ana.tell("/today")
    ana.press(await stage.server.message(ana.id), "Log a flow")
    await asked(stage, ana, "Step 1 of 4")
    ana.tell("90")
    for step in (2, 3, 4):
        await asked(stage, ana, f"Step {step} of 4")
        ana.tell("/skip")
    await stage.server.message(ana.id, "Prompts")
    assert stage.app.commands[-1] == c.LogFlow(90)


async def test_an_edit_shows_what_stands_now(stage: Stage) -> None:
    """R19: what is left out stays."""
    stage.app.says[c.LogFlow] = LOGGED
    stage.app.known = {"minutes": "1 h 30", "note": "<svd>"}
    ana = stage.server.person("Ana", started=True)
    ana.tell("/log 90")
    ana.press(await stage.server.message(ana.id, "Logged"), "Edit")
    first = await asked(stage, ana, "Step 1 of 4")
    assert "Now: 1 h 30" in words(first)
    assert labels(first)[0][0] == "Leave it"
    ana.press(first, "Leave it")
    assert "Now: <svd>" in words(await stage.server.message(ana.id, "Step 2 of 4", change="edited"))
    ana.tell("svd, again")
    ana.press(await asked(stage, ana, "Step 3 of 4"), "That is all")
    await stage.server.message(ana.id, "Prompts", change="edited")
    assert stage.app.commands[-1] == c.EditLog(5, note="svd, again")


async def test_the_same_button_can_open_two_edits(stage: Stage) -> None:
    """R20: a form takes effect once for each opening; nobody loses a second edit."""
    stage.app.says[c.LogFlow] = LOGGED
    ana = stage.server.person("Ana", started=True)
    ana.tell("/log 90")
    receipt = await stage.server.message(ana.id, "Logged")
    for minutes in ("60", "45"):
        ana.press(receipt, "Edit")
        await asked(stage, ana, "Step 1 of 4")
        ana.tell(minutes)
        ana.press(await asked(stage, ana, "Step 2 of 4"), "That is all")
        await stage.server.message(ana.id, "Prompts", change="edited")
    assert [ask for ask in stage.app.commands if isinstance(ask, c.EditLog)] == [c.EditLog(5, 60), c.EditLog(5, 45)]


async def test_a_slipping_finger_answers_once(stage: Stage) -> None:
    """R20: two presses on the last answer run the command once."""
    ana = stage.server.person("Ana", started=True)
    ana.tell("/checkin")
    for answer in ("a", "b", "c", "d"):
        await stage.server.message(ana.id)
        ana.tell(answer)
    last = await asked(stage, ana, "Step 5 of 5")
    button = last["reply_markup"]["inline_keyboard"][0][3]["callback_data"]
    queries = [ana.press(last, button, forged=True) for _ in range(2)]
    await stage.server.answer(queries[0])
    assert (await stage.server.answer(queries[1]))["text"] == "This question is closed."
    assert len(stage.app.commands) == 1


async def test_a_long_review_is_taken_whole(stage: Stage) -> None:
    """R13: up to 4,000 characters; the limit is said before."""
    stage.app.says[c.WriteReview] = REVIEW
    ana = stage.server.person("Ana", started=True)
    ana.tell("/review")
    ana.press(await stage.server.message(ana.id), "Write the review")
    question = await asked(stage, ana, "own words")
    assert "80 to 4,000 characters" in words(question)
    assert labels(question) == [["Cancel"]]
    ana.tell("too short")
    await asked(stage, ana, "80")
    stage.app.says[c.WriteReview] = HELLO
    text = "A matrix moves every point of the plane. " * 95
    ana.tell(text[:4000])
    await stage.server.message(ana.id, "Prompts")
    assert stage.app.commands[-1] == c.WriteReview(text[:4000].strip(), "w1")


async def test_a_question_survives_a_restart(server: TelegramServer, app: RecordingApp, around: Around) -> None:
    """Refinement 8: it is a row, not memory."""
    ana = server.person("Ana", started=True)
    async with door_on(server, app, around):
        ana.tell("/checkin")
        await server.message(ana.id, "Step 1 of 5")
        ana.tell("The notes")
        question = await server.message(ana.id, "Step 2 of 5")
    async with door_on(server, app, around):
        ana.tell("A cold")
        await server.message(ana.id, "Step 3 of 5")
        ana.press(question, "Cancel")
        await server.platform.journal.call("answerCallbackQuery")
    (row,) = app.rows.values()
    assert dict(row.answers) == {"went_well": "The notes", "in_the_way": "A cold"}


async def test_a_replayed_answer_asks_the_open_field_again(
    server: TelegramServer, app: RecordingApp, around: Around
) -> None:
    """R20: after a restart the same update comes again; nothing is answered twice."""
    ana = server.person("Ana", started=True)
    async with door_on(server, app, around):
        ana.tell("/checkin")
        await server.message(ana.id, "Step 1 of 5")
        ana.tell("The notes")
        await server.message(ana.id, "Step 2 of 5")
    server.platform.inbox.replay(server.platform.inbox.last_id)
    async with door_on(server, app, around):
        await server.message(ana.id, "Step 2 of 5")
    (row,) = app.rows.values()
    assert dict(row.answers) == {"went_well": "The notes"}


async def test_a_replayed_opening_does_not_begin_anew(
    server: TelegramServer, app: RecordingApp, around: Around
) -> None:
    """R20: the command that opened the question comes again after an answer was given."""
    ana = server.person("Ana", started=True)
    async with door_on(server, app, around):
        ana.tell("/checkin")
        await server.message(ana.id, "Step 1 of 5")
        opening = server.platform.inbox.last_id
        ana.tell("The notes")
        await server.message(ana.id, "Step 2 of 5")
    server.platform.inbox.replay(opening)
    async with door_on(server, app, around):
        await server.message(ana.id, "Step 2 of 5")


async def test_a_replayed_last_answer_shows_the_answer_again(
    server: TelegramServer, app: RecordingApp, around: Around
) -> None:
    """R20: the question is closed by then; the app knows what it said."""
    ana = server.person("Ana", started=True)
    async with door_on(server, app, around):
        ana.tell("/log")
        await server.message(ana.id, "How long")
        ana.tell("90")
        await server.message(ana.id, "Prompts")
    server.platform.inbox.replay(server.platform.inbox.last_id)
    async with door_on(server, app, around):
        await server.message(ana.id, "Prompts")
    assert app.commands == [c.LogFlow(90)]


async def test_a_crash_between_effect_and_closing_does_it_once(
    server: TelegramServer, app: RecordingApp, around: Around
) -> None:
    """R20: the log is recorded, the row could not be deleted, the update is tried again."""
    ana = server.person("Ana", started=True)
    async with door_on(server, app, around):
        ana.tell("/log")
        await server.message(ana.id, "How long")
        app.fails_to_close = 1
        ana.tell("90")
        await server.message(ana.id, "Prompts")
    assert app.commands == [c.LogFlow(90)]
    assert app.rows == {}


async def test_cancel_closes_the_question(stage: Stage) -> None:
    """By word and by button; nothing was changed."""
    ana = stage.server.person("Ana", started=True)
    ana.tell("/log")
    question = await asked(stage, ana, "How long")
    ana.press(question, "Cancel")
    await stage.server.message(ana.id, "Stopped", change="edited")
    ana.tell("/log")
    await asked(stage, ana, "How long")
    ana.tell("/cancel")
    await stage.server.message(ana.id, "Stopped")
    assert (stage.app.commands, stage.app.rows) == ([], {})


async def test_a_new_command_closes_the_question(stage: Stage) -> None:
    """Who moves on is not held back, and their next words are no answer."""
    ana = stage.server.person("Ana", started=True)
    ana.tell("/log")
    await asked(stage, ana, "How long")
    ana.tell("/today")
    await stage.server.message(ana.id, "Prompts")
    ana.tell("90")
    await stage.server.message(ana.id, "did not understand")
    assert stage.app.commands == [c.Today()]


async def test_a_button_of_an_older_question_answers_nothing(stage: Stage) -> None:
    """The presser learns so, and the open question is untouched."""
    ana = stage.server.person("Ana", started=True)
    ana.tell("/log")
    old = await asked(stage, ana, "How long")
    ana.tell("/checkin")
    await asked(stage, ana, "Step 1 of 5")
    query = ana.press(old, "Cancel")
    assert (await stage.server.answer(query))["text"] == "This question is closed."
    assert len(stage.app.rows) == 1


@pytest.mark.parametrize("data", ["q:", "q:0123456789:0", "q:zz:99", "q:x:-1", "q:x:²"])
async def test_a_forged_answer_answers_nothing(stage: Stage, data: str) -> None:
    """Section 4: a forged button."""
    ana = stage.server.person("Ana", started=True)
    ana.tell("/log")
    question = await asked(stage, ana, "How long")
    await stage.server.answer(ana.press(question, data, forged=True))
    assert len(stage.app.rows) == 1


async def test_a_question_of_an_older_version_is_outdated(stage: Stage) -> None:
    """A row that names a command or a field of yesterday closes with one sentence."""
    ana = stage.server.person("Ana", started=True)
    for form, todo in (("zz", ()), ("", ("gone",))):
        ana.tell("/log")
        await asked(stage, ana, "How long")
        stage.app.change_row(form=form, todo=todo)
        ana.tell("90")
        await stage.server.message(ana.id, "button")
        assert stage.app.rows == {}
