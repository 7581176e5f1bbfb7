"""Fixtures of the Discord tests."""

import pytest
import simcord

from bot.app.said import Answer
from bot.platforms.discord.client import Front
from bot.ui.phrase import plain
from bot.ui.view import View
from tests.platforms.discord.parts import Board, RecordingApp
from tests.platforms.discord.stage import Marks, Stage, front_of, stage_in


@pytest.fixture
def board() -> Board:
    """Draws what is said."""
    return Board()


@pytest.fixture
def app(board: Board) -> RecordingApp:
    """An app that says hello."""
    return RecordingApp(Answer(board.saying(View(plain("Hello")))))


@pytest.fixture
def marks() -> Marks:
    """A memory without slash commands in it."""
    return Marks()


@pytest.fixture
async def simcord_bot(app: RecordingApp, board: Board, marks: Marks) -> Front:
    """The client that is put into the Discord in process."""
    return front_of(app, board, marks)


@pytest.fixture
async def stage(simcord_env: simcord.Env, app: RecordingApp, board: Board, marks: Marks, simcord_bot: Front) -> Stage:
    """A Discord in process with our client in it."""
    return stage_in(simcord_env, app, board, marks, simcord_bot)
