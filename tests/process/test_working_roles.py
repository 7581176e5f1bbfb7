"""`pacekeeper run --roles` where it cannot go on: one line and exit code 2."""

import pytest

from tests.process.scene import Scene
from tests.process.test_wrong_starts import ended

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

POSTGRES = "postgresql://ana@127.0.0.1:9/pacekeeper"  # nobody is there, and nobody is asked


async def test_roles_that_cannot_be_had_end_with_one_line(scene: Scene) -> None:
    """Issue 6, point 1."""
    cases: list[tuple[str, str, dict[str, str]]] = [
        ("tick,web", "On SQLite one process does everything", {}),
        ("ticker", "--roles ticker: there is no role ticker.", {}),
        ("discord", "The role discord needs DISCORD_TOKEN.", {"DATABASE_URL": POSTGRES, "DISCORD_TOKEN": ""}),
        ("web", "The role web needs TELEGRAM_WEBHOOK_URL.", {"DATABASE_URL": POSTGRES}),
        ("tick", "The database cannot be reached", {"DATABASE_URL": POSTGRES}),
    ]
    for roles, words, changed in cases:
        code, said = await ended(await scene.run("run", "--roles", roles, **changed))
        assert (code, len(said)) == (2, 1), said
        assert words in said[0]
