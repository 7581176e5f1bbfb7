"""Slash commands, from typing to the answer."""

from bot.app.commands import LogFlow
from tests.platforms.discord.stage import Stage, text_of


async def test_a_slash_command_reaches_the_app_and_its_answer_is_private(stage: Stage) -> None:
    """A command's typed options become one command; personal answers are ephemeral."""
    result = await stage.ben.slash(stage.channel, "log", minutes="1h30", note="svd", focus=4, done=True)

    assert stage.app.commands == [LogFlow(90, note="svd", focus=4, done=True)]
    assert result.ephemeral
    assert text_of(result.response) == "### Hello"
