"""A terminal with a study group in it, made once and copied for each journey."""

import asyncio
import io
import shutil
from pathlib import Path

import pytest

from bot.core.curriculum import Curriculum
from bot.curriculum_file import built_in, load
from bot.try_it import try_it
from tests.journeys.walk import START, Walk


@pytest.fixture(scope="session")
def whole_way() -> Curriculum:
    """The curriculum that everybody gets."""
    return load(built_in())


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory, whole_way: Curriculum) -> Path:
    """A file as the first start leaves it."""
    file = tmp_path_factory.mktemp("seeded") / "terminal.db"
    start = try_it(
        database=file,
        at=START,
        curriculum=whole_way,
        stdin=io.StringIO(),
        stdout=io.StringIO(),
        interactive=False,
    )
    with asyncio.Runner() as runner:
        runner.run(start)
    return file


@pytest.fixture
def walk(seeded: Path, tmp_path: Path, whole_way: Curriculum) -> Walk:
    """A terminal on a fresh copy of that file."""
    file = tmp_path / "terminal.db"
    shutil.copyfile(seeded, file)
    return Walk(file, whole_way)
