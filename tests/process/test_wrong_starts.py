"""A start that cannot go on: one clear line that says what to do, a non-zero exit, never a stack trace."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.opening import BOTS, TERMINAL, open_store
from tests.process.harness import Bot
from tests.process.scene import Scene

pytestmark = pytest.mark.asyncio(loop_scope="session")

REFUSED = {
    "DISCORD_TOKEN": "Discord does not accept the token in DISCORD_TOKEN",
    "TELEGRAM_TOKEN": "Telegram does not accept the token in TELEGRAM_TOKEN",
}

WEBHOOK = {
    "DISCORD_TOKEN": "",
    "TELEGRAM_WEBHOOK_URL": "https://bot.example.org/telegram",
    "TELEGRAM_WEBHOOK_SECRET": "only-Telegram-knows",
}


async def ended(bot: Bot) -> tuple[int, list[str]]:
    """Its exit code, and what it said to people: lines that are not of the log."""
    code = (await bot.ended()).code
    return code, [line for line in bot.lines if line and not line[:4].isdigit()]


@pytest.mark.parametrize(
    ("setting", "wrong"),
    [
        ("DISCORD_TOKEN", "MTIzNDU2.abcdef.wrong-wrong-wrong-wrong-wrong"),
        ("TELEGRAM_TOKEN", "7012345678:AAwrong-wrong-wrong-wrong-wrong-wrong"),
    ],
)
async def test_a_wrong_token_ends_the_bot_with_one_line(scene: Scene, setting: str, wrong: str) -> None:
    """Section 4: which token, and where a right one is found; the token itself is never written."""
    scene.more_secrets[setting] = wrong
    code, said = await ended(await scene.run("run", **{setting: wrong}))
    assert code != 0
    assert len(said) == 1
    assert said[0].startswith(REFUSED[setting])


@pytest.mark.slow
async def test_a_start_that_cannot_go_on_ends_with_one_line(scene: Scene) -> None:
    """Section 4: no token, an unreachable database, the terminal chat's, a newer schema, a file that is none, a broken
    curriculum, a port that is taken."""
    folder = scene.folder
    (folder / "broken.yaml").write_text("id: x\nphases: []\n")
    (folder / "words.db").write_text("these are only words, " * 100)
    terminal, newer = _database(folder / "terminal.db", TERMINAL), _database(folder / "newer.db", BOTS)
    with closing(sqlite3.connect(newer, isolation_level=None)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    taken = str(urlsplit(scene.telegram.url).port)
    scene.more_secrets["DATABASE_URL"] = "secret-of-ana"
    cases = {
        "Neither DISCORD_TOKEN nor TELEGRAM_TOKEN is set": {"DISCORD_TOKEN": "", "TELEGRAM_TOKEN": ""},
        "The database cannot be reached": {"DATABASE_URL": "postgresql://ana:secret-of-ana@127.0.0.1:9/pacekeeper"},
        "This database belongs to the terminal chat": {"DATABASE_URL": terminal},
        "The database was written by a newer version (schema 9999)": {"DATABASE_URL": newer},
        "The database cannot be used: file is not a database": {"DATABASE_URL": str(folder / "words.db")},
        "The curriculum is broken": {"CURRICULUM": str(folder / "broken.yaml")},
        f"nothing can listen on 127.0.0.1:{taken}": {**WEBHOOK, "WEB_PORT": taken},
    }
    for some in batched(list(cases.items()), 3):
        runs = [await scene.run("run", **changed) for _, changed in some]
        for (words, _), (code, said) in zip(some, await asyncio.gather(*map(ended, runs)), strict=True):
            assert code == 2, (words, said)
            assert len(said) == 1, (words, said)
            assert words in said[0]


def batched(cases: list[tuple[str, dict[str, str]]], size: int) -> list[list[tuple[str, dict[str, str]]]]:
    """So many at a time."""
    return [cases[start : start + size] for start in range(0, len(cases), size)]


def _database(path: Path, purpose: str) -> str:
    open_store(str(path), purpose).close_now()
    return str(path)
