"""Opening a database: one process, the right file, the right schema."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import OperationalError

from bot.storage.engine import database_url
from bot.storage.lock import AlreadyRunning
from bot.storage.marks import moved_away, run_again
from bot.storage.migrate import TooNew, is_current, upgrade
from bot.storage.sealing import Cipher, WrongKey
from bot.storage.store import StorageTrouble, Store
from bot.storage.tx import Tx

PURPOSE = "purpose"  # the fact that tells a bot's file from the terminal chat's
BOTS, TERMINAL = "bots", "terminal"
OLDER = "The database has an older schema. Run: pacekeeper migrate"


class CannotOpen(Exception):
    """The database cannot be used. The text is one clear line that says what to do."""


def reach(url: str, keys: Sequence[str] = ()) -> Store:
    """A store of which nothing was looked at yet; an embedded one's file is locked. Raises CannotOpen."""
    try:
        return Store(database_url(url), Cipher(keys) if keys else None)
    except AlreadyRunning as other:
        who = f" (process {other})" if str(other) else ""
        raise CannotOpen(f"Another Pacekeeper{who} already uses this database. Stop it first.") from None
    except ImportError:
        raise CannotOpen("PostgreSQL needs its driver: install pacekeeper[postgres].") from None
    except (OSError, ValueError) as problem:
        raise CannotOpen(f"The database cannot be opened: {problem}") from None


def file_of(url: str) -> Path | None:
    """The file of an embedded database; None for another one. Raises CannotOpen for an address that cannot be read."""
    try:
        read = database_url(url)
    except ValueError as problem:
        raise CannotOpen(f"The database cannot be opened: {problem}") from None
    return Path(read.database or "") if read.get_backend_name() == "sqlite" else None


def open_store(url: str, purpose: str, *, migrate: bool | None = None, keys: Sequence[str] = ()) -> Store:
    """Open a database for a purpose and bring it to this version's schema.

    `migrate` None means: by itself only if it is the embedded one. `keys` seal what people write. Raises CannotOpen.
    """
    store = reach(url, keys)
    try:
        prepare(store, purpose, migrate=store.embedded if migrate is None else migrate)
    except BaseException:
        store.close_now()
        raise
    return store


def prepare(store: Store, purpose: str, *, migrate: bool) -> None:
    """Check the schema and the purpose of an open store, migrating it where asked. Raises CannotOpen."""
    with _in_one_line():
        store.write_now(_stays)
        if not store.write_now(is_current):
            if not migrate:
                raise CannotOpen(OLDER)
            store.write_now(upgrade)
        store.write_now(run_again)
        store.write_now(_meant_for(purpose))
        store.write_now(_opens)


def check(store: Store, purpose: str) -> None:
    """Check the schema and the purpose of an open store that is not to run. Raises CannotOpen."""
    with _in_one_line():
        if not store.write_now(is_current):
            raise CannotOpen(OLDER)
        store.write_now(_meant_for(purpose))


@contextmanager
def _in_one_line() -> Iterator[None]:
    try:
        yield
    except TooNew as version:
        raise CannotOpen(
            f"The database was written by a newer version (schema {version}). Install that version or a later one."
        ) from None
    except OperationalError as problem:
        raise CannotOpen(f"The database cannot be reached: {first_line(problem)}") from None
    except StorageTrouble as problem:
        raise CannotOpen(f"The database cannot be used: {first_line(problem)}") from None


def first_line(problem: StorageTrouble) -> str:
    """The driver's own words, without the statement; the kind of failure where it has none."""
    words = str(getattr(problem, "orig", None) or "").strip()
    return words.splitlines()[0] if words else f"{type(problem).__name__}."


def _stays(tx: Tx) -> None:
    if why := moved_away(tx):
        raise CannotOpen(why)


def _meant_for(purpose: str) -> Callable[[Tx], None]:
    def check(tx: Tx) -> None:
        kept = tx.requests.fact(PURPOSE)
        if kept is None:
            tx.requests.set_fact(PURPOSE, purpose)
        elif kept != purpose:
            other = "the terminal chat" if kept == TERMINAL else "the bots"
            raise CannotOpen(f"This database belongs to {other}. Name another one.")

    return check


def _opens(tx: Tx) -> None:
    """Whether the keys that are set open what is sealed, before anything is written with them."""
    try:
        tx.sealing.prove()
    except WrongKey:
        raise CannotOpen(
            "What people wrote in this database is sealed with a key that ENCRYPTION_KEY does not hold. Add that key."
        ) from None


def utc_clock() -> datetime:
    """The system's clock, in UTC: the only one that is read, handed to whoever needs to know the time."""
    return datetime.now(UTC)  # noqa: TID251 - this is the clock
