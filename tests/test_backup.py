"""Back-ups: whole while others write, compact, private, kept for some days."""

import asyncio
import multiprocessing
import os
import resource
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app.commands import ForgetNow, LogFlow
from bot.backup import BadBackup, Keeper, back_up, check, is_due, newest_in, prune, put_back, taken_in
from bot.opening import BOTS, TERMINAL, open_store
from bot.storage.store import Store
from bot.tasks import Crew
from tests.databases import SQLITE
from tests.world import Person, StoppedClock

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
embedded = pytest.mark.parametrize("engine", [SQLITE], indirect=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database that is there and holds nobody yet."""
    path = tmp_path / "pacekeeper.db"
    open_store(str(path), BOTS).close_now()
    return path


@pytest.fixture
def lived(store: Store) -> Path:
    """The database that the app of this test runs on."""
    return Path(store.url.database or "")


def notes(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as opened:
        return [row[0] for row in opened.execute("SELECT note FROM logs ORDER BY id")]


# --- taking one


@embedded
async def test_a_back_up_is_whole_while_others_write(anna: Person, lived: Path, folder: Path) -> None:
    """Issue 6, point 4: online; each transaction is in it or is not, and nothing waits for it."""
    await anna.joins()

    async def study() -> None:
        for n in range(40):
            await anna.says(LogFlow(10, note=f"n{n:03}"))

    taken = []
    async with Crew(patience=30) as crew:
        crew.start(study())
        for n in range(4):
            await asyncio.sleep(0.02)
            taken.append(await asyncio.to_thread(back_up, lived, folder, NOW + timedelta(seconds=n)))
        await crew.idle()
    for each in taken:
        check(each.file)
        found = notes(each.file)
        assert found == [f"n{n:03}" for n in range(len(found))]
    assert len(notes(back_up(lived, folder, NOW + timedelta(hours=1)).file)) == 40


def test_a_back_up_is_for_its_owner_only(file: Path, folder: Path) -> None:
    """Issue 6, point 3: file and folder."""
    taken = back_up(file, folder, NOW)
    assert stat.S_IMODE(taken.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@embedded
async def test_who_was_erased_is_in_no_later_back_up(anna: Person, lived: Path, folder: Path) -> None:
    """Issue 6, points 3 and 4: not as rows, and not in free pages."""
    await anna.joins()
    await anna.says(LogFlow(30, note="a secret of hers"))
    before = back_up(lived, folder, NOW)
    assert b"a secret of hers" in before.file.read_bytes()
    await anna.says(ForgetNow(int(anna.app._clock().timestamp())))
    after = back_up(lived, folder, NOW + timedelta(hours=1))
    assert b"a secret of hers" not in after.file.read_bytes()


def _no_bigger_than(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_full_disk_leaves_nothing_half(file: Path, folder: Path) -> None:
    """Issue 6, point 2: really caused, by a limit on the size of files; one sentence, and the folder stays clean."""
    back_up(file, folder, NOW)
    script = (
        "import sys, datetime, pathlib\n"
        "from bot.backup import BadBackup, back_up\n"
        "try:\n"
        "    back_up(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), datetime.datetime.now(datetime.UTC))\n"
        "except BadBackup as problem:\n"
        "    print(problem)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, str(file), str(folder)],
        preexec_fn=lambda: _no_bigger_than(40_000),
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.startswith("No back-up could be written to")
    assert [each.at for each in taken_in(folder)] == [NOW]
    assert [each.name for each in folder.iterdir()] == ["pacekeeper-2026-03-02T100000Z.db"]


def _back_up_for_ever(file: str, folder: str) -> None:
    at = NOW
    while True:
        at += timedelta(seconds=1)
        back_up(Path(file), Path(folder), at)


@pytest.mark.slow
def test_a_kill_in_the_middle_leaves_only_whole_ones(file: Path, folder: Path) -> None:
    """Issue 6, point 2: whatever has a back-up's name can be restored."""
    child = multiprocessing.get_context("spawn").Process(target=_back_up_for_ever, args=(str(file), str(folder)))
    child.start()
    while len(taken_in(folder)) < 3:
        time.sleep(0.01)
    child.kill()
    child.join()
    for each in taken_in(folder):
        check(each.file)
    (folder / "pacekeeper-left.partial").touch()
    for left in folder.glob("*.partial"):
        os.utime(left, (NOW.timestamp(), NOW.timestamp()))
    prune(folder, timedelta(days=14), NOW + timedelta(days=2))
    assert not list(folder.glob("*.partial"))


# --- how long they are kept


def test_the_newest_of_both_kinds_tells_the_age(folder: Path) -> None:
    """Issue 6, point 5: PostgreSQL's dumps lie there under their day; one that is not whole has another name."""
    folder.mkdir()
    assert newest_in(folder) == 0.0
    (folder / "pacekeeper-2026-03-01T100000Z.db").touch()
    assert newest_in(folder) == (NOW - timedelta(days=1)).timestamp()
    for name in ("pacekeeper-2026-03-02.dump", "partial"):
        (folder / name).touch()
        os.utime(folder / name, (NOW.timestamp(), NOW.timestamp() + (60 if name == "partial" else 0)))
    assert newest_in(folder) == NOW.timestamp()


@pytest.mark.parametrize(
    ("ages", "left"),
    [
        ([0, 1, 2, 13, 15], [0, 1, 2, 13]),
        ([20, 30, 40, 50], [20, 30, 40]),
        ([0, 30, 31], [0, 30, 31]),
        ([], []),
    ],
)
def test_old_ones_go_but_never_the_newest_three(folder: Path, ages: list[int], left: list[int]) -> None:
    """Issue 6, point 4: with retention; a bot that was off for months finds its last ones."""
    folder.mkdir()
    for age in ages:
        (folder / (NOW - timedelta(days=age)).strftime("pacekeeper-%Y-%m-%dT%H%M%SZ.db")).touch()
    (folder / "pacekeeper-of-mine.db").touch()
    assert prune(folder, timedelta(days=14), NOW) == len(ages) - len(left)
    assert [(NOW - each.at).days for each in taken_in(folder)] == left
    assert (folder / "pacekeeper-of-mine.db").exists()


async def test_one_is_taken_a_day(file: Path, folder: Path, clock: StoppedClock) -> None:
    """Issue 6, point 4: daily by itself, over any number of restarts; a clock that was set back holds none up."""
    for hours, count in ((0, 1), (1, 1), (22, 1), (2, 2), (23, 2), (2, 3)):
        clock.pass_(hours=hours)
        await Keeper(file, folder, timedelta(days=14), clock).look()
        assert len(taken_in(folder)) == count
    clock.pass_(days=-400)
    assert is_due(taken_in(folder), clock())


def test_a_back_up_that_fails_stops_nothing(
    file: Path, folder: Path, clock: StoppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    """Issue 6, point 4: it is logged, and the next look tries again."""
    folder.write_text("")  # a file stands in the way
    keeper = Keeper(file, folder, timedelta(days=14), clock)
    asyncio.run(keeper.look())
    assert "the daily back-up failed" in caplog.text
    folder.unlink()
    asyncio.run(keeper.look())
    assert len(taken_in(folder)) == 1


def test_the_end_gives_up_what_is_being_written(file: Path, folder: Path) -> None:
    """Issue 2, point 5: five seconds for everything, however large the database is."""
    with closing(sqlite3.connect(file)) as opened:
        opened.execute("CREATE TABLE heavy (words TEXT)")
        opened.executemany("INSERT INTO heavy VALUES (?)", [("x" * 500,)] * 20_000)
        opened.commit()
    asked = 0

    def ends() -> bool:
        nonlocal asked
        asked += 1
        return asked > 1

    with pytest.raises(BadBackup, match="interrupted"):
        back_up(file, folder, NOW, ends)
    assert list(folder.iterdir()) == []


# --- bringing one back


@embedded
async def test_what_was_logged_is_there_again(anna: Person, lived: Path, folder: Path, tmp_path: Path) -> None:
    """Issue 6, point 4: the drill. Nobody loses credit for what the back-up holds, and what was there before stays."""
    await anna.joins()
    await anna.says(LogFlow(30, note="kept"))
    taken = back_up(lived, folder, NOW)
    damaged = tmp_path / "other" / "pacekeeper.db"
    damaged.parent.mkdir()
    damaged.write_bytes(b"this was a database once" * 1000)
    (damaged.parent / "pacekeeper.db-wal").write_bytes(b"a log that belongs to it")
    aside = put_back(taken.file, damaged, NOW)
    assert aside is not None
    assert aside.read_bytes().startswith(b"this was a database once")
    assert not (damaged.parent / "pacekeeper.db-wal").exists()
    assert stat.S_IMODE(damaged.stat().st_mode) == 0o600
    opened = open_store(str(damaged), BOTS)
    opened.close_now()
    assert notes(damaged) == ["kept"]


def test_an_empty_place_has_nothing_to_keep(file: Path, folder: Path, tmp_path: Path) -> None:
    taken = back_up(file, folder, NOW)
    assert put_back(taken.file, tmp_path / "new" / "pacekeeper.db", NOW) is None


@pytest.mark.parametrize("kind", ["missing", "text", "cut", "changed", "other", "newer", "terminal"])
def test_what_is_no_back_up_is_refused_and_changes_nothing(file: Path, folder: Path, tmp_path: Path, kind: str) -> None:
    """Issue 6, point 4: checked before anything is touched; one sentence."""
    bad = tmp_path / "bad.db"
    shutil.copyfile(back_up(file, folder, NOW).file, bad)
    match kind:
        case "missing":
            bad.unlink()
        case "text":
            bad.write_text("not a database")
        case "cut":
            bad.write_bytes(bad.read_bytes()[:-8192])
        case "changed":
            whole = bytearray(bad.read_bytes())
            whole[4096:40_000] = bytes(40_000 - 4096)
            bad.write_bytes(whole)
        case "other":
            bad.unlink()
            with closing(sqlite3.connect(bad)) as opened:
                opened.execute("CREATE TABLE mine (x)")
        case "newer":
            with closing(sqlite3.connect(bad)) as opened:
                opened.execute("UPDATE alembic_version SET version_num = '9999'")
                opened.commit()
        case _:
            with closing(sqlite3.connect(bad)) as opened:
                opened.execute("UPDATE meta SET value = ? WHERE key = 'purpose'", (TERMINAL,))
                opened.commit()
    place = tmp_path / "place.db"
    place.write_bytes(b"what was there")
    with pytest.raises(BadBackup) as problem:
        put_back(bad, place, NOW)
    assert "\n" not in str(problem.value)
    assert place.read_bytes() == b"what was there"
    assert not list(tmp_path.glob("*replaced*"))
