"""SECURITY.md tells the truth: every test that it names is there, and its figures are those of the code."""

import ast
import re
from functools import cache
from pathlib import Path

from bot.app.floods import LINES, PERSON
from bot.core.linking import ALPHABET, CODE_LIVES, HALF, MOST_TRIES
from bot.core.study_file import MOST_BYTES, MOST_COLUMNS, MOST_ROWS
from bot.logs import SHORTEST
from bot.platforms.telegram.who import FRESH_S
from bot.settings import documented
from bot.web import BIGGEST, IDLE, MOST

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "SECURITY.md").read_text("utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


@cache
def defined_in(file: str) -> set[str]:
    """The tests in a file."""
    path = ROOT / file
    if not path.is_file():
        return set()
    found = ast.parse(path.read_text("utf-8")).body
    return {each.name for each in found if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_test_that_the_page_names_is_there() -> None:
    """Issue 6, 3: a test that is renamed or deleted takes its line of the page along."""
    named = NAMED.findall(PAGE)
    assert len(named) > 50
    assert [f"{file}::{name}" for file, name in named if name not in defined_in(file)] == []


def test_every_attack_has_a_test() -> None:
    """No line of the table promises what nothing proves."""
    table = PAGE.partition("## What could be attacked")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ") and not line.startswith("| attack")]
    assert len(rows) >= 25
    for row in rows:
        attack, _, proven = (cell.strip() for cell in row.strip("|").split(" | ", 2))
        assert NAMED.search(proven), attack


def test_its_figures_are_those_of_the_code() -> None:
    """What is changed there is changed here."""
    for figure in (
        f"{2 * HALF} of {len(ALPHABET)} characters",
        f"each lives {CODE_LIVES.total_seconds() / 60:.0f} minutes",
        f"{MOST_TRIES} wrong ones an hour",
        f"{PERSON.burst} requests at once, then one every {PERSON.every.total_seconds():.0f} seconds",
        f"{BIGGEST // 1024**2} MiB at most",
        f"{IDLE:.0f} seconds without a request",
        f"{MOST} at a time",
        f"{MOST_BYTES // 1024**2} MiB, {MOST_ROWS:,} rows, {MOST_COLUMNS} columns",
        f"shorter than {SHORTEST} characters",
    ):
        assert figure in PAGE, figure
    assert LINES.burst + 60 / LINES.every.total_seconds() == 10  # "ten lines a minute"
    assert FRESH_S == 30  # "half a minute"


def test_both_ports_listen_on_this_machine_alone() -> None:
    """Unless whoever hosts the bot says otherwise."""
    defaults = {name: default for name, default, _ in documented()}
    assert (defaults["WEB_HOST"], defaults["METRICS_HOST"], defaults["METRICS_PORT"]) == ("127.0.0.1", "127.0.0.1", "")
    for name in re.findall(r"`([A-Z]+_[A-Z_]+)(?:=\w+)?`", PAGE):
        assert name in defaults, name
