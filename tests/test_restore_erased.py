"""A back-up from before somebody was erased does not bring them back (R23; issue 6, points 3 and 4)."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app.app import App
from bot.app.commands import Forget, ForgetNow, LogFlow, Privacy
from bot.app.said import ForgetAsked, PrivacyShown
from bot.backup import back_up, erased_in
from bot.cli_backup import bring_back
from bot.core.people import LearnerId
from bot.opening import BOTS, open_store
from bot.storage.store import Store
from bot.storage.tx import Tx
from tests.app.links import linked, on_both
from tests.databases import SQLITE
from tests.world import PLACE, Person, StoppedClock, founded

pytestmark = pytest.mark.parametrize("engine", [SQLITE], indirect=True)
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
WORD = "zirbelstube"


@pytest.fixture
def lived(store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The database that the app of this test runs on, which the command line means, too."""
    database = Path(store.url.database or "")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", str(database))
    return database


def lose(database: Path) -> None:
    """The disk breaks."""
    database.write_bytes(b"no database any more")


async def forgets(person: Person) -> None:
    """Both yeses."""
    asked = await person.hears(ForgetAsked, Forget())
    await person.says(ForgetNow(asked.asked))


def left(database: Path) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Who is there, and what is left to groups of who was erased."""

    def read(tx: Tx) -> tuple[list[str], list[tuple[Any, ...]]]:
        names = tx.connection.exec_driver_sql("SELECT name FROM learners ORDER BY id").scalars()
        remnants = tx.connection.exec_driver_sql("SELECT minutes, flows, kept FROM remnants")
        return list(names), [tuple(row) for row in remnants]

    store = open_store(str(database), BOTS)
    try:
        return store.write_now(read)
    finally:
        store.close_now()


def said_anywhere(database: Path) -> bool:
    """Whether her word stands in any of the database's files."""
    return any(WORD.encode() in file.read_bytes() for file in database.parent.glob(f"{database.name}*"))


def put_aside(database: Path) -> None:
    """The first half of a restore."""
    database.replace(database.with_name("pacekeeper-replaced-2026-03-02T100000Z.db"))


async def two_members(host: Person, anna: Person, ben: Person) -> None:
    """Both study in a group."""
    await founded(host)
    for person in (anna, ben):
        await person.joins(place=PLACE)
        await person.says(LogFlow(40, f"{WORD} of {person.name}" if person is anna else "bread"))


async def test_who_was_erased_since_is_erased_again(
    host: Person, anna: Person, ben: Person, store: Store, lived: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The database that is replaced knows it. Their group keeps the numbers without a person, once; what the others did
    since the back-up is gone as ever."""
    await two_members(host, anna, ben)
    taken = back_up(lived, lived.parent / "backups", NOW)
    await forgets(anna)
    await ben.says(LogFlow(20))
    await store.close()
    for _ in range(2):  # a second restore is no other
        assert bring_back(taken.file) == 0
        assert "had themselves erased after the back-up: 1." in capsys.readouterr().out
        assert left(lived) == (["Ben"], [(40, 1, 0)])
        assert not said_anywhere(lived)
    assert WORD.encode() in taken.file.read_bytes()  # of that file only its end rids anybody


async def test_a_later_back_up_knows_it_too(host: Person, anna: Person, ben: Person, store: Store, lived: Path) -> None:
    """The disk is lost, and an older copy than the newest is wanted."""
    await two_members(host, anna, ben)
    folder = lived.parent / "backups"
    taken = back_up(lived, folder, NOW)
    await forgets(anna)
    back_up(lived, folder, NOW + timedelta(days=1))
    await store.close()
    lose(lived)
    assert bring_back(taken.file) == 0
    assert left(lived)[0] == ["Ben"]
    assert not said_anywhere(lived)


async def test_a_restore_that_was_stopped_half_way_still_knows_it(
    host: Person, anna: Person, ben: Person, store: Store, lived: Path
) -> None:
    """What was put aside by the first try is read by the second."""
    await two_members(host, anna, ben)
    taken = back_up(lived, lived.parent / "backups", NOW)
    await forgets(anna)
    await store.close()
    put_aside(lived)
    assert bring_back(taken.file) == 0
    assert left(lived)[0] == ["Ben"]


async def test_what_nobody_knows_any_more_comes_back(
    host: Person, anna: Person, ben: Person, store: Store, lived: Path
) -> None:
    """As SECURITY.md says: erased after the newest copy, and then the database is lost."""
    await two_members(host, anna, ben)
    taken = back_up(lived, lived.parent / "backups", NOW)
    await forgets(anna)
    await store.close()
    lose(lived)
    assert bring_back(taken.file) == 0
    assert left(lived)[0] == ["Anna", "Ben"]


@pytest.mark.parametrize("days", [0, 8])
async def test_two_who_became_one_are_both_erased_again(
    app: App, store: Store, lived: Path, clock: StoppedClock, days: int
) -> None:
    """The back-up is from before they were linked; within the days in which they could part, and after them."""
    pair = on_both(app)
    for person in pair:
        await person.joins()
    taken = back_up(lived, lived.parent / "backups", NOW)
    await linked(*pair)
    clock.pass_(days=days, minutes=1)
    await store.write(lambda tx: tx.linking.forget(clock()))
    await forgets(pair[0])
    await store.close()
    assert bring_back(taken.file) == 0
    assert left(lived)[0] == []


async def test_who_came_back_by_themselves_stays(anna: Person, ben: Person, store: Store, lived: Path) -> None:
    """They are somebody new, with a number that was nobody's before."""
    await ben.joins()
    await anna.joins()
    await forgets(anna)
    await anna.joins()
    assert (await anna.hears(PrivacyShown, Privacy())).logs == 0
    taken = back_up(lived, lived.parent / "backups", NOW)
    await store.close()
    assert bring_back(taken.file) == 0
    assert left(lived)[0] == ["Ben", "Anna"]


@pytest.mark.parametrize("kept", [("",), ("", "-wal"), ("", "-wal", "-shm")])
async def test_the_marks_of_a_killed_bot_are_read(
    anna: Person, store: Store, lived: Path, tmp_path: Path, kept: tuple[str, ...]
) -> None:
    """Its log may still hold them, and lies beside the file with or without its index. None of it is changed."""
    await anna.joins()
    await store.write(lambda tx: tx.erased.mark(LearnerId(7), NOW))
    if kept == ("",):
        await store.scrub()
    killed = tmp_path / "killed"
    files = {end: copied(lived, killed, end) for end in kept}
    assert erased_in(killed / lived.name, tmp_path) == {"erased:7": NOW.isoformat()}
    assert {end: file.read_bytes() for end, file in files.items() if end != "-shm"} == {
        end: lived.with_name(lived.name + end).read_bytes() for end in kept if end != "-shm"
    }


def copied(database: Path, folder: Path, end: str) -> Path:
    """One of its files as it lies there at this moment."""
    folder.mkdir(exist_ok=True)
    return Path(shutil.copy(database.with_name(database.name + end), folder))


async def test_a_mark_is_a_number_and_an_instant(anna: Person, store: Store, lived: Path, clock: StoppedClock) -> None:
    """R23: nothing in it says who it was."""
    await anna.joins()
    await forgets(anna)
    await store.close()
    assert erased_in(lived, lived.parent) == {"erased:1": clock().isoformat()}
