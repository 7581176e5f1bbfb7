"""The doctor's parts that ask nobody, or a server of our own: a database in use, clocks, back-ups."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.core.people import Platform
from bot.doctor_online import _clock, _clocks, _length, peeked
from bot.findings import Finding
from bot.opening import utc_clock
from bot.settings import Settings
from bot.storage.store import Store
from bot.web import listening
from tests.process.stock import Stock

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def settings(database: str, **more: object) -> Settings:
    """These alone."""
    return Settings(database_url=database, **more)  # type: ignore[arg-type]  # settings of these names


def about(what: str, found: list[Finding]) -> Finding:
    """The one finding about something."""
    (one,) = [each for each in found if each.what == what]
    return one


async def test_a_database_in_use_is_looked_at_without_its_lock(store: Store, database: str) -> None:
    """Issue 6, 5: the bot that runs goes on writing, and PostgreSQL's clock is compared."""
    found = list(peeked(settings(database)))
    assert [each for each in found if not each.fine] == []
    assert about("letters", found).said == "none yet"
    assert store.embedded or about("clock", found).said == "it agrees with the database's"
    await store.write(lambda tx: tx.requests.put_aside("telegram", "7", "{}", "a bug", utc_clock()))
    aside = about("aside", list(peeked(settings(database))))
    assert aside.said.startswith("1 updates were set aside (a bug 1, first at ")
    assert not aside.fine


def test_a_database_that_cannot_be_used_is_one_line(tmp_path: Path, empty_database: str) -> None:
    """Issue 6, 5: nothing is created or brought up to date by looking."""
    if "://" not in empty_database:
        Path(empty_database).touch()
    behind = about("schema", list(peeked(settings(empty_database))))
    assert (behind.fine, "pacekeeper migrate" in behind.said) == (False, True)
    missing = tmp_path / "not there.db"
    assert [each.fine for each in peeked(settings(str(missing)))] == [True]
    assert not missing.exists()
    (tmp_path / "text.db").write_text("This is no database at all, and long enough to be looked at as one.\n" * 40)
    (broken,) = peeked(settings(str(tmp_path / "text.db")))
    assert (broken.fine, broken.what) == (False, "database")
    (nowhere,) = peeked(settings("postgresql://somebody:s3cret@127.0.0.1:9/nothing"))
    assert not nowhere.fine
    assert "s3cret" not in nowhere.said


@pytest.mark.parametrize(("hours", "fine"), [(None, False), (47, True), (49, False)])
async def test_back_ups_must_not_be_old(
    store: Store, database: str, tmp_path: Path, hours: int | None, *, fine: bool
) -> None:
    """Issue 6, 5: two days without one are told, on SQLite; a bot of today need not have one."""
    if not store.embedded:
        pytest.skip("PostgreSQL has tools of its own")
    folder = tmp_path / "copies"
    folder.mkdir()
    assert about("back-up", list(peeked(settings(database, backups=folder)))).fine
    now = utc_clock()
    await store.write(lambda tx: Stock(tx, "UTC", now - timedelta(days=3)).learner(Platform.TELEGRAM, 101))
    if hours is not None:
        (folder / (now - timedelta(hours=hours)).strftime("pacekeeper-%Y-%m-%dT%H%M%SZ.db")).touch()
    found = about("back-up", list(peeked(settings(database, backups=folder))))
    assert (found.fine, "pacekeeper backup" in found.said) == (fine, not fine)
    assert about("back-up", list(peeked(settings(database, backups=folder, backup_days=0)))).fine


@given(st.integers(-100_000, 100_000))
def test_a_clock_may_be_half_a_minute_off(seconds: int) -> None:
    """Issue 6, 5: in either direction, and the line says which."""
    found = _clocks("Discord's", NOW, NOW + timedelta(seconds=seconds))
    assert found.fine == (abs(seconds) <= 30)
    assert ("ahead of Discord's" in found.said) == (seconds > 30)
    assert ("behind Discord's" in found.said) == (seconds < -30)


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(seconds=119), "119 seconds"),
        (timedelta(minutes=2), "2 minutes"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(days=2), "2 days"),
    ],
)
def test_lengths_are_said_in_one_unit(span: timedelta, said: str) -> None:
    """Short and exact enough."""
    assert _length(span) == said


@pytest_asyncio.fixture
async def slow_clock() -> AsyncIterator[str]:
    """A platform whose clock shows two hours less, or none at all."""

    async def late(_: web.Request) -> web.Response:
        return web.Response(headers={"Date": format_datetime(utc_clock() - timedelta(hours=2), usegmt=True)})

    async def odd(_: web.Request) -> web.Response:
        return web.Response(headers={"Date": "half past nine"})

    application = web.Application()
    application.router.add_get("/late", late)
    application.router.add_get("/odd", odd)
    async with listening(application, "127.0.0.1", 0, "") as port:
        yield f"http://127.0.0.1:{port}"


async def test_the_time_on_a_platforms_answer_is_read(slow_clock: str) -> None:
    """Issue 6, 5: whatever else the answer is."""
    async with aiohttp.ClientSession() as session:
        found = await _clock(session, Platform.TELEGRAM, f"{slow_clock}/late")
        assert not found.fine
        assert found.said.startswith("This machine's is 2 hours ahead of Telegram's: switch time synchronisation on")
        assert (await _clock(session, Platform.TELEGRAM, f"{slow_clock}/odd")).said == "Telegram tells no time"
