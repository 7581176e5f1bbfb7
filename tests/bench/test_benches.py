"""Each benchmark runs through with very little, so that it still works when somebody wants to measure."""

import importlib
import inspect
from collections.abc import Callable

import pytest

from bot.core.people import Platform
from tests.bench import due, free, growth, guilds, logs, share
from tests.bench.__main__ import NAMES
from tests.databases import ENGINES, POSTGRES, SQLITE

Rows = Callable[[], list[list[str]]]


@pytest.fixture
def rows(capsys: pytest.CaptureFixture[str]) -> Rows:
    """The table that was printed: its cells, without headings."""

    def read() -> list[list[str]]:
        lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
        table = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        return table[1:]

    return read


@pytest.mark.parametrize("name", NAMES)
def test_each_name_has_a_benchmark(name: str) -> None:
    """`python -m tests.bench` lists them."""
    assert inspect.iscoroutinefunction(importlib.import_module(f"tests.bench.{name}").main)


@pytest.mark.slow
async def test_due(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    """All learners are decided, and all of APScheduler's jobs run."""
    monkeypatch.setattr(due, "LEARNERS", 1_000)
    monkeypatch.setattr(due, "JOBS", 100)
    await due.main()
    assert [row[1] for row in rows()] == ["1,000", "1,000", "100"]


@pytest.mark.slow
async def test_share(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes deliver, and nothing is lost or doubled."""
    monkeypatch.setattr(share, "LETTERS", dict.fromkeys(share.LETTERS, (30, 1)))
    await share.main("2")
    found = rows()
    assert [(row[1], row[2], row[8], row[9]) for row in found] == [
        (platform, "40", "0", "{'sent': 40}") for platform in (Platform.DISCORD, Platform.TELEGRAM)
    ]
    assert all(int(row[6]) <= 1 for row in found)  # a busy machine bunches what left in time, beside other tests


@pytest.mark.slow
async def test_free(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is lost or doubled without a limit either."""
    monkeypatch.setattr(free, "LETTERS", 60)
    monkeypatch.setattr(free, "ON_WIRE", 40)
    monkeypatch.setattr(free, "PROCESSES", {SQLITE: (1,), POSTGRES: (2,)})
    await free.main("engine")
    assert [(row[0], row[2], row[7], row[8]) for row in rows()] == [(engine, "60", "0", "0") for engine in ENGINES]
    await free.main("wire")
    assert [row[0] for row in rows()] == [Platform.DISCORD, Platform.TELEGRAM]


@pytest.mark.slow
async def test_logs(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every `/log` is answered, by ours and by the bare handler."""
    monkeypatch.setattr(logs, "SECONDS", 1)
    monkeypatch.setattr(logs, "GROUPS", 2)
    await logs.main("40")
    found = rows()
    assert [(row[0], row[2], row[6]) for row in found] == [
        (engine, kind, "0") for engine in ENGINES for kind in logs.HANDLERS
    ]


@pytest.mark.slow
async def test_guilds(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    """All servers arrive on the shards of both bots."""
    monkeypatch.setattr(guilds, "SERVERS", 40)
    monkeypatch.setattr(guilds, "GROUPS", 40)
    monkeypatch.setattr(guilds, "SHARDS", 2)
    await guilds.main()
    assert len(rows()) == 4


@pytest.mark.slow
async def test_growth(rows: Rows) -> None:
    """Some weeks are lived."""
    await growth.main("10", "2")
    assert [row[0] for row in rows()][:2] == ["memory MiB", "file MiB"]
