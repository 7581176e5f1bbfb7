"""A file to move, a server's database to move it to, and the command that does."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.opening import BOTS, TERMINAL, check, open_store, reach
from bot.storage.marks import moved_away
from bot.storage.moving import Move, Tell
from bot.storage.store import Store
from tests.databases import POSTGRES, SQLITE, Databases, NoPostgres


@contextmanager
def closing_now(url: str) -> Iterator[Store]:
    """An open store of which nothing is looked at."""
    store = reach(url)
    try:
        yield store
    finally:
        store.close_now()


@dataclass(frozen=True, slots=True)
class Ends:
    """Where a bot is, and where it is to go."""

    file: Path
    url: str

    def move(self, url: str = "", *, file: str = "") -> tuple[int, str]:
        """Give the command; the exit code, and all that was said."""
        environment = {"DATABASE_URL": file or str(self.file)}
        ended = CliRunner().invoke(main, ["move-to", url or self.url], env=environment)
        assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
        return ended.exit_code, ended.output.strip()

    def run(self, tell: Tell) -> int:
        """The same without the command line."""
        with closing_now(str(self.file)) as source, closing_now(self.url) as target:
            check(source, BOTS)
            move = Move(source, target, "there")
            if not move.has_begun():
                move.begin()
            return move.run("there (then)", tell)

    def run_where(self) -> list[str]:
        """Which of the two a bot would start on."""
        found = []
        for url in (str(self.file), self.url):
            with closing_now(url) as store:
                if store.write_now(moved_away) is None:
                    found.append("file" if url == str(self.file) else "server")
        return found

    def refused(self, url: str = "", *, file: str = "") -> str:
        """The one line with which it refuses."""
        code, said = self.move(url, file=file)
        assert (code, "\n" in said) == (2, False), said
        return said


@pytest.fixture
def new_server(databases: Databases, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Makes databases on a PostgreSQL server of our own."""
    made = []

    def make(*, migrated: bool = True) -> str:
        try:
            made.append(databases.fresh(POSTGRES, tmp_path, migrated=migrated))
        except NoPostgres as problem:
            pytest.skip(f"no PostgreSQL: {problem}")
        return made[-1]

    yield make
    for url in made:
        databases.drop(url)


@pytest.fixture
def ends(databases: Databases, new_server: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ends:
    """A file of the bots', and a database with our tables; without a row, both."""
    monkeypatch.chdir(tmp_path)  # no `.env`
    file = Path(databases.fresh(SQLITE, tmp_path))
    open_store(str(file), BOTS).close_now()
    return Ends(file, new_server())


@pytest.fixture
def bare(ends: Ends, new_server: Callable[..., str]) -> Ends:
    """The same, and the database has no table."""
    return Ends(ends.file, new_server(migrated=False))


@pytest.fixture
def other_file(databases: Databases, tmp_path: Path) -> Callable[..., Path]:
    """Makes further files."""

    def make(name: str, *, terminal: bool = False) -> Path:
        (folder := tmp_path / name).mkdir()
        file = Path(databases.fresh(SQLITE, folder))
        open_store(str(file), TERMINAL if terminal else BOTS).close_now()
        return file

    return make
