"""A recall question on Discord: a select under the question, which the answer replaces."""

from dataclasses import replace

from bot.app.commands import ChooseRecall, RateRecall, ShowRecall
from bot.app.said import RecallAnswered, RecallAsked, RecallShown
from bot.core.curriculum import Question, Week
from bot.ui.present import present
from bot.ui.text import Text
from bot.ui.view import View
from tests.platforms.discord.stage import Stage, parts_of, text_of
from tests.platforms.telegram.samples import TODAY

WEEK = Week("w1", 1, "Linear algebra", ())
QUESTION = Question("q1", "Which is a vector?", "The list.", ("5", "(1, 2)", "f(x)"), 1, "A list of numbers.")
ASKED = RecallAsked(7, "0a1b2c3d", WEEK, QUESTION, extra=False)
KEPT = RecallAnswered(WEEK, QUESTION, "", "good", True, TODAY, TODAY, extra=False, more=True)


def view(said: RecallAsked | RecallShown | RecallAnswered) -> View:
    return present(said, Text())


async def test_a_question_with_choices_is_a_select_and_its_answer_stands_in_its_place(stage: Stage) -> None:
    """Recall: right or wrong by one choice; the press names the row and the state that it answers (R20)."""
    stage.answer(view(ASKED))
    result = await stage.ana.slash(stage.channel, "recall")
    message = result.response
    assert message is not None
    assert result.ephemeral
    (select,) = [each for each in parts_of(message) if each["type"] == 3]
    assert [option["label"] for option in select["options"]] == ["5", "(1, 2)", "f(x)"]
    assert "The list." not in text_of(message)

    stage.answer(view(KEPT))
    chosen = await stage.ana.select(message, [select["options"][1]["value"]])

    assert stage.app.commands[-1] == ChooseRecall(7, "0a1b2c3d", 1)
    assert stage.app.last.press == f"{message.id}:1:rx:7:0a1b2c3d:1"
    assert "A list of numbers." in text_of(chosen.response)
    assert chosen.response is not None
    assert chosen.response.id == message.id


async def test_ones_own_words_are_shown_and_rated_after_a_restart_too(stage: Stage) -> None:
    """Recall: a long text is shortened, its three buttons never."""
    own = replace(ASKED, question=None)
    stage.answer(view(own))
    message = (await stage.ana.slash(stage.channel, "recall")).response
    assert message is not None
    await stage.restart()
    stage.answer(view(RecallShown(7, "0a1b2c3d", WEEK, None, "In my own words. " * 235, extra=False)))
    shown = await stage.ana.click(message, label="Show what I wrote")
    assert shown.response is not None
    assert "In my own words." in text_of(shown.response)

    stage.answer(view(replace(KEPT, question=None, text="In my own words.")))
    await stage.ana.click(shown.response, label="Hard")
    assert stage.app.commands[-2:] == [ShowRecall(7, "0a1b2c3d", answer=True), RateRecall(7, "0a1b2c3d", "hard")]
