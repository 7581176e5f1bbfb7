"""The port for whoever runs the bot, over a real socket."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from bot.exits import Cannot
from bot.seeing import port
from bot.seeing.metrics import Metrics
from bot.seeing.port import Seen, open_port
from bot.settings import BadSettings, read_settings
from bot.storage.store import Store
from tests.world import StoppedClock


@pytest.fixture
def seen(store: Store, clock: StoppedClock, tmp_path: Path) -> Seen:
    """A bot on Telegram alone that is not connected yet, with one back-up."""
    (tmp_path / "pacekeeper-2026-03-02T100000Z.db").touch()
    return Seen(store, clock, {"telegram": asyncio.Event()}, lambda: None, tmp_path)


@pytest_asyncio.fixture
async def address(seen: Seen) -> AsyncIterator[str]:
    """Where the port is."""
    async with open_port("127.0.0.1", 0, seen, Metrics()) as number:
        yield f"http://127.0.0.1:{number}"


async def asked(url: str, method: str = "GET") -> tuple[int, str]:
    """Status and text."""
    async with aiohttp.ClientSession() as client, client.request(method, url) as answer:
        return answer.status, await answer.text()


async def test_readiness_follows_the_platforms(seen: Seen, address: str) -> None:
    """Issue 6, 5: 503 before everything is connected, with what is not; health does not hang on that."""
    assert await asked(f"{address}/healthz") == (200, '{"ok": true}')
    assert await asked(f"{address}/readyz") == (503, '{"ok": false, "wrong": ["telegram"]}')
    seen.connected["telegram"].set()
    assert await asked(f"{address}/readyz") == (200, '{"ok": true}')


async def test_figures_are_read_once_in_a_while(seen: Seen, address: str) -> None:
    """Issue 6, 5: who asks often does not make the database work."""
    status, text = await asked(f"{address}/metrics")
    assert status == 200
    assert "pacekeeper_database_up 1.0" in text
    assert "pacekeeper_backup_newest_timestamp_seconds 1.7724456e+09" in text
    await seen.store.write(lambda tx: tx.requests.put_aside("telegram", "7", "{}", "a bug", seen.clock()))
    assert "pacekeeper_updates_set_aside 0.0" in (await asked(f"{address}/metrics"))[1]


async def test_an_answer_comes_without_the_database(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue 6, 5: what is measured inside is there just then."""
    monkeypatch.setattr(port, "READ_EVERY", 0.0)
    async with open_port("127.0.0.1", 0, seen, Metrics()) as number:
        await seen.store.write(lambda tx: tx.connection.exec_driver_sql("DROP TABLE budgets"))
        status, text = await asked(f"http://127.0.0.1:{number}/metrics")
    assert status == 200
    assert "pacekeeper_database_up 0.0" in text
    assert "pacekeeper_commit_seconds_count" in text


async def test_nothing_else_answers_there(address: str) -> None:
    """Issue 6, 5: three pages to read, nothing to send."""
    assert (await asked(f"{address}/"))[0] == 404
    assert (await asked(f"{address}/telegram", "POST"))[0] == 404
    assert (await asked(f"{address}/metrics", "POST"))[0] == 405


async def test_a_port_that_is_taken_is_told_by_its_setting(seen: Seen, address: str) -> None:
    """One line that names what to change."""
    with pytest.raises(Cannot, match="METRICS_HOST and METRICS_PORT: nothing can listen"):
        async with open_port("127.0.0.1", int(address.rpartition(":")[2]), seen, Metrics()):
            pass


def test_metrics_never_share_the_port_that_the_world_reaches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Issue 6, 5: off unless set, on this machine alone unless said otherwise, never beside the webhook."""
    monkeypatch.chdir(tmp_path)
    assert (read_settings().metrics_port, read_settings().metrics_host) == (None, "127.0.0.1")
    monkeypatch.setenv("TELEGRAM_WEBHOOK_URL", "https://bot.example.org/telegram")
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", "secret")
    monkeypatch.setenv("METRICS_PORT", "8080")
    with pytest.raises(BadSettings, match="METRICS_PORT is WEB_PORT"):
        read_settings()
