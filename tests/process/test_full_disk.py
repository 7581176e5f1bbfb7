"""Issue 6, 2: the disk is full. What cannot be kept is refused in one sentence or comes again, what was confirmed
stays, and with space again everything goes on by itself."""

import asyncio
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.process.bulk import Bulk
from tests.process.learners import logged, on_discord, on_telegram
from tests.process.scene import Scene
from tests.process.test_database_away import LINES, SORRY, alive, warnings

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

SIZE = "8m"
PIECE = 4096


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of this test's own. Who may not mount one cannot fill one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a disk that is really full needs the right to mount one (root, on Linux)")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def fill(ballast: Path) -> None:
    """Leave no byte."""
    with ballast.open("ab", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * PIECE):
            pass


async def test_a_full_disk_refuses_and_loses_nothing(scene: Scene, disk: Path) -> None:
    """Issue 6, 2; R20: on Discord one sentence; Telegram keeps what was typed until it can be kept here; letters wait,
    and each goes out once. No restart, and the file is whole."""
    scene.database = str(disk / "pacekeeper.db")
    (ana,), (ben,) = await on_discord(scene), await on_telegram(scene)
    bulk = Bulk(scene, people=70, groups=10)
    await bulk.prepare()
    await bulk.slow_answers()
    bot = await scene.start(BACKUP_DAYS="0")
    assert "Logged 30 min" in (await ana.say("log", {"minutes": "30"})).words
    assert "Logged 20 min" in (await ben.tell("/log 20")).words
    await bulk.wait_for(20)
    lines = len(bot.lines)

    ballast = disk / "ballast"
    await asyncio.to_thread(fill, ballast)
    refused = await ana.say("log", {"minutes": "99"})
    await ben.catch_up()
    await scene.telegram.act(ben.id, "tell", text="/log 40")
    await asyncio.sleep(15)
    assert (SORRY in refused.words, refused.private) == (True, True)
    assert alive(bot)
    assert len(warnings(bot, lines)) < LINES, bot.output

    ballast.unlink()
    seen = await ben.next()
    assert "Logged 50 min" in (await ana.say("log", {"minutes": "50"})).words
    await bulk.all_settled()
    assert (await bot.end()).code == 0
    credited = [20, 30, 50, *([40] if "Logged 40 min" in seen.words else [])]
    assert credited[3:] or SORRY in seen.words
    assert sorted(logged(scene)) == sorted(credited)
    arrived = await bulk.arrived()
    for fate in bulk.fates():
        assert (fate.state, arrived[fate.platform][fate.chat]) == ("sent", 1), fate
    with closing(sqlite3.connect(scene.database)) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
