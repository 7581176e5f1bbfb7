"""The architecture's rules, as tests: contracts kept, costly libraries lazy, nothing undocumented."""

import json
import re
import subprocess
import sys
from pathlib import Path

from bot.app.commands import COMMANDS
from bot.app.routes import ROUTES
from bot.settings import documented

ROOT = Path(__file__).resolve().parents[2]
COSTLY = (
    "discord",
    "telegram",
    "alembic",
    "apscheduler",
    "aiohttp",
    "procrastinate",
    "psycopg",
    "yaml",
    "pydantic",
    "sqlalchemy",
    "fsrs",
    "prometheus_client",
)


def test_rooms_look_inward_only() -> None:
    """The import contracts of pyproject.toml are kept. In a process of its own: the linter switches loggers off."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    done = subprocess.run([*command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def _loaded_by(statement: str) -> set[str]:
    code = f"import json, sys\n{statement}\nprint(json.dumps(sorted(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in json.loads(out.stdout)}


def test_importing_the_package_pulls_no_library_in() -> None:
    """Refinement 6: what costs time to import is imported where it is used."""
    assert not _loaded_by("import bot") & set(COSTLY)


def test_the_command_line_shows_its_help_without_loading_a_platform() -> None:
    """Refinement 6: a platform's library is loaded only if its token is set."""
    assert not _loaded_by("import bot.__main__") & set(COSTLY)


def test_the_parts_that_always_run_load_no_platform() -> None:
    """Refinement 6: each platform is imported in its own room alone, Alembic only where there is something to do, FSRS
    with the first question, and Prometheus's library with its port."""
    loaded = _loaded_by("import bot.assembly, bot.opening, bot.heartbeat, bot.feeding, bot.storage.jobs")
    assert not loaded & {
        "procrastinate",
        "discord",
        "telegram",
        "alembic",
        "apscheduler",
        "psycopg",
        "fsrs",
        "prometheus_client",
    }


def test_every_command_is_routed_once() -> None:
    """One declaration each: a command that nobody carries out, or two with one name, is a mistake."""
    assert set(ROUTES) == set(COMMANDS)
    names = [command.name for command in COMMANDS if command.name]
    codes = [command.code for command in COMMANDS]
    assert len(set(names)) == len(names)
    assert len(set(codes)) == len(codes)


def test_only_one_place_reads_the_clock_and_one_the_environment() -> None:
    """Time is an argument, settings are read once: ruff bans both, and only these lines lift the ban."""
    lifted = {
        f"{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / "bot").rglob("*.py")
        if re.search(r"noqa:[^\n]*TID251", path.read_text("utf-8"))
    }
    assert lifted == {"bot/opening.py"}


def test_the_readme_names_every_command_and_every_setting() -> None:
    """What is not in the README does not exist for a newcomer."""
    readme = (ROOT / "README.md").read_text("utf-8")
    for command in COMMANDS:
        assert not command.name or f"/{command.name}" in readme, command.name
    for name, default, _ in documented():
        assert f"`{name}`" in readme, name
        assert not default or f"`{default}`" in readme, (name, default)
