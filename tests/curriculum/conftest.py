"""The built-in curriculum, and what doing its days needs: NumPy, pandas and scikit-learn (`--group claims`)."""

from importlib.util import find_spec

import pytest

from bot.core.curriculum import Curriculum
from bot.curriculum_file import built_in, load

NEEDED = ("numpy", "scipy", "pandas", "sklearn")
collect_ignore_glob = [] if all(find_spec(name) for name in NEEDED) else ["test_phase_*.py"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs those libraries, so that it has a command of its own."""
    for item in items:
        if item.path.parent.name == "curriculum" and item.path.name.startswith("test_phase_"):
            item.add_marker(pytest.mark.claims)


@pytest.fixture(scope="session")
def curriculum() -> Curriculum:
    """The curriculum that comes with the bot."""
    return load(built_in())


@pytest.fixture(autouse=True)
def _same_chance(request: pytest.FixtureRequest) -> None:
    """Begin every test with the same random numbers, whichever ran before it."""
    if chance := getattr(request.module, "RNG", None):
        chance.bit_generator.state = type(chance.bit_generator)(11).state
