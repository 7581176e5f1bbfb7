"""Whether a process is well: what answers within a second, and which platform is cut off for how long."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from bot.seeing import vitals
from bot.seeing.vitals import Vitals
from bot.storage.store import Store
from bot.storage.tx import Tx


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits a second here."""
    monkeypatch.setattr(vitals, "ANSWERS_WITHIN", 0.3)


@pytest.fixture
def stuck() -> Iterator[threading.Event]:
    """What a writer hangs on until the test lets go."""
    event = threading.Event()
    yield event
    event.set()


async def test_a_process_that_answers_is_well(store: Store) -> None:
    """Issue 6, 5: loop and database."""
    watched = Vitals(store, {})
    watched.look(0.01)
    assert await watched.unwell() == []


async def test_a_stall_of_the_loop_is_told(store: Store) -> None:
    """Issue 6, 5: who asks while it lasts gets no answer, who asks after it hears of it."""
    heard: list[float] = []
    watched = Vitals(store, {}, heard.append)
    watched.look(1.5)
    assert await watched.unwell() == ["event loop"]
    assert heard == [1.5]


async def test_a_writer_that_hangs_is_told_and_not_asked_again(store: Store, stuck: threading.Event) -> None:
    """Issue 6, 5: the database is unwell until what hangs has ended; meanwhile no more questions queue up."""

    def hang(tx: Tx) -> None:
        stuck.wait(20)

    hanging = [asyncio.ensure_future(store.write(hang)) for _ in range(1 if store.embedded else 8)]
    await asyncio.sleep(0)
    watched = Vitals(store, {})
    for _ in range(3):
        assert await watched.unwell() == ["database"]
    assert store.writing == len(hanging) + 1
    stuck.set()
    await asyncio.gather(*hanging)
    assert await watched.unwell() == []
    assert store.writing == 0


async def test_a_platform_may_be_cut_for_a_minute(store: Store) -> None:
    """Issue 6, 5: not ready before the first connection; a short cut, which mends itself, is no news."""
    seconds = 1000.0
    discord, telegram = asyncio.Event(), asyncio.Event()
    watched = Vitals(store, {"discord": discord, "telegram": telegram}, seconds=lambda: seconds)
    watched.look(0)
    assert watched.cut_off() == ["discord", "telegram"]
    discord.set()
    telegram.set()
    watched.look(0)
    assert watched.cut_off() == []
    discord.clear()
    seconds += 59
    assert watched.cut_off() == []
    seconds += 1
    assert watched.cut_off() == ["discord"]
    discord.set()
    assert watched.cut_off() == []
