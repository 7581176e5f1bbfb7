"""What simulations walk."""

import pytest

from bot.core.curriculum import Curriculum
from bot.curriculum_file import built_in, load


@pytest.fixture(scope="session")
def whole() -> Curriculum:
    """The curriculum that comes with the bot."""
    return load(built_in())
