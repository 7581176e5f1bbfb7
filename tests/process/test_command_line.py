"""The command line as people call it, and one process for one database."""

import re

import pytest

from bot import __version__
from bot.curriculum_file import built_in
from tests.process.scene import Scene

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def said(scene: Scene, *words: str, **changed: str) -> tuple[int, str]:
    """The exit code of a command, and all that it wrote."""
    bot = await scene.run(*words, **changed)
    ended = await bot.ended()
    return ended.code, bot.output


@pytest.mark.slow
async def test_a_second_process_on_the_same_file_refuses_and_the_first_goes_on(scene: Scene) -> None:
    """Issue 2, point 3: a lock beside the file; whatever wants to write it says who holds it and ends."""
    first = await scene.start()
    for words in (("run",), ("migrate",)):
        code, output = await said(scene, *words)
        assert code == 2
        assert output == (f"Another Pacekeeper (process {first.child.pid}) already uses this database. Stop it first.")
    code, output = await said(scene, "doctor")
    assert code == 1
    assert f"Another Pacekeeper (process {first.child.pid})" in output
    assert (await first.end()).code == 0


async def test_the_command_line_says_what_it_is_asked(scene: Scene) -> None:
    """Issue 2, point 5: version, help, migrate, doctor, and the check of a curriculum."""
    assert await said(scene, "--version") == (0, f"pacekeeper, version {__version__}")
    code, output = await said(scene, "--help")
    assert code == 0
    names = ("run", "try", "migrate", "doctor", "simulate")
    assert all(re.search(rf"^  {name} ", output, re.MULTILINE) for name in names)
    assert await said(scene, "migrate") == (0, "The database is at this version's schema.")
    code, output = await said(scene, "doctor")
    assert (code, output.count("ok  "), "FIX" in output) == (0, 8, False), output
    code, output = await said(scene, "curriculum", "check", str(built_in()))
    assert code == 0
    assert output.endswith("No problems.")
    (scene.folder / "broken.yaml").write_text("id: x\nphases: []\n")
    code, output = await said(scene, "curriculum", "check", "broken.yaml")
    assert code == 1
    assert "broken.yaml" in output
