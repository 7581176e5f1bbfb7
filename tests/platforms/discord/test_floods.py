"""Floods on Discord: each interaction is answered, to its asker alone, and nothing is done for it (issue 5)."""

from bot.app.commands import LogFlow, Today, WriteReview
from bot.app.floods import PERSON
from bot.ui.view import Fill, Press
from tests.platforms.discord.stage import Stage, text_of

TURNED_AWAY = r"No: slow\_down"  # as the board draws it
WORDS = "A vector is a list of numbers that says how far to go in each direction one may go"


async def exhausted(stage: Stage) -> None:
    """Ana has used all that she may at once."""
    for _ in range(PERSON.burst):
        await stage.ana.slash(stage.channel, "today")
    stage.app.asked.clear()
    stage.app.seen.clear()


async def test_beyond_the_burst_a_command_is_answered_with_when_to_go_on(stage: Stage) -> None:
    """Hidden from the others, who are served; not even that she was here is noted."""
    await exhausted(stage)
    result = await stage.ana.slash(stage.channel, "today")
    assert TURNED_AWAY in text_of(result.response)
    assert result.ephemeral
    assert (stage.app.commands, stage.app.seen) == ([], [])
    await stage.ben.slash(stage.channel, "today")
    assert stage.app.commands == [Today()]


async def test_a_press_and_a_form_are_answered_too(stage: Stage) -> None:
    """No form opens that could not be taken."""
    message = await stage.shown(Press("Next", Today()), Fill("Log a flow", LogFlow), private=False)
    await exhausted(stage)
    for label in ("Next", "Log a flow"):
        result = await stage.ana.click(message, label=label)
        assert TURNED_AWAY in text_of(result.response)
    assert (stage.app.commands, stage.app.seen) == ([], [])


async def test_what_was_typed_into_a_form_is_given_back(stage: Stage) -> None:
    """Nobody's explanation is lost by being quick."""
    message = await stage.shown(Fill("Write the review", WriteReview, {"week": "w1"}))
    opened = await stage.ana.click(message, label="Write the review")
    await exhausted(stage)
    result = await stage.ana.submit_modal(opened, {"text": WORDS})
    assert TURNED_AWAY in text_of(result.response)
    assert WORDS in text_of(result.response)
    assert stage.app.commands == []
