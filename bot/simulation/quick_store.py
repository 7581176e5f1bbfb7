"""A store that runs everything in the caller's own thread, on a file that nobody needs after a crash."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from bot.opening import TERMINAL, prepare
from bot.storage.engine import database_url
from bot.storage.store import Store
from bot.storage.tx import Tx

T = TypeVar("T")


class QuickStore(Store):
    """The same statements and transactions as ever.

    A simulation has one thing to do at a time, so going to another thread and back, and waiting for the disk at each
    commit, would be most of its time.
    """

    def __init__(self, file: Path) -> None:
        super().__init__(database_url(str(file)))
        self._keeps = True
        held = self._writer.raw_connection()
        held.cursor().execute("PRAGMA synchronous=OFF")  # not possible within a transaction
        held.close()
        prepare(self, TERMINAL, migrate=True)
        self._open = self._writer.connect()

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Whatever is asked meanwhile is answered as ever, and leaves nothing behind: nobody counts as heard by it."""
        self._keeps = False
        try:
            yield
        finally:
            self._keeps = True

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Run a transaction here and now."""
        with self._open.begin() as transaction:
            result, then = self._run(self._open, work)
            if not self._keeps:
                transaction.rollback()
                return result
        for call in then:
            call()
        return result

    async def read(self, work: Callable[[Tx], T]) -> T:
        """The same; with one writer there is nobody to wait for."""
        with self._open.begin():
            return work(Tx(self._open))

    async def close(self) -> None:
        """Give the file free."""
        self._open.close()
        await super().close()
