"""Issue 6, 2: the database is away while somebody types on Discord."""

import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from bot.app.asker import Asker
from bot.app.commands import Command
from bot.app.said import Answer
from bot.platforms.discord import desk
from tests.platforms.discord.stage import Stage, text_of


@pytest.mark.parametrize("tries", [1, 2, 3])
async def test_a_turn_is_tried_again_for_a_moment(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tries: int
) -> None:
    """R20: it is the same request, so a commit whose answer was lost is not made twice; after that one sentence."""
    monkeypatch.setattr(desk, "AGAIN", (0.0, 0.0))
    answer = stage.app.answer

    async def away(ask: Command, _: Asker) -> Answer:
        if len(stage.app.asked) > tries:
            return answer
        raise OperationalError(f"INSERT {ask}", {}, sqlite3.OperationalError("database or disk is full"))

    stage.app.instead = away
    result = await stage.ben.slash(stage.channel, "log", minutes="30", note="my secret")

    said = text_of(result.response)
    assert said.startswith("### Sorry: ") if tries == 3 else said == "### Hello"
    assert len({asker.request for _, asker in stage.app.asked}) == 1
    assert [each.levelname for each in caplog.records if each.name == "pacekeeper.discord"] == ["WARNING"] * (
        tries == 3
    )
    assert "secret" not in caplog.text
