"""A terminal with a study group in it, made once and copied for each journey."""

import asyncio
import io
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.core.curriculum import Curriculum
from bot.library import Read, read_all
from bot.try_it import try_it
from tests.journeys.walk import START, Walk


@pytest.fixture(scope="session")
def reads(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Read]:
    """The curriculum that everybody gets, read once."""
    return read_all(None, tmp_path_factory.mktemp("curricula"))


@pytest.fixture(scope="session")
def whole_way(reads: Sequence[Read]) -> Curriculum:
    """The same, as what there is to do."""
    assert reads[0].curriculum
    return reads[0].curriculum


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory, reads: Sequence[Read]) -> Path:
    """A file as the first start leaves it."""
    file = tmp_path_factory.mktemp("seeded") / "terminal.db"
    start = try_it(
        database=file,
        at=START,
        reads=reads,
        stdin=io.StringIO(),
        stdout=io.StringIO(),
        interactive=False,
    )
    with asyncio.Runner() as runner:
        runner.run(start)
    return file


@pytest.fixture
def walk(seeded: Path, tmp_path: Path, reads: Sequence[Read]) -> Walk:
    """A terminal on a fresh copy of that file."""
    file = tmp_path / "terminal.db"
    shutil.copyfile(seeded, file)
    return Walk(file, reads)
