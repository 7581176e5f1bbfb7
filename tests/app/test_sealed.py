"""A life with a key: whatever anybody writes, by any command, lies nowhere in plain, and everything works as ever."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Text, select, type_coerce

from bot.app.commands import COMMANDS, ForgetNow
from bot.storage.engine import database_url
from bot.storage.sealing import Cipher, new_key, sealed_columns
from bot.storage.store import Store
from bot.storage.tables import metadata
from bot.storage.tx import Tx
from tests.app.changes import everything_that_changes
from tests.app.scenes import SIGNAL, TEXT
from tests.databases import SQLITE
from tests.world import PLACE, Person, StoppedClock

pytestmark = pytest.mark.parametrize("engine", [SQLITE], indirect=True)
KEY = new_key()
WORDS = (TEXT, SIGNAL, "a loaf a day", "for Sunday", "example.org/loaf", "Three days")


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    """A store with a key."""
    opened = Store(database_url(database), Cipher([KEY]))
    yield opened
    await opened.close()


def in_plain(tx: Tx) -> list[str]:
    """Texts that lie in the database as they were written."""
    found = []
    for column in sealed_columns(metadata.sorted_tables):
        raw = type_coerce(column, Text)
        texts = tx.connection.execute(select(raw).where(raw != "")).scalars()
        found += [f"{column}: {text}" for text in texts if not text.startswith(Cipher([KEY]).prefix)]
    return found


async def test_nothing_that_anybody_writes_lies_in_plain(
    anna: Person, host: Person, store: Store, clock: StoppedClock
) -> None:
    """Issue 6, point 3: one of every command that records a fact; then no word is in any of the database's files."""
    commands = await everything_that_changes(host, anna, clock)
    for person, command in commands.values():
        await person.says(command, PLACE if command.facilitator else None)
    assert await store.read(in_plain) == []
    database = Path(store.url.database or "")
    files = [path.read_bytes() for path in database.parent.glob(f"{database.name}*")]
    assert [word for word in WORDS if any(word.encode() in found for found in files)] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", [it.__name__ for it in COMMANDS if it.changes])
async def test_a_request_that_comes_again_is_answered_as_before(
    anna: Person, host: Person, clock: StoppedClock, name: str
) -> None:
    """R20: also from an answer that was sealed."""
    person, command = (await everything_that_changes(host, anna, clock))[name]
    place = PLACE if command.facilitator else None
    first = await person.says(command, place, request="once")
    assert await person.says(command, place, request="once") == first


async def test_an_erased_name_is_found_in_sealed_answers(
    anna: Person, host: Person, store: Store, clock: StoppedClock
) -> None:
    """Issue 4, point 8: what others were answered that names her is emptied."""
    await everything_that_changes(host, anna, clock)

    def naming(tx: Tx) -> int:
        answers = tx.connection.execute(select(metadata.tables["requests"].c.answer)).scalars()
        return sum('"Anna"' in answer for answer in answers)

    assert await store.read(naming) > 0
    await anna.says(ForgetNow(int(clock().timestamp())))
    assert await store.read(naming) == 0
