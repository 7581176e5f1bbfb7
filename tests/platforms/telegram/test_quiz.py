"""A recall question as Telegram's own quiz, and the votes in it, over a socket."""

from dataclasses import replace

import pytest

from bot.app import commands as c
from bot.app.said import Answer, RecallAnswered, RecallAsked, Refused
from bot.core.curriculum import Question
from bot.platforms.telegram.keyboard import Spot
from bot.platforms.telegram.render import draw
from bot.ui.codec import decode
from bot.ui.present import present
from bot.ui.view import Quiz, View
from tests.fakes.telegram import Person, labels
from tests.fakes.telegram.faults import Cut, Flood
from tests.fakes.telegram.shapes import Json
from tests.platforms.telegram.parts import SAY, Stage, until
from tests.platforms.telegram.samples import TODAY, WEEK

QUESTION = Question("q1", "Which is a vector?", "The list.", ("5", "(1, 2)", "f(x)"), 1, "A list of numbers.")
ASKED = RecallAsked(7, "0a1b2c3d", WEEK, QUESTION, extra=False)
KEPT = RecallAnswered(WEEK, QUESTION, "", "good", True, TODAY, TODAY, extra=False, more=True)
HERE = Spot("pacekeeper_bot", group=False)


async def quizzed(stage: Stage) -> tuple[Person, Json]:
    """Somebody who was asked."""
    stage.app.says[c.Recall] = Answer(ASKED)
    stage.app.says[c.AnswerQuiz] = Answer(KEPT)
    ana = stage.server.person("Ana", started=True)
    ana.tell("/recall")
    return ana, await stage.server.message(ana.id, "Which is a vector")


async def test_a_question_with_choices_is_a_quiz_of_telegrams_own(stage: Stage) -> None:
    """Recall: type quiz, with explanation, not anonymous; the app is told its id, so that its answer is understood."""
    _, message = await quizzed(stage)
    poll = message["poll"]
    assert (poll["type"], poll["is_anonymous"], poll["correct_option_ids"]) == ("quiz", False, [1])
    assert [option["text"] for option in poll["options"]] == ["5", "(1, 2)", "f(x)"]
    assert poll["explanation"] == "A list of numbers."
    assert poll["description"] == "From week 1: Linear algebra"
    await until(lambda: bool(stage.app.quizzes))
    assert stage.app.quizzes == [(poll["id"], 7, "0a1b2c3d", 1)]


async def test_a_vote_names_its_poll_and_is_answered_in_private(stage: Stage) -> None:
    """Recall: the update is the request (R20); after it the answer with why, and the next by one press."""
    ana, message = await quizzed(stage)
    update = ana.vote(message, 1)
    told = await stage.server.message(ana.id, "That is right")
    assert "A list of numbers." in told["text"]
    assert labels(told) == [["Next question"]]
    assert stage.app.commands[-1] == c.AnswerQuiz(message["poll"]["id"], 1)
    assert (stage.app.last.person, stage.app.last.private) == (str(ana.id), True)
    assert (stage.app.last.request, stage.app.last.press) == (str(update), "")


async def test_a_vote_that_is_delivered_again_changes_nothing_twice(stage: Stage) -> None:
    """R20: the same update after a restart; it is answered as before."""
    ana, message = await quizzed(stage)
    update = ana.vote(message, 1)
    await stage.server.message(ana.id, "That is right")
    await stage.settled()
    before = len(stage.app.asked)
    stage.server.platform.inbox.replay(int(update or 0))
    await stage.settled()
    assert len(stage.app.asked) == before


async def test_a_vote_that_comes_before_the_quizs_id_is_kept_waits_for_it(stage: Stage) -> None:
    """A quick finger: the id is kept at the end of the reply that sends it, and the vote after that."""
    stage.app.keeping.clear()
    ana, message = await quizzed(stage)
    ana.vote(message, 0)
    ben = stage.server.person("Ben", started=True)
    ben.tell("/log 90")
    await stage.server.message(ben.id)  # the vote has been received with it, or before
    assert not any(isinstance(command, c.AnswerQuiz) for command in stage.app.commands)
    stage.app.keeping.set()
    await stage.server.message(ana.id, "That is right")
    assert stage.app.order == ["kept", "answered"]


async def test_a_strangers_vote_in_a_forwarded_quiz_is_not_answered(stage: Stage) -> None:
    """Nobody is written to who never wrote to the bot; whose quiz it is is told to nobody."""
    _, message = await quizzed(stage)
    stage.app.says[c.AnswerQuiz] = Answer(Refused("not_yours"))
    kim = stage.server.person("Kim", started=True)
    kim.vote(message, 1, forwarded=True)
    await stage.settled()
    await until(lambda: stage.app.last.person == str(kim.id))
    kim.tell("/log 90")
    await stage.server.message(kim.id)
    assert len(stage.server.platform.journal.in_chat(kim.id)) == 1


async def test_a_vote_that_cannot_be_carried_out_is_set_aside_with_an_apology(stage: Stage) -> None:
    """Refinement 11: tried again, then set aside, and its voter is told."""
    ana, message = await quizzed(stage)
    await until(lambda: bool(stage.app.quizzes))
    stage.app.troubles = [RuntimeError("the disk is full")] * 3
    ana.vote(message, 1)
    await stage.server.message(ana.id, "something went wrong")
    assert len(stage.around.aside) == 1


async def test_a_quiz_never_replaces_a_message(stage: Stage) -> None:
    """Telegram cannot turn a text into a poll: the next question is a message of its own."""
    ana, message = await quizzed(stage)
    ana.vote(message, 1)
    told = await stage.server.message(ana.id, "That is right")
    ana.press(told, "Next question")
    following = await stage.server.message(ana.id, "Which is a vector")
    assert following["poll"]["id"] != message["poll"]["id"]


async def test_a_quiz_that_is_held_up_goes_out_later_and_one_of_unknown_fate_once(stage: Stage) -> None:
    """A flood is waited out; a cut after the quiz was posted does not post a second one."""
    stage.server.faults.add(Flood(1), method="sendPoll", times=1)
    ana, message = await quizzed(stage)
    assert message["poll"]
    stage.server.faults.add(Cut(acted=True), method="sendPoll", times=1)
    ana.tell("/recall")
    await stage.server.message(ana.id, "Which is a vector")
    await stage.settled()
    ana.tell("/log 90")
    await stage.server.message(ana.id, "Prompts")
    sent = [each for each in stage.server.platform.journal.in_chat(ana.id) if "poll" in each.message]
    assert len(sent) == 2
    assert len(stage.app.quizzes) == 1


# --- what does not fit


def shown(question: Question) -> View:
    return present(replace(ASKED, question=question), SAY)


@pytest.mark.parametrize(
    "question",
    [
        replace(QUESTION, ask="x" * 301),
        replace(QUESTION, choices=("5", "🌱" * 51, "f(x)")),
        replace(QUESTION, why="x" * 201),
        replace(QUESTION, choices=("5", " ", "f(x)")),
    ],
)
def test_what_a_quiz_would_cut_is_asked_by_buttons(question: Question) -> None:
    """The common view stands behind the native one: nothing of a question is lost."""
    view = shown(question)
    drawn = draw(view, HERE)
    assert drawn.poll is None
    assert question.ask in "".join(drawn.pages)
    assert drawn.markup is not None
    buttons = [button for row in drawn.markup.inline_keyboard for button in row]  # type: ignore[union-attr]  # a keyboard
    assert [decode(str(button.callback_data)) for button in buttons] == [
        c.ChooseRecall(7, "0a1b2c3d", at) for at in range(3)
    ]


def test_the_curriculums_longest_question_fits() -> None:
    """The file's own limits lie below Telegram's: 200, 90 and 180 characters."""
    drawn = draw(shown(replace(QUESTION, ask="x" * 200, choices=("y" * 90,) * 6, why="z" * 180)), HERE)
    assert drawn.poll is not None


def test_a_check_ins_question_has_buttons() -> None:
    """A poll's id alone does not tell that it counts towards nobody's five."""
    view = present(replace(ASKED, extra=True), SAY)
    assert not any(isinstance(action, Quiz) for action in view.actions)
    assert draw(view, HERE).poll is None
